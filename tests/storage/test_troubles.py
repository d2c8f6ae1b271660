"""The database in trouble: waited for where it passes, told where it does not, and nothing is lost either way."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
from material import MONDAY, a_page, an_article, ask, put
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError, DataError, IntegrityError, OperationalError, ProgrammingError

from cleaning import Outcome
from storage import Store, UnknownDatabase, engine, is_trouble, runs, told, trouble
from storage.engine import open_engine, raw_url, read_url, writing

PEARS = "Pears were weighed. " * 40


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is waited for long."""
    monkeypatch.setattr(trouble, "BRIEF", 0.0)


def held(database: str, gap: float, hold: float, times: int) -> Iterator[Thread]:
    """Another one that takes the writer's turn again and again."""
    path, begun = database.removeprefix("sqlite:///"), Event()

    def take_turns() -> None:
        other = sqlite3.connect(path, isolation_level=None, timeout=60)
        for _ in range(times):
            other.execute("BEGIN IMMEDIATE")
            begun.set()
            Event().wait(hold)
            other.execute("ROLLBACK")
            Event().wait(gap)
        other.close()

    thread = Thread(target=take_turns)
    thread.start()
    begun.wait()
    yield thread
    thread.join()


def test_a_writer_waits_for_one_who_holds_the_database_again_and_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.1)  # SQLite itself gives up sooner than the other one
    database = f"sqlite:///{tmp_path / 'winnow.db'}"
    with Store(database, version="1") as store:
        for _ in held(database, gap=0.3, hold=0.6, times=3):
            assert put(store, a_page(), an_article()).outcome is Outcome.NEW
            assert put(store, a_page("/two"), an_article("/two")).outcome is Outcome.NEW
        assert store.violations(deep=True) == []


