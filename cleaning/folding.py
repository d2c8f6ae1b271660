"""Folding: the form of a text in which only its letters and digits count. For comparison, never for storage."""

from __future__ import annotations

import re
import unicodedata

_APART = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Lower case, compatibility forms unified, everything but letters and digits one space."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return _APART.sub(" ", text.casefold()).strip()
