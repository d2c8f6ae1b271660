"""A publisher breaks overnight, by the real command: exit status, report, notification, and what readers see."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import gazette
from press import Press

ROOT = Path(__file__).parent.parent.parent
STORIES = {
    f"/2026/03/{1 + n % 28:02}/{'-'.join(gazette.Story(n, gazette.FIRST).title.lower().split()[:5])}-{n}/": (
        gazette.Story(n, gazette.FIRST).title,
        " ".join(gazette.Story(n, gazette.FIRST).text),
    )
    for n in range(16)
}
WALL = gazette.consent(gazette.Story(0, gazette.FIRST))


@dataclass
class Hook:
    """A webhook on loopback."""

    address: str = ""
    status: int = 200
    got: list[dict[str, Any]] = field(default_factory=list)


@contextmanager
def listening() -> Iterator[Hook]:
    hook = Hook()

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            hook.got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(hook.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    hook.address = f"json://127.0.0.1:{server.server_port}/night"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield hook
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def winnow(database: str, hook: Hook, *words: str) -> tuple[int, Any, str]:
    """Exit status, the JSON document, and what was said on standard error."""
    command = [sys.executable, "-m", "cli", *words, "--json", "--database", database]
    environment = {**os.environ, "WINNOW_ALLOW_PRIVATE": "127.0.0.0/8", "WINNOW_NOTIFY": hook.address}
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, json.loads(done.stdout), done.stderr


def articles(database: str) -> list[tuple[str, str]]:
    with sqlite3.connect(database.removeprefix("sqlite:///")) as connection:
        return list(connection.execute("SELECT url, text FROM v1_article ORDER BY url"))


def test_a_wall_overnight_is_told_once_and_readers_see_none_of_it(press: Press, tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'winnow.db'}"
    with listening() as hook:
        press.pages.clear()
        press.print_stories(dict(list(STORIES.items())[:14]))
        crawl = ("crawl", press.home, "--delay", "0")
        status, first, _ = winnow(database, hook, *crawl)
        assert (status, first["alarms"], first["miscounts"], hook.got) == (0, [], [], [])
        good = articles(database)
        assert len(good) == 14

        press.print_stories(STORIES)
        press.pages |= dict.fromkeys(STORIES, WALL)
        hook.status = 500
        status, second, said = winnow(database, hook, *crawl)
        assert (status, articles(database)) == (1, good)
        assert {alarm["kind"] for alarm in second["alarms"]} >= {"articles replaced"}
        assert "notification failed: address 1" in said and hook.address not in said

        hook.status = 200
        before = len(hook.got)
        assert winnow(database, hook, *crawl)[0] == 1, "as long as it lasts, and told now that somebody listens"
        assert "articles replaced" in hook.got[before]["message"]
        told = len(hook.got)
        assert winnow(database, hook, *crawl)[0] == 1
        assert len(hook.got) == told, "told once"

        _, report, _ = winnow(database, hook, "report", str(second["run"]))
        assert (report["found"], report["sum_is_right"], report["new"]) == (16, True, 0)
        assert report["refused"] + report["held"] == 16 == sum(report["refused_by_reason"].values()) + report["held"]
        assert report["per_publisher"][0]["usual"]["pages"] >= 14 and report["version"]

        press.print_stories(STORIES)
        _, healed, _ = winnow(database, hook, *crawl)
        assert {alarm["kind"] for alarm in healed["alarms"]} & {"articles replaced", "pages refused"} == set()
        assert winnow(database, hook, "reject", "--publisher", press.host)[0] == 0, "two walls wait till then"
        status, healed, _ = winnow(database, hook, *crawl)
        assert (status, healed["alarms"], articles(database)) == (0, [], good)
