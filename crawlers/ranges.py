"""Which IP addresses are public: hosts that anybody may reach, and not the machine, its network or the provider's."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

IP = IPv4Address | IPv6Address

_NOT_PUBLIC_4 = {
    "0.0.0.0/8": "this host",
    "10.0.0.0/8": "private",
    "100.64.0.0/10": "shared by a provider's customers",
    "127.0.0.0/8": "loopback",
    "168.63.129.16/32": "cloud metadata",
    "169.254.0.0/16": "link-local, cloud metadata",
    "172.16.0.0/12": "private",
    "192.0.0.0/24": "protocol assignments",
    "192.0.2.0/24": "documentation",
    "192.88.99.0/24": "6to4 relay",
    "192.168.0.0/16": "private",
    "198.18.0.0/15": "benchmarks",
    "198.51.100.0/24": "documentation",
    "203.0.113.0/24": "documentation",
    "224.0.0.0/4": "multicast",
    "240.0.0.0/4": "reserved",
}
_NOT_PUBLIC_6 = {
    "::1/128": "loopback",
    "::/96": "IPv4-compatible",
    "64:ff9b::/96": "NAT64",
    "64:ff9b:1::/48": "NAT64",
    "fc00::/7": "unique local",
    "fe80::/10": "link-local",
    "fec0::/10": "site-local",
    "ff00::/8": "multicast",
    "2001::/23": "Teredo and other protocol assignments",
    "2001:db8::/32": "documentation",
    "3fff::/20": "documentation",
}
_REASONS_4 = tuple((IPv4Network(network), reason) for network, reason in _NOT_PUBLIC_4.items())
_REASONS_6 = tuple((IPv6Network(network), reason) for network, reason in _NOT_PUBLIC_6.items())
_GLOBAL_6 = IPv6Network("2000::/3")


def not_public(address: IP) -> str:
    """Why an address is not a public one, such as "loopback"; empty if it is public."""
    if isinstance(address, IPv4Address):
        return next((reason for network, reason in _REASONS_4 if address in network), "")
    inner = address.ipv4_mapped or address.sixtofour
    if inner is not None:
        return not_public(inner)
    reason = next((reason for network, reason in _REASONS_6 if address in network), "")
    return reason or ("" if address in _GLOBAL_6 else "reserved")
