"""One run over several publishers in one event loop: what every door calls to crawl or to refetch."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from time import monotonic

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

import heap
from crawlers.agent import user_agent
from crawlers.download import PoliteHandler
from crawlers.job import Job, Line
from crawlers.pace import Paces
from crawlers.report import Report, Tally
from crawlers.stop import Early
from crawlers.targets import Target
from storage import Store
from workers import Workers

Progress = Callable[[str, Tally], None]
_TICK = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the operator may choose about a crawl."""

    delay: float | None = None
    """Seconds between requests to one host, instead of the default; a longer Crawl-delay is kept all the same."""
    max_pages: int | None = None
    """Articles asked for, per publisher."""
    time_limit: float | None = None
    """Seconds for the whole crawl."""
    contact: str = ""
    """A page or mail address of the operator, told to every server."""
    agent: str = ""
    """A whole User-Agent, instead of ours."""
    allow_private: str = ""
    """Networks or host:port that may be reached although they are private, separated by commas."""
    proxies: Mapping[str, str] = field(default_factory=dict)
    """Proxies by scheme ("http", "https", "all"); "no" lists hosts that are asked directly."""
    threads: int = 16
    """Pages on their way into storage at once."""


def crawl(
    targets: Sequence[Target],
    store: Store,
    workers: Workers,
    options: Options | None = None,
    *,
    run_id: int | None = None,
    progress: Progress | None = None,
) -> list[Report]:
    """Crawl the targets side by side, until they are done, time is over or the operator interrupts.

    Returns a report for each target, in order. Runs an event loop that a process can have only once. An interrupt
    (SIGINT, SIGTERM) ends it politely within seconds: what is under way gets a moment to finish, the rest is counted
    LATER. A second one has the effect that it had before. What was stored of a site before it had a publisher's file is
    that publisher's from now on. A trouble of the database that does not pass ends it too,
    and is raised. Who started the run keeps its heart beating. `progress` is called about twice a second with a
    publisher's name and running count.
    """
    heap.tighten()
    for target in targets:
        if target.formerly:
            store.adopt(target.formerly, target.publisher)
    threads = ThreadPoolExecutor((options or Options()).threads, thread_name_prefix="line")
    line = Line(store=store, workers=workers, run_id=run_id, threads=threads)
    with threads:
        reports = _Run(targets, line, options or Options(), progress).reports()
    if line.breakdown.error is not None:
        raise line.breakdown.error
    return reports


class _Run:
    """The crawl of several targets in one process."""

    def __init__(self, targets: Sequence[Target], line: Line, options: Options, progress: Progress | None) -> None:
        self.options = options
        self.progress = progress or (lambda name, tally: None)
        self.line = line
        self.process = AsyncCrawlerProcess(settings_for(options))
        logging.getLogger("scrapy").setLevel(logging.WARNING)  # else it makes two lines a page that nobody shows
        self.targets = list(targets)
        self.jobs = self._jobs()
        for job in self.jobs:
            line.breakdown.ends(job.stop)
        self.seconds = [0.0] * len(self.jobs)

    def reports(self) -> list[Report]:
        """Run all crawls and tell how they went."""
        began = monotonic()
        for number, (target, job) in enumerate(zip(self.targets, self.jobs, strict=True)):
            task = self.process.crawl(target.spider, job=job, **target.arguments)
            task.add_done_callback(partial(self._ended, number=number, began=began))
        with _Interrupts(self.jobs):
            self._watch()
            self.process.start(install_signal_handlers=False)
        return [
            job.tally.report(target.publisher, seconds, job.stop.reason)
            for target, job, seconds in zip(self.targets, self.jobs, self.seconds, strict=True)
        ]

    def _jobs(self) -> list[Job]:
        paces, o = Paces(), self.options
        return [Job(line=self.line, paces=paces, max_pages=o.max_pages, time_limit=o.time_limit) for _ in self.targets]

    def _ended(self, done: asyncio.Future[None], number: int, began: float) -> None:
        self.seconds[number] = monotonic() - began
        error = None if done.cancelled() else done.exception()
        if error is not None:
            self.jobs[number].tally.trouble(f"the crawl broke off: {type(error).__name__}: {error}")

    def _watch(self) -> None:
        """Show progress as long as the loop runs."""
        loop = asyncio.get_event_loop()

        def tick() -> None:
            for target, job in zip(self.targets, self.jobs, strict=True):
                self.progress(target.publisher, job.tally)
            loop.call_later(_TICK, tick)

        loop.call_soon(tick)


class _Interrupts:
    """While the crawl runs, an interrupt asks every spider to end; the next one has the effect that it had before."""

    def __init__(self, jobs: Iterable[Job]) -> None:
        self.jobs = list(jobs)
        self.numbers = (signal.SIGINT, signal.SIGTERM)
        self.before = [signal.getsignal(number) for number in self.numbers]

    def __enter__(self) -> None:
        loop = asyncio.get_event_loop()

        def first(*_: object) -> None:
            self.__exit__()
            loop.call_soon_threadsafe(self._ask)

        for number in self.numbers:
            signal.signal(number, first)

    def __exit__(self, *_: object) -> None:
        for number, handler in zip(self.numbers, self.before, strict=True):
            signal.signal(number, handler)

    def _ask(self) -> None:
        for job in self.jobs:
            job.stop.ask(Early.INTERRUPTED)


def settings_for(options: Options) -> Settings:
    """Scrapy's settings for a crawl as the operator wants it."""
    settings = Settings()
    settings.setmodule("crawlers.settings", priority="project")
    # the class and not its name: what it brings takes twice as long to load from deep inside Scrapy's engine
    settings.set("DOWNLOAD_HANDLERS", {"http": PoliteHandler, "https": PoliteHandler}, priority="cmdline")
    settings.set(
        "LOG_INSTALL_ROOT_HANDLER", not logging.getLogger().handlers, priority="cmdline"
    )  # ours, if there is one
    settings.set("USER_AGENT", options.agent or user_agent(options.contact), priority="cmdline")
    if options.delay is not None:
        settings.set("DOWNLOAD_DELAY", options.delay, priority="cmdline")
    settings.set("WINNOW_PROXIES", dict(options.proxies), priority="cmdline")
    if options.allow_private:
        settings.set("WINNOW_ALLOW_PRIVATE", options.allow_private, priority="cmdline")
    return settings
