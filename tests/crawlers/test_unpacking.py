"""Compressed bodies come whole, or not at all, or are too large."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard

from crawlers.decoding import CutStream, TooLarge, decoded

TEXT = b"Ferries leave on the hour. " * 4000
LIMIT = 10 * len(TEXT)
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.ZstdCompressor().compress,
}


@pytest.mark.parametrize("name", PACKERS)
def test_every_encoding_is_unpacked(name: str) -> None:
    assert decoded(PACKERS[name](TEXT), [name], LIMIT) == TEXT


@pytest.mark.parametrize("name", PACKERS)
def test_a_cut_stream_is_no_page(name: str) -> None:
    packed = PACKERS[name](TEXT)
    for end in (1, len(packed) // 2, len(packed) - 1):
        with pytest.raises(CutStream):
            decoded(packed[:end], [name], LIMIT)


@pytest.mark.parametrize("name", PACKERS)
def test_a_bomb_is_given_up_at_the_limit(name: str) -> None:
    with pytest.raises(TooLarge):
        decoded(PACKERS[name](bytes(50_000_000)), [name], 1_000_000)


@pytest.mark.parametrize("name", PACKERS)
def test_a_bomb_takes_little_more_than_the_limit_and_its_error_holds_nothing(name: str) -> None:
    bomb, limit = PACKERS[name](bytes(50_000_000)), 4_000_000
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge) as told:
            decoded(bomb, [name], limit)
        held, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert told.value is not None
    assert most < 3 * limit
    assert held < limit / 10


def test_encodings_are_taken_off_from_the_outside() -> None:
    assert decoded(brotli.compress(gzip.compress(TEXT)), ["gzip", "br"], LIMIT) == TEXT
    with pytest.raises(ValueError, match="encodings"):
        decoded(TEXT, ["gzip"] * 9, LIMIT)


def test_bare_deflate_padded_gzip_and_members_are_read() -> None:
    packer = zlib.compressobj(wbits=-15)
    assert decoded(packer.compress(TEXT) + packer.flush(), ["deflate"], LIMIT) == TEXT
    assert decoded(gzip.compress(TEXT) + bytes(8), ["x-gzip"], LIMIT) == TEXT
    assert decoded(gzip.compress(b"a") + gzip.compress(b"b"), ["gzip"], LIMIT) == b"ab"


def test_what_is_not_compressed_or_unknown_is_told() -> None:
    assert decoded(b"", ["gzip"], LIMIT) == b""
    assert decoded(TEXT, ["identity"], LIMIT) == TEXT
    with pytest.raises(CutStream):
        decoded(TEXT, ["gzip"], LIMIT)
    with pytest.raises(ValueError, match="unknown"):
        decoded(TEXT, ["rot13"], LIMIT)
