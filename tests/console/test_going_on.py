"""A crawl that was broken off goes on: what it had done is not done again, and what it had fetched is not lost."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections import Counter
from pathlib import Path

import pytest
from press import STORIES, Press, article
from test_crawling import counted, crawl, crawling, runs

from cleaning import Page
from storage import Store

PATHS = list(STORIES)


@pytest.fixture
def database(tmp_path: Path) -> str:
    """URL of a database that is not there yet."""
    return f"sqlite:///{tmp_path / 'winnow.db'}"


def killed(press: Press, database: str, *words: str) -> None:
    """A crawl that is killed with all its processes while it waits for the answer of the last story."""
    press.stuck = {PATHS[-1]}
    with crawling(database, press.home, "--delay", "0", *words) as child:
        press.wait_for(PATHS[-1])
        wait_until_stored(database, len(PATHS) - 1)
        child.send_signal(signal.SIGKILL)
        child.communicate()
    press.stuck = set()


def wait_until_stored(database: str, articles: int) -> None:
    while sum(ended for (ended,) in ask(database, "SELECT count(*) FROM v1_article")) < articles:
        pass


def ask(database: str, query: str) -> list[tuple[int, ...]]:
    connection = sqlite3.connect(database.removeprefix("sqlite:///"))
    try:
        return connection.execute(query).fetchall()
    except sqlite3.OperationalError:  # there are no tables yet
        return []
    finally:
        connection.close()


def test_after_a_kill_only_what_was_not_stored_is_asked_and_the_run_is_told_as_a_whole(
    press: Press, database: str
) -> None:
    killed(press, database)
    before = Counter(press.asked)
    status, report = crawl(database, press.home)
    assert (status, counted(report)) == (0, {"new": 3})
    assert Counter(press.asked) - before == {"/robots.txt": 1, PATHS[-1]: 1}
    assert runs(database) == ["done"]
    assert crawl(database, press.home)[1]["same"] == 3, "the next crawl asks all of them"


def test_a_page_that_was_fetched_but_not_saved_is_taken_from_the_archive(press: Press, database: str) -> None:
    killed(press, database)
    url = press.home.rstrip("/") + PATHS[-1]
    title, lead = STORIES[PATHS[-1]]
    page = Page(url=url, body=article(title, lead).encode(), publisher=press.host, content_type="text/html")
    with Store(database) as store:
        store.keep(page)
    before = Counter(press.asked)
    assert counted(crawl(database, press.home)[1]) == {"new": 3}
    assert not Counter(press.asked) - before
    with Store(database) as store:
        assert store.violations(deep=True) == []


def test_who_wants_it_begins_anew(press: Press, database: str) -> None:
    killed(press, database)
    before = Counter(press.asked)
    assert counted(crawl(database, press.home, "--from-start")[1]) == {"same": 2, "new": 1}
    assert set(Counter(press.asked) - before) >= {"/", *PATHS}
    assert sorted(runs(database)) == ["done", "lost"]


def test_what_was_broken_off_long_ago_is_not_gone_on_with(press: Press, database: str) -> None:
    killed(press, database)
    with sqlite3.connect(database.removeprefix("sqlite:///")) as connection:
        connection.execute("UPDATE crawl_run SET heartbeat_at = '2026-01-01T00:00:00Z'")
    assert counted(crawl(database, press.home)[1]) == {"same": 2, "new": 1}


def test_no_process_outlives_a_crawl_whose_first_process_was_killed(press: Press, database: str) -> None:
    press.stuck = {PATHS[0]}
    with crawling(database, press.home, "--delay", "0") as child:
        press.wait_for(PATHS[0])
        others = children(child.pid)
        os.kill(child.pid, signal.SIGKILL)
        child.communicate()
    assert others
    while any(Path(f"/proc/{each}").exists() for each in others):
        pass


def children(process: int) -> set[int]:
    """The processes that came of this one."""
    made = [int(each) for task in Path(f"/proc/{process}/task").iterdir() for each in _told(task / "children").split()]
    return set(made).union(*map(children, made))


def _told(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
