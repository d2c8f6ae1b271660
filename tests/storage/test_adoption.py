"""A site that gets a publisher's file takes along what was stored of it."""

from __future__ import annotations

from dataclasses import replace

from material import MONDAY, NIGHT, a_page, a_story, an_article, ask, found, put

from storage import SourceRow, Store, schema, watch_schema
from storage.adoption import OWNED

HOST = "harbour.example.com"


def test_what_was_stored_under_the_hosts_name_is_the_publishers(store: Store, database: str) -> None:
    run = store.start_run(f"crawl {HOST}", "1", MONDAY)
    for number in range(3):
        page, article = a_page(f"/{number}"), an_article(f"/{number}", a_story(number))
        put(store, replace(page, publisher=HOST), replace(article, publisher=HOST), run)
    store.discover(HOST, found("/waits"), MONDAY)
    store.sources.note([SourceRow(publisher=HOST, url=f"https://{HOST}/feed", kind="feed").unchanged(MONDAY)])
    store.adopt(HOST, "harbour")
    assert len(store.due("harbour", MONDAY + NIGHT)) == 4
    assert {page.publisher for page in store.stored_pages(publisher="harbour")} == {"harbour"}
    assert {row.publisher for row in ask(database, "SELECT publisher FROM v1_article")} == {"harbour"}
    assert [status.publisher for status in store.status()] == ["harbour"]
    assert [row.publisher for row in store.sources.of("harbour")] == ["harbour"]
    assert store.memory_of(HOST).blocks.keys() <= store.memory_of("harbour").blocks.keys()
    assert [row.kind for row in ask(database, "SELECT kind FROM v1_change ORDER BY cursor")] == 3 * ["new"] + 3 * [
        "metadata"
    ]


def test_what_the_publisher_has_of_its_own_stays(store: Store, database: str) -> None:
    put(store, replace(a_page("/one"), publisher=HOST), replace(an_article("/one", a_story(1)), publisher=HOST))
    put(store, a_page("/two"), an_article("/two", a_story(2)))
    known = store.sources.of("harbour")
    for _ in range(2):
        store.adopt(HOST, "harbour")
    assert {row.publisher for row in ask(database, "SELECT publisher FROM v1_article")} == {"harbour"}
    assert store.sources.of("harbour") == known


def test_a_publisher_that_is_called_like_its_host_has_all_it_needs(store: Store, database: str) -> None:
    put(store, replace(a_page("/one"), publisher=HOST), replace(an_article("/one", a_story(1)), publisher=HOST))
    store.adopt(HOST, HOST)
    assert [row.kind for row in ask(database, "SELECT kind FROM v1_change ORDER BY cursor")] == ["new"]


def test_every_table_that_names_a_publisher_is_thought_of() -> None:
    naming = {table for table in schema.metadata.tables.values() if "publisher" in table.c}
    assert naming == {table for table, _ in OWNED} and watch_schema.trait in naming
