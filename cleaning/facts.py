"""Facts of a text: its numbers and names, each with the two words beside it. Reports of one series differ there."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final, NamedTuple, TypeAlias

from cleaning.folding import WORD, normalized

_GROUPED: Final = r"\d{1,3}(?:[ ,.'’] ?\d{3})+(?![\d.,]\d)(?!\d)"
_SMALL: Final = "a-zß-öø-ÿа-џ"
_PLAIN: Final = rf"[{_SMALL}][{_SMALL} ]*(?![^\W_])"
"""Words in small letters in a row: most of a text, and read many times as fast in one piece as one by one."""
_TOKEN: Final = re.compile(rf"{_PLAIN}|{_GROUPED}|\d+(?:[.,:/]\d+)*|{WORD.pattern}|[.!?:\n\"“«]")
_THOUSANDS: Final = re.compile(_GROUPED)
_ENDS: Final = frozenset('.!?:\n"“«')
"""After these a capital letter says nothing."""
_NUMBER, _NAME = "#", "@"
"""What stands for a number and for a name among the words beside another fact; no token looks like them."""

Place: TypeAlias = tuple[str, ...]
Told: TypeAlias = dict[Place, list[str]]
"""Which side the words are on and the words -> the values that stand there. Not changed once it is made."""


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
    facts = Facts({}, {})
    words, found = _marked(normalized(text))
    beside = ["", "", *words, "", ""]
    for at, value in found.items():
        kind = facts.numbers if words[at] == _NUMBER else facts.names
        before, after = beside[at : at + 2], beside[at + 3 : at + 5]
        for place in (("before", *map(str.casefold, before)), ("after", *map(str.casefold, after))):
            kind.setdefault(place, []).append(value)
    return facts


def agreement(one: Told, other: Told) -> Agreement:
    """How many values are equal of those that have the same words beside them. A fact counts once for each side."""
    same = compared = 0
    for place in one.keys() & other.keys():
        ours, theirs = one[place], other[place]
        compared += min(len(ours), len(theirs))
        same += (Counter(ours) & Counter(theirs)).total() if len(ours) + len(theirs) > 2 else ours == theirs
    return Agreement(same, compared)


def _number(token: str) -> str:
    """A number without what parts its thousands: 17,254 and 17 254 and 17.254 are one."""
    return re.sub(r"\D", "", token) if _THOUSANDS.fullmatch(token) else token


def _marked(text: str) -> tuple[list[str], dict[int, str]]:
    """The words, with marks for numbers and names; and the values of these, by their place."""
    words, found, inside = list[str](), dict[int, str](), False
    for token in _TOKEN.findall(text):
        if token.islower():  # as most of them are
            words += token.split()
            inside = True
            continue
        if token in _ENDS:
            inside = False
            continue
        name = inside and token[0].isupper()
        if name and words[-1] == _NAME:
            found[len(words) - 1] += f" {token.casefold()}"
            continue
        if name or token[0].isdigit():
            found[len(words)] = token.casefold() if name else _number(token)
            token = _NAME if name else _NUMBER
        words.append(token)
        inside = True
    return words, found
