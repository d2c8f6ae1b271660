"""A log for machines or for people, on standard error: how each run went, as it goes, where WINNOW_LOG asks for it."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from typing import Any

from console.reports import as_record
from crawlers import Report

log = logging.getLogger("winnow.run")
FORMS = ("text", "json")


class UnknownForm(ValueError):
    """WINNOW_LOG names no form of log."""


def start_log(form: str | None = None, level: int = logging.WARNING) -> None:
    """Begins a log: "json" for a JSON object a line, "text" for plain lines; by default what WINNOW_LOG says, or none.

    Our own lines come from level INFO on, those of libraries from `level` on. Raises UnknownForm.
    """
    form = os.environ.get("WINNOW_LOG", "") if form is None else form
    if not form:
        return
    if form not in FORMS:
        raise UnknownForm(f"WINNOW_LOG is {form!r}, not one of {', '.join(FORMS)}")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_json() if form == "json" else logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    handler.addFilter(lambda record: record.name.startswith("winnow") or record.levelno >= level)
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("winnow").setLevel(logging.INFO)


def log_reports(run: int, job: str, reports: Sequence[Report]) -> None:
    """A line for each publisher of a run, and one for each thing that went wrong with it."""
    for report in reports:
        facts = {"run": run, "job": job, **as_record(report)}
        log.log(logging.WARNING if report.problems else logging.INFO, "%s: %d found", report.publisher, report.found,
                extra=facts)  # fmt: skip
        for problem in report.problems:
            log.warning("%s: %s", report.publisher, problem, extra={"run": run, "publisher": report.publisher})


def log_run(what: str, **facts: Any) -> None:
    """A line about a run: it started, it ended."""
    log.info("run %s %s", facts.get("run"), what, extra=facts)


def _json() -> logging.Formatter:
    from pythonjsonlogger.json import JsonFormatter  # here, because few want it

    names = {"levelname": "level", "name": "logger"}
    return JsonFormatter(
        "%(message)s %(levelname)s %(name)s", rename_fields=names, timestamp="at", json_ensure_ascii=False
    )
