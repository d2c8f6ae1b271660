"""A compressed body becomes the page, whole or not at all: a stream that was cut is a failure, never a page."""

from __future__ import annotations

import zlib
from collections.abc import Callable

import brotli
import zstandard

ENCODINGS = b"gzip, deflate, br, zstd"
"""What we tell servers that we understand."""
_CHUNK = 65536
_NESTED = 3


class CutStream(OSError):
    """The compressed stream ends before its end, or is broken. Asking again may help."""


class TooLarge(ValueError):
    """The body unpacks to more bytes than allowed. Asking again does not help."""


def decoded(body: bytes, encodings: list[str], limit: int) -> bytes:
    """The body without its content encodings, at most `limit` bytes.

    Raises CutStream for a stream that is not whole, TooLarge for one beyond the limit, ValueError for an unknown one.
    """
    if len(encodings) > _NESTED:
        raise ValueError(f"{len(encodings)} encodings, one inside the other")
    for name in reversed(encodings):
        body = _unpack(body, name, limit)
    return body


def _unpack(body: bytes, name: str, limit: int) -> bytes:
    if name == "identity" or not body:
        return body
    if name not in _READERS:
        raise ValueError(f"unknown content encoding {name!r}")
    try:
        return _READERS[name](body, limit)
    except (zlib.error, brotli.error, zstandard.ZstdError) as error:
        raise CutStream(f"broken {name} stream: {error}") from error


def _gzip(body: bytes, limit: int) -> bytes:
    """One or more gzip members, one after the other; what follows them (padding) is ignored."""
    parts: list[bytes] = []
    while body.startswith(b"\x1f\x8b") or not parts:
        part, body = _inflated(body, 31, limit - sum(map(len, parts)))
        parts.append(part)
    return b"".join(parts)


def _deflate(body: bytes, limit: int) -> bytes:
    """zlib's format, or the bare stream that some servers send under this name."""
    zlib_header = len(body) > 1 and body[0] & 0x0F == 8 and (body[0] << 8 | body[1]) % 31 == 0
    return _inflated(body, 15 if zlib_header else -15, limit)[0]


def _inflated(body: bytes, window: int, limit: int) -> tuple[bytes, bytes]:
    reader = zlib.decompressobj(wbits=window)
    text = reader.decompress(body, limit + 1)
    _check(len(text), limit)
    if not reader.eof:
        raise CutStream("compressed stream is cut off")
    return text, reader.unused_data


def _brotli(body: bytes, limit: int) -> bytes:
    reader = brotli.Decompressor()
    parts, size, data = [], 0, body
    while not reader.is_finished():
        part = reader.process(data, output_buffer_limit=_CHUNK)
        data = b""
        size += len(part)
        _check(size, limit)
        parts.append(part)
        if not part and reader.can_accept_more_data():
            raise CutStream("compressed stream is cut off")
    return b"".join(parts)


def _zstd(body: bytes, limit: int) -> bytes:
    reader = zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj(read_across_frames=False)
    parts, size = [], 0
    for start in range(0, len(body), _CHUNK):
        part = reader.decompress(body[start : start + _CHUNK])
        size += len(part)
        _check(size, limit)
        parts.append(part)
        if reader.eof:
            return b"".join(parts)
    raise CutStream("compressed stream is cut off")


def _check(size: int, limit: int) -> None:
    if size > limit:
        raise TooLarge(f"unpacks to more than {limit} bytes")


_READERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
