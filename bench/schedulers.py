"""One, two and three schedulers on one database, while schedulers and runs are killed: every slot once, nobody left.

    python -m bench.schedulers [--seconds 120] [--postgres URL]

Real processes: `scheduler.py` with a plan every quarter of a minute, real crawls of a made-up site on loopback that is
slow. A third of the way through a run is killed (SIGKILL), at two thirds a scheduler in the middle of a run, which is
started anew. The site counts crawls by how often its robots.txt is asked for. Exit status 1 if there are more than the
ledger says, or fewer than kills explain, if a slot has no run without a reason, if a run stays unfinished, or if a
process is left behind.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any
from uuid import uuid4

from sqlalchemy import create_engine, make_url, text

from bench.running import ROOT
from bench.tables import markdown
from nights import Plan
from nights.rhythm import Every
from storage import RunRow, RunState, Store, process_number

EVERY = 15
COLUMNS = ("database", "schedulers", "slots", "crawls", "in the ledger", "killed", "taken over", "unexplained", "left")
MARK = "WINNOW_BENCH_MARK"
_FEED = (
    "<rss version='2.0'><channel><title>Mill Post</title>{}</channel></rss>",
    "<item><title>The mill at {0} stands still</title><link>/2026/05/04/mill-stands-still-{0}/</link></item>",
)


@dataclass
class Site:
    """A made-up site that takes its time, and counts the crawls that came by."""

    home: str = ""
    crawls: int = 0
    pause: float = 0.3
    pages: dict[str, str] = field(default_factory=dict)


@contextmanager
def site() -> Iterator[Site]:
    """A site with a server of its own."""
    of = Site(pages={"/feed.xml": _FEED[0].format("".join(_FEED[1].format(n) for n in range(4)))})
    of.pages["/"] = '<link rel="alternate" type="application/rss+xml" href="/feed.xml"><p>Mill Post</p>'

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            of.crawls += self.path == "/robots.txt"
            time.sleep(of.pause)
            body = of.pages.get(self.path, "").encode()
            with suppress(OSError):  # who asked was killed
                self.send_response(200 if body else 404)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    server.daemon_threads = True
    of.home = f"http://127.0.0.1:{server.server_port}/"
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield of
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Watch:
    """The schedulers of one round."""

    database: str
    home: str
    mark: str
    doors: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def begin(self) -> None:
        """One more scheduler."""
        words = ("--publisher", self.home, "--every", f"{EVERY}s", "--jitter", "0", "--delay", "0")
        allowed = {"WINNOW_ALLOW_PRIVATE": "127.0.0.0/8", "DATABASE_URL": self.database, MARK: self.mark}
        command = [sys.executable, str(ROOT / "scheduler.py"), *words]
        self.doors.append(
            subprocess.Popen(
                command, env={**os.environ, **allowed}, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
            )
        )

    def end(self) -> None:
        """Asks all to end."""
        for door in self.doors:
            door.send_signal(signal.SIGTERM)
        for door in self.doors:
            door.wait()

    def left(self) -> int:
        """Processes that came of them and still live."""
        return sum(self.mark in _environment(entry) for entry in Path("/proc").iterdir() if entry.name.isdigit())


def _environment(entry: Path) -> str:
    try:
        state = (entry / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[0]
        return "" if state in "ZX" else (entry / "environ").read_text("utf-8", "replace")
    except OSError:
        return ""


def running(store: Store) -> RunRow:
    """The run under way; waits for one."""
    while not (found := store.ledger.running()):
        time.sleep(0.05)
    return found[0]


def kill_run(store: Store, watch: Watch) -> None:
    """Kills a run in its middle."""
    time.sleep(0.5)
    number = process_number(running(store).process)
    assert number is not None
    os.kill(number, signal.SIGKILL)


def kill_scheduler(store: Store, watch: Watch) -> None:
    """Kills the scheduler that has a run under way, and starts another."""
    number = process_number(running(store).process)
    parent = int(Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[1])
    door = next(door for door in watch.doors if door.pid == parent)
    door.kill()
    door.wait()
    watch.doors.remove(door)
    watch.begin()


def a_round(database: str, number: int, seconds: float) -> tuple[list[object], bool]:
    """A line of the table, and whether the promises were kept."""
    kills: tuple[Callable[[Store, Watch], None], ...] = (kill_run, kill_scheduler)
    with Store(database) as store, site() as made:
        watch = Watch(database, made.home, uuid4().hex)
        for _ in range(number):
            watch.begin()
        running(store)
        began = datetime.now(UTC)
        for kill in kills:
            time.sleep(seconds / 3)
            kill(store, watch)
        time.sleep(seconds / 3)
        until = datetime.now(UTC) - timedelta(seconds=2 * EVERY)  # what is begun last may be ended before its claim
        watch.end()
        time.sleep(1)
        runs, left = store.runs(1000), watch.left()
    slots, unexplained = explained(runs, began, until)
    attempts = sum(run.attempts for run in runs)
    taken_over = sum(run.attempts > 1 for run in runs)
    open_runs = sum(run.state == RunState.RUNNING for run in runs)
    told = [database.partition(":")[0], number, slots, made.crawls, attempts, len(kills), taken_over, unexplained, left]
    unseen = attempts - made.crawls  # below 0: a crawl that nobody had claimed
    return told, not (unexplained or left or open_runs) and 0 <= unseen <= len(kills) + interrupted(runs)


def interrupted(runs: Sequence[RunRow]) -> int:
    """Runs that ended before they may have asked for robots.txt."""
    return sum(run.state != RunState.DONE for run in runs)


def explained(runs: Sequence[RunRow], began: datetime, until: datetime) -> tuple[int, int]:
    """How many slots came up in this time, and how many of them have no run, and no run that stood in their way."""
    plan = Plan(name="", publishers=(), rhythm=Every(EVERY), zone=UTC)
    slots, made = list(plan.slots(began, until)), {run.slot for run in runs}
    spans = [(datetime.fromisoformat(run.slot), run.finished_at or run.heartbeat_at) for run in runs]
    missed = [slot for slot in slots if slot.name not in made]
    blocked = [slot for slot in missed if any(a <= slot.due <= b for a, b in spans)]
    return len(slots), len(missed) - len(blocked)


@contextmanager
def databases(postgres: str) -> Iterator[Callable[[str], list[str]]]:
    """Makes the addresses of fresh databases, which are gone afterwards."""
    with ExitStack() as stack:

        def fresh(name: str) -> list[str]:
            folder = stack.enter_context(TemporaryDirectory())
            made = [f"sqlite:///{folder}/{name}.db"]
            return [*made, stack.enter_context(schema(postgres))] if postgres else made

        yield fresh


@contextmanager
def schema(server: str) -> Iterator[str]:
    """A schema of its own in a PostgreSQL database."""
    name = f"bench_{uuid4().hex}"
    url = make_url(server).set(drivername="postgresql+psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
        yield url.update_query_dict({"options": f"-csearch_path={name}"}).render_as_string(hide_password=False)
        connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
    engine.dispose()


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table; 0 if every promise is kept."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=120.0, help="how long each round is")
    parser.add_argument("--schedulers", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--postgres", default=os.environ.get("WINNOW_TEST_POSTGRES", ""))
    options = parser.parse_args(arguments)
    told: list[tuple[list[object], bool]] = []
    with databases(options.postgres) as fresh:
        for number in options.schedulers:
            told += [a_round(database, number, options.seconds) for database in fresh(f"of_{number}")]
    print(markdown("Schedulers on one database", COLUMNS, [row for row, _ in told]))
    return 0 if all(kept for _, kept in told) else 1


if __name__ == "__main__":
    sys.exit(main())
