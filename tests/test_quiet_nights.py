"""Ten nights in which publishers edit nothing: no revision is made, whatever changes around the articles."""

from __future__ import annotations

from datetime import timedelta

import pytest
from printed_nights import FIRST, MANNERS, TONGUES, printed

from cleaning import Layout, Outcome, Page
from demo.site import ORIGIN
from demo.tidewatch import tidewatch
from ingest import ingest
from storage import Store
from workers import Workers

NIGHTS = range(10)
TIDEWATCH = "https://tidewatch.example"


def everything(manner: str, night: int) -> list[Page]:
    return [printed(tongue, manner, night) for tongue in TONGUES]


def aggregated(night: int) -> list[Page]:
    """The aggregator of the demo: the day's date on top, and other cards below every night."""
    site, at = tidewatch(night), FIRST + timedelta(days=night)
    bodies = {path: site.resources[path].text.replace(ORIGIN, TIDEWATCH).encode() for path in site.articles[:9]}
    return [Page(url=f"{TIDEWATCH}{path}", body=bodies[path], fetched_at=at) for path in bodies]


@pytest.mark.parametrize("manner", MANNERS)
def test_no_revision_is_made_of_what_changes_around_an_article(manner: str, shelf: Store, workers: Workers) -> None:
    first = [ingest(page, Layout(), shelf, workers) for page in everything(manner, 0)]
    assert {done.outcome for done in first} == {Outcome.NEW}
    for night in NIGHTS[1:]:
        pages = everything(manner, night)
        assert not any(shelf.look(page).unchanged for page in pages), "the pages must differ, or nothing is shown"
        for page in pages:
            done = ingest(page, Layout(), shelf, workers)
            texts = [row.text for row in shelf.history(page.url)]
            assert (done.outcome, texts[1:]) == (Outcome.SAME, []), texts[0]


def test_the_article_is_all_there_in_every_manner(shelf: Store, workers: Workers) -> None:
    for manner in MANNERS:
        for tongue, page in zip(TONGUES, everything(manner, 0), strict=True):
            ingest(page, Layout(), shelf, workers)
            row = shelf.article(page.url)
            assert row is not None
            assert [each for each in tongue.text if each not in row.text] == []


def test_an_aggregators_cards_and_dates_make_no_revision(shelf: Store, workers: Workers) -> None:
    for night in NIGHTS:
        wanted = Outcome.NEW if night == 0 else Outcome.SAME
        assert {ingest(page, Layout(), shelf, workers).outcome for page in aggregated(night)} == {wanted}
