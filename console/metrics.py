"""Figures for Prometheus, read from the database whenever they are asked for: as text, as a file, or over HTTP."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from prometheus_client import CollectorRegistry, generate_latest, start_http_server
from prometheus_client.core import GaugeMetricFamily as Gauge
from prometheus_client.core import InfoMetricFamily as Info
from prometheus_client.registry import Collector
from prometheus_client.samples import Sample

from console.out import as_json, say
from console.reports import OK
from console.status import next_crawls
from console.whole import whole
from crawlers import code_version
from storage import Health, Pulse, RunCounts, Store

_ENDED = ("new", "changed", "same", "duplicate", "part", "moved", "gone", "forbidden", "failed", "later", "held")
_STORED = ("articles", "duplicates", "gone", "waiting", "refused", "failing")


class Figures(Collector):
    """What a scrape gets. Each scrape reads the database once and holds nothing."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def collect(self) -> Iterator[Gauge | Info]:
        """The metrics, all of them gauges: what they tell is a state of the database."""
        now = datetime.now(UTC)
        yield Info("winnow", "The program that answers.", value={"version": code_version()})
        yield from self._stored()
        pulses = self._store.pulses(now)
        yield from _health(pulses)
        yield from _last_crawls(pulses)
        yield self._ends(pulses)
        yield self._sources(now)
        yield from self._schedule([pulse.publisher for pulse in pulses], now)

    def _stored(self) -> Iterator[Gauge]:
        rows = self._store.status()
        for name in _STORED:
            gauge = Gauge(f"winnow_{name}", f"Addresses stored as {name}.", labels=["publisher"])
            for row in rows:
                gauge.add_metric([row.publisher], getattr(row, name))
            yield gauge

    def _ends(self, pulses: Iterable[Pulse]) -> Gauge:
        gauge = Gauge("winnow_last_crawl_addresses", "Where they ended.", labels=["publisher", "outcome", "reason"])
        latest = {pulse.publisher: pulse.last.run for pulse in pulses if pulse.last}
        counts = {run: {each.publisher: each for each in self._store.run_counts(run)} for run in set(latest.values())}
        for publisher, run in latest.items():
            for outcome, reason, number in _counted(counts[run][publisher]):
                gauge.add_metric([publisher, outcome, reason], number)
        return gauge

    def _schedule(self, publishers: Iterable[str], now: datetime) -> Iterator[Gauge]:
        coming = Gauge("winnow_next_crawl_timestamp_seconds", "When it is planned.", labels=["publisher"])
        for publisher, at in next_crawls(self._store, publishers, now).items():
            coming.add_metric([publisher], at.timestamp())
        seen = Gauge("winnow_scheduler_seen_timestamp_seconds", "Last sign of life of a scheduler.")
        for scheduler in self._store.schedulers.latest():
            seen.add_metric([], scheduler.seen_at.timestamp())
        yield from (coming, seen)

    def _sources(self, now: datetime) -> Gauge:
        gauge = Gauge("winnow_source_failing_seconds", "How long a source has failed.", labels=["publisher", "source"])
        for source in self._store.sources.of():
            if source.failing_since:
                gauge.add_metric([source.publisher, source.url], (now - source.failing_since).total_seconds())
        return gauge


def metrics(store: Store, file: Path | None, machine: bool) -> int:
    """Prints the figures, or writes them to a file, which is replaced whole, as node_exporter wants it."""
    registry = _registry(store)
    if file:
        with whole(file) as written:
            written.write(generate_latest(registry).decode())
    if machine:
        as_json([_record(sample) for metric in registry.collect() for sample in metric.samples])
    elif not file:
        say(generate_latest(registry).decode().rstrip())
    return OK


@contextmanager
def served_metrics(store: Store, port: int) -> Iterator[int]:
    """Answers http://127.0.0.1:PORT/metrics meanwhile, in a thread. Gives the port; for 0 a free one is taken.

    Raises OSError when the port is taken.
    """
    server, thread = start_http_server(port, addr="127.0.0.1", registry=_registry(store))
    try:
        yield int(server.server_port)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _record(sample: Sample) -> dict[str, Any]:
    return {"name": sample.name, "labels": sample.labels, "value": sample.value}


def _registry(store: Store) -> CollectorRegistry:
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Figures(store))
    return registry


def _health(pulses: Iterable[Pulse]) -> Iterator[Gauge]:
    gauge = Gauge("winnow_health", "1 for how a publisher stands, 0 for the rest.", labels=["publisher", "health"])
    for pulse in pulses:
        for health in Health:
            gauge.add_metric([pulse.publisher, health], float(pulse.health is health))
    yield gauge
    alarms = Gauge("winnow_alarm", "1 for each alarm of the sentinel that is open.", labels=["publisher", "kind"])
    for pulse in pulses:
        for kind in pulse.alarms:
            alarms.add_metric([pulse.publisher, kind], 1.0)
    yield alarms


def _last_crawls(pulses: Iterable[Pulse]) -> Iterator[Gauge]:
    began = Gauge("winnow_last_crawl_start_timestamp_seconds", "When it began.", labels=["publisher"])
    ended = Gauge("winnow_last_crawl_end_timestamp_seconds", "When it ended.", labels=["publisher"])
    fresh = Gauge("winnow_last_crawl_new", "New articles it brought.", labels=["publisher"])
    usual = Gauge("winnow_usual_new", "Median of new articles in a crawl.", labels=["publisher"])
    for pulse in pulses:
        if pulse.last:
            began.add_metric([pulse.publisher], pulse.last.started_at.timestamp())
            fresh.add_metric([pulse.publisher], pulse.last.fresh)
        if pulse.last and pulse.last.finished_at:
            ended.add_metric([pulse.publisher], pulse.last.finished_at.timestamp())
        if pulse.usual is not None:
            usual.add_metric([pulse.publisher], pulse.usual)
    yield from (began, ended, fresh, usual)


def _counted(counts: RunCounts) -> Iterator[tuple[str, str, int]]:
    yield from ((name, "", getattr(counts, name)) for name in _ENDED)
    yield from (("refused", reason, number) for reason, number in counts.refused.items())
