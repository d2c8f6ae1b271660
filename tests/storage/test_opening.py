"""Opening a database: made, upgraded or declined, from any folder, by several at once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from material import a_page, an_article, ask, put
from sqlalchemy import MetaData, create_engine, inspect, make_url, text

from storage import NewerDatabase, Store, UnfitDatabase, UnknownDatabase, archive_schema, migrate, schema
from storage.engine import open_engine, raw_url, read_url, writing
from storage.views import VIEWS

SERVER = os.environ.get("WINNOW_TEST_POSTGRES", "")


@pytest.mark.parametrize(("line", "metadata"), [("main", schema.metadata), ("raw", archive_schema.metadata)])
def test_the_revisions_make_the_tables_of_the_model(store: Store, database: str, line: str, metadata: MetaData) -> None:
    url = read_url(database)
    engine = open_engine(raw_url(url) if line == "raw" else url)
    names = set(metadata.tables)
    with engine.connect() as connection:
        options = {
            "version_table": f"winnow_{line}_version",
            "include_name": lambda name, kind, _: kind != "table" or name in names,
        }
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []
    engine.dispose()


def test_the_revisions_make_the_views_of_the_model(store: Store, database: str) -> None:
    engine = open_engine(read_url(database))
    with writing(engine) as connection:
        before = {view.table.name: inspect(connection).get_view_definition(view.table.name) for view in VIEWS}
        for view in VIEWS:
            connection.execute(text(f"DROP VIEW {view.table.name}"))
        for view in VIEWS:
            connection.execute(view)
        after = {view.table.name: inspect(connection).get_view_definition(view.table.name) for view in VIEWS}
    engine.dispose()
    assert {name: flat(sql) for name, sql in before.items()} == {name: flat(sql) for name, sql in after.items()}


def test_a_database_is_current_when_it_has_the_newest_revision_there_is() -> None:
    for line, head in migrate.HEADS.items():
        assert ScriptDirectory.from_config(migrate._config(line)).get_current_head() == head


def flat(sql: str | None) -> str:
    return " ".join((sql or "").split())


def test_what_was_stored_is_there_when_the_database_is_opened_again(database: str) -> None:
    with Store(database, version="1") as store:
        put(store, a_page(), an_article())
        stored = store.article(a_page().url)
    with Store(database, version="1") as store:
        assert store.article(a_page().url) == stored is not None


def test_several_may_open_a_new_database_at_once(database: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        for store in pool.map(lambda _: Store(database), range(4)):
            store.close()
    assert len(ask(database, "SELECT version_num FROM winnow_main_version")) == 1


def test_a_database_of_a_newer_program_is_declined_and_left_alone(database: str) -> None:
    Store(database).close()
    engine = open_engine(read_url(database))
    with writing(engine) as connection:
        connection.execute(text("UPDATE winnow_main_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(NewerDatabase, match="upgrade Winnow"):
        Store(database)


@pytest.fixture(params=["LATIN1", "SQL_ASCII"])
def foreign(request: pytest.FixtureRequest) -> Iterator[str]:
    """A database of another encoding."""
    if not SERVER:
        pytest.skip("WINNOW_TEST_POSTGRES is not set: export it from .ci/postgres")
    name, address = f"test_{uuid4().hex}", make_url(SERVER).set(drivername="postgresql+psycopg")
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        made = f"CREATE DATABASE {name} ENCODING '{request.param}' TEMPLATE template0 LOCALE 'C'"
        connection.execute(text(made))
        try:
            yield address.set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


def test_a_database_that_cannot_hold_every_language_is_declined(foreign: str) -> None:
    with pytest.raises(UnfitDatabase, match=r"its encoding is (LATIN1|SQL_ASCII)"):
        Store(foreign)


def test_words_of_every_language_are_stored_whatever_the_environment_speaks(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGCLIENTENCODING", "LATIN1")
    with Store(database) as store:
        put(store, a_page(), an_article(title="Паром \u2014 港"))
        stored = store.article(a_page().url)
    assert stored is not None and stored.title == "Паром \u2014 港"


def test_a_database_opens_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "odd % name é"
    folder.mkdir()
    monkeypatch.chdir(folder)
    Store("winnow.db").close()
    Store("sqlite:///deep/er/winnow.sqlite").close()
    assert {path.name for path in folder.rglob("*.*") if path.is_file()} == {
        "winnow.db",
        "winnow.raw.db",
        "winnow.sqlite",
        "winnow.raw.sqlite",
    }


def test_a_database_of_another_kind_is_declined_without_its_password() -> None:
    for url in ("mysql://winnow:sesame@db/news", "postgresql://winnow:sesame@db:port/news"):
        with pytest.raises(UnknownDatabase) as error:
            Store(url)
        assert "sesame" not in str(error.value)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_is_declined(url: str) -> None:
    with pytest.raises(ValueError, match="file"):
        Store(url)


@pytest.mark.parametrize("url", ["postgresql://a:b@h/d", "postgres://a:b@h/d", "postgresql+psycopg://a:b@h/d"])
def test_postgresql_is_reached_through_psycopg_3_however_it_is_spelled(url: str) -> None:
    assert read_url(url).render_as_string(hide_password=False) == "postgresql+psycopg://a:b@h/d"


def test_sqlite_is_set_up_for_many_readers_and_one_writer(tmp_path: Path) -> None:
    engine = open_engine(read_url(str(tmp_path / "winnow.db")))
    with engine.connect() as connection:
        set_up = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "busy_timeout", "foreign_keys", "synchronous")
        }
    engine.dispose()
    assert set_up == {"journal_mode": "wal", "busy_timeout": 30_000, "foreign_keys": 1, "synchronous": 1}
