"""Sources from crawl to crawl: failures pause them by weight, never for ever; a good answer forgets them all."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import reduce
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from material import MONDAY, NIGHT, ask

from storage import Ailment, SourceRow, Store

FEED = SourceRow(publisher="harbour", url="https://harbour.example.com/feed", kind="feed")


def failing(ailment: Ailment, nights: int, row: SourceRow = FEED) -> SourceRow:
    return reduce(lambda row, night: row.failed(MONDAY + night * NIGHT, ailment, "why"), range(nights), row)


def nights_asked(ailment: Ailment, nights: int) -> list[int]:
    """The nights in which a source that always fails is asked."""
    row, asked = FEED, []
    for night in range(nights):
        if not row.rests(MONDAY + night * NIGHT):
            asked.append(night)
            row = row.failed(MONDAY + night * NIGHT, ailment, "why")
    return asked


def test_a_source_that_never_comes_back_is_asked_every_week_for_ever() -> None:
    for ailment in Ailment:
        asked = nights_asked(ailment, 400)
        assert max(b - a for a, b in pairwise(asked)) == 7
        assert asked[-1] > 390


def test_what_looks_lasting_rests_sooner_than_what_passes() -> None:
    assert nights_asked(Ailment.TIMEOUT, 5) == [0, 1, 2, 3, 4]
    assert len(nights_asked(Ailment.WITHDRAWN, 14)) < len(nights_asked(Ailment.MISSING, 14))
    assert len(nights_asked(Ailment.MISSING, 14)) < len(nights_asked(Ailment.TIMEOUT, 14))


def test_failures_within_hours_count_once_so_that_trying_by_hand_does_no_harm() -> None:
    row = FEED
    for minute in range(50):
        row = row.failed(MONDAY + timedelta(minutes=minute), Ailment.WITHDRAWN, "status 410")
    assert row.strikes == Ailment.WITHDRAWN.weight and row.failures == 50
    assert not row.rests(MONDAY + timedelta(hours=1))


@pytest.mark.parametrize(("nights", "dead"), [(1, False), (3, False), (4, True), (300, True)])
def test_a_source_is_dead_after_days_of_failures(nights: int, dead: bool) -> None:
    assert failing(Ailment.SERVER, nights).dead(MONDAY + (nights - 1) * NIGHT) is dead


def test_a_good_answer_forgets_all_failures() -> None:
    row = failing(Ailment.MISSING, 9).answered(MONDAY + 9 * NIGHT, 20, "", '"a"', "")
    assert (row.strikes, row.failures, row.failing_since, row.reason, row.next_attempt) == (0, 0, None, "", None)
    assert row.validators == ('"a"', "")


def test_a_moved_source_is_asked_where_it_is_and_where_it_was_once_that_fails() -> None:
    moved = FEED.answered(MONDAY, 20, "https://harbour.example.com/rss", "", "")
    assert moved.answered(MONDAY + NIGHT, 20, "", "", "").address == "https://harbour.example.com/rss"
    assert moved.failed(MONDAY + NIGHT, Ailment.MISSING, "status 404").address == FEED.url


def test_a_whole_answer_is_wanted_once_in_a_while_because_some_servers_answer_304_wrongly() -> None:
    row = FEED.answered(MONDAY, 20, "", '"a"', "")
    asked = []
    for night in range(1, 20):
        asked.append(bool(row.validators[0]))
        at = MONDAY + night * NIGHT
        row = row.unchanged(at) if asked[-1] else row.answered(at, 20, "", '"a"', "")
    assert asked.count(False) == 2


@given(st.lists(st.sampled_from([*Ailment, None]), max_size=40))
def test_whatever_happens_the_next_attempt_is_at_most_a_week_away(nights: list[Ailment | None]) -> None:
    row, at = FEED, MONDAY
    for ailment in nights:
        at += NIGHT
        row = row.answered(at, 3, "", "", "") if ailment is None else row.failed(at, ailment, "why")
        assert row.next_attempt is None or row.next_attempt - at <= timedelta(days=7)


def test_what_is_noted_is_there_again_for_its_publisher(store: Store, database: str) -> None:
    moved = FEED.answered(MONDAY, 20, "https://harbour.example.com/rss", '"a"', "then").freshened(MONDAY)
    other = SourceRow(publisher="quay", url=FEED.url, kind="sitemap").failed(MONDAY, Ailment.TIMEOUT, "timeout")
    store.sources.note([FEED, other])
    store.sources.note([moved])
    assert store.sources.of("harbour") == [moved] and store.sources.of() == [moved, other]
    (row,) = ask(database, "SELECT kind, reason, failing_since FROM v1_source WHERE publisher = 'quay'")
    assert (row.kind, row.reason) == ("sitemap", "timeout")
    assert datetime.fromisoformat(row.failing_since) == MONDAY


def test_a_source_that_failed_under_a_clock_years_ahead_is_asked_all_the_same() -> None:
    row = failing(Ailment.MISSING, 30)
    assert row.rests(MONDAY + 30 * NIGHT)
    assert not row.rests(MONDAY - 700 * NIGHT)
