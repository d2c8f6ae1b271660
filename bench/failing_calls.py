"""The N-th call to the database fails, for every N: the rows keep their rules, and going on mends all.

python -m bench.failing_calls [--every 1] [--database postgresql://...]

Two made-up nights and a re-clean (new, changed, same, duplicate, near copy, moved, merged, split, refused, held, gone
pages; runs; publisher memory) are written once undisturbed. Then once for each call, which fails before it is done,
after it was done, or stays failing for three calls. What raised is done again on a store opened anew, as the next
start would; at the end all rows are the same as undisturbed. Exit status 1 if a rule is broken or a row differs.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from bench.allrows import rows
from bench.emptied import tables
from cleaning import Article, Block, Kind, Outcome, Page, Refusal
from storage import RECLEANED, Fetch, Found, RunState, Store, trouble

MONDAY: Final = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TUESDAY: Final = MONDAY + timedelta(days=1)
NIGHTS: Final = (MONDAY, TUESDAY)
SITE: Final = "https://harbour.example"
Step = Callable[[Store], object]


@contextmanager
def heard(told: Callable[[bool], None]) -> Iterator[None]:
    """Every statement and commit is told, before it is done (False) and after it was (True)."""
    listeners: tuple[tuple[str, Callable[..., None]], ...] = (
        ("before_cursor_execute", lambda *_: told(False)),
        ("after_cursor_execute", lambda *_: told(True)),
        ("commit", lambda _: told(False)),
    )
    for name, listener in listeners:
        event.listen(Engine, name, listener)
    try:
        yield
    finally:
        for name, listener in listeners:
            event.remove(Engine, name, listener)


class Faults:
    """Fails chosen calls of all databases of this process; counts them all."""

    def __init__(self) -> None:
        self.calls = 0
        self.failing: range = range(0)
        self.afterwards = False

    def met(self, afterwards: bool) -> None:
        """One call, before or after it is done. Raises OperationalError if it is to fail."""
        if not afterwards:
            self.calls += 1
        if self.calls in self.failing and afterwards is self.afterwards:
            raise OperationalError("a call", {}, sqlite3.OperationalError("disk I/O error"))

    def watching(self) -> AbstractContextManager[None]:
        """Every statement and commit is a call."""
        return heard(self.met)


class Script:
    """What is written, in order; each step may be repeated when it raised."""

    def __init__(self) -> None:
        self._run: list[int | None] = [None, None]

    def steps(self) -> list[Step]:
        """Two nights and a re-clean."""
        found = [Found(f"{SITE}/{name}", f"harbour.example/{name}") for name in "abcdefghij"]
        return [
            self._began(0),
            lambda store: store.discover("harbour", found, MONDAY),
            *(self._saved(f"/{name}", _story(name), 0) for name in "abcd"),
            self._saved("/e", _story("a"), 0),
            self._saved("/f", f"{_story('b')} And so it went on for a day.", 0),
            self._saved("/g", "", 0, refusal=Refusal.BLOCK_PAGE),
            self._left("/h", Outcome.FAILED, 500, 0),
            self._saved("/i", _story("i"), 0),
            lambda store: store.resume.note_sources(self._run[0] or 0, "harbour"),
            self._ended(0),
            self._began(1),
            self._saved("/a", _story("a"), 1),
            self._saved("/b", f"{_story('b')} A correction was printed.", 1, body="b anew"),
            self._saved("/c", _story("c"), 1, body="c in another dress"),
            self._saved("/d", _story("d"), 1, body="d has moved", final="/d-new"),
            self._saved("/j", _story("c"), 1, body="j is c", final="/c"),
            self._saved("/i", _story("i"), 1, body="i", parts=("/i?page=2",)),
            self._saved("/g", _story("g"), 1, body="g opened"),
            self._saved("/e", "", 1, body="who are you", refusal=Refusal.BLOCK_PAGE),
            self._left("/f", Outcome.GONE, 410, 1),
            self._saved("/f", _story("b"), 1, body="f is b", final="/b"),
            self._recleaned("/a", f"{_story('a')} Which was overlooked."),
            lambda store: store.suspects.withdraw(_id(store, "/c"), "suspect", "looked at by hand", self._run[1]),
            self._ended(1),
        ]

    def _began(self, number: int) -> Step:
        def step(store: Store) -> None:
            self._run[number] = store.start_run("crawl harbour", f"{number}", NIGHTS[number])

        return step

    def _ended(self, number: int) -> Step:
        return lambda store: store.finish_run(self._run[number] or 0, RunState.DONE, "", NIGHTS[number])

    def _saved(self, path: str, words: str, number: int, **how: Any) -> Step:
        def step(store: Store) -> None:
            page, article = _made(path, words, NIGHTS[number], **how)
            if store.look(page).unchanged:
                store.save_unchanged(page, self._run[number])
            else:
                store.keep(page)
                store.save(page, article, self._run[number])

        return step

    def _left(self, path: str, outcome: Outcome, status: int, number: int) -> Step:
        at = NIGHTS[number]
        fetch = Fetch(url=SITE + path, publisher="harbour", outcome=outcome, reason=f"{status}", at=at, status=status)
        return lambda store: store.record(fetch, self._run[number])

    def _recleaned(self, path: str, words: str) -> Step:
        page, article = _made(path, words, MONDAY, body=_story(path.strip("/")))
        return lambda store: store.save(page, article, self._run[1], reason=RECLEANED)


@dataclass(frozen=True, slots=True)
class Trial:
    """One way to fail: the calls that fail, and whether they were done all the same."""

    failing: range
    afterwards: bool

    def __str__(self) -> str:
        when = "after it was done" if self.afterwards else "before it was done"
        return f"call {self.failing.start} fails {when}, {len(self.failing)} in a row"


def trials(calls: int, every: int) -> Iterator[Trial]:
    """Every call, or every so-and-so-many-th, in three ways."""
    for number in range(1, calls + 1, every):
        yield Trial(range(number, number + 1), False)
        yield Trial(range(number, number + 1), True)
        yield Trial(range(number, number + 3), False)


def written(database: str, faults: Faults, trial: Trial | None = None) -> list[str]:
    """Write everything; what raised is done again on a store opened anew. Returns the rules found broken meanwhile."""
    broken: list[str] = []
    faults.calls, faults.failing = 0, trial.failing if trial else range(0)
    faults.afterwards = trial is not None and trial.afterwards
    store: Store | None = None
    for step in Script().steps():
        while True:
            try:
                store = store or Store(database, version="1", clock=lambda: TUESDAY)
                step(store)
                break
            except OperationalError:
                broken += map(str, _looked_at(database, faults))
                if store:
                    store.close()
                store = None
    faults.failing = range(0)
    if store:
        store.sweep(TUESDAY + timedelta(days=9))
        store.close()
    return broken + [str(each) for each in _looked_at(database, faults)]


def _looked_at(database: str, faults: Faults) -> Sequence[object]:
    calls = faults.calls
    failing, faults.failing = faults.failing, range(0)
    try:
        with Store(database, version="1") as store:
            return store.violations(deep=True)
    finally:
        faults.calls, faults.failing = calls, failing


def _made(
    path: str,
    words: str,
    at: datetime,
    *,
    body: str = "",
    final: str = "",
    parts: Sequence[str] = (),
    refusal: Refusal | None = None,
) -> tuple[Page, Article]:
    """A page and what it becomes."""
    shell = "".join(f"<div class='quay-{number}'>pears no {number}</div>" for number in range(120))
    made = f"<html>{shell}<p>{body or words}</p></html>".encode()
    page = Page(url=SITE + path, final_url=SITE + (final or path), body=made, fetched_at=at, publisher="harbour")
    for part in parts:
        page = page.with_next(Page(url=SITE + part, body=f"{body} {part}".encode(), fetched_at=at, publisher="harbour"))
    furniture = tuple(
        Block(line, Kind.ITEM, dropped_by="outside_article", evidence="first of 3") for line in ("Home", "All pears")
    )
    blocks = (Block(words), Block("Printed on the quay, as every morning, by two people and a dog."))
    article = Article(
        url=page.final_url, publisher="harbour", title=f"About {words[:12]}", blocks=() if refusal else blocks,
        dropped=furniture, refusal=refusal, refusal_evidence="it asks who you are" if refusal else "",
    )  # fmt: skip
    return page, article


def _id(store: Store, path: str) -> int:
    """The number of the article at this path; 0 where it is taken back already."""
    row = store.article(SITE + path)
    return row.article_id if row else 0


def _story(name: str) -> str:
    return " ".join(f"{name}{number * 7919 % 1009:x}{name}" for number in range(90)) + "."


@dataclass(frozen=True, slots=True)
class Result:
    """What all trials found."""

    calls: int
    tried: int
    broken: list[str]


def run(databases: Iterator[str], every: int) -> Result:
    """All trials, each on the next of these empty databases."""
    faults, broken, tried = Faults(), list[str](), 0
    trouble.BRIEF = trouble.AWAY = 0.0  # type: ignore[misc]  # nothing is waited for: what fails is told
    with faults.watching():
        undisturbed = next(databases)
        broken += written(undisturbed, faults)
        wanted, calls = rows(undisturbed), faults.calls
        for trial in trials(calls, every):
            database = next(databases)
            broken += [f"{trial}: {rule}" for rule in written(database, faults, trial)]
            broken += [f"{trial}: {table} differs" for table, have in rows(database).items() if have != wanted[table]]
            tried += 1
    return Result(calls, tried, broken)


def _files(folder: Path) -> Iterator[str]:
    number = 0
    while True:
        number += 1
        for old in folder.glob(f"{number - 2}.*"):
            old.unlink()
        yield f"sqlite:///{folder / str(number)}.db"


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1, help="only every so-and-so-many-th call")
    parser.add_argument("--database", default="", help="an empty PostgreSQL database, instead of SQLite files")
    told = parser.parse_args()
    began = time.monotonic()
    with TemporaryDirectory() as folder:
        found = run(tables(told.database) if told.database else _files(Path(folder)), told.every)
    for line in found.broken[:50]:
        print(line)
    print(
        f"{found.calls} calls, {found.tried} trials, {len(found.broken)} violations, {time.monotonic() - began:.0f} s"
    )
    return 1 if found.broken else 0


if __name__ == "__main__":
    sys.exit(main())
