"""Compressed bodies that unpack to far more than they are, of any size, made without unpacking anything."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator

import brotli

_MIB = 1024 * 1024


def deflated(megabytes: int, wbits: int = 31) -> Iterator[bytes]:
    """A gzip (31), zlib (15) or bare (-15) stream of so many MiB of zeros, a piece for each. It has no checksum."""
    packer = zlib.compressobj(9, zlib.DEFLATED, wbits)
    yield packer.compress(bytes(_MIB)) + packer.flush(zlib.Z_SYNC_FLUSH)
    piece = packer.compress(bytes(_MIB)) + packer.flush(zlib.Z_SYNC_FLUSH)
    for _ in range(megabytes - 1):
        yield piece


def zstandard(megabytes: int) -> Iterator[bytes]:
    """A zstd frame of so many MiB of zeros: four bytes for each 128 KiB."""
    yield b"\x28\xb5\x2f\xfd\x00\x58"
    block = ((131072 << 3) | 2).to_bytes(3, "little") + b"\0"
    for _ in range(megabytes):
        yield block * 8


def brotlied(megabytes: int) -> Iterator[bytes]:
    """A brotli stream of so many MiB of zeros."""
    packer = brotli.Compressor(quality=5)
    yield packer.process(bytes(_MIB)) + packer.flush()
    piece = packer.process(bytes(_MIB)) + packer.flush()
    for _ in range(megabytes - 1):
        yield piece


def within(pieces: Iterator[bytes], window: int = 31) -> Iterator[bytes]:
    """A stream packed once more."""
    packer = zlib.compressobj(9, zlib.DEFLATED, window)
    for piece in pieces:
        yield packer.compress(piece)
    yield packer.flush()


def members(count: int) -> bytes:
    """So many empty gzip members, one after the other."""
    return gzip.compress(b"") * count
