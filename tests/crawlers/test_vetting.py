"""Addresses: only public hosts on web ports are asked, however an address is spelled."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from crawlers.ranges import not_public
from crawlers.vetting import Allowed, ForbiddenAddress, check_url, vetted

FORBIDDEN = [
    "http://127.0.0.1/",
    "http://127.0.0.2:80/x",
    "http://2130706433/",
    "http://2130706434/",
    "http://0x7f000001/",
    "http://0X7F000002/",
    "http://0x7f.0x0.0x0.0x2/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://127.1/",
    "http://127.0.1/",
    "http://127.0.0.1./",
    "http://0/",
    "http://0.0.0.0/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::127.0.0.2]/",
    "http://[::ffff:127.0.0.2]/",
    "http://[::ffff:7f00:1]/",
    "http://[0:0:0:0:0:ffff:a9fe:a9fe]/",
    "http://[::ffff:0:127.0.0.1]/",
    "http://１２７.０.０.１/",
    "http://127。0。0。1/",
    "http://①②⑦.⓪.⓪.①/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://168.63.129.16/",
    "http://100.64.0.1/",
    "http://100.100.100.200/",
    "http://192.0.0.192/",
    "http://192.0.2.1/",
    "http://198.18.0.1/",
    "http://198.51.100.7/",
    "http://203.0.113.9/",
    "http://224.0.0.1/",
    "http://239.255.255.250/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://[fe80::1]/",
    "http://[fe80::1%25eth0]/",
    "http://[fe80::1%eth0]/",
    "http://[fc00::1]/",
    "http://[fd00:ec2::254]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b::808:808]/",
    "http://[64:ff9b:1::1]/",
    "http://[2002:7f00:1::]/",
    "http://[2002:c0a8:101::1]/",
    "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
    "http://[2001:db8::1]/",
    "http://[3fff::1]/",
    "http://[100::1]/",
    "http://[5f00::1]/",
    "http://256.1.1.1/",
    "http://1.2.3.4.5/",
    "http://127.0.0.08/",
    "http://0x/",
    "http://4294967296/",
    "http://harbour.1/",
    "http://::1/",
    "http://user:pass@harbour.example.com/",
    "http://harbour.example.com@127.0.0.1/",
    "http://harbour.example.com:80@127.0.0.1/",
    "http://127.0.0.1\\@harbour.example.com/",
    "http://harbour.example.com\\.evil.example/",
    "http:\\\\127.0.0.1\\",
    "http://harbour.example.com#@127.0.0.1\\",
    "http://har bour.example.com/",
    "http://harbour\t.example.com/",
    "http://harbour.example.com/\r\nHost: other",
    "http:///127.0.0.1/",
    "http:127.0.0.1/",
    "//harbour.example.com/",
    "http://",
    "http://%31%32%37.0.0.1/",
    "http://harbour..example.com/",
    "http://-harbour.example.com/",
    "http://harbour.example.com:0/",
    "http://harbour.example.com:65536/",
    "http://harbour.example.com:80:80/",
    "http://harbour.example.com:+80/",
    "http://harbour.example.com:22/",
    "http://harbour.example.com:6379/",
    "http://93.184.216.34:25/",
    f"http://{'a' * 64}.example.com/",
    f"http://{'abcdefg.' * 32}example.com/",
    f"http://{'ü' * 300}.example.com/",
    "file:///etc/passwd",
    "file:/one-slash",
    "data:text/html,hello",
    "ftp://harbour.example.com/",
    "s3://bucket/key",
    "gopher://harbour.example.com/",
    "javascript:alert(1)",
    "https",
    "",
]

PUBLIC = [
    ("http://harbour.example.com/", ("harbour.example.com", 80)),
    ("HTTPS://Harbour.Example.COM./x?y#z", ("harbour.example.com", 443)),
    ("http://harbour.example.com:8080/", ("harbour.example.com", 8080)),
    ("https://harbour.example.com:8443", ("harbour.example.com", 8443)),
    ("https://harbour.example.com:/", ("harbour.example.com", 443)),
    ("https://harbour.example.com/a@b", ("harbour.example.com", 443)),
    ("https://under_score.example.com/", ("under_score.example.com", 443)),
    ("https://hafen-büro.de/", ("xn--hafen-bro-w9a.de", 443)),
    ("https://i❤.ws/", ("xn--i-7iq.ws", 443)),
    ("https://1.example.com/", ("1.example.com", 443)),
    ("http://93.184.216.34/", ("93.184.216.34", 80)),
    ("http://192.0.1.1/", ("192.0.1.1", 80)),
    ("http://172.32.0.1/", ("172.32.0.1", 80)),
    ("http://[2606:4700::6810:85e5]/", ("2606:4700::6810:85e5", 80)),
    ("http://[2002:5db8:d822::1]/", ("2002:5db8:d822::1", 80)),
]


@pytest.mark.parametrize("url", FORBIDDEN)
def test_what_is_not_a_public_web_address_is_refused_with_a_reason(url: str) -> None:
    with pytest.raises(ForbiddenAddress) as caught:
        check_url(url)
    assert caught.value.reason


@pytest.mark.parametrize(("url", "target"), PUBLIC)
def test_a_public_web_address_passes(url: str, target: tuple[str, int]) -> None:
    assert check_url(url) == target


def test_a_name_is_vetted_by_what_it_resolves_to() -> None:
    public, private = ip_address("93.184.216.34"), ip_address("10.0.0.1")
    assert vetted("harbour.example.com", 443, [private, public]) == [public]
    with pytest.raises(ForbiddenAddress, match=r"10\.0\.0\.1 is not public: private"):
        vetted("harbour.example.com", 443, [private])


def test_an_allowed_network_is_reached_on_any_port_and_no_other_network() -> None:
    allowed = Allowed.parse("127.8.0.0/16, fd00::/8")
    assert check_url("http://127.8.0.1:8800/x", allowed) == ("127.8.0.1", 8800)
    assert check_url("http://[fd00::2]:81/", allowed) == ("fd00::2", 81)
    for url in ("http://127.0.0.1:8800/", "http://10.0.0.1/", "http://93.184.216.34:22/", "file:///etc/passwd"):
        with pytest.raises(ForbiddenAddress):
            check_url(url, allowed)


def test_an_allowed_host_is_reached_on_its_port_only() -> None:
    allowed = Allowed.parse("127.0.0.1:8800, news.intern:9000, [::1]:8000")
    assert check_url("http://127.0.0.1:8800/", allowed)
    assert check_url("http://127.1:8800/", allowed)
    assert check_url("http://news.intern:9000/", allowed)
    assert check_url("http://[::1]:8000/", allowed)
    assert vetted("news.intern", 9000, [ip_address("10.0.0.1")], allowed)
    for url in ("http://127.0.0.1:8801/", "http://127.0.0.1/", "http://news.intern:9001/", "http://[::1]/"):
        with pytest.raises(ForbiddenAddress):
            check_url(url, allowed)


def test_a_name_on_an_odd_port_passes_only_into_an_allowed_network() -> None:
    allowed = Allowed.parse("127.0.0.0/8")
    host, port = check_url("http://demo.example.com:8800/", allowed)
    assert vetted(host, port, [ip_address("127.0.0.1")], allowed)
    with pytest.raises(ForbiddenAddress, match="port 8800"):
        vetted(host, port, [ip_address("93.184.216.34")], allowed)


def test_nothing_is_allowed_by_an_empty_setting() -> None:
    assert Allowed.parse("") == Allowed.parse(" , ") == Allowed()


@pytest.mark.parametrize("setting", ["localhost", "127.0.0.0/33", "http://127.0.0.1:80/", "999.1.1.1:80"])
def test_a_setting_that_cannot_be_read_is_an_error(setting: str) -> None:
    with pytest.raises(ValueError, match=r"neither a network|does not appear to be"):
        Allowed.parse(setting)


@pytest.mark.parametrize("text", ["8.8.8.8", "::ffff:8.8.8.8", "2a00:1450:4001::1", "2002:808:808::1"])
def test_public_addresses_are_public(text: str) -> None:
    assert not_public(ip_address(text)) == ""
