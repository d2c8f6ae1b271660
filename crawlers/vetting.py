"""Which addresses may be asked at all: http and https to public hosts, and what the operator allows besides."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

import idna
from scrapy.exceptions import IgnoreRequest

from crawlers.ranges import IP, not_public

PORTS = frozenset({80, 443, 8080, 8443})

_URL = re.compile(r"(https?)://([^/?#]*)(?:[/?#].*)?", re.IGNORECASE | re.DOTALL)
_AUTHORITY = re.compile(r"(?P<host>\[[^\[\]]*\]|[^:\[\]]+)(?::(?P<port>\d{1,5})?)?")
_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")


class ForbiddenAddress(IgnoreRequest):
    """A request that must not be sent. `reason` says why, in words for the run's report. Do not try again."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the operator allows besides public hosts: networks (on any port) and single hosts with a port."""

    networks: tuple[IPv4Network | IPv6Network, ...] = ()
    hosts: frozenset[tuple[str, int]] = frozenset()

    @classmethod
    def parse(cls, setting: str) -> Allowed:
        """Read "127.0.0.0/8, 10.1.2.3, news.intern:8800, [::1]:80". Raises ValueError for an entry it can't read."""
        entries = [entry.strip() for entry in setting.split(",") if entry.strip()]
        hosts = [found for entry in entries if (found := _host_and_port(entry))]
        networks = [ip_network(entry, strict=False) for entry in entries if not _host_and_port(entry)]
        return cls(tuple(networks), frozenset(hosts))

    def host(self, host: str, port: int) -> bool:
        """Whether this host, as a name or an address, is allowed on this port."""
        return (host, port) in self.hosts

    def opens(self, port: int) -> bool:
        """Whether there is anything allowed on this port."""
        return bool(self.networks) or any(port == own for _, own in self.hosts)

    def address(self, address: IP, port: int) -> bool:
        """Whether this address is allowed on this port, by a network or by itself."""
        return self.host(str(address), port) or any(address in network for network in self.networks)


NOTHING = Allowed()


def check_url(url: str, allowed: Allowed = NOTHING) -> tuple[str, int]:
    """Raise ForbiddenAddress unless this address may be asked; return its host (a name or an IP) and port.

    A name may still resolve to a forbidden address: see `vetted`.
    """
    host, port = target(url)
    literal = as_ip(host)
    if literal is not None:
        vetted(str(literal), port, [literal], allowed)
        return str(literal), port
    if port not in PORTS and not allowed.opens(port):
        raise ForbiddenAddress(f"port {port} is not allowed")
    return host, port


def vetted(host: str, port: int, addresses: Sequence[IP], allowed: Allowed = NOTHING) -> list[IP]:
    """The addresses of a host that may be connected to, in order. Raises ForbiddenAddress if none of them may."""
    reasons = {address: _refusal(host, port, address, allowed) for address in addresses}
    kept = [address for address in addresses if not reasons[address]]
    if addresses and not kept:
        raise ForbiddenAddress(next(iter(reasons.values())))
    return kept


def target(url: str) -> tuple[str, int]:
    """Host (in ASCII, lower case) and port of a web address. Raises ForbiddenAddress if it can be read in two ways."""
    found = _URL.fullmatch(url.strip(" "))
    if found is None:
        raise ForbiddenAddress("not an http or https address")
    scheme, authority = found.group(1).lower(), found.group(2)
    if "@" in authority:
        raise ForbiddenAddress("user name in the address")
    if "\\" in url or not authority.isprintable() or re.search(r"[\x00-\x20\x7f]", url.strip(" ")):
        raise ForbiddenAddress("backslash, space or control character in the address")
    parts = _AUTHORITY.fullmatch(authority)
    if parts is None:
        raise ForbiddenAddress("not a host name")
    return _ascii_host(parts["host"]), _port(parts["port"], scheme)


def as_ip(host: str) -> IP | None:
    """The IP address that a resolver reads in this host ("127.1", "0x7f000001", "[::1]"); None if it is a name.

    Raises ForbiddenAddress for what looks like a number but is no address: resolvers disagree about those.
    """
    if host.startswith("["):
        return _ipv6(host[1:-1])
    parts = host.removesuffix(".").split(".")
    if not _NUMBER.fullmatch(parts[-1]):
        return None
    numbers = [_number(part) for part in parts]
    *heads, last = numbers
    if len(numbers) > 4 or any(not 0 <= head <= 255 for head in heads) or not 0 <= last < 256 ** (5 - len(numbers)):
        raise ForbiddenAddress("not an IP address")
    return IPv4Address(sum(head << 8 * (3 - at) for at, head in enumerate(heads)) + last)


def _refusal(host: str, port: int, address: IP, allowed: Allowed) -> str:
    """Why this address of a host may not be connected to; empty if it may."""
    if allowed.host(host, port) or allowed.address(address, port):
        return ""
    reason = not_public(address)
    if reason:
        return f"{address} is not public: {reason}"
    return "" if port in PORTS else f"port {port} is not allowed"


def _number(text: str) -> int:
    """A number as inet_aton reads it: 0x for hexadecimal, 0 for octal. -1 if it is none."""
    if not _NUMBER.fullmatch(text) or len(text) > 32:
        return -1
    if text.startswith("0x"):
        return int(text[2:] or "0", 16)
    if text.startswith("0"):
        return int(text, 8) if re.fullmatch("[0-7]+", text) else -1
    return int(text)


def _ipv6(text: str) -> IPv6Address:
    try:
        address = IPv6Address(text)
    except ValueError:
        raise ForbiddenAddress("not an IP address") from None
    if address.scope_id is not None:
        raise ForbiddenAddress("an address of one network interface")
    return address


def _ascii_host(host: str) -> str:
    """The host in lower case and ASCII: full-width digits and dots become plain ones, other letters punycode."""
    if host.startswith("["):
        return host.lower()
    name = host.lower() if host.isascii() else _punycode(host)
    if len(name) > 253 or not _NAME.fullmatch(name.removesuffix(".")):
        raise ForbiddenAddress("not a host name")
    return name.removesuffix(".")


def _punycode(host: str) -> str:
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except UnicodeError:
        pass
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise ForbiddenAddress("not a host name") from None


def _port(text: str | None, scheme: str) -> int:
    port = int(text) if text else {"http": 80, "https": 443}[scheme]
    if not 0 < port < 65536:
        raise ForbiddenAddress("not a port")
    return port


def _host_and_port(entry: str) -> tuple[str, int] | None:
    """An entry of the setting such as "news.intern:8800" or "[::1]:8000"; None if it has no port."""
    host, colon, port = entry.rpartition(":")
    if not colon or not port.isdigit() or (":" in host and not host.startswith("[")):
        return None
    try:
        literal = as_ip(host.lower())
    except ForbiddenAddress as error:
        raise ValueError(f"{entry!r} is neither a network nor host:port") from error
    return (host.lower() if literal is None else str(literal)), int(port)
