"""Dates in a short line, in any language, calendar and order, with offset and precision kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

from cleaning.article import Precision
from cleaning.calendars import (
    JALALI_MONTHS,
    WEEKDAYS,
    buddhist,
    era_year,
    folded,
    from_jalali,
    gregorian,
    month_of,
    plain,
)
from cleaning.clock import Clock, time_after, time_before
from cleaning.relative import read_relative

LONGEST_LINE: Final = 400
AHEAD: Final = timedelta(hours=36)
"""How much later than the fetch a date may be: zones and clocks differ."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """One date found in a line: ISO 8601 as precise as shown, and where it stands."""

    iso: str
    precision: Precision
    start: int
    end: int

    @property
    def day(self) -> date:
        """The day it names, without zone; the first of the month or year when no more is known."""
        return date.fromisoformat((self.iso + "-01-01")[:10] if len(self.iso) < 10 else self.iso[:10])


@dataclass(frozen=True, slots=True)
class Clues:
    """What is known beside the line. `near`: a day the date should be close to, such as that of the address."""

    order: str = ""
    language: str = ""
    zone: str = ""
    fetched_at: datetime | None = None
    near: date | None = None
    served: date | None = None
    """The day the server says the page was last changed: decides between two readings, and nothing else."""

    def too_late(self, day: date) -> bool:
        """Whether a day lies more than a day and a half after the fetch."""
        return self.fetched_at is not None and day > (self.fetched_at + AHEAD).date()


NO_CLUES: Final = Clues()

_W: Final = r"[^\W\d_][^\s\d,;:()/|،\-]*"
_WW: Final = rf"({_W}(?: {_W})?)"
_Y: Final = r"((?:19|20)\d\d(?=\d{1,2}:\d\d)|\d{4}(?!\d|:\d)|(?<=[-'’/ ])\d{2}(?![\d:]))"
"""A year of four digits, also where the time is stuck to it, or of two."""
_ORD: Final = r"(?:st|nd|rd|th|er|ère|re|º|ª|°|\.|-?го|-?е|ο|η|a|e|as|d)?"
_FORMS: Final = {
    "eras": r"(西暦|令和|平成|昭和|民國|民国|주체)?\s?(\d{1,4}|"
        r"元)\s?(?:\((\d{4})\)\s?)?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日号號일]?",
    "year_first": r"(?<![\d.,/])(\d{4})\s?([-./])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?=\D|$)",
    "republic": r"(?<![\d.,/-])(?<!\d:)(1[01]\d)\s?([-./])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?!\d|[./:-]\d)",
    "numbers": r"(?<![\d.,/-])(?<!\d:)(\d{1,2})\s?([-./])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?![\d/:]|[.-]\d)",
    "vietnamese": r"(?<!\d)(\d{1,2})\s?tháng\s?(\d{1,2})\s?[,/]?\s?(?:năm )?(\d{4})(?!\d)",
    "day_month": rf"(?<![\d:])(\d{{1,2}}){_ORD}\s?[-/.,،]?\s?(?:de |of |d'|')?{_WW}[.,]?\s?[-/,،']?\s?(?:de |del |"
        rf"of |พ\.ศ\. ?|ค\.ศ\. ?)?{_Y}",
    "month_day": rf"(?<![^\W\d_]){_WW}[\s/-]?\s?(\d{{1,2}}){_ORD}(?:[,.]\s?|\s|-|/|،)+(?:of |de |"
        rf"Juche \d{{2,3}} ?\(?)?{_Y}",
    "year_month": rf"(?<!\d)(\d{{4}})(?:[.,]?\s?(?:m\. |de )?|-|/){_WW}[.,]?[\s/-]\s?(\d{{1,2}})(?![\d:])",
}  # fmt: skip
_SCAN: Final = {name: re.compile(form, re.I) for name, form in _FORMS.items()}
_ENOUGH: Final = re.compile(r"\d\D*\d\D*\d")
_US: Final = frozenset(("en-us", "en_us", "en-ph", "en_ph", "es-us", "fil-ph"))


def read_dates(
    text: str,
    *,
    order: str = "",
    language: str = "",
    zone: str = "",
    fetched_at: datetime | None = None,
    near: date | None = None,
) -> tuple[Stamp, ...]:
    """All dates of a short line, in the order they stand. A date whose day and month cannot be told apart is left
    out."""
    return scan(text, Clues(order, language, zone, fetched_at, near))


def scan(text: str, clues: Clues = NO_CLUES) -> tuple[Stamp, ...]:
    """`read_dates` with the clues in one value."""
    if not _ENOUGH.search(text, 0, LONGEST_LINE):
        return _relative(plain(text[:LONGEST_LINE]), clues) if clues.fetched_at else ()
    return _scanned(text[:LONGEST_LINE], clues)


@lru_cache(maxsize=512)
def _scanned(text: str, clues: Clues) -> tuple[Stamp, ...]:
    """The dates of a line with digits. Remembered, because rules, authors and dates ask of the same few lines."""
    line = plain(text)
    found: list[Stamp] = []
    for day, start, end in _days(line, clues):
        if not any(start < other.end and other.start < end for other in found):
            found.append(timed(line, day, start, end, clues.zone))
    return tuple(sorted(found, key=lambda stamp: stamp.start)) or _relative(line, clues)


def _days(line: str, clues: Clues) -> Iterator[tuple[date, int, int]]:
    for name, pattern in _SCAN.items():
        found = pattern.search(line)
        while found:
            day, start, end = _READERS[name](found, clues), found.start(), found.end()
            if day:
                yield day, _start(name, found, clues), end
            found = pattern.search(line, end if day else start + 1)


def _start(name: str, found: re.Match[str], clues: Clues) -> int:
    """Where a date begins: at the month, when the word before it only looked like a part of its name."""
    if name != "month_day" or " " not in found[1]:
        return found.start()
    first, last = found[1].split(" ")
    known = any(folded(word) in JALALI_MONTHS or month_of(word, clues.language) for word in (found[1], first))
    return found.start() if known else found.end(1) - len(last)


def timed(line: str, day: date, start: int, end: int, zone: str) -> Stamp:
    """A day found in a line, with the time of day beside it."""
    clock = time_after(line, end) or time_before(line, start)
    if clock is None:
        return Stamp(day.isoformat(), Precision.DAY, start, end)
    return Stamp(clock.on(day.isoformat(), zone), precision_of(clock), min(start, clock.start), max(end, clock.end))


def precision_of(clock: Clock) -> Precision:
    """Second if the time shows seconds, else minute."""
    return Precision.MINUTE if clock.second is None else Precision.SECOND


def _relative(line: str, clues: Clues) -> tuple[Stamp, ...]:
    told = read_relative(line, clues.fetched_at) if clues.fetched_at else None
    if not told:
        return ()
    day, precision, start, end = told
    size = {Precision.MONTH: 7, Precision.YEAR: 4}.get(precision, 10)
    return (Stamp(day.isoformat()[:size], precision, start, end),)


# ---- one reader a form: the match -> the day, or None ------------------------------------------------------------


def _eras(found: re.Match[str], clues: Clues) -> date | None:
    era, shown, common, month, day = found.groups()
    year = int(common or (1 if shown == "元" else shown))
    if era and not common:
        year = era_year(era, year)
    return gregorian(year, int(month), int(day))


def _year_first(found: re.Match[str], clues: Clues) -> date | None:
    year, _, month, day = found.groups()
    return _any_calendar(int(year), int(month), int(day))


def _republic(found: re.Match[str], clues: Clues) -> date | None:
    """114-03-11 on Chinese pages: years of the Republic, as Taiwan's authorities count them."""
    chinese = clues.language.casefold().startswith("zh")
    return gregorian(era_year("民國", int(found[1])), int(found[3]), int(found[4])) if chinese else None


