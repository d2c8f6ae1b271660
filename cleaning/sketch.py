"""The sketch of a text: a few numbers, of which near copies share some. Ours, versioned, and the same for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias
from zlib import crc32

from cleaning.folding import encoded_words

if TYPE_CHECKING:
    from numpy import uint64
    from numpy.typing import NDArray  # loaded below: what only reads the database needs none of it

    Numbers: TypeAlias = NDArray[uint64]

SKETCH_VERSION: Final = 2
"""To be raised with any change that gives some text another sketch: rows of two versions are never compared."""
SKETCH_SIZE: Final = 12
RUN, RUN_OF_SIGNS = 4, 6
"""Words of a run; characters of one that begins in a script without spaces."""
_UNSPACED: Final = "\u0e00".encode()
"""A word of one character from here on is such a character."""
_LONGER: Final = b"\xf0"
"""From here on a character has four bytes in UTF-8; before, three."""
_BASE: Final = 0x9E3779B97F4A7C15
_SQUARE: Final = _BASE**2 % 2**64


def sketch(text: str) -> tuple[int, ...]:
    """Up to 12 numbers of 32 bits with sign, in ascending order: 12 of the text's runs of four words.

    Each run has a number of 64 bits. The smallest of them choose, and lend the sketch their lower halves; so texts that
    share runs share numbers: a bottom-k sketch (A. Broder 1997, "On the resemblance and containment of documents").
    Empty for a text without words; a text shorter than a run is one.
    """
    words = encoded_words(text)
    if not words:
        return ()
    spaced = text.isascii() or max(words) < _UNSPACED
    runs = _numbers_of_runs(words, [] if spaced else [_is_sign(word) for word in words])
    runs.sort()
    numbers = _lower_halves(runs)
    if len(numbers) < SKETCH_SIZE:  # a run that stands twice in the text counts once
        numbers = _lower_halves(_distinct(runs))
    return tuple(sorted(numbers))


def _lower_halves(ascending: Numbers) -> set[int]:
    return set(ascending[:SKETCH_SIZE].astype("int32").tolist())


def _is_sign(word: bytes) -> bool:
    return word >= _UNSPACED and len(word) == (3 if word < _LONGER else 4)


def _numbers_of_runs(words: list[bytes], signs: list[bool]) -> Numbers:
    """For each run a polynomial of its words' CRC-32, modulo 2**64, mixed as MurmurHash3 does it (A. Appleby, fmix64).

    In arrays, because a text has as many runs as words: of two words, then of four, then of six.
    """
    import numpy

    encoded = words + [b""] * ((RUN_OF_SIGNS if any(signs) else RUN) - len(words))
    one = numpy.fromiter(map(crc32, encoded), numpy.uint64, len(encoded))
    two = one[:-1] * _BASE + one[1:]
    four = two[:-2] * _SQUARE + two[2:]
    if any(signs):
        six = four[:-2] * _SQUARE + two[4:]
        four = numpy.where(signs[: len(six)], six, four[:-2])
    return _mixed(four + SKETCH_VERSION)


def _mixed(numbers: Numbers) -> Numbers:
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        numbers ^= numbers >> 33
        numbers *= factor
    numbers ^= numbers >> 33
    return numbers


def _distinct(ascending: Numbers) -> Numbers:
    import numpy

    return ascending[numpy.concatenate(([True], ascending[1:] != ascending[:-1]))]
