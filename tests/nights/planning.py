"""Plans as tests state them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time
from time import sleep
from typing import Any
from zoneinfo import ZoneInfo

from nights import Plan, Plans, Setting
from nights.rhythm import Nightly, Rhythm

BERLIN = ZoneInfo("Europe/Berlin")
SETTING = Setting(lambda: BERLIN, salt="here")


def local(text: str, zone: str = "Europe/Berlin") -> datetime:
    """The first moment at which the clocks of the zone show this."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def a_plan(rhythm: Rhythm | None = None, zone: str = "Europe/Berlin", **facts: Any) -> Plan:
    """A plan of one publisher, at half past three unless it is told otherwise."""
    usual = {"name": "harbour", "publishers": ("http://127.0.0.1:9/",)}
    return Plan(rhythm=rhythm or Nightly(time(3, 30)), zone=ZoneInfo(zone), **{**usual, **facts})


def plans(*all_of_them: Plan, parallel: int = 4) -> Plans:
    """What a scheduler is to run."""
    return Plans(all_of_them, parallel)


def until(true: Callable[[], bool]) -> None:
    """Returns once it is so; what does not come about in a minute never does."""
    for _ in range(1200):
        if true():
            return
        sleep(0.05)
    raise AssertionError("it did not come about")
