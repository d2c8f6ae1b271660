"""The sketch of a text: a few numbers, of which near copies share some. Ours, versioned, and the same for ever."""

from __future__ import annotations

from hashlib import blake2b
from itertools import accumulate
from typing import Final
from zlib import crc32

from cleaning.folding import folded_words

SKETCH_VERSION: Final = 1
"""To be raised with any change that gives some text another sketch: rows of two versions are never compared."""
SKETCH_SIZE: Final = 16
RUN: Final = 6
_BYTES: Final = 6


def sketch(text: str) -> tuple[int, ...]:
    """Up to 16 numbers below 2**48, in ascending order: the hashes of 16 of the text's runs of six words.

    Which 16 depends on the runs alone (those with the smallest CRC-32), so texts that share runs share numbers: a
    bottom-k sketch (A. Broder 1997, "On the resemblance and containment of documents"). Empty for a text without words.
    """
    joined = " ".join(folded_words(text)).encode("utf-8", "replace")
    if not joined:
        return ()
    ends = [end + at for at, end in enumerate(accumulate(map(len, joined.split(b" "))))]
    starts = [0, *(end + 1 for end in ends)]
    spans = zip(starts, ends[RUN - 1 :] or ends[-1:], strict=False)
    runs = {crc32(run): run for run in (joined[start:end] for start, end in spans)}
    return tuple(sorted(_number(runs[order]) for order in sorted(runs)[:SKETCH_SIZE]))


def _number(run: bytes) -> int:
    return int.from_bytes(blake2b(run, digest_size=_BYTES, person=b"winnow-%d" % SKETCH_VERSION).digest())
