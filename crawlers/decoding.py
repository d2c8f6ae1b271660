"""A compressed body becomes the page, whole or not at all: a stream that was cut is a failure, never a page."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import partial

import brotli
import zstandard

ENCODINGS = b"gzip, deflate, br, zstd"
"""What we tell servers that we understand."""
_CHUNK = 65536
_ZSTD_CHUNK = 128
"""So few bytes of zstd at a time: four of them may stand for 128 KiB, and the reader gives out all that it was fed."""
_ZSTD_WINDOW = 1 << 23
"""What every reader of zstd on the web must offer, and no writer may exceed (RFC 9659)."""
_NESTED = 3
_MEMBERS = 1000
_Reader = Callable[[memoryview, int, int], tuple[bytes, int]]
"""Stream, where a member of it begins, limit -> its bytes, and where it ends."""


class CutStream(OSError):
    """The compressed stream ends before its end, or is broken. Asking again may help."""


class TooLarge(ValueError):
    """The body unpacks to more bytes than allowed. Asking again does not help."""


class Unreadable(ValueError):
    """The body is wrapped in a way that we do not unwrap."""


def decoded(body: bytes, encodings: list[str], limit: int) -> bytes:
    """The body without its content encodings, at most `limit` bytes.

    Raises CutStream for a stream that is not whole, TooLarge for one beyond the limit, Unreadable for an unknown one.
    """
    if len(encodings) > _NESTED:
        raise Unreadable(f"{len(encodings)} encodings, one inside the other")
    try:
        for name in reversed(encodings):
            body = _unpack(body, name, limit)
    except (CutStream, TooLarge) as error:
        # its frames would hold what was unpacked as long as it is told
        raise error.with_traceback(None) from error.__cause__
    return body


def _unpack(body: bytes, name: str, limit: int) -> bytes:
    if name == "identity" or not body:
        return body
    if name not in _READERS:
        raise Unreadable(f"unknown content encoding {name!r}")
    try:
        return _READERS[name](body, limit)
    except (zlib.error, brotli.error, zstandard.ZstdError) as error:
        raise CutStream(f"broken {name} stream: {error}") from error.with_traceback(None)


def _gzip(body: bytes, limit: int) -> bytes:
    return _joined(body, b"\x1f\x8b", partial(_inflated, 31), limit)


def _joined(body: bytes, magic: bytes, read: _Reader, limit: int) -> bytes:
    """One or more members, one after the other; what follows them (padding) is ignored."""
    view, at, parts = memoryview(body), 0, [b""]
    while bytes(view[at : at + len(magic)]) == magic or not at:
        _check(len(parts), _MEMBERS, "members")
        part, at = read(view, at, limit)
        limit -= len(part)
        parts.append(part)
    return b"".join(parts)


def _deflate(body: bytes, limit: int) -> bytes:
    """zlib's format, or the bare stream that some servers send under this name."""
    zlib_header = len(body) > 1 and body[0] & 0x0F == 8 and (body[0] << 8 | body[1]) % 31 == 0
    return _inflated(15 if zlib_header else -15, memoryview(body), 0, limit)[0]


def _inflated(window: int, body: memoryview, at: int, limit: int) -> tuple[bytes, int]:
    """The stream that begins at `at`, and where it ends."""
    reader, parts = zlib.decompressobj(wbits=window), []
    while not reader.eof:
        if at >= len(body):
            raise CutStream("compressed stream is cut off")
        part = reader.decompress(body[at : at + _CHUNK], limit + 1)
        limit -= len(part)
        _check(0, limit)
        parts.append(part)
        at = min(at + _CHUNK, len(body))
    return b"".join(parts), at - len(reader.unused_data)


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
    return _joined(body, zstandard.FRAME_HEADER, _zstd_frame, limit)


def _zstd_frame(body: memoryview, at: int, limit: int) -> tuple[bytes, int]:
    reader = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj(read_across_frames=False)
    parts, size = [], 0
    while not reader.eof:
        if at >= len(body):
            raise CutStream("compressed stream is cut off")
        part = reader.decompress(body[at : at + _ZSTD_CHUNK])
        size += len(part)
        _check(size, limit)
        parts.append(part)
        at = min(at + _ZSTD_CHUNK, len(body))
    return b"".join(parts), at - len(reader.unused_data)


def _check(size: int, limit: int, of: str = "bytes") -> None:
    if size > limit:
        raise TooLarge(f"unpacks to too many {of}")


_READERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}

KNOWN = frozenset(_READERS)
"""The encodings that are taken off. Other names stand for nothing: some servers put a charset there."""
