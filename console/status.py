"""How everything stands: each publisher's health, what its last crawl brought against the usual, and what is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from console.out import as_json, say, table
from console.reports import OK
from storage import Health, PublisherStatus, Pulse, SourceRow, Store

_STORED = ("articles", "duplicates", "gone", "waiting", "refused", "failing")


def status(store: Store, machine: bool) -> int:
    """Shows the publishers, the sources that fail, and the latest runs."""
    now = datetime.now(UTC)
    pulses = {pulse.publisher: pulse for pulse in store.pulses(now)}
    rows, runs = {row.publisher: row for row in store.status()}, store.runs(5)
    failing, coming = [source for source in store.sources.of() if source.failing_since], next_crawls(store, pulses, now)
    if machine:
        publishers = [
            {**_stored(name, rows.get(name)), **_pulse(pulse), "next_crawl": coming.get(name)}
            for name, pulse in pulses.items()
        ]
        as_json({"publishers": publishers, "sources": list(map(_source, failing)), "runs": list(map(asdict, runs))})
        return OK
    table(
        ("publisher", "health", "last crawl", "next crawl", "new", "usual", "last new", *_STORED),
        [
            (name, *_cells(pulse, coming.get(name)), *_numbers(_stored(name, rows.get(name))))
            for name, pulse in pulses.items()
        ],
    )
    if failing:
        say("")
        table(("source", "since", "attempts", "reason"), [_failing(source) for source in failing])
    say("")
    table(
        ("run", "job", "state", "started", "finished", "reason"),
        [(r.run, r.job, r.state, r.started_at, r.finished_at, r.reason) for r in runs],
    )
    return OK


def _stored(name: str, row: PublisherStatus | None) -> Mapping[str, Any]:
    """What is stored of a publisher; nothing of one that lets nobody in."""
    return asdict(row) if row else {"publisher": name, **dict.fromkeys(_STORED, 0)}


def _numbers(stored: Mapping[str, Any]) -> list[int]:
    return [stored[name] for name in _STORED]


def next_crawls(store: Store, publishers: Iterable[str], now: datetime) -> dict[str, datetime]:
    """When each publisher's next crawl is planned, by the scheduler that was on watch last."""
    latest = store.schedulers.latest()
    if not latest:
        return {}
    from nights import from_json  # here, because it brings Scrapy along

    plans = from_json(latest[0].plans)
    slots = {name: plan.next(now) for name in publishers if (plan := plans.of(name))}
    return {name: slot.due for name, slot in slots.items() if slot}


def _cells(pulse: Pulse, coming: datetime | None) -> tuple[Any, ...]:
    last = pulse.last
    usual = "" if pulse.usual is None else f"{pulse.usual:g}"
    health = ": ".join((pulse.health, *pulse.alarms[:1])) if pulse.health is Health.ALARM else pulse.health
    return (health, last and last.started_at, coming, last and last.fresh, usual, pulse.last_fresh)


def _failing(source: SourceRow) -> tuple[Any, ...]:
    return (source.url, source.failing_since, source.failures, source.reason)


def _pulse(pulse: Pulse) -> Mapping[str, Any]:
    last = asdict(pulse.last) if pulse.last else None
    return {
        "health": pulse.health,
        "alarms": pulse.alarms,
        "last_crawl": last,
        "usual_new": pulse.usual,
        "last_fresh": pulse.last_fresh,
    }


def _source(source: SourceRow) -> Mapping[str, Any]:
    names = (
        "publisher",
        "url",
        "kind",
        "moved_to",
        "answered_at",
        "failing_since",
        "failures",
        "reason",
        "next_attempt",
    )
    return {name: getattr(source, name) for name in names}
