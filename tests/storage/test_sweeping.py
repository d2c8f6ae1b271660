"""What dead processes left in the archive is discarded, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from material import MONDAY, a_page, a_refusal, an_article, ask, put

from console.work import tidied
from storage import RunState, Store

LATER = MONDAY + timedelta(days=2)


def kept(database: str) -> int:
    return len(ask(database, "SELECT DISTINCT id FROM capture", raw=True))


def test_a_page_that_was_kept_and_never_saved_is_swept_and_the_others_stay(store: Store, database: str) -> None:
    put(store, a_page("/one"), an_article("/one"))
    put(store, a_page("/one", "wall"), a_refusal("/one"))
    put(store, a_page("/two", "changed"), an_article("/two"))
    for number in range(3):
        store.keep(a_page("/three", f"the power went out, {number}"))
    assert (store.sweep(LATER), store.sweep(LATER)) == (3, 0)
    assert kept(database) == 3
    assert store.violations(deep=True) == []


def test_what_is_young_may_still_be_taken_up(store: Store, database: str) -> None:
    store.keep(a_page("/three", "the power went out"))
    assert store.sweep(MONDAY + timedelta(hours=23)) == 0
    assert kept(database) == 1


@pytest.mark.parametrize(("state", "swept"), [(None, 0), (RunState.FAILED, 1)])
def test_nothing_is_swept_while_a_run_is_alive(store: Store, state: RunState | None, swept: int) -> None:
    run = store.start_run("load", "1", LATER) or 0
    if state:
        store.finish_run(run, state, "", LATER)
    store.keep(a_page("/three", "an old file"))
    assert store.sweep(LATER) == swept


def test_the_page_of_a_revision_whose_article_was_merged_is_kept(store: Store, database: str) -> None:
    put(store, a_page("/old"), an_article("/old"))
    put(store, a_page("/new", "met first elsewhere"), an_article("/old"))
    put(store, a_page("/old", "moved", final_url="https://harbour.example.com/new"), an_article("/new"))
    assert ask(database, "SELECT 1 FROM v1_change WHERE kind = 'merged'")
    assert store.violations() == []


def test_a_run_that_broke_off_two_days_ago_is_tidied_up_after_however_many_ran_since(store: Store) -> None:
    now = datetime.now(UTC)
    broken = store.start_run("crawl harbour", "0", now - timedelta(days=2)) or 0
    store.keep(a_page("/three", "the power went out", now - timedelta(days=2)))
    store.finish_run(broken, RunState.FAILED, "", now - timedelta(days=2))
    for number in range(60):
        run = store.start_run("crawl quay", str(number), now - timedelta(hours=1)) or 0
        store.finish_run(run, RunState.DONE, "", now - timedelta(hours=1))
    tidied(store)
    assert store.sweep(now) == 0, "there is nothing left to sweep"
