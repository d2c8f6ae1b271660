"""What a check of `winnow doctor` looks at, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from crawlers import Options
from storage import Store


class Grade(StrEnum):
    """How bad it is."""

    WELL = "well"
    NOTE = "note"
    """Works, but somebody should know."""
    ILL = "ill"
    """A night will go wrong, or has."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    about: str
    grade: Grade
    told: str
    advice: str = ""
    """What to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """What is looked at."""

    store: Store
    options: Options
    offline: bool
    deep: bool


Check = Callable[[Patient], Iterator[Finding]]
