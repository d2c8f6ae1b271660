"""The day that an address names: /2023/12/11/, /11-dec-2023, seconds since 1970, ids that begin with the time."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Final
from urllib.parse import unquote, urlsplit

from cleaning.calendars import gregorian, month_of

FIRST: Final = date(1990, 1, 1)
"""No page on the web is older; an earlier day is a zero or a default."""
_DAY: Final = re.compile(
    r"(?<!\d)(?:((?:19|20)\d\d)([-/_.])(1[0-2]|0?[1-9])\2(3[01]|[12]\d|0?[1-9])(?![a-su-z])|((?:19|20)\d\d)[/-]?"
    r"(1[0-2]|0[1-9])[/-]?(3[01]|[12]\d|0[1-9]))(?!\d)",
    re.I,
)
"""A letter after the day makes it a part of a name, "-2008-2-2aqj", but for the T before a time."""
_NAMED: Final = re.compile(r"/((?:19|20)\d\d)/([a-z]{3,9})/(3[01]|[12]\d|0?[1-9])(?!\d)", re.I)
_DAY_FIRST: Final = re.compile(r"(?<!\d)(3[01]|2\d|1[3-9])([-_.])(1[0-2]|0?[1-9])\2((?:19|20)\d\d)(?!\d)")
"""Only where the day can be no month."""
_UNIX: Final = re.compile(r"(?<=/)(1[0-9]{9})(?!\d)")
_TIMED_ID: Final = re.compile(
    r"(?<!\d)(20[0-4]\d)(1[0-2]|0[1-9])(3[01]|[12]\d|0[1-9])(?:[01]\d|2[0-3])[0-5]\d\d{0,10}(?=[^\d/][^/]*$|/?$)"
)
"""Year to minute in one number in the last part, as many sites count their articles; archives have such before it."""


def address_day(url: str) -> date | None:
    """The day an address names, as /2023/12/11/ or as seconds since 1970; None if it names none."""
    try:
        path = unquote(urlsplit(url).path)[:500]
    except ValueError:
        return None
    for found in _DAY.finditer(path):
        day = gregorian(int(found[1] or found[5]), int(found[3] or found[6]), int(found[4] or found[7]))
        if day and day > FIRST:
            return day
    if (named := _NAMED.search(path)) and (number := month_of(named[2])):
        return gregorian(int(named[1]), number, int(named[3]))
    return _day_first(path) or _of_id(path)


def _day_first(path: str) -> date | None:
    found = _DAY_FIRST.search(path)
    return gregorian(int(found[4]), int(found[3]), int(found[1])) if found else None


def _of_id(path: str) -> date | None:
    """The day of a number that is a moment."""
    if seconds := _UNIX.search(path):
        return datetime.fromtimestamp(int(seconds[1]), UTC).date()
    timed = _TIMED_ID.search(path)
    return gregorian(int(timed[1]), int(timed[2]), int(timed[3])) if timed else None
