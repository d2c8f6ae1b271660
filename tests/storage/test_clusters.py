"""Clusters: near copies stand together, and nothing else does, whatever the order and whatever changes later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from material import MONDAY, NIGHT, SITE, a_page, a_story, an_article, ask, put
from sqlalchemy import text

from cleaning import Precision, sketch
from storage import RECLEANED, Store, schema
from storage.clusters import COMPARED
from storage.engine import open_engine, read_url, writing
from storage.membership import HOT, add_sketch, carriers, sharing
from storage.views import VIEWS

FERRY, PEARS, MORE = a_story(1), a_story(2), a_story(3, 60)
EDITED = f"Seen first elsewhere. {FERRY} Reporting by nobody at all."


def save(store: Store, path: str, words: str, at: datetime = MONDAY, body: str = "", **more: Any) -> None:
    """Store an article with this text; `body` tells another edition of its page."""
    published = {"published_precision": Precision.DAY} if "published" in more else {}
    put(store, a_page(path, body or words, at), an_article(path, words, title=f"About {path}", **published, **more))


def cluster(store: Store, path: str) -> int:
    found = store.article(SITE + path)
    assert found is not None
    return found.cluster


def together(store: Store, *paths: str) -> bool:
    return len({cluster(store, path) for path in paths}) == 1


def duplicates(database: str) -> dict[str, tuple[str, str]]:
    """Path -> relation, and the path it was found near to."""
    rows = ask(database, "SELECT url, relation, near_url FROM v1_duplicate ORDER BY article_id")
    return {row.url.removeprefix(SITE): (row.relation, row.near_url.removeprefix(SITE)) for row in rows}


def test_versions_of_a_story_stand_in_one_cluster_with_what_they_are(store: Store, database: str) -> None:
    for path, words in (
        ("/first", FERRY),
        ("/exact", FERRY),
        ("/copy", EDITED),
        ("/cut", FERRY[:420]),
        ("/extended", f"{FERRY} {MORE}"),
        ("/other", PEARS),
    ):
        save(store, path, words)
    assert together(store, "/first", "/exact", "/copy", "/cut", "/extended")
    assert not together(store, "/first", "/other")
    told = duplicates(database)
    assert {path: relation for path, (relation, _) in told.items()} == {
        "/exact": "exact",
        "/copy": "copy",
        "/cut": "cut",
        "/extended": "extended",
    }
    assert told["/exact"] == ("exact", "/first")
    shares = [row.containment for row in ask(database, "SELECT containment FROM v1_duplicate")]
    assert all(0.55 <= share <= 1.0 for share in shares)


def test_the_canonical_article_is_the_earliest_published_then_the_first_seen(store: Store, database: str) -> None:
    save(store, "/late", FERRY, published="2026-03-02")
    save(store, "/early", EDITED, published="2026-02-27")
    save(store, "/seen-first", PEARS)
    save(store, "/seen-later", PEARS, MONDAY + NIGHT)
    rows = ask(database, "SELECT url, articles, cluster, article_id FROM v1_cluster ORDER BY cluster")
    assert [(row.url.removeprefix(SITE), row.articles) for row in rows] == [("/early", 2), ("/seen-first", 2)]
    assert cluster(store, "/late") == rows[0].cluster


def test_an_article_that_turns_out_to_be_older_becomes_the_canonical_one(store: Store, database: str) -> None:
    save(store, "/one", FERRY)
    save(store, "/two", EDITED)
    save(store, "/two", EDITED, body="with a date", published="2026-02-20")
    assert [row.url for row in ask(database, "SELECT url FROM v1_cluster")] == [SITE + "/two"]


def test_equal_titles_alone_never_join(store: Store) -> None:
    put(store, a_page("/one"), an_article("/one", FERRY, title="Press Review"))
    put(store, a_page("/two", "b"), an_article("/two", PEARS, title="Press Review"))
    assert not together(store, "/one", "/two")


def test_clusters_never_merge_whatever_comes_between(store: Store) -> None:
    save(store, "/one", FERRY)
    save(store, "/two", PEARS)
    save(store, "/both", f"{FERRY} {PEARS}")
    assert not together(store, "/one", "/two")
    assert together(store, "/both", "/one") or together(store, "/both", "/two")


@pytest.mark.parametrize(("days", "joined"), [(89, True), (91, False)])
def test_near_texts_join_within_ninety_days(store: Store, days: int, joined: bool) -> None:
    save(store, "/one", FERRY)
    save(store, "/two", EDITED, MONDAY + timedelta(days=days))
    assert together(store, "/one", "/two") is joined


def test_equal_texts_join_however_far_apart(store: Store) -> None:
    save(store, "/one", FERRY)
    save(store, "/two", FERRY, MONDAY + timedelta(days=4000))
    assert together(store, "/one", "/two")


def test_an_article_rewritten_into_another_story_leaves_its_cluster_and_joins_another(store: Store) -> None:
    save(store, "/ferry", FERRY)
    save(store, "/pears", PEARS)
    save(store, "/live", EDITED)
    assert together(store, "/live", "/ferry")
    save(store, "/live", f"{PEARS} So they say.")
    assert together(store, "/live", "/pears") and not together(store, "/live", "/ferry")
    save(store, "/late", EDITED)
    assert together(store, "/late", "/ferry") and not together(store, "/late", "/live")


def test_when_a_founder_is_rewritten_the_others_go_on_together_and_readers_hear_of_it(
    store: Store, database: str
) -> None:
    save(store, "/founder", FERRY)
    save(store, "/copy", EDITED)
    save(store, "/cut", FERRY[:420])
    save(store, "/founder", PEARS)
    assert together(store, "/copy", "/cut") and not together(store, "/copy", "/founder")
    kinds = "SELECT kind FROM v1_change WHERE url LIKE '%/copy' OR url LIKE '%/cut' ORDER BY cursor"
    assert [row.kind for row in ask(database, kinds)] == ["new", "new", "metadata", "metadata"]
    save(store, "/founder", f"{FERRY} It came back.", body="third")
    assert together(store, "/copy", "/cut", "/founder")


def test_a_small_correction_changes_no_cluster(store: Store, database: str) -> None:
    save(store, "/one", FERRY)
    save(store, "/two", EDITED)
    before = cluster(store, "/one")
    save(store, "/one", f"{FERRY} Corrected.")
    save(store, "/two", f"{EDITED} Corrected.")
    assert cluster(store, "/one") == cluster(store, "/two") == before
    assert set(duplicates(database)) == {"/two"}


def test_exact_copies_of_a_changed_text_follow_their_eldest(store: Store, database: str) -> None:
    for path in ("/one", "/two", "/three"):
        save(store, path, FERRY)
    save(store, "/one", f"{FERRY} {MORE}")
    assert duplicates(database) == {"/two": ("cut", "/one"), "/three": ("exact", "/two")}
    save(store, "/one", PEARS)
    assert duplicates(database)["/three"] == ("exact", "/two")
    assert together(store, "/two", "/three") and not together(store, "/one", "/two")


def test_a_cluster_goes_on_when_its_founder_was_another_article_all_along(store: Store, database: str) -> None:
    put(store, a_page("/old"), an_article("/old", FERRY, title="Pears"))
    put(store, a_page("/new", "new"), an_article("/new", PEARS, title="Pears"))
    save(store, "/copy-of-new", f"{PEARS} {MORE}")
    assert together(store, "/new", "/copy-of-new") and not together(store, "/old", "/new")
    put(store, a_page("/old", "moved", final_url=SITE + "/new"), an_article("/new", PEARS, title="Pears"))
    (row,) = ask(database, "SELECT url, articles, cluster, article_id FROM v1_cluster")
    assert (row.url, row.articles, row.cluster) == (SITE + "/new", 2, row.article_id)
    assert duplicates(database) == {"/copy-of-new": ("extended", "/new")}
    kinds = [row.kind for row in ask(database, "SELECT kind FROM v1_change WHERE url LIKE '%/copy-of-new'")]
    assert kinds == ["new", "metadata"]
    save(store, "/late", f"{PEARS} Late.")
    assert together(store, "/late", "/old")


def test_clusters_survive_a_restart(database: str) -> None:
    with Store(database, version="1") as store:
        save(store, "/one", FERRY)
    with Store(database, version="1") as store:
        save(store, "/two", EDITED)
        assert together(store, "/one", "/two")


def test_a_hash_that_everybody_has_costs_no_more_than_the_newest_of_its_rows(store: Store, database: str) -> None:
    """And a copy is still found by the hashes that only it shares."""
    save(store, "/one", FERRY)
    engine, phrase = open_engine(read_url(database)), sketch(FERRY)[:3]
    for number in range(HOT + 20):
        save(store, f"/{number}", a_story(100 + number))
    with writing(engine) as connection:
        last = ask(database, "SELECT max(article_id) FROM membership")[0][0]
        for article_id in range(last - HOT, last + 1):
            add_sketch(connection, article_id, phrase)
        listed = sharing(carriers(connection, phrase))
    engine.dispose()
    assert listed and min(listed) > last - HOT
    save(store, "/two", EDITED)
    assert together(store, "/one", "/two")


def test_a_copy_is_found_among_many_articles_with_the_same_remains_around_them(store: Store) -> None:
    """More share hashes with it than are compared: those count little that everybody has."""
    remains = a_story(51, 250)
    for number in range(COMPARED + 5):
        save(store, f"/{number}", f"{a_story(100 + number, 250)} {remains}")
    save(store, "/one", FERRY)
    save(store, "/two", f"{FERRY} {remains}")
    assert together(store, "/one", "/two")


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store(str(Path(tmp_path_factory.mktemp("orders")) / "winnow.db"), version="1") as store:
        yield store


numbers = count()


@settings(max_examples=25, deadline=None)
@given(some.permutations(range(5)))
def test_no_order_of_arrival_loses_a_pair_of_versions_that_are_all_near(shelf: Store, order: list[int]) -> None:
    number = next(numbers)
    story, more = a_story(10_000 + number), a_story(20_000 + number, 30)
    versions = (story, f"First seen elsewhere. {story}", story[:650], f"{story} {more}", story)
    for version in order:
        save(shelf, f"/{number}/{version}", versions[version])
    assert together(shelf, *(f"/{number}/{version}" for version in order))


FIRST = {"page", "article", "revision", "dropped", "change", "crawl_run", "run_count"}
STAYED = {"v1_dropped", "v1_run", "v1_run_count", "v1_fetch", "v1_change"}
"""The tables and views of the first revision; the other views it had were made anew since."""


def test_articles_stored_before_there_were_clusters_get_their_place_and_their_sketch_when_cleaned_again(
    database: str,
) -> None:
    with Store(database, version="1") as store:
        save(store, "/one", FERRY)
        save(store, "/two", FERRY)
    engine = open_engine(read_url(database))
    with writing(engine) as connection:  # as the first revision of the tables left it
        for view in {view.table.name for view in VIEWS} - STAYED:
            connection.execute(text(f"DROP VIEW {view}"))
        for table in reversed([table.name for table in schema.metadata.sorted_tables if table.name not in FIRST]):
            connection.execute(text(f"DROP TABLE {table}"))
        for index in ("ix_article_gist", "ix_page_found", "ix_page_run"):
            connection.execute(text(f"DROP INDEX {index}"))
        for table, column in (
            ("revision", "edits"),
            ("crawl_run", "process"),
            ("article", "gist"),
            ("crawl_run", "attempts"),
        ):
            connection.execute(text(f"ALTER TABLE {table} DROP COLUMN {column}"))
        for view in ("v1_article", "v1_revision"):
            connection.execute(text(f"CREATE VIEW {view} AS SELECT id FROM article"))
        connection.execute(text("UPDATE winnow_main_version SET version_num = '0001'"))
    engine.dispose()
    with Store(database, version="1") as store:
        assert duplicates(database) == {"/two": ("exact", "/one")}
        assert together(store, "/one", "/two")
        assert ask(database, "SELECT count(*) FROM sketch")[0][0] == 0
        for path in ("/one", "/two"):
            page = a_page(path, FERRY)
            store.save(page, an_article(path, FERRY, title=f"About {path}"), None, reason=RECLEANED)
        save(store, "/three", EDITED)
        assert together(store, "/one", "/two", "/three")
