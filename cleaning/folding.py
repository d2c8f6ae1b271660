"""Folding: the form of a text in which only its letters and digits count. For comparison, never for storage."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_UNSPACED: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
"""Scripts that set no spaces between words."""
WORD: Final = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
"""One word; in scripts without spaces one character."""
_SIGN: Final = re.compile(f"[{_UNSPACED}]")
_TOGETHER: Final = re.compile(r"[^\W_]+")
_ASCII: Final = "".join(sign.lower() if sign.isalnum() else " " for sign in map(chr, range(128)))
"""What each sign of plain English becomes: a letter, a digit or a space."""
_BYTES: Final = _ASCII.encode() + bytes(range(128, 256))
"""The same in UTF-8, where the bytes of all other signs stay what they are."""
_TYPESET: Final = "“”‘’–—„«»…•·°€"
"""What makes plain English look like another script, and what else often stands between words."""
_MARKS: Final = re.compile(
    f"[{''.join(chr(code) for code in range(0x300, 0x1100) if unicodedata.category(chr(code))[0] == 'M')}]+"
)
"""Vowel signs and accents that are characters of their own: they would tear words apart."""


def normalized(text: str) -> str:
    """Compatibility forms unified (Unicode's NFKC); to look whether they are costs a tenth of doing it."""
    return text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)


def fold(text: str) -> str:
    """Lower case, compatibility forms unified, everything but letters and digits one space."""
    if text.isascii():
        return " ".join(text.translate(_ASCII).split())
    return " ".join(_TOGETHER.findall(normalized(text).casefold()))


def folded_words(text: str) -> list[str]:
    """The folded words, scripts without spaces one a character; marks that are characters of their own left out."""
    if not text.isascii():
        text = normalized(text)
        for sign in _TYPESET:
            text = text.replace(sign, " ")
    if text.isascii():
        return text.translate(_ASCII).split()
    text = text.casefold()
    return WORD.findall(_MARKS.sub("", text)) if _SIGN.search(text) else _spaced_words(text)


def encoded_words(text: str) -> list[bytes]:
    """The folded words in UTF-8; of plain English without a detour."""
    if text.isascii():
        return text.encode().translate(_BYTES).split()
    return " ".join(folded_words(text)).encode().split()


def _spaced_words(text: str) -> list[str]:
    """The words of scripts that set spaces: mostly what is left when the signs of ASCII are taken out."""
    pieces = text.encode("utf-8", "surrogatepass").translate(_BYTES).decode("utf-8", "surrogatepass").split()
    if "".join(pieces).isalnum():
        return pieces
    words = list[str]()
    for piece in pieces:
        if piece.isalnum():
            words.append(piece)
        else:
            words += WORD.findall(_MARKS.sub("", piece))
    return words
