"""The checks of `winnow doctor`, in the order in which a cause comes before its effects."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, distribution, version
from statistics import median
from urllib.parse import urlsplit

from packaging.requirements import Requirement

from cleaning import Page, clean
from console.findings import Check, Finding, Grade, Patient
from crawlers import Knock, code_version, knock
from storage import Health, RunState
from workers import CleaningFailed, Workers

LEAST_FREE = 1024**3
"""Bytes that a disk should have free, whatever grew so far."""
NIGHTS_LEFT = 30
CLOCK = timedelta(minutes=2)
"""A clock further off than this dates articles wrongly, and misses its nights."""
FILES = 512
"""File handles that a crawl of many sites needs."""
_SAMPLE = b"<html><body><article><h1>A page</h1>" + b"<p>Ten words or so are enough for a short paragraph.</p>" * 5


def settings(patient: Patient) -> Iterator[Finding]:
    """Who we say we are, and what the address guard lets through."""
    if patient.options.contact:
        yield Finding("contact", Grade.WELL, patient.options.contact)
    else:
        advice = "set WINNOW_CONTACT to a page or mail address, so that who is bothered can write instead of blocking"
        yield Finding("contact", Grade.NOTE, "servers are not told who asks", advice)
    if patient.options.allow_private:
        yield Finding("address guard", Grade.NOTE, f"lets through {patient.options.allow_private}")
    for scheme, proxy in sorted(patient.options.proxies.items()):
        yield Finding("proxy", Grade.NOTE, f"{scheme} through {urlsplit(proxy).hostname or proxy}")


def versions(patient: Patient) -> Iterator[Finding]:
    """Whether the libraries are those that this version was made for."""
    yield Finding("versions", Grade.WELL, f"Winnow {code_version()}, Python {platform.python_version()}")
    try:
        demands = [Requirement(line) for line in distribution("winnow").requires or ()]
    except PackageNotFoundError:
        yield Finding("versions", Grade.NOTE, "Winnow runs from a checkout: its demands are not known")
        return
    for demand in demands:
        if demand.marker is None or demand.marker.evaluate({"extra": ""}):
            yield from _version(demand)


def database(patient: Patient) -> Iterator[Finding]:
    """Whether the database is sound, and whether there is room for it to grow."""
    found = patient.store.condition(thorough=patient.deep)
    size = f"{found.engine}, {found.bytes / 1e6:,.0f} MB"
    yield Finding("database", Grade.ILL if found.problems else Grade.WELL, size)
    for problem in found.problems:
        advice = "stop all crawls and restore the last backup; `winnow crawl` goes on from there"
        yield Finding("database", Grade.ILL, problem, advice)
    if patient.deep and not found.problems:
        for broken in patient.store.violations(deep=True):
            yield Finding("rows", Grade.ILL, str(broken), "`winnow refetch` of such an address stores it anew")
    yield from (Finding("database", Grade.NOTE, note) for note in found.notes)
    if any(row.articles for row in patient.store.status()) and next(patient.store.sampled_pages(1), None) is None:
        advice = "put the archive (winnow.raw.db) back beside the database: nothing can be cleaned again without it"
        yield Finding("raw pages", Grade.ILL, "those behind the articles are not in the archive", advice)
    if found.folder:
        yield _room(found.folder, found.bytes, found.since)


def machine(patient: Patient) -> Iterator[Finding]:
    """Whether workers can be started, and files opened."""
    page = Page(url="https://doctor.invalid/page", body=_SAMPLE, content_type="text/html")
    try:
        with Workers(1) as workers:
            workers.run(clean, page)
        yield Finding("workers", Grade.WELL, "a page was cleaned in a process of its own")
    except (CleaningFailed, OSError) as error:
        yield Finding(
            "workers", Grade.ILL, str(error), "pages cannot be cleaned: look at limits of memory and processes"
        )
    if sys.platform != "win32":
        yield _handles()


def ledger(patient: Patient) -> Iterator[Finding]:
    """Whether runs end, and how the publishers stand."""
    now = datetime.now(UTC)
    for run in patient.store.runs(20):
        if run.started_at > now + CLOCK:
            yield Finding("clock", Grade.ILL, f"run {run.run} began in the future: {run.started_at}", "set the clock")
    latest = next((run for run in patient.store.runs(1) if RunState(run.state).may_go_on), None)
    if latest:
        yield Finding(
            "last run", Grade.ILL, f"{latest.job}: {latest.state} {latest.reason}", "the same command goes on with it"
        )
    pulses = patient.store.pulses(now)
    good = [pulse for pulse in pulses if pulse.health is Health.GOOD]
    yield Finding("publishers", Grade.WELL, f"{len(good)} of {len(pulses)} are good")
    for pulse in pulses:
        if pulse.health not in (Health.GOOD, Health.UNKNOWN):
            yield Finding(
                pulse.publisher, Grade.ILL, pulse.health, "`winnow status` shows its last crawl and its sources"
            )


def network(patient: Patient) -> Iterator[Finding]:
    """Whether the stored publishers answer, and whether their clocks agree with ours."""
    doors = sorted(set(patient.store.homes().values()))
    if patient.offline or not doors:
        return
    with Workers(1) as workers:
        knocks = knock(doors, patient.store, workers, patient.options)
    for each in knocks:
        yield _answer(each)
    ahead = [each.ahead.total_seconds() for each in knocks if each.ahead is not None]
    if ahead:
        yield _clock(median(ahead))


CHECKS: tuple[Check, ...] = (settings, versions, machine, database, ledger, network)


def _version(demand: Requirement) -> Iterator[Finding]:
    try:
        have = version(demand.name)
    except PackageNotFoundError:
        yield Finding("versions", Grade.ILL, f"{demand.name} is missing", "install Winnow again: pip install .")
        return
    if not demand.specifier.contains(have, prereleases=True):
        yield Finding(
            "versions", Grade.ILL, f"{demand.name} is {have}, not {demand.specifier}", f"pip install '{demand}'"
        )


def _room(folder: str, size: int, since: datetime | None) -> Finding:
    free = shutil.disk_usage(folder).free
    days = max((datetime.now(UTC) - since).days, 1) if since else 1
    nights = free / max(size / days, 1)
    told = f"{free / 1e9:,.1f} GB free" + (f", enough for {nights:,.0f} nights" if since and nights < 3650 else "")
    if free < LEAST_FREE or (since and nights < NIGHTS_LEFT):
        return Finding("disk", Grade.ILL, told, f"make room in {folder}, or move the database")
    return Finding("disk", Grade.WELL, told)


def _handles() -> Finding:
    import resource  # not on every system

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < FILES:
        return Finding("file handles", Grade.ILL, f"{soft} of {hard}", f"ulimit -n {FILES}, or LimitNOFILE in the unit")
    return Finding("file handles", Grade.WELL, f"{soft}")


def _answer(knock: Knock) -> Finding:
    host = urlsplit(knock.site).netloc
    if knock.problem:
        return Finding(host, Grade.ILL, knock.problem, "if no site answers: the network, the proxy, or names (DNS)")
    if (knock.status or 0) >= 500:
        return Finding(host, Grade.NOTE, f"robots.txt: status {knock.status}: nothing is asked there meanwhile")
    return Finding(host, Grade.WELL, f"status {knock.status} after {knock.seconds:.1f} s")


def _clock(ahead: float) -> Finding:
    """`ahead`: seconds by which the servers' clocks are ahead of ours."""
    if abs(ahead) > CLOCK.total_seconds():
        told = f"{abs(ahead):.0f} s {'behind' if ahead > 0 else 'ahead of'} the servers'"
        return Finding("clock", Grade.ILL, told, "let NTP set it")
    return Finding("clock", Grade.WELL, f"within {max(abs(ahead), 1):.0f} s of the servers'")