def _any_calendar(year: int, month: int, day: int) -> date | None:
    return gregorian(buddhist(year), month, day) or from_jalali(year, month, day)


def _vietnamese(found: re.Match[str], clues: Clues) -> date | None:
    return gregorian(int(found[3]), int(found[2]), int(found[1]))


def _day_month(found: re.Match[str], clues: Clues) -> date | None:
    return _named(found[3], found[2], found[1], clues)


def _month_day(found: re.Match[str], clues: Clues) -> date | None:
    return _named(found[3], found[1], found[2], clues)


def _year_month(found: re.Match[str], clues: Clues) -> date | None:
    return _named(found[1], found[2], found[3], clues)


def _named(year: str, name: str, day: str, clues: Clues) -> date | None:
    names = (name, name.split(" ")[0], name.split(" ")[-1])
    if 1300 <= int(year) <= 1470:
        month = next((JALALI_MONTHS[key] for key in map(folded, names) if key in JALALI_MONTHS), 0)
        return from_jalali(int(year), month, int(day))
    number = next(filter(None, (month_of(each, clues.language) for each in names)), 0)
    return gregorian(_whole_year(year), number, int(day)) if number else None


def _whole_year(year: str) -> int:
    return buddhist(int(year)) if len(year) == 4 else 2000 + int(year) if int(year) < 70 else 1900 + int(year)


