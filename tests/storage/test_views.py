"""The views that readers rely on: names, columns and forms, the same on both databases."""

from __future__ import annotations

import json
import re

from material import MONDAY, NIGHT, SITE, a_page, an_article, ask, put
from sqlalchemy import inspect

from storage import Store
from storage.engine import open_engine, read_url

PROMISED = {
    "v1_article": "url canonical_url publisher title text authors published published_precision language image section "
    "tags source source_url first_seen last_changed revision duplicate_of cluster gone_at",
    "v1_revision": "url revision title text created_at reason edits cleaner_version run",
    "v1_dropped": "url text rule evidence kind position",
    "v1_run": "run job slot state reason started_at finished_at",
    "v1_fetch": "url publisher status outcome reason fetched_at run",
    "v1_source": "publisher url kind moved_to asked_at answered_at fresh_at named failures failing_since reason",
    "v1_change": "cursor kind url at",
}


def test_every_promised_column_is_there(store: Store, database: str) -> None:
    engine = open_engine(read_url(database))
    found = {view: {column["name"] for column in inspect(engine).get_columns(view)} for view in PROMISED}
    engine.dispose()
    assert {view: set(columns.split()) - found[view] for view, columns in PROMISED.items()} == {
        view: set() for view in PROMISED
    }


def test_times_are_readable_utc_and_lists_are_json(store: Store, database: str) -> None:
    run = store.start_run("crawl", "1", MONDAY)
    put(store, a_page(), an_article(authors=("Ann Ode", "Zoë"), tags=("梨",), evidence={"title": "h1"}), run)
    (row,) = ask(database, "SELECT * FROM v1_article")
    assert (row.first_seen, row.last_changed, row.gone_at) == ("2026-03-02T01:00:00Z", "2026-03-02T01:00:00Z", None)
    assert (row.authors, row.tags, json.loads(row.evidence)) == ('["Ann Ode", "Zoë"]', '["梨"]', {"title": "h1"})
    times = ask(
        database,
        "SELECT at FROM v1_change UNION ALL SELECT fetched_at FROM v1_fetch UNION ALL SELECT started_at FROM v1_run",
    )
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", value) for (value,) in times)


def test_each_address_has_one_fetch_row_updated_in_place(store: Store, database: str) -> None:
    put(store, a_page(), an_article())
    store.save_unchanged(a_page(at=MONDAY + NIGHT), None)
    (row,) = ask(database, "SELECT url, status, outcome, reason, fetched_at FROM v1_fetch")
    assert tuple(row) == (SITE + "/one", 200, "same", "unchanged", "2026-03-03T01:00:00Z")


def test_the_change_cursor_only_grows(store: Store, database: str) -> None:
    for number in range(20):
        put(store, a_page(f"/{number}"), an_article(f"/{number}"))
        put(store, a_page(f"/{number}", "b"), an_article(f"/{number}", title=f"Now {number}"))
    cursors = [row.cursor for row in ask(database, "SELECT cursor FROM v1_change ORDER BY at, cursor")]
    assert cursors == sorted(set(cursors)) and len(cursors) == 40
