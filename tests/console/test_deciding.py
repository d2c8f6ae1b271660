"""`winnow quarantine`, `release` and `reject`: suspect pages are listed with their evidence, and decided about."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from press import STORIES, article
from terminal import Terminal

from cleaning import Layout, Page
from ingest import ingest
from storage import Store
from workers import Workers

SITE = "https://lenne.example"
PATHS = list(STORIES)


@pytest.fixture
def suspicious(terminal: Terminal, workers: Workers) -> Terminal:
    """A database with one good article, and two that were taken back."""
    at = datetime(2026, 3, 5, 3, tzinfo=UTC)
    with Store(terminal.database) as store:
        for path, (title, lead) in STORIES.items():
            body = article(title, lead).encode()
            ingest(Page(url=SITE + path, body=body, fetched_at=at, publisher="lenne"), Layout(), store, workers)
        for path in PATHS[1:]:
            row = store.article(SITE + path)
            assert row is not None
            store.suspects.withdraw(row.article_id, "one text everywhere", "2 addresses")
    return terminal


def waiting(terminal: Terminal) -> list[str]:
    return [row["url"].removeprefix(SITE) for row in terminal.read("quarantine")]


def test_what_waits_is_listed_with_the_evidence(suspicious: Terminal) -> None:
    (first, _) = suspicious.read("quarantine")
    title, lead = STORIES[PATHS[1]]
    assert (first["url"], first["reason"], first["evidence"]) == (SITE + PATHS[1], "one text everywhere", "2 addresses")
    assert (first["title"], first["excerpt"][:100], first["publisher"]) == (title, lead[:100], "lenne")
    shown = suspicious.type("quarantine", "--publisher", "lenne").output
    assert "one text everywhere" in shown and suspicious.type("quarantine", "--publisher", "x").output.count("\n") == 1


def test_one_address_is_released_and_is_an_article_again(suspicious: Terminal) -> None:
    done = suspicious.read("release", SITE + PATHS[1])
    assert [(each["url"], each["outcome"]) for each in done] == [(SITE + PATHS[1], "new")]
    assert waiting(suspicious) == [PATHS[2]]
    with Store(suspicious.database) as store:
        row = store.article(SITE + PATHS[1])
        assert row is not None and STORIES[PATHS[1]][1] in row.text
        (run, *_) = store.runs()
        assert (run.job, [counts.new for counts in store.run_counts(run.run)]) == ("release", [1])


def test_a_publishers_pages_are_released_together(suspicious: Terminal) -> None:
    assert suspicious.type("release", "--publisher", "lenne").exit_code == 0
    assert waiting(suspicious) == []


def test_a_rejected_page_waits_no_more_and_is_no_article(suspicious: Terminal) -> None:
    assert suspicious.type("reject", SITE + PATHS[2]).exit_code == 0
    assert waiting(suspicious) == [PATHS[1]]
    with Store(suspicious.database) as store:
        assert store.article(SITE + PATHS[2]) is None


@pytest.mark.parametrize("command", ["release", "reject"])
def test_to_decide_about_what_does_not_wait_is_a_failure_and_about_nothing_a_misunderstanding(
    suspicious: Terminal, command: str
) -> None:
    assert suspicious.type(command, SITE + PATHS[0]).exit_code == 1
    assert suspicious.type(command, "--run", "4711").exit_code == 1
    assert suspicious.type(command).exit_code == 2
    assert len(waiting(suspicious)) == 2
