"""Sudden death: commands whose processes are killed at random times lose, tear and double nothing, and go on.

python -m bench.sudden_death [--kills 100] [--articles 300] [--seed 1] [--delay 0.05] [--database postgresql://...]
                             [--only crawl reclean load migration]

Real `winnow` processes, each in a group of its own, on a made-up site on loopback. They are killed all at one stroke,
or their first process alone, or one of its workers. After each kill a reader looks: what it saw before is still there,
no rule of the rows is broken, no process is left. The last life is left to end. Prints a line a command; exit status 1
if a promise is broken. `--database`: an empty PostgreSQL database, instead of SQLite files.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bench.gazette import Gazette, printed
from bench.victim import WAYS, Victim
from storage import Store
from storage.engine import open_engine, read_url

_SEEN: Final = {
    "articles": "SELECT article_id FROM v1_article",
    "revisions": "SELECT article_id, revision, length(text), title FROM v1_revision",
    "changes": "SELECT cursor, kind, url FROM v1_change",
    "captures": "SELECT capture FROM revision",
}
"""What a reader sees, and must see ever after."""
REQUESTS: Final = 1.3
"""Requests for articles, at most, for each article that there is."""


def seen(database: str) -> dict[str, set[Any]]:
    """What a reader sees now; nothing as long as there are no tables."""
    engine = open_engine(read_url(database))
    try:
        with engine.connect() as connection:
            return {name: set(map(tuple, connection.execute(text(query)))) for name, query in _SEEN.items()}
    except DBAPIError:
        return {name: set() for name in _SEEN}
    finally:
        engine.dispose()


@dataclass(slots=True)
class Ledger:
    """What a command's lives were like."""

    kills: int = 0
    broken: list[str] = field(default_factory=list)

    def look(self, victim: Victim, before: dict[str, set[Any]]) -> None:
        """After a kill: nothing lost, nothing torn, nobody left."""
        self.kills += 1
        if left := victim.orphans():
            self.broken.append(f"kill {self.kills}: processes {left} live on")
        now = seen(victim.database)
        self.broken += [
            f"kill {self.kills}: lost {before[name] - now[name]}" for name in now if before[name] - now[name]
        ]
        with Store(victim.database) as store:
            self.broken += [f"kill {self.kills}: {each}" for each in store.violations(deep=True)]

    def ended(self, victim: Victim, status: int = 0) -> None:
        """The last life came to its end by itself."""
        if victim.statuses[-1:] != [status]:
            self.broken.append(f"the last life ended with {victim.statuses}: {victim.complaints[-1:]}")
        self.broken += [f"said: {each[-300:]}" for each in victim.complaints if "Traceback" in each]


def moment_after(chance: Random, count: Callable[[], int], most: int, startup: float) -> Callable[[], bool]:
    """A moment to die: after so many things were done, by chance, and a little later; or while it starts."""
    began, first = time.monotonic(), count()
    if chance.random() < 0.2:
        end = began + chance.uniform(0, startup)
        return lambda: time.monotonic() > end
    wanted, pause, due = chance.randint(1, most), chance.uniform(0, 0.08), list[float]()

    def come() -> bool:
        if not due and count() - first >= wanted:
            due.append(time.monotonic() + pause)
        return bool(due) and time.monotonic() > due[0]

    return come


def killed(
    victim: Victim, kills: int, count: Callable[[], int], most: int, ledger: Ledger | None = None, startup: float = 2.0
) -> Ledger:
    """So many lives, each killed; then one that is left to end. It may end earlier, when all is done."""
    ledger = ledger or Ledger()
    for _ in range(kills - ledger.kills):
        before = seen(victim.database)
        if victim.live(moment_after(victim.chance, count, most, startup), WAYS):
            break
        ledger.look(victim, before)
    else:
        victim.live(lambda: False, WAYS)
    return ledger


