"""The one writer: errors reach their caller, others go on, nothing queued is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import pytest
from material import MONDAY, NIGHT, SITE, a_page, a_refusal, an_article, found, put, sizes
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import IntegrityError, OperationalError

from cleaning import Outcome
from storage import Closed, Store, save
from storage.case import Case
from storage.engine import open_engine, read_url
from storage.writer import TRIES, Writer


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_engine(read_url(str(tmp_path / "line.db")))
    with opened.begin() as connection:
        connection.execute(text("CREATE TABLE line (word TEXT UNIQUE)"))
    yield opened
    opened.dispose()


@pytest.fixture
def writer(engine: Engine) -> Iterator[Writer]:
    made = Writer(engine, "writer")
    yield made
    made.close()


def saying(word: str) -> Callable[[Connection], str]:
    def work(connection: Connection) -> str:
        connection.execute(text("INSERT INTO line VALUES (:word)"), {"word": word})
        return word

    return work


def words(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(connection.execute(text("SELECT word FROM line")).scalars())


def held(writer: Writer, pool: ThreadPoolExecutor) -> threading.Event:
    """Keep the writer busy until the event is set, so that what comes next makes one batch."""
    begun, go_on = threading.Event(), threading.Event()

    def wait(_connection: Connection) -> None:
        begun.set()
        go_on.wait()

    pool.submit(writer.do, wait)
    begun.wait()
    return go_on


def test_a_job_is_committed_when_its_caller_goes_on(engine: Engine, writer: Writer) -> None:
    assert writer.do(saying("pear")) == "pear"
    assert words(engine) == {"pear"}


def test_a_failing_job_fails_its_own_caller_only(engine: Engine, writer: Writer) -> None:
    def fail(connection: Connection) -> None:
        saying("half")(connection)
        raise ValueError("no pears")

    with ThreadPoolExecutor(12) as pool:
        go_on = held(writer, pool)
        good = [pool.submit(writer.do, saying(str(number))) for number in range(5)]
        bad = pool.submit(writer.do, fail)
        good += [pool.submit(writer.do, saying(str(number))) for number in range(5, 9)]
        go_on.set()
        assert {future.result() for future in good} == set("012345678")
        with pytest.raises(ValueError, match="no pears"):
            bad.result()
    assert words(engine) == set("012345678")


def test_a_batch_that_cannot_be_committed_is_tried_job_by_job(engine: Engine, writer: Writer) -> None:
    refused = iter([True])

    @event.listens_for(engine, "commit")
    def _fail(_connection: Connection) -> None:
        if next(refused, False):
            raise OperationalError("COMMIT", {}, Exception("the disk is full for a moment"))

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(writer.do, map(saying, "abc"))) == set("abc")
    assert words(engine) == set("abc")


def test_an_error_that_stays_reaches_every_caller(
    engine: Engine, writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.trouble.BRIEF", 0)

    @event.listens_for(engine, "commit")
    def _fail(_connection: Connection) -> None:
        raise OperationalError("COMMIT", {}, Exception("the disk is full"))

    with ThreadPoolExecutor(3) as pool:
        for future in [pool.submit(writer.do, saying(word)) for word in "abc"]:
            with pytest.raises(OperationalError, match="the disk is full"):
                future.result()
    event.remove(engine, "commit", _fail)
    assert words(engine) == set()
    assert writer.do(saying("d")) == "d"


def test_a_job_that_meets_a_row_made_meanwhile_looks_again(writer: Writer) -> None:
    tries = []

    def work(connection: Connection) -> int:
        tries.append(1)
        if len(tries) < TRIES:
            saying("pear")(connection)
            saying("pear")(connection)
        return len(tries)

    assert writer.do(work) == TRIES
    with pytest.raises(IntegrityError):
        writer.do(lambda connection: [saying("plum")(connection) for _ in range(2)])


def test_closing_finishes_what_is_queued_and_takes_nothing_more(engine: Engine) -> None:
    writer = Writer(engine, "writer")
    with ThreadPoolExecutor(80) as pool:
        go_on = held(writer, pool)
        queued = [pool.submit(writer.do, saying(str(number))) for number in range(70)]
        while writer._jobs.qsize() < 70:
            pass
        closing = pool.submit(writer.close)
        go_on.set()
        closing.result()
        assert len({future.result() for future in queued}) == 70
    with pytest.raises(Closed):
        writer.do(saying("late"))
    writer.close()
    assert len(words(engine)) == 70


def test_many_threads_save_one_article_and_it_is_stored_once(store: Store, database: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        saved = list(pool.map(lambda _: put(store, a_page(), an_article()).outcome, range(24)))
    assert sorted(saved) == [Outcome.NEW] + [Outcome.SAME] * 23
    assert (sizes(database)["article"], sizes(database)["revision"]) == (1, 1)


def test_a_failing_save_leaves_nothing_behind(store: Store, database: str) -> None:
    class Broken(Exception):
        pass

    class Torn(tuple[object, ...]):
        def __iter__(self) -> Iterator[object]:
            raise Broken

    article = an_article()
    object.__setattr__(article, "dropped", Torn())
    with pytest.raises(Broken):
        store.save(a_page(), article, None)
    assert not any(sizes(database).values())
    assert put(store, a_page(), an_article()).outcome is Outcome.NEW


def test_a_closed_store_says_so(database: str) -> None:
    store = Store(database)
    store.close()
    store.close()
    with pytest.raises(Closed):
        store.discover("harbour", found("/one"), MONDAY)
    with Store(database) as again:
        assert again.article(SITE + "/one") is None


def test_a_page_that_is_saved_at_the_second_try_is_met_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    run, tries, written = store.start_run("crawl harbour", "1", MONDAY), count(), save._written

    def at_the_second_try(connection: Connection, case: Case) -> save.Done:
        done = written(connection, case)
        if next(tries) % 2 == 0:
            raise IntegrityError("INSERT", {}, Exception("another process was faster"))
        return done

    paths = ["/one", "/two"]
    for path in paths:
        put(store, a_page(path), an_article(path))
    monkeypatch.setattr(save, "_written", at_the_second_try)
    for path in paths:
        put(store, a_page(path, "x", MONDAY + NIGHT), a_refusal(path), run)
    assert next(tries) == 4
    assert not store._sentinel.is_ill("harbour", run)
