"""The commands that ask the network, or know who is asked: crawl, refetch, and the list of publishers."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from urllib.request import getproxies_environment

from cleaning import Outcome, Wording, changes, url_key
from console.diff import colour, diff_lines
from console.interrupts import INTERRUPTED
from console.logs import log_reports, log_run
from console.notify import notify
from console.out import as_json, note, say, table
from console.progress import Watched
from console.reports import FAILED, OK, as_record, exit_status, show_reports
from console.runreport import Told, show_told, tell, told_record
from console.work import Misunderstood, ledger, tidied, worker_count
from crawlers import (
    Allowed,
    ArticleSpider,
    Early,
    Options,
    Report,
    Tally,
    Target,
    UnknownPublisher,
    code_version,
    known_publishers,
    refetch_targets,
    target,
)
from crawlers import crawl as crawl_all
from storage import ArticleRow, Ended, RunState, Store
from workers import Workers

NOTHING = "no article"
_WORKERS, _MEGABYTES = 2, 112
"""Of a crawl: enough for what two processors fetch, and so little that all its processes keep within 512 MB."""
GOES_ON = timedelta(hours=6)
"""A crawl whose last sign of life is older than this is not gone on with: what it asked first may have changed."""
_NOT_HAD = (Outcome.FAILED, Outcome.FORBIDDEN, Outcome.REFUSED, Outcome.HELD, Outcome.LATER)


@dataclass(frozen=True, slots=True)
class Crawled:
    """A finished crawl: its run, its reports, and the publishers that had articles before it."""

    run: int
    state: RunState
    reports: list[Report]
    stored_before: frozenset[str]
    told: Told

    @property
    def exit_status(self) -> int:
        """How it went; an interrupt has precedence."""
        if self.state is RunState.INTERRUPTED:
            return INTERRUPTED
        return exit_status(self.reports, self.stored_before) or self.told.exit_status


@dataclass(frozen=True, slots=True)
class Refetched:
    """What fetching an address again did: "new", "changed", "same", "gone", or why there was nothing to compare."""

    url: str
    what: str
    reason: str = ""
    revision: int = 0
    diff: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether it brought no article."""
        return self.what == NOTHING or self.what in _NOT_HAD


def chosen(what: Sequence[str], rules: str | None, at: str | None) -> list[Target]:
    """The targets that a command line names, each once; all known publishers if it names none. Raises Misunderstood."""
    try:
        targets = [target(_address(name) if "://" in name else name) for name in what]
        if rules and at:
            targets.append(target(rules, _address(at)))
    except UnknownPublisher as unknown:
        raise Misunderstood(f"{unknown} is neither an address nor among `winnow publishers`") from unknown
    once = {(each.spider, url_key(each.arguments.get("base_url", ""))): each for each in reversed(targets)}
    return [*reversed(once.values())] or [target(name) for name in known_publishers()]


def options(delay: float | None, time_limit: float | None, contact: str, max_pages: int | None = None) -> Options:
    """What the command line and the environment say about a crawl. Raises Misunderstood."""
    allowed = os.environ.get("WINNOW_ALLOW_PRIVATE", "")
    for name in ("WINNOW_TIMEOUT", "WINNOW_MAX_BYTES"):
        if not _is_quantity(os.environ.get(name) or "1"):
            raise Misunderstood(f"{name}: {os.environ[name]!r} is no number above 0")
    try:
        Allowed.parse(allowed)
    except ValueError as error:
        raise Misunderstood(f"WINNOW_ALLOW_PRIVATE: {error}") from error
    return Options(
        delay=delay,
        time_limit=time_limit,
        contact=contact,
        max_pages=max_pages,
        allow_private=allowed,
        proxies=getproxies_environment(),
    )


def _is_quantity(text: str) -> bool:
    return re.fullmatch(r"\d{1,12}(?:\.\d+)?", text, re.ASCII) is not None and float(text) > 0


def crawl(
    store: Store,
    targets: Sequence[Target],
    how: Options,
    machine: bool,
    slot: str = "",
    job: str = "",
    *,
    from_start: bool = False,
) -> int:
    """Crawls, and shows a line a publisher. Work of a job for a named slot is done once.

    Without a slot it goes on with the crawl of the same publishers that was broken off a while ago, if there is one,
    unless it shall begin `from_start`.
    """
    tidied(store)
    job = job or "crawl " + " ".join(sorted(each.publisher for each in targets))
    done = _run(store, targets, how, job, machine, slot or ("" if from_start else _broken_off(store, job)))
    if machine:
        as_json({"run": done.run, "reports": [as_record(report) for report in done.reports], **told_record(done.told)})
    else:
        show_reports(done.reports)
        show_told(done.told)
    return done.exit_status