def test_who_is_in_a_hurry_waits_for_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.1)
    with (
        Store(f"{tmp_path}/winnow.db") as store,
        sqlite3.connect(tmp_path / "winnow.db", isolation_level=None) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        store.hurry()
        with pytest.raises(OperationalError, match="locked"):
            put(store, a_page(), an_article())
        other.execute("ROLLBACK")
    other.close()


def test_what_a_full_disk_took_not_is_told_and_stored_when_there_is_room(tmp_path: Path, hasty: None) -> None:
    database = f"sqlite:///{tmp_path / 'winnow.db'}"
    Store(database, version="1").close()
    room = [400]

    @event.listens_for(Engine, "checkout")
    def _limit(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count={room[0]}")

    try:
        stored = 0
        with Store(database, version="1") as store:
            with pytest.raises(OperationalError, match="full"):
                for stored in range(1000):
                    put(store, a_page(f"/{stored}"), an_article(f"/{stored}", PEARS * 9))
            room[0] = 100_000
            assert store.violations(deep=True) == []
            assert 0 < len(ask(database, "SELECT 1 FROM v1_article")) == stored
            assert put(store, a_page(f"/{stored}"), an_article(f"/{stored}")).outcome is not Outcome.SAME
    finally:
        event.remove(Engine, "checkout", _limit)


@pytest.fixture
def server(database: str) -> Iterator[Connection]:
    """A connection of the operator's to the PostgreSQL server."""
    if not database.startswith("postgresql"):
        pytest.skip("about a server")
    operator = create_engine(read_url(database).set(query={}), isolation_level="AUTOCOMMIT")
    with operator.connect() as connection:
        yield connection
    operator.dispose()


CUT = text("""SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE pid <> pg_backend_pid() AND datname = current_database() AND application_name = :name""")


def test_a_server_that_ends_all_connections_costs_nothing(database: str, server: Connection) -> None:
    url = read_url(database).update_query_dict({"application_name": "cut"}).render_as_string(hide_password=False)
    with Store(url, version="1") as store:
        for number in range(6):
            server.execute(CUT, {"name": "cut"})
            assert put(store, a_page(f"/{number}"), an_article(f"/{number}")).outcome is not Outcome.SAME
        assert store.violations(deep=True) == []
        assert len(store.status()) == 1


def test_a_servers_limits_to_waiting_for_others_are_waited_for(
    database: str, server: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trouble, "BRIEF", 0.0)
    limited = read_url(database)
    limited = limited.set(query={"options": f"{limited.query['options']} -cstatement_timeout=100"})
    with Store(database, version="1") as store, Store(limited.render_as_string(hide_password=False)) as other:
        begun, enough = Event(), Event()

        def hold(_: Connection) -> None:
            begun.set()
            enough.wait(60)

        holder = Thread(target=lambda: store._write(hold))
        waiting = Thread(target=lambda: put(other, a_page(), an_article()))
        holder.start()
        begun.wait(60)
        waiting.start()
        waiting.join(0.5)
        enough.set()
        waiting.join()
        holder.join()
        assert store.article(a_page().url) is not None


@pytest.mark.parametrize("level", ["serializable", "repeatable read"])
def test_who_waited_for_the_turn_sees_what_was_written_before(database: str, server: Connection, level: str) -> None:
    strict = read_url(database)
    escaped = level.replace(" ", "\\ ")
    strict = strict.set(query={"options": f"{strict.query['options']} -cdefault_transaction_isolation={escaped}"})
    begun, tries = Event(), list[int | None]()
    with Store(database, version="1") as store, Store(strict.render_as_string(hide_password=False)) as other:

        def slowly(connection: Connection) -> None:
            begun.set()
            Event().wait(0.3)
            runs.start(connection, "crawl", "1", MONDAY, "")

        def look(connection: Connection) -> None:
            tries.append(0)
            tries[-1] = runs.start(connection, "crawl", "1", MONDAY, "")

        holder = Thread(target=lambda: store._write(slowly))
        holder.start()
        begun.wait(60)
        other._write(look)
        holder.join()
    assert tries == [None]


def test_a_commit_whose_answer_was_lost_is_not_done_twice(database: str, server: Connection) -> None:
    """The run is begun in the server when the connection breaks; to claim it again would find it taken."""
    url = read_url(database).update_query_dict({"application_name": "doubt"}).render_as_string(hide_password=False)
    lost = iter([True])
    with Store(url, version="1") as store:
        dialect = store._engine.dialect
        real = dialect.do_commit

        def commit(connection: object) -> None:
            real(connection)  # type: ignore[arg-type]
            if next(lost, False):
                server.execute(CUT, {"name": "doubt"})
                connection.execute("SELECT 1")  # type: ignore[attr-defined]

        dialect.do_commit = commit  # type: ignore[method-assign]
        assert store.start_run("crawl", "1", MONDAY) is not None
        assert next(lost, None) is None
        assert [run.state for run in store.runs()] == ["running"]


@pytest.mark.parametrize(
    ("error", "bad"),
    [
        (OperationalError("x", {}, sqlite3.OperationalError("database is locked")), True),
        (DatabaseError("x", {}, sqlite3.DatabaseError("database disk image is malformed")), True),
        (IntegrityError("x", {}, sqlite3.IntegrityError("UNIQUE")), False),
        (DataError("x", {}, Exception("integer out of range")), False),
        (ProgrammingError("x", {}, Exception("no such column")), False),
        (ValueError("no pears"), False),
    ],
)
def test_what_is_the_databases_fault_is_told_from_what_is_the_works(error: Exception, bad: bool) -> None:
    assert is_trouble(error) is bad
    assert told(error) in str(error)


def test_a_trouble_is_waited_for_as_long_as_it_may_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(trouble.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(trouble.time, "sleep", lambda seconds: now.__setitem__(0, now[0] + seconds))
    for words, longest in (("database is locked", trouble.AWAY), ("disk I/O error", trouble.BRIEF)):
        cause = sqlite3.OperationalError(words)
        cause.sqlite_errorname = "SQLITE_BUSY" if "locked" in words else "SQLITE_IOERR"
        patience, began = trouble.Patience(), now[0]
        while patience.lasts(OperationalError("x", {}, cause)):
            pass
        assert longest / 2 < now[0] - began <= longest
        assert not patience.lasts(OperationalError("x", {}, cause)), "who comes next does not wait again"
        patience.well()
        assert patience.lasts(OperationalError("x", {}, cause))


def test_a_reader_with_a_long_transaction_sees_one_state_and_stops_no_writer(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'winnow.db'}"
    with Store(database, version="1") as store:
        put(store, a_page("/0"), an_article("/0"))
        reader = sqlite3.connect(f"file:{tmp_path / 'winnow.db'}?mode=ro", uri=True, isolation_level=None)
        reader.execute("BEGIN")
        count = "SELECT count(*) FROM v1_article"
        before = reader.execute(count).fetchone()
        for number in range(1, 40):
            put(store, a_page(f"/{number}"), an_article(f"/{number}", PEARS * 9))
        assert reader.execute(count).fetchone() == before == (1,)
        reader.execute("COMMIT")
        assert reader.execute(count).fetchone() == (40,)
        reader.close()
    assert not Path(f"{tmp_path / 'winnow.db'}-wal").exists()


def test_the_log_shrinks_once_a_long_reader_has_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "LOG_BYTES", 100_000)
    monkeypatch.setattr(engine, "LOG_PAGES", 500)
    path, log = tmp_path / "pears.db", tmp_path / "pears.db-wal"
    opened = open_engine(read_url(str(path)))
    with writing(opened) as connection:
        connection.execute(text("CREATE TABLE pear (words TEXT)"))
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM pear").fetchall()
    for _ in range(100):
        weigh(opened)
    grown = log.stat().st_size
    reader.close()
    for _ in range(30):
        weigh(opened, "one")
    assert log.stat().st_size < 200_000 < grown / 10
    opened.dispose()


def weigh(opened: Engine, words: str = PEARS * 100) -> None:
    with writing(opened) as connection:
        connection.execute(text("INSERT INTO pear VALUES (:words)"), {"words": words})


def test_the_archive_is_synchronous_and_the_rest_where_it_is_asked_for(tmp_path: Path) -> None:
    told = {}
    for wish in ("", "?synchronous=FULL"):
        url = read_url(f"sqlite:///{tmp_path / 'winnow.db'}{wish}")
        for each in (url, raw_url(url)):
            opened = open_engine(each)
            with opened.connect() as connection:
                told[wish, each is url] = connection.exec_driver_sql("PRAGMA synchronous").scalar()
            opened.dispose()
    assert told == {("", True): 1, ("", False): 2, ("?synchronous=FULL", True): 2, ("?synchronous=FULL", False): 2}
    with pytest.raises(UnknownDatabase, match="FULL"):
        read_url("sqlite:///winnow.db?synchronous=off")
