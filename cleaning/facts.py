"""Facts of a text: its numbers and names, each with the two words beside it. Reports of one series differ there."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from cleaning.folding import WORD

_TOKEN: Final = re.compile(rf"\d+(?:[.,:/]\d+)*|{WORD.pattern}|[.!?:\n\"“«]")
_ENDS: Final = frozenset('.!?:\n"“«')
"""After these a capital letter says nothing."""
_NUMBER, _NAME, _WORD = "0", "N", ""
"""What stands for numbers and names where they are the words beside another fact; no folded word looks like them."""

Told: TypeAlias = Mapping[tuple[str, str, str], Sequence[str]]
"""Which side the words are on and the words -> the values that stand there."""


class Facts(NamedTuple):
    """The numbers and the names of a text."""

    numbers: Told
    names: Told


class Agreement(NamedTuple):
    """Values that are equal, and values that could be compared."""

    same: int
    compared: int


def facts_of(text: str) -> Facts:
    """The numbers and names of a text, by the two words before them and by the two words after them.

    Names are words with a capital letter inside a sentence; those in a row are one.
    """
    facts: dict[str, dict[tuple[str, str, str], list[str]]] = {_NUMBER: {}, _NAME: {}}
    tokens = list(_tokens(unicodedata.normalize("NFKC", text)))
    beside = ["", "", *(kind or value for kind, value in tokens), "", ""]
    for at, (kind, value) in enumerate(tokens):
        if kind:
            for place in (("before", beside[at], beside[at + 1]), ("after", beside[at + 3], beside[at + 4])):
                facts[kind].setdefault(place, []).append(value)
    return Facts(facts[_NUMBER], facts[_NAME])


def agreement(one: Told, other: Told) -> Agreement:
    """How many values are equal of those that have the same words beside them. A fact counts once for each side."""
    same = compared = 0
    for place in one.keys() & other.keys():
        ours, theirs = one[place], other[place]
        compared += min(len(ours), len(theirs))
        same += (Counter(ours) & Counter(theirs)).total() if len(ours) + len(theirs) > 2 else ours == theirs
    return Agreement(same, compared)


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    """Kind and value of each word in order: folded words, numbers, and names put together."""
    name, inside = "", False
    for token in _TOKEN.findall(text):
        if token in _ENDS:
            inside = False
            continue
        kind = _kind(token, inside)
        inside = True
        if kind == _NAME:
            name = f"{name} {token.casefold()}" if name else token.casefold()
            continue
        if name:
            yield _NAME, name
        name = ""
        yield kind, token.casefold()
    if name:
        yield _NAME, name


def _kind(token: str, inside: bool) -> str:
    if token[0].isdigit():
        return _NUMBER
    return _NAME if inside and token[0].isupper() else _WORD
