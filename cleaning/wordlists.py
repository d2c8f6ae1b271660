"""Lists of words and phrases, written as running text."""

from __future__ import annotations


def words(text: str) -> tuple[str, ...]:
    """The words of a text, split at white space; "_" stands for a space inside a word."""
    return tuple(word.replace("_", " ") for word in text.split())


def phrases(text: str) -> tuple[str, ...]:
    """The phrases of a text, split at "|"."""
    return tuple(filter(None, (" ".join(phrase.split()) for phrase in text.split("|"))))
