"""Cleaning the archive again: revisions marked, fetches untouched, previews that write nothing."""

from __future__ import annotations

from datetime import timedelta

from material import MONDAY, NIGHT, SITE, WORDS, a_page, a_refusal, an_article, ask, put, sizes

from cleaning import Block, Outcome
from storage import RECLEANED, Store

LATER = MONDAY + 90 * NIGHT
BETTER = an_article(words=WORDS * 3 + "The last line was found.")


def reopened(database: str) -> Store:
    """The store as a better cleaner opens it."""
    return Store(database, clock=lambda: LATER, version="2")


def test_other_words_of_a_better_cleaner_make_a_revision_marked_recleaned(database: str) -> None:
    with Store(database, version="1") as store:
        put(store, a_page(), an_article())
    with reopened(database) as store:
        (page,) = store.stored_pages()
        saved = store.save(page, BETTER, None, reason=RECLEANED)
        assert (saved.outcome, saved.revision) == (Outcome.CHANGED, 2)
        assert [(r.reason, r.cleaner_version, r.created_at) for r in store.history(SITE + "/one")] == [
            ("new", "1", MONDAY),
            ("recleaned", "2", LATER),
        ]
        assert list(store.stored_pages()) == [page]
    assert ask(database, "SELECT kind FROM v1_change ORDER BY cursor DESC")[0].kind == "recleaned"
    edits = ask(database, "SELECT edits FROM v1_revision ORDER BY revision")
    assert [row.edits for row in edits] == ["[]", '["recleaned"]']


def test_a_revision_says_what_the_publisher_did(store: Store, database: str) -> None:
    put(store, a_page(), an_article())
    put(store, a_page(body="b", at=MONDAY + NIGHT), an_article(words=WORDS * 3 + "It was no ferry /one."))
    put(store, a_page(body="c", at=MONDAY + 2 * NIGHT), an_article(words=WORDS * 3, title="Ferry sinks"))
    assert [row.edits for row in store.history(SITE + "/one")] == [
        (),
        ("correction",),
        ("headline change", "correction"),
    ]


def test_recleaning_says_nothing_about_the_fetch(database: str) -> None:
    query = "SELECT fetched_at, next_attempt, status, etag FROM page"
    with Store(database, version="1") as store:
        put(store, a_page(etag="x"), an_article())
    before = ask(database, query)
    with reopened(database) as store:
        for page in store.stored_pages():
            store.save(page, BETTER, None, reason=RECLEANED)
    assert ask(database, query) == before


def test_recleaning_to_the_same_words_adds_nothing_but_brings_the_dropped_blocks_up_to_date(database: str) -> None:
    with Store(database, version="1") as store:
        put(store, a_page(), an_article())
    before = sizes(database)
    again = an_article(dropped=(Block("Share", dropped_by="share_bar"), Block("Print", dropped_by="share_bar")))
    with reopened(database) as store:
        (page,) = store.stored_pages()
        assert store.save(page, again, None, reason=RECLEANED).outcome is Outcome.SAME
        assert store.look(a_page()).unchanged
    assert sizes(database) == before
    assert {row.rule for row in ask(database, "SELECT rule FROM v1_dropped")} == {"share_bar"}


def test_a_page_cleaned_by_an_older_version_is_not_unchanged(database: str) -> None:
    with Store(database, version="1") as store:
        put(store, a_page(), an_article())
        assert store.look(a_page()).unchanged
    with reopened(database) as store:
        assert not store.look(a_page()).unchanged


def test_a_better_cleaner_takes_a_refused_page_back(database: str) -> None:
    with Store(database, version="1") as store:
        put(store, a_page(), a_refusal())
    with reopened(database) as store:
        (page,) = store.stored_pages()
        assert store.save(page, an_article(), None, reason=RECLEANED).outcome is Outcome.NEW
        stored = store.article(SITE + "/one")
    assert stored is not None and stored.first_seen == MONDAY


def test_a_cleaner_that_refuses_an_old_page_leaves_the_article_and_the_later_fetch(database: str) -> None:
    with Store(database, version="1") as store:
        put(store, a_page(), an_article())
        store.save_unchanged(a_page(at=MONDAY + timedelta(hours=1)), None)
    with reopened(database) as store:
        for page in store.stored_pages():
            assert store.save(page, a_refusal(), None, reason=RECLEANED).outcome is Outcome.REFUSED
        assert store.article(SITE + "/one") is not None
        assert len(list(store.stored_pages())) == 1
    assert ask(database, "SELECT outcome FROM v1_fetch")[0].outcome == "same"


def test_a_better_cleaner_may_leave_out_most_of_a_text(database: str) -> None:
    with Store(database, version="1") as store:
        put(store, a_page(), an_article(words=WORDS * 40))
    with reopened(database) as store:
        (page,) = store.stored_pages()
        assert store.save(page, an_article(words=WORDS), None, reason=RECLEANED).outcome is Outcome.CHANGED


def test_a_preview_tells_what_saving_would_do_and_writes_nothing(store: Store, database: str) -> None:
    put(store, a_page("/one"), an_article("/one"))
    before = sizes(database)
    told = [
        store.preview(a_page("/one"), an_article("/one")),
        store.preview(a_page("/one"), BETTER),
        store.preview(a_page("/one"), a_refusal()),
        store.preview(a_page("/two"), an_article("/two")),
    ]
    assert [(each.saved.outcome, each.saved.revision) for each in told] == [
        (Outcome.SAME, 1),
        (Outcome.CHANGED, 2),
        (Outcome.REFUSED, 1),
        (Outcome.NEW, 1),
    ]
    assert sizes(database) == before


def test_a_moved_article_can_be_recleaned(database: str) -> None:
    with Store(database, version="1") as store:
        put(store, a_page("/old", final_url=SITE + "/new"), an_article("/new"))
    with reopened(database) as store:
        run = store.start_run("reclean", "1", LATER) or 0
        for page in store.stored_pages():
            store.save(page, BETTER, run, reason=RECLEANED)
        (counts,) = store.run_counts(run)
        assert (counts.found, counts.changed, counts.bytes) == (1, 1, 0)
        assert [r.reason for r in store.history(SITE + "/old")] == ["new", "recleaned"]
