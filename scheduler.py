"""The door for a clock: `winnow schedule`, the service that makes every run of every plan, or one look at what is due.

APScheduler is the clock and nothing else. Whether a run was made is written in the database: a run claims its slot,
so that several schedulers on one database make one run of it.
"""

from __future__ import annotations

import logging
import os
import platform
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, tzinfo
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import Any, Final

import click
from click.core import ParameterSource

from console import Misunderstood, Seconds, as_json, common, opened, speak_any_language, table
from nights import NIGHTLY, BadPlan, Due, Plan, Plans, Service, Setting, Shift, Slot, once, plan_of, read_plans
from storage import Store

log = logging.getLogger("winnow.scheduler")

Line = Callable[[Due], Sequence[str]]
_DOOR: Final = Path(__file__).with_name("cli.py")
_OF_ONE_PLAN: Final = ("at", "cron", "every", "timezone", "jitter", "limit", "publishers", "adaptive")
_AS_ONE: Final = 2.0
"""Seconds within which several signals are one: who ends a whole group tells its members twice."""


def _listen() -> None:
    """Lets SIGINT and SIGTERM raise KeyboardInterrupt. Those that come within two seconds of another are one."""
    heard = [-_AS_ONE]

    def interrupt(number: int, frame: object) -> None:
        before, heard[0] = heard[0], monotonic()
        if heard[0] - before > _AS_ONE:
            raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, interrupt)


def _local_zone() -> tzinfo:
    """The zone of this machine's clock. Raises BadPlan."""
    from apscheduler.schedulers.blocking import BlockingScheduler

    try:
        zone: tzinfo = BlockingScheduler().timezone
    except (LookupError, ValueError) as error:
        raise BadPlan(f"this machine's time zone cannot be told, name one: {' '.join(str(error).split())}") from None
    return zone


def chosen(file: Path | None, facts: dict[str, Any]) -> Plans:
    """The plans of the file; without one, the one plan that the command line describes. Raises BadPlan, OSError."""
    setting = Setting(_local_zone, salt=platform.node())
    if file is not None:
        return read_plans(file, setting)
    return Plans((_one(facts, setting),))


def _one(facts: dict[str, Any], setting: Setting) -> Plan:
    """Plans of other publishers have other names, so that they do not wait for each other."""
    from crawlers import known_publishers  # here, because it brings Scrapy along

    named = sorted(facts["publishers"])
    told = {key: value for key, value in facts.items() if value is not None}
    told["publishers"] = [*facts["publishers"]] or [*known_publishers()]
    return plan_of(" ".join([NIGHTLY, *named]), told, setting)


def command(machine: bool, delay: float | None) -> Line:
    """Makes the command line of a run's process. The database is told by environment: it may hold a password."""
    how = [*(["--json"] if machine else []), *(["--delay", str(delay)] if delay is not None else [])]

    def line(due: Due) -> Sequence[str]:
        names = ["--job", due.plan.job, "--slot", due.slot.name, "--time-limit", str(due.plan.limit)]
        return [sys.executable, str(_DOOR), "crawl", *due.publishers, *names, *how]

    return line


def show(plans: Plans, machine: bool) -> None:
    """Tells each plan, and when its next runs begin."""
    now = datetime.now(UTC)
    coming = {plan.name: list(islice(plan.coming(now), 3)) for plan in plans.plans}
    if machine:
        as_json([_record(plan, coming[plan.name]) for plan in plans.plans])
        return
    rows = [
        (plan.name, plan.rhythm.words(), plan.zone, plan.limit, _at(plan, coming[plan.name]), " ".join(plan.publishers))
        for plan in plans.plans
    ]
    table(("plan", "when", "timezone", "limit", "next runs", "publishers"), rows)


def _tell(plans: Plans) -> None:
    now = datetime.now(UTC)
    for plan in plans.plans:
        log.info(
            "%s (%s): next run at %s", plan.name, plan.rhythm.words(), _at(plan, list(islice(plan.coming(now), 1)))
        )


def _at(plan: Plan, slots: Sequence[Slot]) -> str:
    return ", ".join(f"{slot.due.astimezone(plan.zone):%Y-%m-%d %H:%M:%S%z}" for slot in slots)


