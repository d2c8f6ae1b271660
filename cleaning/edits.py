"""What an editor did between two texts of an article: paragraph by paragraph, each change with its class. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final, NamedTuple

from cleaning.calendars import MONTHS, WEEKDAYS, folded
from cleaning.folding import folded_words

PAIRED: Final = 0.4
"""Share of words in common from which on two paragraphs are one that was edited."""
CORRECTED: Final = 0.75
"""The same for a paragraph that was corrected rather than rewritten."""
FEW: Final = 3
"""Words that may go and come in any paragraph, however short, and it is a correction still."""
SENTENCE: Final = 6
"""Words from which on what only came is an addition, and what only went a removal; fewer are a correction."""
HELD: Final = 0.9
"""Share of a paragraph's words which, found again in a longer one, make the two one."""
COUNTER: Final = 25
"""Words of a line up to which it may be one of counters; characters, in scripts without spaces."""
COUNTERS: Final = 2
"""Lines of counters that a text has at most: more of them are results or prices."""
_ENDS: Final = (".", "!", "?", "…", "。", "！", "？", "।", "۔", "؟", "”", "»", '"')
_UNITS: Final = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d+)*|[^\W\d_]+")
MOST_PAIRS: Final = 2_500
"""Paragraphs gone times paragraphs come, beyond which they are not compared one by one: it is a rewrite."""


class Edit(StrEnum):
    """The class of a change."""

    CORRECTION = "correction"
    """Few words of a paragraph, or only its signs or spelling."""
    HEADLINE = "headline change"
    ADDITION = "addition"
    """A paragraph, or a passage within one, that only came."""
    REMOVAL = "removal"
    REWRITE = "rewrite"
    RECLEANED = "recleaned"
    """Not the publisher's doing: another cleaner read the same page otherwise."""


@dataclass(frozen=True, slots=True)
class Change:
    """Paragraphs that went and the ones that came in their place; either may be empty."""

    kind: Edit
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    headline: bool = False
    """Whether it is the title that was changed."""


class Wording(NamedTuple):
    """Title and text of an article at one time."""

    title: str | None
    text: str


def changes(before: Wording, after: Wording, *, recleaned: bool = False) -> tuple[Change, ...]:
    """What was changed, headline first, then in the order of the text; nothing for equal wordings.

    `recleaned`: the page is the same, so every change is ours.
    """
    found = (*_headline(before.title, after.title), *_paragraphs(paragraphs(before.text), paragraphs(after.text)))
    return tuple(replace(each, kind=Edit.RECLEANED) for each in found) if recleaned else found


def only_counted(before: str, after: str) -> bool:
    """Whether two texts differ in nothing but counters and clocks: numbers in short lines above or below their prose.

    How often a page was read changes every night, as the day on top does, and nobody edited anything. A line is such
    a one if it is no sentence and stays the same but for its numbers, months and weekdays.
    """
    old, new = paragraphs(before), paragraphs(after)
    if len(old) != len(new):
        return False
    prose = [at for at, line in enumerate(old) if not _is_short(line)]
    other = [at for at, (one, two) in enumerate(zip(old, new, strict=True)) if one != two]
    if not prose or len(other) > COUNTERS:
        return False
    return all(at not in range(prose[0], prose[-1]) and _counts(old[at], new[at]) for at in other)


def _is_short(line: str) -> bool:
    return len(folded_words(line)) <= COUNTER and not line.rstrip().endswith(_ENDS)


def _counts(before: str, after: str) -> bool:
    return _is_short(before) and _UNITS.sub(_uncounted, before) == _UNITS.sub(_uncounted, after)


def _uncounted(found: re.Match[str]) -> str:
    """A number, or the name of a month or weekday, as any other one."""
    unit = found.group()
    return "0" if unit[0].isdigit() or folded(unit) in MONTHS or folded(unit) in WEEKDAYS else unit


def kinds(found: Sequence[Change]) -> tuple[Edit, ...]:
    """The classes of these changes, each once, in the order of their first."""
    return tuple(dict.fromkeys(each.kind for each in found))


