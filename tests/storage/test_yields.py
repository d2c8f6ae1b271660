"""What a publisher's latest crawls brought against what they usually bring."""

from __future__ import annotations

from datetime import timedelta

from material import MONDAY, NIGHT

from cleaning import Outcome
from storage import Ailment, Fetch, Health, Pulse, RunState, SourceRow, Store
from storage.alarms import Alarm, Kind, raise_alarm

NAME = "harbour"


def crawl(
    store: Store,
    night: int,
    fresh: int,
    *,
    state: RunState = RunState.DONE,
    failed: int = 0,
    job: str = "crawl harbour",
) -> None:
    """A night's crawl that brought so many new articles."""
    at = MONDAY + night * NIGHT
    run = store.start_run(job, str(night), at) or 0
    ends = [(Outcome.NEW, fresh), (Outcome.FAILED, failed)]
    for outcome, count in ends:
        urls = [f"https://harbour.example.com/{night}/{outcome}/{number}" for number in range(count)]
        store.record_all([Fetch(url=u, publisher=NAME, outcome=outcome, at=at, reason="why") for u in urls], run)
    store.spend(run, NAME, 2.0)
    store.finish_run(run, state, "", at + timedelta(minutes=5))


def pulse_of(store: Store, night: float) -> Pulse:
    (pulse,) = store.pulses(MONDAY + night * NIGHT)
    return pulse


def test_a_usual_night_is_good_and_told_against_what_is_usual(store: Store) -> None:
    for night, fresh in enumerate((90, 4, 6, 5, 7, 5)):
        crawl(store, night, fresh)
    pulse = pulse_of(store, 5.5)
    assert (pulse.health, pulse.usual, pulse.alarms, pulse.a_day) == (Health.GOOD, 5.5, (), 27 / 5)
    assert pulse.last is not None and (pulse.last.fresh, pulse.last.found) == (5, 5)
    assert pulse.last_fresh == MONDAY + 5 * NIGHT


def test_an_open_alarm_shows(store: Store) -> None:
    crawl(store, 0, 9)
    alarm = Alarm(publisher=NAME, kind=Kind.SILENT, cause="an old feed")
    store._write(lambda c: raise_alarm(c, alarm, None, MONDAY))
    pulse = pulse_of(store, 0.5)
    assert (pulse.health, pulse.alarms) == (Health.ALARM, ("nothing new",))


def test_a_crawl_that_broke_off_or_brought_only_failures_is_failing(store: Store) -> None:
    crawl(store, 0, 5)
    crawl(store, 1, 0, failed=3)
    assert pulse_of(store, 1).health is Health.FAILING
    crawl(store, 2, 5)
    assert pulse_of(store, 2).health is Health.GOOD
    crawl(store, 3, 5, state=RunState.FAILED)
    assert pulse_of(store, 3).health is Health.FAILING


def test_a_publisher_not_crawled_for_two_days_is_overdue_and_one_never_crawled_unknown(store: Store) -> None:
    crawl(store, 0, 5)
    assert pulse_of(store, 2).health is Health.OVERDUE
    crawl(store, 2, 5, job="refetch https://harbour.example.com/1")
    assert pulse_of(store, 2).health is Health.OVERDUE, "a refetch is no crawl"
    assert {pulse.health for pulse in store.pulses(MONDAY + 90 * NIGHT)} == {Health.UNKNOWN}


def test_a_crawl_that_found_nothing_as_its_sources_failed_is_failing(store: Store) -> None:
    feed = SourceRow(publisher=NAME, url="https://harbour.example.com/feed", kind="feed")
    crawl(store, 0, 0)
    assert pulse_of(store, 0).health is Health.GOOD, "robots.txt may ask us to stay away"
    store.sources.note([feed.failed(MONDAY, Ailment.UNREACHABLE, "connection refused")])
    assert pulse_of(store, 0).health is Health.FAILING
    crawl(store, 1, 3)
    assert pulse_of(store, 1).health is Health.GOOD, "another source brought something"


def test_a_dead_source_shows(store: Store) -> None:
    feed = SourceRow(publisher=NAME, url="https://harbour.example.com/feed", kind="feed")
    for night in range(5):
        crawl(store, night, 5)
        feed = feed.failed(MONDAY + night * NIGHT, Ailment.MISSING, "status 404")
    store.sources.note([feed])
    assert pulse_of(store, 4).health is Health.SOURCE_DEAD