def crawl(database: str, kills: int, articles: int, seed: int, delay: str) -> Ledger:
    """A crawl: every article is stored once, and asked hardly more than once."""
    with printed(articles) as gazette:
        victim = Victim(["crawl", gazette.home, "--delay", delay], database, Random(seed))
        ledger = killed(victim, kills, gazette.article_requests, most=max(2, 2 * articles // max(kills, 1)))
        ledger.ended(victim)
        ledger.broken += _wrong_texts(database, gazette)
        ratio = gazette.article_requests() / articles
        others = gazette.asked.total() - gazette.article_requests()
        if ratio > REQUESTS:
            ledger.broken.append(f"{ratio:.2f} requests an article")
        print(f"crawl: {ledger.kills} kills, {articles} articles, {gazette.article_requests()} requests for them "
              f"({ratio:.2f} each), {others} for robots.txt and sources")  # fmt: skip
        return ledger


def reclean(database: str, kills: int, articles: int, seed: int, delay: str) -> Ledger:
    """A re-clean of a crawled archive, as if by another version of the cleaner: every page is cleaned once."""
    with printed(articles) as gazette:
        Victim(["crawl", gazette.home, "--delay", "0"], database, Random(seed)).live(lambda: False, WAYS)
    victim, ledger, rounds = Victim(["reclean", "--accept-losses"], database, Random(seed)), Ledger(), 0
    while ledger.kills < kills:
        killed(victim, kills, lambda: _cleaned(database), max(2, 2 * articles // kills), ledger)
        ledger.ended(victim)
        rounds += 1
        if (done := _cleaned(database)) != articles:
            ledger.broken.append(f"{done} of {articles} pages were counted")
    print(f"reclean: {ledger.kills} kills in {rounds} runs, {articles} pages counted once in each")
    return ledger


def load(database: str, kills: int, articles: int, seed: int, delay: str) -> Ledger:
    """An import of files, again and again with other words in them: each is stored once."""
    gazette, ledger, rounds = Gazette(articles), Ledger(), 0
    with TemporaryDirectory() as folder:
        victim = Victim(["load", folder], database, Random(seed))
        while ledger.kills < kills:
            _print(gazette, Path(folder))
            killed(victim, kills, lambda: len(seen(database)["changes"]), max(2, articles // kills), ledger)
            ledger.ended(victim)
            gazette.edition, rounds = gazette.edition + 1, rounds + 1
    stored, texts = (len(seen(database)[name]) for name in ("articles", "revisions"))
    if (stored, texts) != (articles, articles * rounds):
        ledger.broken.append(f"{stored} articles in {texts} texts, of {articles} files in {rounds} editions")
    print(f"load: {ledger.kills} kills in {rounds} runs, {stored} articles in {texts} texts of {articles} files")
    return ledger


def _print(gazette: Gazette, folder: Path) -> None:
    for path in gazette.paths:
        file = folder / f"{path.rstrip('/').rpartition('-')[2]}.html"
        file.write_bytes(gazette.answer(path).partition(b"\r\n\r\n")[2])


def _wrong_texts(database: str, gazette: Gazette) -> Iterator[str]:
    wanted = {url: gazette.text(number) for number, url in enumerate(gazette.urls)}
    with Store(database) as store:
        for url, text_of in wanted.items():
            revisions = store.history(url)
            if len(revisions) != 1 or revisions[0].text.split("\n\n") != text_of:
                yield f"{url}: {len(revisions)} revisions, or another text"
    if (stored := len(seen(database)["articles"])) != len(wanted):
        yield f"{stored} articles of {len(wanted)}"


def _cleaned(database: str) -> int:
    """Pages counted in the latest re-clean."""
    query = """SELECT coalesce(sum(pages), 0) FROM run_count
        WHERE run_id = (SELECT max(id) FROM crawl_run WHERE job = 'reclean')"""
    engine = open_engine(read_url(database))
    try:
        with engine.connect() as connection:
            return int(connection.execute(text(query)).scalar_one())
    finally:
        engine.dispose()


COMMANDS: Final = {"crawl": crawl, "reclean": reclean, "load": load}


@contextmanager
def fresh(database: str, name: str) -> Iterator[str]:
    """An empty database: a file, or a schema of that server."""
    if not database:
        with TemporaryDirectory() as folder:
            yield f"sqlite:///{Path(folder) / 'winnow.db'}"
        return
    engine = open_engine(read_url(database))
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA bench_{name}"))
    try:
        url = read_url(database).update_query_dict({"options": f"-csearch_path=bench_{name}"})
        yield url.render_as_string(hide_password=False)
    finally:
        with engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA bench_{name} CASCADE"))
        engine.dispose()


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--delay", default="0.05")
    parser.add_argument("--database", default="")
    parser.add_argument("--only", nargs="+", choices=COMMANDS, default=list(COMMANDS))
    told = parser.parse_args()
    broken: list[str] = []
    for name in told.only:
        with fresh(told.database, name) as database:
            ledger = COMMANDS[name](database, told.kills, told.articles, told.seed, told.delay)
        broken += [f"{name}: {each}" for each in ledger.broken]
    for each in broken:
        print(each)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
