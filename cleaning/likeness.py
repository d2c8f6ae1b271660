"""How alike two short texts are, by their words."""

from __future__ import annotations

from cleaning.folding import WORD


def words_of(text: str) -> tuple[str, ...]:
    """Words in lower case; scripts without spaces count one a character."""
    return tuple(WORD.findall(text[:1000].casefold()))


def same_words(one: tuple[str, ...], other: tuple[str, ...], share: float = 0.8) -> bool:
    """Whether the words of the shorter stand in a row at an end of the longer, or most words are shared."""
    if not one or not other:
        return False
    short, long = sorted((one, other), key=len)
    if len(short) > 1 and (long[: len(short)] == short or long[-len(short) :] == short):
        return True
    return likeness(one, other) >= share


def likeness(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Share of words in common, 0 to 1 (twice the common ones over all)."""
    common, rest = 0, list(other)
    for word in one:
        if word in rest:
            rest.remove(word)
            common += 1
    return 2 * common / (len(one) + len(other)) if one or other else 0.0
