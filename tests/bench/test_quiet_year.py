"""A simulated year in small: normal nights of one publisher raise next to no alarm, and a breakage is told at once."""

from __future__ import annotations

from random import Random

from bench.quiet_year import BREAKAGES, PUBLISHERS, Life, broken

TOWN = next(each for each in PUBLISHERS if each.name == "town")
DAILY = next(each for each in PUBLISHERS if each.name == "daily")


def test_a_normal_year_with_weekends_holidays_and_bursts_raises_at_most_3_false_alarms() -> None:
    raised = []
    for publisher in (TOWN, DAILY):
        life = Life(publisher, Random(f"0 {publisher.name}"))
        raised += [kind for number in range(365) for kind in life.night(number)]
    assert len(raised) <= 3, raised


def test_a_breakage_is_told_in_the_first_night_and_nothing_of_it_is_stored() -> None:
    told = {name: broken(TOWN, how, seed=3) for name, how in BREAKAGES.items() if name != "the first paragraph"}
    assert set(told.values()) == {(1, 0)}, told


def test_a_frozen_feed_is_told_within_ten_nights() -> None:
    assert broken(TOWN, None, seed=1)[0] <= 10
    assert broken(DAILY, None, seed=1)[0] <= 10