def _record(plan: Plan, slots: Sequence[Slot]) -> dict[str, Any]:
    return {
        "plan": plan.name,
        "when": plan.rhythm.words(),
        "timezone": str(plan.zone),
        "jitter": plan.jitter,
        "limit": plan.limit,
        "adaptive": plan.adaptive,
        "publishers": list(plan.publishers),
        "next": [{"slot": slot.name, "due": slot.due} for slot in slots],
    }


@opened
def _kept(store: Store, plans: Plans, at_once: bool, line: Line, environment: dict[str, str], port: int | None) -> int:
    """Keeps the plans: makes what is due and returns the exit status, or stays until it is asked to end."""
    shift = Shift(store, line, environment)
    _listen()
    if at_once:
        return once(plans, store, shift)
    try:
        _tell(plans)
        with _watched(store, port):
            Service(plans, store, shift).run()
    except KeyboardInterrupt:
        log.info("asked to end")
    return 0


@contextmanager
def _watched(store: Store, port: int | None) -> Iterator[None]:
    """Prometheus is answered meanwhile, if a port is named."""
    if port is None:
        yield
        return
    from console import served_metrics  # here, because few want it

    with ExitStack() as served:
        try:
            taken = served.enter_context(served_metrics(store, port))
        except OSError as error:
            raise Misunderstood(f"--metrics-port {port}: {error.strerror}") from error
        log.info("metrics at http://127.0.0.1:%d/metrics", taken)
        yield


def _alone(context: click.Context, file: Path | None) -> None:
    """A file says all about its plans."""
    given = [name for name in _OF_ONE_PLAN if context.get_parameter_source(name) is not ParameterSource.DEFAULT]
    if file is not None and given:
        raise click.UsageError(f"--plans and --{given[0].removesuffix('s')} exclude each other")


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--plans",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="TOML file of several plans, instead of the options for one.",
)
@click.option("--at", metavar="HH:MM", help="When, every night; 03:30 if nothing else is said.")
@click.option("--cron", metavar="EXPRESSION", help="When, as cron has it: minute hour day month weekday.")
@click.option("--every", metavar="TIME", help="In equal steps: 90s, 15m, 6h.")
@click.option("--timezone", metavar="ZONE", help="Zone of these times; this machine's if not given.")
@click.option("--jitter", metavar="TIME", help="Begin up to so much later: 90s, 15m... 15m if not given.")
@click.option("--limit", metavar="TIME", help="End a run after so long; 12h if not given.")
@click.option("--publisher", "publishers", multiple=True, help="Name or address; all if not given.")
@click.option(
    "--adaptive", is_flag=True, help="Ask in each slot only those who publish often enough to have something."
)
@click.option("--once", "at_once", is_flag=True, help="Make the runs that are due and not made yet; their exit status.")
@click.option("--show", "shown", is_flag=True, help="Only tell the plans, and when their next runs begin.")
@click.option("--metrics-port", type=click.IntRange(0, 65535), help="Answer Prometheus on this port of 127.0.0.1.")
@click.option("--delay", type=Seconds(), help="Seconds between requests to one host (default 1).")
@common
@click.pass_context
def schedule(
    context: click.Context,
    /,
    database: str,
    machine: bool,
    file: Path | None,
    at_once: bool,
    shown: bool,
    delay: float | None,
    metrics_port: int | None,
    **facts: Any,
) -> None:
    """Crawl every night, or as planned. Several schedulers on one database make one run of each slot.

    Stop it with Ctrl-C or SIGTERM: runs under way are asked to end, and go on when it is started again.
    """
    _alone(context, file)
    try:
        plans = chosen(file, facts)
    except (BadPlan, OSError) as error:
        raise click.UsageError(str(error)) from None
    if shown:
        show(plans, machine)
        return
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    log.setLevel(logging.INFO)
    environment = {**os.environ, "DATABASE_URL": database}
    line = command(machine, delay)
    _kept(database=database, plans=plans, at_once=at_once, line=line, environment=environment, port=metrics_port)


if __name__ == "__main__":
    speak_any_language()
    schedule()
