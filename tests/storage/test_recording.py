"""Fetches that brought no article page, and the counts of a run."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from material import MONDAY, NIGHT, SITE, a_page, a_refusal, an_article, ask, found, put

from cleaning import Outcome, Refusal
from storage import Fetch, RunCounts, Store


def ended(
    store: Store, run: int | None, outcome: Outcome, path: str = "/one", at: datetime = MONDAY, **more: Any
) -> Outcome:
    return store.record(Fetch(url=SITE + path, publisher="harbour", outcome=outcome, at=at, **more), run)


def a_run(store: Store, night: int = 0) -> int:
    run = store.start_run(f"crawl {night}", str(night), MONDAY)
    assert run is not None
    return run


def kinds(database: str) -> list[str]:
    return [row.kind for row in ask(database, "SELECT kind FROM v1_change ORDER BY cursor")]


def test_410_marks_the_article_gone_and_keeps_its_text(store: Store, database: str) -> None:
    put(store, a_page(), an_article())
    assert ended(store, a_run(store), Outcome.GONE, status=410, at=MONDAY + NIGHT) is Outcome.GONE
    stored = store.article(SITE + "/one")
    assert stored is not None and stored.gone_at == MONDAY + NIGHT and stored.text == an_article().text
    assert kinds(database) == ["new", "gone"]


def test_404_counts_as_gone_only_in_the_third_run(store: Store) -> None:
    put(store, a_page(), an_article())
    outcomes = [ended(store, a_run(store, night), Outcome.GONE, status=404) for night in range(3)]
    assert outcomes == [Outcome.FAILED, Outcome.FAILED, Outcome.GONE]
    stored = store.article(SITE + "/one")
    assert stored is not None and stored.gone_at == MONDAY


def test_404_twice_in_one_run_is_one_miss(store: Store) -> None:
    put(store, a_page(), an_article())
    run = a_run(store)
    for _ in range(5):
        assert ended(store, run, Outcome.GONE, status=404) is Outcome.FAILED


def test_a_found_page_between_two_misses_starts_the_count_again(store: Store) -> None:
    put(store, a_page(), an_article())
    for night in range(6):
        assert ended(store, a_run(store, night), Outcome.GONE, status=404) is Outcome.FAILED
        if night % 2:
            ended(store, a_run(store, 10 + night), Outcome.SAME, status=304)


def test_an_address_without_an_article_is_gone_at_once(store: Store) -> None:
    assert ended(store, None, Outcome.GONE, status=404) is Outcome.GONE


def test_a_gone_page_that_returns_is_told(store: Store, database: str) -> None:
    put(store, a_page(), an_article())
    ended(store, None, Outcome.GONE, status=410)
    assert put(store, a_page(body="back"), an_article()).outcome is Outcome.SAME
    ended(store, None, Outcome.GONE, status=410)
    ended(store, None, Outcome.SAME, status=304)
    stored = store.article(SITE + "/one")
    assert stored is not None and stored.gone_at is None
    assert kinds(database) == ["new", "gone", "returned", "gone", "returned"]


def test_a_redirect_told_without_a_page_makes_an_alias(store: Store) -> None:
    put(store, a_page("/new"), an_article("/new"))
    store.discover("harbour", found("/old"), MONDAY)
    ended(store, None, Outcome.MOVED, "/old", moved_to=SITE + "/new")
    assert [due.url for due in store.due("harbour", MONDAY + NIGHT)] == [SITE + "/new"]


def test_every_address_is_counted_once_and_the_sum_is_what_was_found(store: Store) -> None:
    run = a_run(store)
    put(store, a_page("/new"), an_article("/new"), run)
    put(store, a_page("/wall"), a_refusal("/wall"), run)
    put(store, a_page("/list"), a_refusal("/list", Refusal.SECTION), run)
    put(store, a_page("/list2"), a_refusal("/list2", Refusal.SECTION), run)
    for path, outcome, reason in (
        ("/304", Outcome.SAME, "not modified"),
        ("/no", Outcome.FORBIDDEN, "robots.txt"),
        ("/slow", Outcome.FAILED, "timeout"),
        ("/late", Outcome.LATER, ""),
        ("/gone", Outcome.GONE, ""),
    ):
        ended(store, run, outcome, path, reason=reason, seconds=0.5, bytes=10)
    store.spend(run, "harbour", seconds=2.0, size=100)
    (counts,) = store.run_counts(run)
    bodies = sum(len(a_page(path).body) for path in ("/new", "/wall", "/list", "/list2"))
    assert counts == RunCounts(
        publisher="harbour",
        found=9,
        new=1,
        same=1,
        not_modified=1,
        refused={"block page": 1, "section page": 2},
        forbidden=1,
        failed=1,
        later=1,
        gone=1,
        failures={"robots.txt": 1, "timeout": 1},
        bytes=bodies + 150,
        seconds=4.5,
    )


def test_the_last_outcome_of_an_address_in_a_run_counts(store: Store) -> None:
    run = a_run(store)
    ended(store, run, Outcome.FAILED, reason="timeout")
    ended(store, run, Outcome.FAILED, reason="reset")
    put(store, a_page(), an_article(), run)
    (counts,) = store.run_counts(run)
    assert (counts.found, counts.new, counts.failed, counts.failures) == (1, 1, 0, {})


def test_what_a_run_stored_is_not_forgotten_when_it_looks_again(store: Store) -> None:
    run = a_run(store)
    put(store, a_page(), an_article(), run)
    store.save_unchanged(a_page(), run)
    ended(store, run, Outcome.LATER)
    (counts,) = store.run_counts(run)
    assert (counts.found, counts.new, counts.same, counts.later) == (1, 1, 0, 0)


def test_runs_count_apart_and_a_long_reason_is_cut(store: Store) -> None:
    first, second = a_run(store, 1), a_run(store, 2)
    ended(store, first, Outcome.FAILED, reason="x" * 5_000)
    ended(store, second, Outcome.FAILED, reason="y")
    assert [store.run_counts(run)[0].found for run in (first, second)] == [1, 1]
    assert max(map(len, store.run_counts(first)[0].failures)) == 200


def test_many_fetches_are_recorded_in_one_transaction(store: Store) -> None:
    run = a_run(store)
    put_off = [Fetch(url=f"{SITE}/{n}", publisher="harbour", outcome=Outcome.LATER, at=MONDAY) for n in range(120)]
    assert set(store.record_all(put_off, run)) == {Outcome.LATER}
    assert store.run_counts(run)[0].later == 120


def test_the_status_tells_each_publishers_figures(store: Store) -> None:
    store.discover("harbour", found("/waits"), MONDAY)
    put(store, a_page(), an_article())
    put(store, a_page("/wall"), a_refusal("/wall"))
    ended(store, None, Outcome.FAILED, "/slow", at=MONDAY + timedelta(hours=1))
    (row,) = store.status()
    assert (row.addresses, row.waiting, row.articles, row.refused, row.failing) == (4, 1, 1, 1, 1)
    assert (row.last_new, row.last_fetch) == (MONDAY, MONDAY + timedelta(hours=1))


def test_publishers_with_articles_are_told_from_those_that_only_have_addresses(store: Store) -> None:
    store.discover("quay", found("/waits"), MONDAY)
    put(store, a_page(), an_article())
    assert store.with_articles(["harbour", "quay", "nobody"]) == {"harbour"}


def test_an_address_told_twice_at_once_is_counted_once(store: Store) -> None:
    put(store, a_page(), an_article())
    put(store, a_page("/two"), an_article("/two", "Another story altogether, told at some length."))
    run = a_run(store)
    told = [Fetch(url=SITE + path, publisher="harbour", outcome=Outcome.SAME, at=MONDAY) for path in ("/one", "/two")]
    assert store.record_all([*told, told[0]], run) == [Outcome.SAME] * 3
    (counts,) = store.run_counts(run)
    assert (counts.same, counts.found) == (2, 2)
