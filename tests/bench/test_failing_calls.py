"""A call to the database that fails breaks no rule and loses nothing, whichever it is; the bench tries every one."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from bench.failing_calls import Faults, run, written
from storage import Store, trouble
from storage.engine import open_engine, read_url, writing


def test_whichever_call_fails_the_rows_keep_their_rules_and_going_on_mends_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trouble, "BRIEF", 0.0)  # and back again, whatever the bench sets
    monkeypatch.setattr(trouble, "AWAY", 0.0)
    found = run((f"sqlite:///{tmp_path / str(number)}.db" for number in range(100)), every=79)
    assert found.calls > 300 and found.tried > 12
    assert found.broken == []


@pytest.mark.parametrize(
    ("harm", "rule"),
    [
        ("DELETE FROM revision WHERE number = 2", "an article without its current text"),
        ("UPDATE revision SET text = substr(text, 9)", "a text that is not whole"),
        ("UPDATE page SET article_id = NULL WHERE id = 1", "an article whose address does not point back"),
        ("DELETE FROM change WHERE cursor = 2", "a gap in the changes"),
        ("DELETE FROM change WHERE kind = 'changed'", "revisions that were not told to readers"),
        ("DELETE FROM membership WHERE article_id = 2", "an article without its place in a cluster"),
        ("UPDATE page SET capture = 'none' WHERE id = 1", "a raw page that is missing"),
        ("UPDATE run_count SET pages = 0", "an address counted that its run has not counted"),
    ],
)
def test_a_broken_rule_is_told(tmp_path: Path, harm: str, rule: str) -> None:
    database = f"sqlite:///{tmp_path / 'winnow.db'}"
    assert written(database, Faults()) == []
    engine = open_engine(read_url(database))
    with writing(engine) as connection:
        connection.execute(text("PRAGMA foreign_keys=OFF"))
        connection.execute(text(harm))
    engine.dispose()
    with Store(database) as store:
        assert rule in {each.rule.partition(" in /")[0] for each in store.violations(deep=True)}


def test_a_raw_page_that_rotted_is_told(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'winnow.db'}"
    written(database, Faults())
    engine = open_engine(read_url(str(tmp_path / "winnow.raw.db")))
    with writing(engine) as connection:
        connection.execute(text("UPDATE raw SET data = substr(data, 1, length(data) - 2) WHERE rowid = 3"))
    engine.dispose()
    with Store(database) as store:
        assert [each.rule for each in store.violations(deep=True)] == ["a raw page that is not whole"]
        assert store.violations() == []
