"""Days told without a year, as news of this year is dated: "3月11日 21時25分", "Tuesday 11 March, 21:25"."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Final

from cleaning.calendars import WEEKDAYS, folded, gregorian, month_of, plain
from cleaning.clock import time_after, time_before

_LONGEST: Final = 60
_AHEAD: Final = timedelta(hours=36)
_NAME: Final = r"([^\W\d_][^\s\d,.;:()/|،]*)"
_FORMS: Final = (
    re.compile(r"(?<![\d年년])(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일]"),
    re.compile(rf"(?<![\d:.])(?P<day>\d{{1,2}})(?:\.|º|er|th|st|nd|rd)?\s(?:de )?{_NAME.replace('(', '(?P<name>', 1)}"),
    re.compile(rf"{_NAME.replace('(', '(?P<name>', 1)}\.?\s(?P<day>\d{{1,2}})(?:th|st|nd|rd)?(?![\d:.])"),
)
_YEAR: Final = re.compile(r"\d{4}")


def read_yearless(text: str, fetched_at: datetime, language: str = "") -> tuple[date, int, int] | None:
    """The latest such day before the fetch, and where in the line it stands.

    Only in a short line without any year, and only if a time of day or the weekday of that very day stands beside it.
    """
    line = plain(text)
    if len(line) > _LONGEST or _YEAR.search(line):
        return None
    for form in _FORMS:
        for found in form.finditer(line):
            day = _latest(found, (fetched_at + _AHEAD).date(), language)
            if day and _is_backed(line, day, *found.span()):
                return day, *found.span()
    return None


def _latest(found: re.Match[str], last: date, language: str) -> date | None:
    said = found.groupdict()
    month = int(said["month"]) if said.get("month") else month_of(said["name"], language)
    days = (gregorian(year, month, int(said["day"])) for year in (last.year, last.year - 1)) if month else ()
    return next((day for day in days if day and day <= last), None)


def _is_backed(line: str, day: date, start: int, end: int) -> bool:
    """Whether the weekdays in the line are those of the day, and a weekday or a time stands there."""
    shown = {
        WEEKDAYS[key] for word in re.findall(r"[^\W\d_]+", line) if len(key := folded(word)) > 2 and key in WEEKDAYS
    }
    if shown:
        return shown == {day.weekday()}
    return time_after(line, end) is not None or time_before(line, start) is not None