def refetch(store: Store, urls: Sequence[str], how: Options, machine: bool) -> int:
    """Fetches addresses again, and shows what changed in each. One that brings no article is a failure, an article
    that is gone is none.

    Raises Misunderstood for what is no address.
    """
    before = {url: store.article(url) for url in map(_address, urls)}
    known = {url: row.publisher for url, row in before.items() if row}
    done = _run(store, refetch_targets(urls, known), how, "refetch " + " ".join(urls)[:200], machine)
    done = replace(done, stored_before=frozenset())  # what few addresses bring is not what their publisher brings
    told = [_refetched(url, store.ended(done.run, url), before[url], store.article(url)) for url in urls]
    if machine:
        reports = [as_record(report) for report in done.reports]
        as_json({"run": done.run, "articles": [asdict(e) for e in told], "reports": reports, **told_record(done.told)})
    else:
        _show(told)
        show_reports(done.reports)
        show_told(done.told)
    return done.exit_status or (FAILED if any(each.failed for each in told) else OK)


def publishers(machine: bool) -> int:
    """Lists the publishers that have a file."""
    rows = [(name, spider.home(), _about(spider)) for name, spider in known_publishers().items()]
    if machine:
        as_json([{"name": name, "home": home, "about": about} for name, home, about in rows])
    else:
        table(("publisher", "home", "about"), rows)
    return OK


def _address(text: str) -> str:
    """The text, if it is a web address. Raises Misunderstood."""
    with suppress(ValueError):
        parts = urlsplit(text)
        if parts.scheme in ("http", "https") and parts.hostname and parts.port != 0:
            return text
    raise Misunderstood(f"{text}: not a web address such as https://site.example/")


def _run(store: Store, targets: Sequence[Target], how: Options, job: str, quiet: bool, slot: str = "") -> Crawled:
    """Crawls the targets as one run of the ledger, showing progress. Raises Busy."""
    before = store.with_articles([target.publisher for target in targets])
    with (
        Watched(quiet) as watched,
        Workers(worker_count(_WORKERS), megabytes=_MEGABYTES) as workers,
        ledger(store, job, slot) as run,
    ):

        def progress(name: str, tally: Tally) -> None:
            watched(name, tally.done, max(tally.due, tally.done) or None)

        log_run("started", run=run.id, job=job, slot=slot, version=code_version())
        reports = crawl_all(targets, store, workers, how, run_id=run.id, progress=progress)
        run.state = _state(reports)
        told = tell(store, run.id, {"job": job, "slot": slot, "state": run.state}, reports)
        log_reports(run.id, job, told.reports)
    log_run(f"ended: {run.state}", run=run.id, job=job, slot=slot, state=run.state)
    notify(store)
    return Crawled(run.id, run.state, list(told.reports), before, told)


def _broken_off(store: Store, job: str) -> str:
    """The slot of the crawl to go on with; empty if there is none."""
    now = datetime.now(UTC)
    run = store.ledger.broken_off(job, now)
    if run is None or now - run.heartbeat_at > GOES_ON:
        return ""
    note(f"going on with run {run.run}, which was broken off; --from-start begins anew")
    return run.slot


def _state(reports: Sequence[Report]) -> RunState:
    reasons = {report.stopped for report in reports}
    if Early.INTERRUPTED in reasons:
        return RunState.INTERRUPTED
    return RunState.TIME_LIMIT if Early.TIME_LIMIT in reasons else RunState.DONE


def _refetched(url: str, ended: Ended | None, before: ArticleRow | None, after: ArticleRow | None) -> Refetched:
    """What a refetch did to one article."""
    revision = after.revision if after else 0
    if ended is not None and ended.outcome in _NOT_HAD:
        return Refetched(url, ended.outcome, ended.reason, revision)
    if after is None:
        return Refetched(url, NOTHING, ended.reason if ended else "")
    if before is None:
        return Refetched(url, "new", "", revision, (f"+ {after.title or ''}",))
    what = "gone" if after.gone_at else "changed" if after.revision > before.revision else "same"
    edited = changes(Wording(before.title, before.text), Wording(after.title, after.text))
    return Refetched(url, what, "", revision, tuple(diff_lines(edited)))


def _show(told: Sequence[Refetched]) -> None:
    for each in told:
        say(": ".join(filter(None, (each.what, each.reason, each.url))), "bold")
        for line in each.diff:
            say("  " + line, colour(line))


def _about(spider: type[ArticleSpider]) -> str:
    """What a publisher's file says of it."""
    return (sys.modules[spider.__module__].__doc__ or "").partition("\n")[0]
