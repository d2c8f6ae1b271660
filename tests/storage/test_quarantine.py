"""Quarantine: a suspect page does nothing to what is stored, is in no view, and can be released or rejected."""

from __future__ import annotations

from typing import Any

import pytest
from material import MONDAY, NIGHT, SITE, WORDS, a_page, a_refusal, a_story, an_article, ask, put

from cleaning import Article, Outcome, Page
from storage import RECLEANED, RELEASED, Hold, Saved, Store, case
from storage import judge as judging
from storage.judge import Verdict

TUESDAY, WEDNESDAY = MONDAY + NIGHT, MONDAY + 2 * NIGHT
MENU = "Home News Sport Weather Contact About Imprint Privacy. " * 6


@pytest.fixture(autouse=True)
def menus_are_suspect(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the sentinel knew menus."""
    usual = judging.judge

    def judge(article: Article, *rest: Any, trusted: bool, **more: Any) -> Verdict:
        told = usual(article, *rest, trusted=trusted, **more)
        if told.rewrites and not trusted and article.text.startswith("Home News"):
            return Verdict(outcome=Outcome.HELD, reason="looks like a menu", evidence="eight words")
        return told

    monkeypatch.setattr(case, "judge", judge)


def put_menu(store: Store, path: str = "/one", run: int | None = None, body: str = "menu") -> Saved:
    return put(store, a_page(path, body, TUESDAY), an_article(path, MENU), run)


def views(database: str) -> dict[str, list[str]]:
    """What the views of articles have, by their first column of words."""
    told = {"v1_article": "text", "v1_revision": "text", "v1_change": "kind", "v1_cluster": "url", "v1_dropped": "url"}
    return {view: [row[0] for row in ask(database, f"SELECT {column} FROM {view}")] for view, column in told.items()}


def released(store: Store, hold: Hold) -> Saved:
    page = store.suspects.page(hold)
    assert page is not None
    return store.save(page, an_article(page.url.removeprefix(SITE), MENU), None, reason=RELEASED)


def test_a_suspect_page_is_in_no_view_but_that_of_the_quarantine(store: Store, database: str) -> None:
    run = store.start_run("crawl", "1", MONDAY)
    assert put_menu(store, run=run).outcome is Outcome.HELD
    assert views(database) == {view: [] for view in views(database)}
    (row,) = ask(database, "SELECT * FROM v1_quarantine")
    assert (row.url, row.reason, row.evidence, row.state) == (SITE + "/one", "looks like a menu", "eight words", "held")
    assert (row.excerpt, row.run, row.held_at) == ((MENU + "\n\nSo it was.")[:300], run, "2026-03-03T01:00:00Z")
    assert ask(database, "SELECT outcome, reason FROM v1_fetch") == [("held", "looks like a menu")]
    (counts,) = store.run_counts(run or 0)
    assert (counts.found, counts.held, counts.new) == (1, 1, 0)


def test_a_suspect_page_does_not_overwrite_a_good_revision(store: Store, database: str) -> None:
    put(store, a_page(), an_article())
    before = views(database)
    assert put_menu(store).outcome is Outcome.HELD
    assert views(database) == before
    (hold,) = store.suspects.waiting()
    assert released(store, hold).outcome is Outcome.CHANGED
    assert views(database)["v1_change"] == ["new", "changed"]
    assert [row.revision for row in store.history(SITE + "/one")] == [1, 2]


def test_a_released_page_appears_with_a_change_and_comes_the_same_next_night(store: Store, database: str) -> None:
    put_menu(store)
    (hold,) = store.suspects.waiting(urls=[SITE + "/one"])
    assert released(store, hold).outcome is Outcome.NEW
    assert views(database)["v1_change"] == ["new"]
    assert views(database)["v1_article"] == [MENU + "\n\nSo it was."]
    assert store.suspects.waiting() == []
    assert ask(database, "SELECT state FROM v1_quarantine") == [("released",)]
    assert store.look(a_page("/one", "menu", WEDNESDAY)).unchanged


def test_a_rejected_page_is_refused_from_then_on_and_other_bytes_are_judged_anew(store: Store, database: str) -> None:
    put_menu(store)
    store.suspects.reject(*store.suspects.waiting())
    assert store.suspects.waiting() == []
    again = put_menu(store)
    assert (again.outcome, again.reason) == (Outcome.REFUSED, "rejected by hand")
    assert put_menu(store, body="another menu").outcome is Outcome.HELD
    assert put(store, a_page("/one", "good", WEDNESDAY), an_article()).outcome is Outcome.NEW
    states = [row.state for row in ask(database, "SELECT state FROM v1_quarantine ORDER BY held_at, state DESC")]
    assert states == ["rejected", "passed"]


def test_a_good_page_ends_the_wait(store: Store, database: str) -> None:
    put(store, a_page(), an_article())
    put_menu(store)
    assert put(store, a_page("/one", "first print", WEDNESDAY), an_article()).outcome is Outcome.SAME
    put_menu(store, body="other menu")
    store.save_unchanged(a_page("/one", "first print", WEDNESDAY), None)
    assert ask(database, "SELECT DISTINCT state FROM v1_quarantine") == [("passed",)]


def test_what_waits_stays_when_the_same_bytes_come_again_or_are_cleaned_again(store: Store, database: str) -> None:
    put_menu(store)
    better = an_article("/one", WORDS * 4)
    assert put(store, a_page("/one", "menu", WEDNESDAY), better).outcome is Outcome.HELD
    assert store.save(a_page("/one", "menu", TUESDAY), better, None, reason=RECLEANED).outcome is Outcome.HELD
    assert store.preview(a_page("/one", "menu", TUESDAY), better).harm is None
    assert len(store.suspects.waiting()) == 1


def test_cleaning_the_good_page_again_does_nothing_to_the_page_that_waits(store: Store, database: str) -> None:
    put(store, a_page(), an_article())
    put_menu(store)
    assert store.save(a_page(), an_article("/one", WORDS * 3), None, reason=RECLEANED).outcome is Outcome.CHANGED
    (hold,) = store.suspects.waiting()
    page = store.suspects.page(hold)
    assert page is not None and page.body == b"<p>menu</p>"
    assert ask(database, "SELECT outcome, reason FROM v1_fetch") == [("held", "looks like a menu")]
    assert put_menu(store).outcome is Outcome.HELD
    assert store.violations(deep=True) == []


def test_the_raw_page_waits_too_whatever_its_address_brings_meanwhile(store: Store, database: str) -> None:
    put_menu(store)
    put(store, a_page("/one", "wall", WEDNESDAY), a_refusal())
    (hold,) = store.suspects.waiting()
    assert released(store, hold).outcome is Outcome.NEW
    page: Page | None = next(store.stored_pages(), None)
    assert page is not None and page.body == b"<p>menu</p>"


def test_of_one_address_the_newest_suspect_page_waits(store: Store, database: str) -> None:
    put_menu(store)
    put_menu(store, body="menu of another day")
    (hold,) = store.suspects.waiting(publisher="harbour")
    page = store.suspects.page(hold)
    assert page is not None and page.body == b"<p>menu of another day</p>"
    assert len(ask(database, "SELECT 1 FROM capture", raw=True)) == 1


# taking back what was stored


def test_a_new_article_that_is_taken_back_is_in_no_view_and_its_readers_are_told(store: Store, database: str) -> None:
    run = store.start_run("crawl", "1", MONDAY)
    article_id = put(store, a_page(), an_article(), run).article_id
    store.suspects.withdraw(article_id or 0, "one text everywhere", "3 addresses", run)
    assert views(database) == {view: [] for view in views(database)} | {"v1_change": ["new", "held"]}
    (counts,) = store.run_counts(run or 0)
    assert (counts.found, counts.new, counts.held) == (1, 0, 1)
    (hold,) = store.suspects.waiting(run=run)
    assert (hold.reason, hold.evidence) == ("one text everywhere", "3 addresses")
    page = store.suspects.page(hold)
    assert page is not None
    assert store.save(page, an_article(), None, reason=RELEASED).outcome is Outcome.NEW
    assert views(database)["v1_change"] == ["new", "held", "new"]
    assert len(views(database)["v1_article"]) == 1


def test_a_revision_that_is_taken_back_leaves_the_one_before(store: Store, database: str) -> None:
    first = put(store, a_page(), an_article())
    put(store, a_page("/one", "second", TUESDAY), an_article("/one", WORDS * 5))
    store.suspects.withdraw(first.article_id or 0, "unlike", "")
    stored = store.article(SITE + "/one")
    assert stored is not None and (stored.revision, stored.last_changed) == (1, MONDAY)
    assert stored.text == an_article().text
    assert views(database)["v1_change"] == ["new", "changed", "restored"]
    assert store.resume.page(store.look(a_page()).outdated) == a_page(), "it is cleaned again for its metadata"
    (hold,) = store.suspects.waiting()
    page = store.suspects.page(hold)
    assert page is not None
    assert store.save(page, an_article("/one", WORDS * 5), None, reason=RELEASED).outcome is Outcome.CHANGED


def test_copies_and_clusters_of_what_is_taken_back_go_on_without_it(store: Store, database: str) -> None:
    story = a_story(7)
    ids = [put(store, a_page(f"/{n}"), an_article(f"/{n}", story)).article_id or 0 for n in range(3)]
    store.suspects.withdraw(ids[0], "doubtful", "")
    rows = ask(database, "SELECT url, duplicate_of, cluster FROM v1_article ORDER BY article_id")
    assert [tuple(row) for row in rows] == [(SITE + "/1", None, ids[1]), (SITE + "/2", SITE + "/1", ids[1])]
    assert put(store, a_page("/3"), an_article("/3", story)).outcome is Outcome.DUPLICATE
    (row,) = ask(database, f"SELECT duplicate_of, cluster FROM v1_article WHERE url = '{SITE}/3'")
    assert tuple(row) == (SITE + "/1", ids[1])


def test_taking_back_what_is_not_there_does_nothing(store: Store, database: str) -> None:
    store.suspects.withdraw(4711, "doubtful", "")
    article_id = put(store, a_page(), an_article()).article_id or 0
    store.suspects.withdraw(article_id, "doubtful", "")
    store.suspects.withdraw(article_id, "doubtful", "")
    assert len(store.suspects.waiting()) == 1
