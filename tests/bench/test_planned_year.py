"""The bench of nights: two plans live through a year; a scheduler that forgets what it made is found out."""

from __future__ import annotations

from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bench.planned_year import JITTER, LONGEST, SHORTEST, Notes, alone, lived
from nights import Plan
from nights.rhythm import Nightly

BERLIN = ZoneInfo("Europe/Berlin")
HALF_PAST_TWO = time(2, 30)
PLAN = Plan(name="nightly", publishers=("a",), rhythm=Nightly(HALF_PAST_TWO), zone=BERLIN, jitter=JITTER)


@pytest.mark.parametrize("steady", [True, False])
def test_an_hour_that_is_left_out_and_one_that_comes_twice_have_one_run_each(steady: bool) -> None:
    year = lived(PLAN, 2026, 7, steady=steady)
    assert (len(year.runs), year.missed) == (365, 0)
    assert min(year.gaps) >= SHORTEST
    assert max(year.gaps) <= LONGEST or not steady


def test_a_scheduler_that_forgets_makes_runs_too_near_to_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Notes, "run_of", lambda self, job, slot: None)
    monkeypatch.setattr(Notes, "runs_of", lambda self, job, limit=1: ["some"])
    assert min(lived(PLAN, 2026, 7, steady=False).gaps) < SHORTEST


def test_the_other_trigger_is_counted_as_it_is() -> None:
    assert alone(HALF_PAST_TWO, BERLIN, 2026) == 366
    assert alone(time(12), BERLIN, 2026) == 365
    assert timedelta(hours=20) < SHORTEST < LONGEST
