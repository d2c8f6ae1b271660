"""Values in a plan: times of day, durations and zones, as people write them."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import time, tzinfo
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

_UNITS: Final = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86_400}
_LONGEST: Final = 366 * 86_400


class BadPlan(ValueError):
    """A plan that cannot be kept; the message says where and why."""


def clock_time(told: object) -> time:
    """A time of day: 03:30, "03:30" or "03:30:10". Raises BadPlan."""
    if isinstance(told, time) and told.tzinfo is None:
        return told.replace(microsecond=0)
    if isinstance(told, str) and re.fullmatch(r"\d?\d:\d\d(:\d\d)?", told, re.ASCII):
        with suppress(ValueError):
            return time.fromisoformat(told if told[2] == ":" else f"0{told}")
    raise BadPlan(f"at: {told!r} is not a time such as 03:30")


def seconds(told: object, least: int, what: str) -> int:
    """A duration up to a year: a number of seconds, or "90s", "15m", "6h", "1d". Raises BadPlan."""
    wanted = isinstance(told, str | int) and not isinstance(told, bool)
    found = re.fullmatch(r"(\d{1,9})([smhd]?)", str(told), re.ASCII) if wanted else None
    number = int(found[1]) * _UNITS[found[2]] if found else -1
    if not least <= number <= _LONGEST:
        raise BadPlan(f"{what}: {told!r} is not a duration of {least} s to a year, such as 90, 15m or 6h")
    return number


def count(told: object, what: str) -> int:
    """A number from 1 up. Raises BadPlan."""
    if not isinstance(told, int) or isinstance(told, bool) or told < 1:
        raise BadPlan(f"{what}: {told!r} is not a number from 1 up")
    return told


def truth(told: object, what: str) -> bool:
    """Yes or no. Raises BadPlan."""
    if not isinstance(told, bool):
        raise BadPlan(f"{what}: {told!r} is neither true nor false")
    return told


def words(told: object, what: str) -> str:
    """A text. Raises BadPlan."""
    if not isinstance(told, str):
        raise BadPlan(f"{what}: {told!r} is not a text")
    return told


def zone_named(name: object) -> tzinfo:
    """The time zone of this name. Raises BadPlan."""
    try:
        return ZoneInfo(words(name, "timezone"))
    except (LookupError, OSError, ValueError):
        raise BadPlan(f"{name!r} is not a time zone such as Europe/Berlin") from None


def is_address(text: str) -> bool:
    """Whether it is the address of a site."""
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False
