"""What a headline is about, and whether a text is about the same: by words, whatever their endings and language."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Final
from urllib.parse import unquote, urlsplit

from cleaning.folding import folded_words

_SHORTEST, _STEM, _FEWEST = 4, 5, 2
_NOTHING: Final[frozenset[str]] = frozenset()
_LATIN: Final = re.compile(r"[a-z]")
_DIGIT: Final = re.compile(r"\d")
_LONGEST_TOKEN = 24
_SIGNS: Final = ".,:;!?()[]\"'\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb\u2026"
_MOST = 12_000
"""Characters of a text that are read: a headline is not about what comes after."""


def telling(text: str) -> frozenset[str]:
    """The words of a text that tell what it is about: the beginnings of those of four letters and more.

    In scripts that set no spaces, pairs of characters.
    """
    said = folded_words(text[:_MOST])
    if text.isascii():
        return frozenset([word[:_STEM] for word in said if len(word) >= _SHORTEST])
    found, before = set(), ""
    for word in said:
        if len(word) == 1 and not word.isascii():
            if before:
                found.add(before + word)
            before = word
            continue
        before = ""
        if len(word) >= _SHORTEST:
            found.add(word[:_STEM])
    return frozenset(found)


def told(name: frozenset[str], text: frozenset[str]) -> float | None:
    """The share of a headline's telling words that a text has; None if either tells too little."""
    return len(name & text) / len(name) if len(name) >= _FEWEST and text else None


def perhaps_told(name: frozenset[str], text: str) -> bool:
    """Whether half of a headline's telling words may stand in a text: much cheaper than to read all of it."""
    low = text[:_MOST].lower()
    return 2 * sum(word in low for word in name) >= len(name)


def same_script(name: frozenset[str], text: frozenset[str]) -> bool:
    """Whether both are Latin, or neither: a transliterated address tells nothing of a Cyrillic text."""
    return _is_latin(name) == _is_latin(text)


def slug_words(url: str) -> frozenset[str]:
    """The telling words of the longest part of an address's path; none where they are numbers."""
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        return _NOTHING
    words = telling(max(re.split(r"[/.]", path), key=len, default="").replace("-", " ").replace("_", " "))
    return frozenset(word for word in words if not _DIGIT.search(word))


def gist(text: str, title: str) -> int:
    """A number that is equal for texts that differ in nothing but numbers, codes, and the titles that they repeat.

    64 bits, signed; 0 for a text without words. By it a wall is known that names the visitor, the time or the page.
    """
    words, named = _plain(text), _plain(title)
    said = f" {words} ".replace(f" {named} ", " ").strip() if named else words
    digest = blake2b(said.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, signed=True) if said else 0


def _plain(text: str) -> str:
    """The words of a text, without numbers and codes, with a space between them."""
    bare = [each if each.isalpha() else each.strip(_SIGNS) for each in text.split()]
    words = [word for word in bare if word.isalpha() and len(word) <= _LONGEST_TOKEN]
    if sum(map(len, words)) * 2 >= len(text):
        return " ".join(words).lower()
    return " ".join([word for word in folded_words(text) if word.isalpha()])  # without spaces between words, perhaps


def _is_latin(words: frozenset[str]) -> bool:
    return 2 * sum(_LATIN.match(word) is not None for word in words) >= len(words)
