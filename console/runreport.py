"""The report of a run: one JSON with every figure of every publisher, what is wrong, and whether the sum is right."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Final

from cleaning import Outcome
from console.out import as_json, complain, say, table
from console.reports import FAILED, OK, as_record
from console.work import NotThere
from crawlers import Report, code_version
from storage import Alarm, RunCounts, Store, Usual

_OUTCOMES: Final = tuple(outcome.value for outcome in Outcome if outcome is not Outcome.REFUSED)
_SHOWN: Final = ("publisher", "found", "fetched", "not_modified", *_OUTCOMES, "refused", "seconds")


@dataclass(frozen=True, slots=True)
class Told:
    """The end of a run: what is wrong with its publishers, and where its figures do not add up."""

    reports: tuple[Report, ...]
    alarms: tuple[Alarm, ...]
    miscounted: tuple[str, ...]

    @property
    def exit_status(self) -> int:
        """A failure if anything is wrong."""
        return FAILED if self.alarms or self.miscounted else OK


def tell(store: Store, run_id: int, facts: Mapping[str, Any], reports: Sequence[Report]) -> Told:
    """Judges the run's nights, checks its sum, and stores its report. `facts`: job, slot and state of the run."""
    judged, miscounted = store.watch.judge_run(run_id), store.watch.miscounted(run_id)
    alarms, counts = judged.alarms, store.run_counts(run_id)
    reports = [report.withdrawing(judged.withdrawn.get(report.publisher, ())) for report in reports]
    fetched = {report.publisher: report for report in reports}
    told = [_publisher(each, fetched.get(each.publisher), store, alarms) for each in counts]
    figures = _sum(told) | {"alarms": len(alarms), "miscounted": len(miscounted)}
    seconds = max((report.seconds for report in reports), default=0.0)
    finish = next((report.stopped for report in reports if report.stopped), str(facts.get("state", "")))
    whole = {
        "run": run_id, **facts, "finish": finish, "version": code_version(), "ended_at": datetime.now(UTC),
        **figures, "refused_by_reason": _merged(told, "refused_by_reason"), "failures": _merged(told, "failures"),
        "seconds": round(seconds, 3), "sum_is_right": not miscounted, "miscounts": miscounted,
        "alarms": [alarm_record(alarm) for alarm in alarms], "per_publisher": told,
    }  # fmt: skip
    text = json.dumps(whole, ensure_ascii=False, default=_plain)
    store.watch.keep_report(run_id, figures | {"seconds": seconds}, finish, text)
    return Told(tuple(reports), tuple(alarms), tuple(miscounted))


def show(store: Store, run_id: int | None, machine: bool) -> int:
    """Shows the report of a run, the latest if none is named. Raises NotThere."""
    text = store.watch.report(run_id)
    if text is None:
        unknown = "no run has a report yet; `winnow crawl` makes one"
        raise NotThere(unknown if run_id is None else f"run {run_id} has no report")
    report = json.loads(text)
    if machine:
        as_json(report)
        return OK
    say(f"run {report['run']}  {report['job']}  {report['finish']}  {report['ended_at']}  version {report['version']}")
    table([name.replace("_", " ") for name in _SHOWN], [_shown(each) for each in report["per_publisher"]])
    for alarm in report["alarms"]:
        complain(_alarm_line(alarm))
    for line in report["miscounts"]:
        complain(line)
    return OK


def show_told(told: Told) -> None:
    """What is wrong at the end of a run, on standard error."""
    for alarm in told.alarms:
        complain(_alarm_line(alarm_record(alarm)))
    for line in told.miscounted:
        complain(line)


def told_record(told: Told) -> dict[str, Any]:
    """The same for machines."""
    return {"alarms": [alarm_record(alarm) for alarm in told.alarms], "miscounts": list(told.miscounted)}


def alarm_record(alarm: Alarm) -> dict[str, Any]:
    """An alarm for machines."""
    told = asdict(alarm)
    return {
        name: told[name] for name in ("publisher", "kind", "cause", "figures", "url", "excerpt", "run", "opened_at")
    }


def _alarm_line(alarm: Mapping[str, Any]) -> str:
    figures = ", ".join(f"{name} {value}" for name, value in alarm["figures"].items())
    sample = f" For example {alarm['url']}" if alarm["url"] else ""
    return f"{alarm['publisher']}: ALARM {alarm['kind']}: {figures}. Suspected: {alarm['cause']}.{sample}"


def _publisher(counts: RunCounts, report: Report | None, store: Store, alarms: Sequence[Alarm]) -> dict[str, Any]:
    """One publisher's part: its figures as the database has them, and what its crawl has to say."""
    record = as_record(report) if report else {}
    told = asdict(counts)
    return {
        "publisher": counts.publisher,
        "found": counts.found,
        "fetched": record.get("fetched", 0),
        "not_modified": counts.not_modified,
        **{name: told[name] for name in _OUTCOMES},
        "refused": sum(counts.refused.values()),
        "refused_by_reason": dict(counts.refused),
        "failures": dict(counts.failures),
        "bytes": counts.bytes,
        "seconds": round(counts.seconds, 3),
        **{name: record.get(name) for name in ("new_addresses", "problems", "notes", "stopped")},
        "usual": _usual(store.watch.usual(counts.publisher)),
        "alarms": [alarm.kind for alarm in alarms if alarm.publisher == counts.publisher],
    }


def _usual(known: Usual) -> dict[str, Any]:
    """What is usual of the publisher's pages, this run's included."""
    odd = {str(each.name).lower(): round(known.share(each), 4) for each in known.of}
    return {
        "pages": known.pages,
        "median_characters": known.median,
        "share_dropped": round(known.dropped, 4),
        "templates": len(known.skeletons),
        "odd": odd,
    }


def _sum(told: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    names = ("found", "fetched", "not_modified", *_OUTCOMES, "refused", "bytes")
    return {"publishers": len(told)} | {name: sum(each[name] for each in told) for name in names}


def _merged(told: Sequence[Mapping[str, Any]], name: str) -> dict[str, int]:
    merged = dict[str, int]()
    for each in told:
        for reason, count in each[name].items():
            merged[reason] = merged.get(reason, 0) + count
    return merged


def _shown(each: Mapping[str, Any]) -> list[Any]:
    return [each[name] for name in _SHOWN]


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
