"""An address in its parts, read as a browser reads it."""

from __future__ import annotations

import re
from typing import NamedTuple

from cleaning.hosts import plain_host

DEFAULT_PORTS = {"http": "80", "https": "443"}
WEB = ("", "http", "https")
TRIMMED = "".join(map(chr, range(33)))
"""White space and control characters, which browsers take off both ends of an address."""

LONGEST = 8192
"""Longer addresses are not taken apart: no server answers them, and folding them could take minutes."""

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_PARTS = re.compile(r"/*([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)
_AUTHORITY = re.compile(r"(?:(.*)@)?(\[[^\]]*\]|[^:]+)(?::(\d*))?", re.DOTALL)
_ENCODED_OR_ODD = re.compile(r"%|[^A-Za-z0-9._~!$'()*,:@/;=&?+-]")
_UNIT = re.compile(r"%[0-9A-Fa-f]{2}|[^A-Za-z0-9._~!$'()*,:@/;=&?+-]", re.DOTALL)
_UNFETCHABLE = re.compile(r"[^!#$%&'()*+,./0-9:;=?@A-Z\[\]_a-z|~-]", re.DOTALL)

PLAIN_IN_PATH = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$'()*,:@")
PLAIN_IN_QUERY = PLAIN_IN_PATH | {"/", "?"}


class Address(NamedTuple):
    """An address in its parts. `host` is plain (lower case, punycode); the rest is as written."""

    scheme: str
    userinfo: str
    host: str
    port: str
    path: str
    query: str
    fragment: str

    @property
    def host_and_port(self) -> str:
        """The host, with the port if it is not the scheme's own."""
        return self.host + self.port_mark

    @property
    def port_mark(self) -> str:
        """ ":8800", or nothing for the scheme's own port."""
        return "" if self.port == DEFAULT_PORTS.get(self.scheme) else mark(":", self.port)

    @property
    def state(self) -> str:
        """The fragment if it names another page, as "#!story" does; else nothing."""
        return self.fragment if self.fragment.startswith("!") and len(self.fragment) > 1 else ""


def split(url: str) -> Address | None:
    """The address in its parts; None without a host (mailto:, data:...) and beyond LONGEST characters. Never raises."""
    if len(url) > LONGEST:
        return None
    text = url.strip(TRIMMED)
    if not text.isprintable():
        text = text.translate({9: None, 10: None, 13: None})
    scheme, text = _split_scheme(text)
    if scheme is None:
        return None
    found = _PARTS.fullmatch(_with_slashes(text) if scheme in WEB else text)
    assert found is not None  # every part may be empty
    netloc, path, query, fragment = found.groups("")
    authority = _AUTHORITY.fullmatch(netloc)
    userinfo, host, port = authority.groups("") if authority else ("", "", "")
    host = plain_host(host)
    return Address(scheme, userinfo, host, port, path, query, fragment) if host else None


def mark(sign: str, part: str) -> str:
    """The part behind its sign; nothing if there is no part."""
    return sign + part if part else ""


def fetchable(text: str) -> str:
    """Percent-encode what may not stand in a request; what is encoded already stays as it is."""
    return _UNFETCHABLE.sub(lambda found: _encoded(found.group()), text)


def one_encoding(text: str, plain: frozenset[str]) -> str:
    """One spelling of percent-encoding: plain characters decoded, all others encoded, in upper case."""
    if not _ENCODED_OR_ODD.search(text):
        return text

    def unit(found: re.Match[str]) -> str:
        code = found.group()
        if len(code) == 1:
            return _encoded(code)
        character = chr(int(code[1:], 16))
        return character if character in plain else code.upper()

    return _UNIT.sub(unit, text)


def _encoded(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode("utf-8", "surrogatepass"))


def _split_scheme(text: str) -> tuple[str | None, str]:
    """Scheme and rest: an empty scheme for "//host/" and "host:80/", None for addresses that have no host."""
    found = _SCHEME.match(text)
    if found is None:
        return "", text
    scheme, rest = found.group(1).lower(), text[found.end() :]
    if rest.startswith("//") or (scheme in WEB and rest[:1] in ("/", "\\")):
        return scheme, rest
    is_port = "." in scheme or rest[:1].isdigit()
    return ("" if is_port else None), text


def _with_slashes(text: str) -> str:
    """Backslashes before the query are slashes, as in browsers."""
    if "\\" not in text:
        return text
    end = min((at for at in (text.find("?"), text.find("#")) if at >= 0), default=len(text))
    return text[:end].replace("\\", "/") + text[end:]
