"""Tables in Markdown, and the cells in which scores and CPU times are told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from bench.measures import Score

QUALITY = ("F1", "leak", "loss", "F1 < .5", "title =", "title ≈", "date", "authors")
SPEED = ("CPU ms mean", "median", "p95", "max")


@dataclass(frozen=True, slots=True)
class Row:
    """One page answered by one extractor."""

    set: str
    id: str
    score: Score
    ms: float
    """CPU time, milliseconds."""
    asked: bool = False
    """Whether the cleaner asked for its second opinion."""
    error: str = ""


def markdown(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table under its title; the first column is text, the others are numbers."""
    rule = "|---|" + "---:|" * (len(columns) - 1)
    lines = ["| " + " | ".join(map(str, row)) + " |" for row in (columns, *rows)]
    return "\n".join((f"\n### {title}\n", lines[0], rule, *lines[1:]))


def number(value: float | None, digits: int = 3) -> str:
    """A number as a cell; a dash for none."""
    return "–" if value is None else f"{value:.{digits}f}"


def mean(values: Iterable[float | None]) -> float | None:
    """The mean of those that are there, None without any."""
    there = [value for value in values if value is not None]
    return fmean(there) if there else None


def quality(rows: Sequence[Row]) -> list[float | None]:
    """What stands under QUALITY for these pages."""
    scores = [row.score for row in rows]
    poor = [None if score.f1 is None else float(score.f1 < 0.5) for score in scores]
    return [
        mean(score.f1 for score in scores),
        mean(score.leak for score in scores),
        mean(score.loss for score in scores),
        mean(poor),
        mean(score.title for score in scores),
        mean(score.title_close for score in scores),
        mean(score.date for score in scores),
        mean(score.author for score in scores),
    ]


def macro(rows: Sequence[Row], sets: Sequence[str]) -> list[float | None]:
    """The same, as means over sets; each set counts alike, however many pages it has."""
    each = [quality([row for row in rows if row.set == name]) for name in sets]
    return [mean(values) for values in zip(*each, strict=True)]


def speed(rows: Sequence[Row]) -> list[float]:
    """What stands under SPEED: milliseconds of CPU a page."""
    times = sorted(row.ms for row in rows)
    return [fmean(times), median(times), times[int(len(times) * 0.95)], times[-1]]


def sets_of(rows: Iterable[Row]) -> list[str]:
    """The sets that the pages come from, in their order."""
    return list(dict.fromkeys(row.set for row in rows))
