"""Dates as machines write them: ISO 8601 in all its shapes, RFC 2822, seconds since 1970."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

from cleaning.article import Precision
from cleaning.calendars import gregorian, plain
from cleaning.clock import zone_offset
from cleaning.dates import Clues, Stamp, scan

_ISO: Final = re.compile(
    r"\s*(\d{4})-?(\d{2})-?(\d{2})(?:(?:T|\s+|T\s)(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|"
    r"[+-]\d{2}:?\d{2}|[+-]\d{2})?)?",
    re.I,
)
_MONTH: Final = re.compile(r"\s*(\d{4})(?:[-/](\d{1,2}))?\s*")
_EPOCH: Final = re.compile(r"\s*(\d{10})(\d{3})?\s*")


def read_value(raw: str, clues: Clues) -> Stamp | None:
    """The date in the value of an attribute or meta tag; None if there is none."""
    value = plain(raw[:100])
    if found := _ISO.match(value):
        return _iso(found, clues)
    if found := _EPOCH.fullmatch(value):
        moment = datetime.fromtimestamp(int(found[1]), UTC)
        return Stamp(moment.isoformat(timespec="seconds"), Precision.SECOND, 0, len(raw))
    if found := _MONTH.fullmatch(value):
        return _month(found)
    return next(iter(scan(value, Clues(clues.order, clues.language, clues.zone, None, clues.near))), None)


def _iso(found: re.Match[str], clues: Clues) -> Stamp | None:
    year, month, day, hour, minute, second, offset = found.groups()
    on = gregorian(int(year), int(month), int(day))
    if on is None:
        return None
    if (
        hour is None
        or int(hour) > 23
        or int(minute) > 59
        or int(second or 0) > 60
        or _is_midnight(hour, minute, second)
    ):
        return Stamp(on.isoformat(), Precision.DAY, 0, found.end())
    shown = f"{on.isoformat()}T{hour}:{minute}" + (f":{min(int(second), 59):02}" if second else "")
    return Stamp(
        shown + _offset(offset, clues.zone, shown), Precision.SECOND if second else Precision.MINUTE, 0, found.end()
    )


def _is_midnight(hour: str, minute: str, second: str | None) -> bool:
    """Midnight to the second is how machines write a day without a time."""
    return hour == minute == (second or "00") == "00"


def _offset(offset: str | None, zone: str, local: str) -> str:
    if offset is None:
        return zone_offset(zone, local)
    if offset[0] not in "+-":
        return "+00:00"
    digits = offset[1:].replace(":", "").ljust(4, "0")
    return f"{offset[0]}{digits[:2]}:{digits[2:]}" if int(digits[:2]) <= 14 and int(digits[2:]) < 60 else ""


def _month(found: re.Match[str]) -> Stamp | None:
    year, month = int(found[1]), int(found[2] or 0)
    if month and gregorian(year, month, 1):
        return Stamp(f"{year}-{month:02}", Precision.MONTH, 0, found.end())
    return Stamp(f"{year}", Precision.YEAR, 0, found.end()) if not month and gregorian(year, 1, 1) else None
