"""Do block pages become articles, or overwrite them? A made-up site is crawled by the real command, twice.

python -m bench.block_pages [--articles N] [--walls N]

The first crawl meets walls at some addresses; in the second, articles have turned into walls of every kind, language,
disguise and status. Exits with 1 if a wall is stored, a good text lost or overwritten, or a revision made.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

from bench.barriers import Story, article, barrier, every_barrier, stories
from bench.running import ROOT

STATUSES = (200, 202, 403, 503)
Answers = dict[str, tuple[int, str]]


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=39)
    parser.add_argument("--walls", type=int, default=15)
    asked = parser.parse_args()
    sys.exit(report(asked.articles, asked.walls))


def report(articles: int, walls: int) -> int:
    """Crawls once for every round of walls, prints the figures, and returns the exit status."""
    kinds = every_barrier()
    broken = Counter[str]()
    rounds = [kinds[start : start + walls] for start in range(0, len(kinds), walls)]
    for number, chosen in enumerate(rounds):
        broken += _round(number, chosen, articles)
    print(f"{len(kinds)} walls, {len(rounds)} rounds of {articles} articles, first and second crawl each")
    for name in ("walls stored at first sight", "good texts lost or changed", "revisions made", "not recorded"):
        print(f"{name}: {broken[name]}")
    return 1 if broken.total() else 0


def _round(number: int, chosen: list[Any], articles: int) -> Counter[str]:
    """One site: first with walls at addresses of their own, then with walls in the place of articles."""
    told = stories(articles + len(chosen), seed=number)
    good, late = told[:articles], told[articles:]
    walls = list(zip(chosen, cycle(STATUSES)))  # statuses go round
    with _served(told) as (home, answers), TemporaryDirectory() as folder:
        database = Path(folder) / "winnow.db"
        answers |= {story.path: (200, article(story)) for story in good}
        answers |= {story.path: _wall(wall, story, 0) for story, wall in zip(late, walls, strict=True)}
        _crawl(home, database)
        before = _texts(database)
        broken = Counter({"walls stored at first sight": len(set(before) - {story.path for story in good})})
        broken["good texts lost or changed"] = len({story.path for story in good} - set(before))
        turned = good[: len(walls)]
        answers |= {story.path: _wall(wall, story, 1) for story, wall in zip(turned, walls, strict=True)}
        _crawl(home, database)
        after = _texts(database)
        broken["good texts lost or changed"] += sum(after.get(path) != text for path, text in before.items())
        broken["revisions made"] = _one(database, "SELECT count(*) FROM v1_revision WHERE revision > 1")
        broken["not recorded"] = len(walls) - _recorded(database, turned)
    return +broken


def _wall(wall: Any, story: Story, number: int) -> tuple[int, str]:
    (kind, language, disguise), status = wall
    return status, barrier(kind, story, language, disguise, number, size=4)


@contextmanager
def _served(told: list[Story]) -> Iterator[tuple[str, Answers]]:
    """A site on loopback with a feed of these stories; what it answers may be changed while it runs."""
    answers: Answers = {}

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = answers.get(self.path, (404, "nothing here"))
            raw = body.encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/rss+xml" if self.path == "/feed.xml" else "text/html")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, format: str, *args: Any) -> None:
            """Silent."""

    items = "".join(f"<item><title>{escape(s.title)}</title><link>{s.path}</link></item>" for s in told)
    answers["/feed.xml"] = 200, f'<rss version="2.0"><channel><title>Lenne</title>{items}</channel></rss>'
    front = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    answers["/"] = 200, f"<html><head><title>Lenne</title>{front}</head><body></body></html>"
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", answers
    finally:
        server.shutdown()
        server.server_close()


def _crawl(home: str, database: Path) -> None:
    command = [sys.executable, "cli.py", "crawl", home, "--delay", "0", "--database", f"sqlite:///{database}"]
    allowed = {**os.environ, "WINNOW_ALLOW_PRIVATE": "127.0.0.0/8"}
    ended = subprocess.run(command, cwd=ROOT, env=allowed, capture_output=True, text=True, check=False)
    if ended.returncode not in (0, 1):
        raise RuntimeError(ended.stderr[-500:])


def _texts(database: Path) -> dict[str, str]:
    rows = _rows(database, "SELECT url, text FROM v1_article")
    return {"/" + url.split("/", 3)[3]: text for url, text in rows}


def _recorded(database: Path, turned: list[Story]) -> int:
    """How many of the walls have their refusal, or the failure of their status, with a reason."""
    rows = _rows(database, "SELECT url, outcome, reason FROM v1_fetch")
    told = {"/" + url.split("/", 3)[3]: (outcome, reason) for url, outcome, reason in rows}
    return sum(told[story.path][0] in ("refused", "failed") and bool(told[story.path][1]) for story in turned)


def _one(database: Path, query: str) -> int:
    return int(_rows(database, query)[0][0])


def _rows(database: Path, query: str) -> list[Any]:
    connection = sqlite3.connect(database)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


if __name__ == "__main__":
    main()
