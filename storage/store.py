"""The Store: one per process, used from any thread. Each call returns when its work is committed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from types import TracebackType
from typing import TypeVar

from sqlalchemy import Connection

from cleaning import VERSION, Article, Layout, Memory, Outcome, Page, publisher_name
from storage import adoption, archive_schema, frontier, learning, recall, record, runs, schema, watch
from storage.case import KEPT_OUT, Work, preview
from storage.condition import Condition, condition
from storage.engine import open_engine, raw_url, read_url
from storage.ledger import Ledger
from storage.migrate import upgrade
from storage.nouns import (
    Due,
    Ended,
    Fetch,
    Found,
    Preview,
    RunCounts,
    RunRow,
    RunState,
    Saved,
)
from storage.raw import Archive, bodies
from storage.readings import Readings
from storage.recall import Learned, Look
from storage.resume import Resume
from storage.save import save, superseded
from storage.schedulers import Schedulers
from storage.sentinel import Sentinel
from storage.sources import Sources
from storage.standing import USUAL
from storage.suspects import Suspects
from storage.sweep import sweep
from storage.tally import Cost, spend
from storage.violations import Violation, violations
from storage.watching import Watch
from storage.writer import Writer

T = TypeVar("T")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""When a page without a time was fetched."""
RECLEANED, RELEASED = "recleaned", "released"


def now_utc() -> datetime:
    """The time."""
    return datetime.now(UTC)


