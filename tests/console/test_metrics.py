"""Figures for Prometheus: read back by Prometheus' own parser, from the output, from a file and over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.request import urlopen

import pytest
from prometheus_client.parser import text_string_to_metric_families as families
from terminal import Terminal

from cleaning import Outcome
from console.metrics import served_metrics
from nights import Plan, Plans, as_json
from nights.rhythm import Every
from storage import Ailment, Fetch, RunState, SourceRow, Store

Sample = tuple[str, frozenset[tuple[str, str]]]
NOW = datetime.now(UTC).replace(microsecond=0)


def read(text: str) -> dict[Sample, float]:
    samples = [sample for family in families(text) for sample in family.samples]
    named = {(sample.name, frozenset(sample.labels.items())): float(sample.value) for sample in samples}
    assert len(named) == len(samples), "each figure once"
    return named


def of(name: str, **labels: str) -> Sample:
    return name, frozenset({"publisher": "harbour", **labels}.items())


@pytest.fixture
def filled(terminal: Terminal) -> Terminal:
    """A database after a crawl with two refusals, a failure, and a feed that has failed for a day."""
    with Store(terminal.database) as store:
        run = store.start_run("crawl harbour", "1", NOW) or 0
        for number, (outcome, reason) in enumerate(
            ((Outcome.REFUSED, "block page"), (Outcome.REFUSED, "block page"), (Outcome.FAILED, "timeout"))
        ):
            url = f"https://harbour.example.com/{number}"
            store.record(Fetch(url=url, publisher="harbour", outcome=outcome, reason=reason, at=NOW), run)
        store.finish_run(run, RunState.DONE, "", NOW + timedelta(minutes=5))
        feed = SourceRow(publisher="harbour", url="https://harbour.example.com/feed", kind="feed")
        store.sources.note([feed.failed(NOW - timedelta(days=1), Ailment.MISSING, "status 404")])
    return terminal


def test_the_next_crawl_and_the_scheduler_are_told(filled: Terminal) -> None:
    plan = Plan(name="harbour", publishers=("harbour",), rhythm=Every(3600), zone=UTC)
    with Store(filled.database) as store:
        store.schedulers.began("here", as_json(Plans((plan,))), NOW, resident=True)
    figures = read(filled.type("metrics").stdout)
    assert NOW.timestamp() < figures[of("winnow_next_crawl_timestamp_seconds")] <= NOW.timestamp() + 3700
    assert figures["winnow_scheduler_seen_timestamp_seconds", frozenset()] == NOW.timestamp()
    (told,) = filled.read("status")["publishers"]
    assert datetime.fromisoformat(told["next_crawl"]).minute == 0


def check(figures: dict[Sample, float]) -> None:
    assert figures[of("winnow_refused")] == 2 and figures[of("winnow_articles")] == 0
    ended = "winnow_last_crawl_addresses"
    assert figures[of(ended, outcome="refused", reason="block page")] == 2
    assert figures[of(ended, outcome="failed", reason="")] == 1
    assert figures[of("winnow_last_crawl_end_timestamp_seconds")] == (NOW + timedelta(minutes=5)).timestamp()
    assert figures[of("winnow_health", health="failing")] == 1 and figures[of("winnow_health", health="good")] == 0
    failing = figures[of("winnow_source_failing_seconds", source="https://harbour.example.com/feed")]
    assert 86_400 <= failing < 90_000


def test_the_figures_are_printed_as_prometheus_reads_them(filled: Terminal) -> None:
    check(read(filled.type("metrics").stdout))


def test_a_file_of_figures_is_replaced_whole(filled: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "winnow.prom"
    file.write_text("of yesterday", encoding="utf-8")
    assert filled.type("metrics", "--file", file).exit_code == 0
    check(read(file.read_text("utf-8")))
    assert [each.name for each in tmp_path.glob("*.prom*")] == ["winnow.prom"]


def test_the_figures_are_served_on_loopback_as_they_are_now(filled: Terminal) -> None:
    with Store(filled.database) as store, served_metrics(store, 0) as port:
        store.record(
            Fetch(url="https://harbour.example.com/9", publisher="harbour", outcome=Outcome.FAILED, at=NOW), None
        )
        with urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
            assert read(answer.read().decode())[of("winnow_failing")] == 2
