"""Breakage of many kinds is flagged in the run in which it happens, and readers see none of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import gazette as made_up
import pytest
from gazette import Gazette, Print, store_clock

from cleaning import Outcome
from ingest import release
from storage import Kind, Store

NIGHTS = 12
"""As many as it takes to know what is usual."""


def opened(folder: Path) -> Store:
    return Store(f"sqlite:///{folder / 'winnow.db'}", clock=lambda: store_clock[0])


@pytest.fixture(scope="module")
def usual_nights(tmp_path_factory: pytest.TempPathFactory) -> Gazette:
    """A gazette after as many nights as it takes to know what is usual; its store is closed."""
    folder = tmp_path_factory.mktemp("usual")
    with opened(folder) as store:
        gazette = Gazette(store, folder=folder)
        gazette.crawl_for(NIGHTS)
        return gazette


@pytest.fixture
def gazette(usual_nights: Gazette, tmp_path: Path) -> Iterator[Gazette]:
    """That gazette, with a store of its own."""
    copytree(usual_nights.folder, tmp_path / "copy")
    with opened(tmp_path / "copy") as store:
        yield replace(usual_nights, store=store, printed=[*usual_nights.printed], feed=[*usual_nights.feed])


@pytest.fixture
def new_gazette(tmp_path: Path) -> Iterator[Gazette]:
    with opened(tmp_path) as store:
        yield Gazette(store)


@pytest.mark.parametrize(
    ("how", "kind"),
    [
        (made_up.redesigned_empty, Kind.LOST),
        (made_up.redesigned_mixed, Kind.TEMPLATE),
        (made_up.captcha, Kind.TURNED),
        (made_up.consent, Kind.TURNED),
        (made_up.emptied, Kind.STUB),
        (made_up.halved, Kind.LOST),
        (made_up.undated, Kind.UNDATED),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_breakage_is_flagged_in_the_same_run_and_readers_see_none_of_it(
    gazette: Gazette, how: Print, kind: Kind
) -> None:
    for _ in range(2):
        gazette.crawl(how)
        alarm = next(alarm for alarm in gazette.alarms if alarm.kind is kind)
        assert alarm.cause and alarm.figures and alarm.url.startswith(made_up.HOME) and alarm.excerpt
        assert gazette.bad_rows() == []
    gazette.crawl()
    gazette.crawl()
    assert (gazette.kinds(), gazette.bad_rows(), gazette.store.suspects.waiting()) == (set(), [], [])
    assert all(gazette.store.article(story.url) for story in gazette.feed), "what was missed is made up for"


def test_a_redesign_under_which_known_articles_read_as_before_is_flagged_and_loses_nothing(gazette: Gazette) -> None:
    gazette.a_day = lambda day: 6
    gazette.crawl(made_up.redesigned_well)
    assert gazette.kinds() == {"new template"}
    assert {done.outcome for done in gazette.done} == {Outcome.SAME, Outcome.NEW}
    gazette.crawl(made_up.redesigned_well)
    assert (gazette.kinds(), gazette.bad_rows()) == (set(), []), "it is what is usual now"


def test_what_was_held_is_released_and_becomes_what_is_usual(gazette: Gazette) -> None:
    gazette.crawl(made_up.undated)
    store = gazette.store
    for hold in store.suspects.waiting():
        page = store.suspects.page(hold)
        assert page is not None
        assert release(page, gazette.layout, store, made_up.WORKERS).outcome is Outcome.NEW
    assert [alarm.kind for alarm in store.watch.accept("gazette")] == [Kind.UNDATED]
    for _ in range(4):
        gazette.crawl(made_up.undated)
        assert (gazette.kinds(), store.suspects.waiting()) == (set(), [])


@pytest.mark.parametrize("job", ["crawl gazette", "schedule nightly", "scrapy crawl gazette"])
def test_a_feed_that_is_frozen_for_ten_days_is_flagged_until_it_goes_on(gazette: Gazette, job: str) -> None:
    gazette.crawl_for(9)
    silent = []
    for _ in range(10):
        gazette.crawl(frozen=True, job=job)
        silent.append(gazette.kinds())
    assert silent[0] == set() and silent[-1] == {"nothing new"}
    (alarm,) = gazette.alarms
    assert alarm.figures["silent days"] == "10" and alarm.url == gazette.feed[-1].url
    gazette.crawl()
    assert gazette.alarms == []


def test_an_alarm_stays_one_alarm_as_long_as_it_lasts_and_is_told_once(gazette: Gazette) -> None:
    gazette.crawl(made_up.captcha)
    store, first = gazette.store, gazette.alarms
    assert store.watch.take_unnotified() == first
    store.watch.give_back(first)
    assert store.watch.take_unnotified() == first
    gazette.crawl(made_up.captcha)
    assert [alarm.id for alarm in gazette.alarms] == [alarm.id for alarm in first]
    assert store.watch.take_unnotified() == []


def test_one_wall_among_good_pages_waits_alone(gazette: Gazette) -> None:
    gazette.crawl_for(6)
    odd = f"{made_up.HOME}/news/story-of-the-day-{len(gazette.printed)}/"
    gazette.crawl(lambda story: (made_up.consent if story.url == odd else made_up.usual)(story))
    (hold,) = gazette.store.suspects.waiting()
    assert (hold.url, hold.reason, gazette.kinds()) == (odd, "suspect pages", {"suspect pages"})
    assert "authors missing (usually 0 of" in hold.evidence
    assert gazette.bad_rows() == []


def test_a_new_publisher_raises_no_alarm_whatever_it_prints(new_gazette: Gazette) -> None:
    gazette = new_gazette
    for how in (made_up.usual, made_up.redesigned_well, made_up.undated, made_up.usual):
        gazette.a_day = lambda day: 2
        gazette.crawl(how)
        assert gazette.alarms == []
