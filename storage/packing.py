"""Bodies as zstd frames, with or without an earlier page as dictionary: pure functions."""

from __future__ import annotations

import zstandard

LEVEL = 3


def lesson(example: bytes) -> zstandard.ZstdCompressionDict:
    """A dictionary made of one whole page: what the next pages of the host share with it costs nothing."""
    made = zstandard.ZstdCompressionDict(example, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    made.precompute_compress(level=LEVEL)
    return made


def pack(body: bytes, taught: zstandard.ZstdCompressionDict | None = None) -> bytes:
    """The body as one zstd frame with its size and checksum."""
    return zstandard.ZstdCompressor(level=LEVEL, dict_data=taught, write_checksum=True).compress(body)


def unpack(data: bytes, size: int, taught: zstandard.ZstdCompressionDict | None = None) -> bytes:
    """The body again. Raises zstandard.ZstdError when the bytes are damaged or the dictionary is another one."""
    return zstandard.ZstdDecompressor(dict_data=taught).decompress(data, max_output_size=max(size, 1))