class Store(Readings):
    """Everything Winnow remembers. `database` is a URL or the path of an SQLite file; it is made or upgraded on open.

    Raises UnknownDatabase for an address that names no such database, NewerDatabase for one made by a later Winnow,
    and what SQLAlchemy raises when the database cannot be reached or written (sqlalchemy.exc.OperationalError).
    """

    def __init__(self, database: str, clock: Callable[[], datetime] = now_utc, version: str = VERSION) -> None:
        url = read_url(database)
        self._clock, self._version = clock, version
        self._engine = open_engine(url)
        self._raw_engine = self._engine if raw_url(url) == url else open_engine(raw_url(url))
        try:
            upgrade(self._raw_engine, "raw", archive_schema.metadata)
            upgrade(self._engine, "main", schema.metadata)
        except BaseException:
            self._let_go()
            raise
        self._archive = Archive(self._raw_engine)
        self._recall = recall.Recall()
        self._sentinel = Sentinel()
        self._writer = Writer(self._engine, "winnow-writer")
        self.sources = Sources(self._read, self._write)
        self.watch = Watch(self._read, self._write, self._sentinel, clock)
        self.suspects = Suspects(self._read, self._write, self._archive, clock)
        self.resume = Resume(self._read, self._write, self._archive)
        self.schedulers = Schedulers(self._read, self._write)
        self.ledger = Ledger(self._read, self._write)

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def hurry(self) -> None:
        """From now on wait for no database that is away: for those who are asked to end."""
        self._writer.hurry()

    def close(self) -> None:
        """Finish what is queued and let the database go. May be called twice."""
        self._writer.close()
        self._archive.close()
        self._let_go()

    # the frontier

    def discover(self, publisher: str, found: Sequence[Found], now: datetime) -> int:
        """Remember addresses that a listing names; returns how many were not known."""
        return self._write(lambda c: frontier.discover(c, publisher, found, now)) if found else 0

    def due(self, publisher: str, now: datetime, limit: int | None = None, *, besides: int | None = None) -> list[Due]:
        """What to ask in a crawl that starts now: known addresses to check, then failed ones, then new ones.

        `besides`: a run that goes on: what it has brought to an end is left out.
        """
        return self._read(lambda c: frontier.due(c, publisher, now, limit, besides))

    def due_for(self, urls: Iterable[str], now: datetime, layout: Layout = USUAL) -> list[Due]:
        """These addresses, to be asked whatever their time."""
        return self._read(lambda c: frontier.due_for(c, urls, layout))

    def adopt(self, before: str, name: str) -> None:
        """What was stored under the first name is stored under the second from now on; nothing where there is none."""
        if before != name and self._read(lambda c: adoption.has_pages(c, before)):
            self._archive.rename(before, name)
            self._write(lambda c: adoption.adopt(c, before, name, self._clock()))

    # the line

    def keep(self, page: Page) -> None:
        """Store the raw bytes of the page and its continued pages, before anything is made of them."""
        page = self._dated(page)
        named = bodies(page)
        self._archive.keep(page, named)
        if named.earlier:
            self._archive.let_go(self._read(lambda c: superseded(c, page.url, named)))

    def look(self, page: Page, layout: Layout = USUAL) -> Look:
        """What we have at the address of a page that was fetched just now."""
        have = self._read(lambda c: recall.look(c, page, layout, self._version))
        told = have.unchanged or have.memory.settled
        return have if told else replace(have, memory=self.memory_of(_whose(page)))

    def save(
        self, page: Page, article: Article, run_id: int | None, *, layout: Layout = USUAL, reason: str = ""
    ) -> Saved:
        """Write what became of the page, in one transaction. `reason`: RECLEANED or RELEASED, from the archive."""
        work = self._work(page, article, run_id, layout, reason)
        done = self._write(lambda c: save(c, work, self._sentinel))
        if done.known and not work.from_archive:
            bad = done.saved.outcome in KEPT_OUT
            self._sentinel.met(work.publisher, run_id, good=not bad, bad=bad)
        if done.again:
            self._archive.keep_anew(work.page, work.bodies)
        self._archive.let_go(done.loose)
        if done.saved.outcome in (Outcome.NEW, Outcome.DUPLICATE):
            self._recall.taught(_whose(page))
        return done.saved

    def save_unchanged(self, page: Page, run_id: int | None, *, layout: Layout = USUAL) -> Saved:
        """Write that the page is as it was (`Look.unchanged`): no row is added."""
        page = self._dated(page)
        done = self._write(lambda c: record.unchanged(c, page, run_id, layout))
        self._sentinel.met(_whose(page), run_id, good=1)
        self._archive.let_go(done.loose)
        return done.saved

    def preview(self, page: Page, article: Article, *, layout: Layout = USUAL, reason: str = RECLEANED) -> Preview:
        """What `save` would do, without writing."""
        work = self._work(page, article, None, layout, reason)
        return self._read(lambda c: preview(c, work))

    def record(self, fetch: Fetch, run_id: int | None, *, layout: Layout = USUAL) -> Outcome:
        """Write how asking for an address ended that brought no article page; returns the outcome it counts as."""
        return self.record_all([fetch], run_id, layout=layout)[0]

    def record_all(self, fetches: Sequence[Fetch], run_id: int | None, *, layout: Layout = USUAL) -> list[Outcome]:
        """The same for several, in one transaction."""
        recorded = self._write(lambda c: record.record(c, fetches, run_id, layout))
        self._archive.let_go(each.loose for each in recorded)
        for fetch, ended in zip(fetches, recorded, strict=True):
            self._sentinel.met(fetch.publisher, run_id, good=ended.outcome is Outcome.SAME)
        return [each.outcome for each in recorded]

    # publisher memory

    def memory(self, page: Page, layout: Layout = USUAL) -> Memory:
        """What the page is to be cleaned with: what its publisher's pages taught.

        If its article is stored already, what was known then: that memory grew is no edit of the publisher's.
        """
        stored = self._read(lambda c: recall.of_stored(c, page, layout))
        return stored or self.memory_of(_whose(page))

    def memory_of(self, publisher: str) -> Memory:
        """What the pages of a publisher have taught till now, or a little while ago."""
        return self._recall.of(publisher, lambda: self._read(lambda c: recall.known(c, publisher)))

    def memory_now(self, page: Page) -> Memory:
        """The same for a stored page, which does not count itself among its publisher's other pages."""
        return replace(self.memory_of(_whose(page)), own=1)

    def learned(self, publisher: str) -> list[Learned]:
        """The same for people: each block with its text, those that stood on most pages first."""
        return self._read(lambda c: recall.learned(c, publisher))

    def keep_block(self, publisher: str, number: int, words: str) -> None:
        """By hand: this block (`text_hash`) is never dropped for standing on many pages of the publisher."""
        at = self._clock()
        self._write(lambda c: learning.keep_block(c, publisher, number, words, at))
        self._recall.forget(publisher)

    def forget_block(self, publisher: str, number: int) -> bool:
        """By hand: forget a block, and that it was kept; it is learned anew. Returns whether anything was known."""
        known = self._write(lambda c: learning.forget_block(c, publisher, number))
        self._recall.forget(publisher)
        return known

    # runs

    def start_run(self, job: str, slot: str, now: datetime, version: str = "") -> int | None:
        """Claim a job's slot: the run's id, or None when its run was made or a run of this job is alive.

        The slot of a run that was broken off may be claimed again; the run goes on under its id. A silent run is
        watched for a minute before it is taken for dead.
        """
        silent = watch.silent(lambda: self._read(lambda c: runs.suspect(c, job, now)))
        return self._write(lambda c: runs.start(c, job, slot, now, version, silent))

    def heartbeat(self, run_id: int, now: datetime) -> bool:
        """Say that the run is alive; one that is silent may be taken over. False if this one was."""
        return self._write(lambda c: runs.heartbeat(c, run_id, now))

    def spend(self, run_id: int, publisher: str, seconds: float = 0.0, size: int = 0) -> None:
        """Add time and bytes that no single address accounts for: list pages, the wall-clock time of the crawl."""
        self._write(lambda c: spend(c, run_id, publisher, Cost(size, seconds)))

    def finish_run(self, run_id: int, state: RunState, reason: str, now: datetime) -> None:
        """Close the run, unless another process took it over."""
        self._write(lambda c: runs.finish(c, run_id, state, reason, now))

    def run_counts(self, run_id: int) -> list[RunCounts]:
        """The run's figures per publisher; every address is in exactly one of them."""
        return self._read(lambda c: runs.counts(c, run_id))

    def ended(self, run_id: int, url: str, layout: Layout = USUAL) -> Ended | None:
        """Where an address ended in this run, as long as no later run touched it; None if the run did not."""
        return self._read(lambda c: runs.ended(c, run_id, url, layout))

    def runs(self, limit: int = 20) -> list[RunRow]:
        """The latest runs, newest first."""
        return self._read(lambda c: runs.rows(c, limit))

    def condition(self, *, thorough: bool = False) -> Condition:
        """How big and how sound the database is. `thorough` reads all of it."""
        return condition(self._engine, self._raw_engine, thorough=thorough)

    def sweep(self, now: datetime) -> int:
        """Discard the raw pages that nothing refers to and that are a day old; returns how many. Dead processes left
        them. Nothing is done while a run is alive."""
        return self._write(lambda c: sweep(c, self._engine, self._archive, now))

    def violations(self, *, deep: bool = False) -> list[Violation]:
        """The rules of the rows that are broken; `deep` reads every text and every raw page, too."""
        return violations(self._engine, self._raw_engine, deep=deep)

    def _work(self, page: Page, article: Article, run_id: int | None, layout: Layout, reason: str) -> Work:
        page, recleaned, released = self._dated(page), reason == RECLEANED, reason == RELEASED
        at = self._clock() if recleaned or released else page.fetched_at
        return Work(page, article, layout, run_id, self._version, at, bodies(page), recleaned, released)

    def _dated(self, page: Page) -> Page:
        return replace(page, fetched_at=self._clock()) if page.fetched_at == EPOCH else page

    def _let_go(self) -> None:
        self._engine.dispose()
        self._raw_engine.dispose()

    def _write(self, work: Callable[[Connection], T]) -> T:
        return self._writer.do(work)


def _whose(page: Page) -> str:
    return page.publisher or publisher_name(page.url)