def paragraphs(text: str) -> list[str]:
    """The lines of a text that are not empty: its paragraphs, and the entries of its lists."""
    return [line for line in text.split("\n") if line.strip()]


def _headline(before: str | None, after: str | None) -> Iterator[Change]:
    if before != after:
        yield Change(Edit.HEADLINE, (before,) if before else (), (after,) if after else (), headline=True)


def _paragraphs(old: list[str], new: list[str]) -> Iterator[Change]:
    for _, i, j, k, m in _unequal(old, new):
        yield from _hunk(old[i:j], new[k:m])


def _unequal(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    matched = SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
    return (change for change in matched if change[0] != "equal")


def _hunk(old: list[str], new: list[str]) -> Iterator[Change]:
    """The changes of a stretch in which no paragraph stayed: paired paragraphs, and what stands between the pairs."""
    at = to = 0
    for i, k in (*_pairs(old, new), (len(old), len(new))):
        yield from _unpaired(old[at:i], new[to:k])
        if i < len(old):
            yield Change(_edited(old[i], new[k]), (old[i],), (new[k],))
        at, to = i + 1, k + 1


def _unpaired(old: list[str], new: list[str]) -> Iterator[Change]:
    """What went and came without a likeness: other words in the place of some are a rewrite."""
    if old and new:
        yield Change(Edit.REWRITE, tuple(old), tuple(new))
    else:
        yield from (Change(Edit.REMOVAL, (each,)) for each in old)
        yield from (Change(Edit.ADDITION, (), (each,)) for each in new)


def _pairs(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Which paragraph became which, in order on both sides, so that together they are as alike as can be.

    The usual table of the best sums (Needleman and Wunsch), filled from the end.
    """
    if not old or not new or len(old) * len(new) > MOST_PAIRS:
        return []
    read = [[folded_words(each) for each in side] for side in (old, new)]
    alike = [[_likeness(a, b) for b in read[1]] for a in read[0]]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for k in reversed(range(len(new))):
            best[i][k] = max(best[i + 1][k], best[i][k + 1], alike[i][k] + best[i + 1][k + 1])
    return list(_followed(best, alike))


def _followed(best: list[list[float]], alike: list[list[float]]) -> Iterator[tuple[int, int]]:
    """The pairs that the best sum was made of."""
    i = k = 0
    while i < len(alike) and k < len(alike[0]):
        if alike[i][k] and best[i][k] == alike[i][k] + best[i + 1][k + 1]:
            yield i, k
            i, k = i + 1, k + 1
        elif best[i][k] == best[i + 1][k]:
            i += 1
        else:
            k += 1


def _likeness(one: list[str], other: list[str]) -> float:
    """How far two paragraphs are one: the share of words in order that both have, or that the shorter has; 0 below."""
    most = (Counter(one) & Counter(other)).total()  # in any order: quickly told, and never less
    return _share(one, other, _kept(one, other)) if _share(one, other, most) else 0.0


def _share(one: list[str], other: list[str], kept: int) -> float:
    shorter, both = min(len(one), len(other)), len(one) + len(other)
    share = 2 * kept / both if both else 1.0
    held = shorter >= SENTENCE and kept >= HELD * shorter
    return max(share, PAIRED) if held or share >= PAIRED else 0.0


def _kept(one: list[str], other: list[str]) -> int:
    return sum(size for _, _, size in SequenceMatcher(a=one, b=other, autojunk=False).get_matching_blocks())


def _edited(before: str, after: str) -> Edit:
    """The class of a paragraph's change."""
    old, new = folded_words(before), folded_words(after)
    kept = _kept(old, new)
    gone, come = len(old) - kept, len(new) - kept
    if not gone and come >= SENTENCE:
        return Edit.ADDITION
    if not come and gone >= SENTENCE:
        return Edit.REMOVAL
    if max(gone, come) <= FEW or 2 * kept >= CORRECTED * (len(old) + len(new)):
        return Edit.CORRECTION
    return Edit.REWRITE
