"""When to ask again: often for what is young, ever more rarely for what rests or fails, never not at all."""

from __future__ import annotations

from datetime import datetime, timedelta

from cleaning import Refusal

YOUNG = timedelta(days=7)
"""Articles this young are asked again in every night."""
GROWING = timedelta(days=56)
LONGEST = timedelta(days=30)
FARTHEST = LONGEST + timedelta(days=1)
"""What is to be asked later than that was reckoned by a clock that was wrong: its time is now."""
SLACK = timedelta(hours=6)
"""A night that starts earlier than the last one is still the next night."""

_GAPS = tuple(timedelta(days=days) for days in (0, 1, 2, 4, 8, 16, 30))
_LASTING = frozenset({Refusal.NOT_TEXT, Refusal.SECTION})
_FULL_CHECK_EVERY = 7


def next_check(at: datetime, changed: datetime) -> datetime:
    """When to ask again for an article checked at `at` that last changed at `changed`: daily, weekly, then monthly."""
    age = at - changed
    gap = timedelta(days=1) if age < YOUNG else timedelta(days=7) if age < GROWING else LONGEST
    return at + gap - SLACK


def next_try(at: datetime, failures: int, reason: str = "") -> datetime:
    """When to ask again after so many failures in a row: in the next run, then with growing gaps up to a month.

    What a page is by its nature (a section page, an image) starts with days.
    """
    step = failures - 1 + (3 if reason in _LASTING else 0)
    gap = _GAPS[min(max(step, 0), len(_GAPS) - 1)]
    return at + max(gap - SLACK, timedelta(0))


def next_look_at_gone(at: datetime, looks: int) -> datetime:
    """When to look whether a page that is gone has come back."""
    return at + (YOUNG if looks < 2 else LONGEST) - SLACK


def held_until(at: datetime, retry_at: datetime | None) -> datetime | None:
    """The server's wish for a pause, but never longer than the longest gap."""
    return None if retry_at is None else min(retry_at, at + LONGEST)


def wants_full_check(not_modified: int) -> bool:
    """Whether so many 304 answers in a row are enough: some servers answer 304 wrongly."""
    return not_modified >= _FULL_CHECK_EVERY - 1