def _numbers(found: re.Match[str], clues: Clues) -> date | None:
    first, sign, second, year = found.groups()
    if len(year) == 2 and (clues.order == "YMD" or (len(first) + len(second) < 4 and sign != "/")):
        return gregorian(2000 + int(first), int(second), int(year)) if clues.order == "YMD" else None
    readings = _readings(int(first), int(second), _whole_year(year), clues)
    if len(set(readings.values())) < 2:
        return next(iter(readings.values()), None)
    return (
        readings.get(clues.order)
        or _by_weekday(found, readings)
        or _by_neighbour(readings, clues)
        or _by_habit(sign, readings, clues)
    )


def numeric_orders(text: str) -> Iterator[str]:
    """ "DMY" or "MDY" for each numeric date of a line that can be read one way only."""
    for found in _SCAN["numbers"].finditer(plain(text[:LONGEST_LINE])):
        readings = _readings(int(found[1]), int(found[3]), _whole_year(found[4]), NO_CLUES)
        day = _by_weekday(found, readings) if len(readings) > 1 else None
        orders = [order for order, reading in readings.items() if day in (None, reading)]
        if len(orders) == 1 and found[2] != ".":
            yield orders[0]


def _readings(first: int, second: int, year: int, clues: Clues) -> dict[str, date]:
    both = {"DMY": _any_calendar(year, second, first), "MDY": _any_calendar(year, first, second)}
    return {order: day for order, day in both.items() if day and not clues.too_late(day)}


def _by_weekday(found: re.Match[str], readings: dict[str, date]) -> date | None:
    """The reading that falls on the weekday shown beside it."""
    line, start, end = found.string, found.start(), found.end()
    beside = (*line[max(0, start - 24) : start].split()[-1:], *line[end : end + 24].split()[:1])
    shown = {WEEKDAYS[key] for key in map(folded, (word.strip("(),|") for word in beside)) if key in WEEKDAYS}
    return _only(day for day in readings.values() if day.weekday() in shown)


def _by_neighbour(readings: dict[str, date], clues: Clues) -> date | None:
    """The reading within three days of the day the address or another source names."""
    near = clues.near or clues.served
    return _only(day for day in readings.values() if abs((day - near).days) <= 3) if near else None


def _by_habit(sign: str, readings: dict[str, date], clues: Clues) -> date | None:
    """Day first, but for slashes and dashes on US pages; a page in English of no country leaves it open."""
    language = clues.language.casefold()
    if sign == ".":
        return readings["DMY"]
    if language in _US:
        return readings["MDY"]
    return None if language in ("", "en") else readings["DMY"]


def _only(days: Iterator[date]) -> date | None:
    found = set(days)
    return found.pop() if len(found) == 1 else None


_READERS: Final = {
    "eras": _eras,
    "year_first": _year_first,
    "republic": _republic,
    "numbers": _numbers,
    "vietnamese": _vietnamese,
    "day_month": _day_month,
    "month_day": _month_day,
    "year_month": _year_month,
}
