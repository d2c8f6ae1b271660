"""Several processes on one database, and processes that die while they write."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

from material import MONDAY, SITE, a_page, an_article, ask, found, paths_of, put, sizes

from cleaning import Outcome
from storage import Store
from storage.raw import bodies

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
TORN = {
    "an article without its current revision": """
        SELECT a.id FROM article a LEFT JOIN revision r ON r.article_id = a.id AND r.number = a.revision
        WHERE r.number IS NULL""",
    "a revision missing from the row of numbers": """
        SELECT article_id FROM revision GROUP BY article_id HAVING count(*) <> max(number) OR min(number) <> 1""",
    "an article whose address does not point back": """
        SELECT a.id FROM article a JOIN page p ON p.id = a.page_id
        WHERE p.article_id IS NULL OR p.article_id <> a.id""",
    "an address that points to no article": """
        SELECT p.id FROM page p LEFT JOIN article a ON a.id = p.article_id
        WHERE p.article_id IS NOT NULL AND a.id IS NULL""",
    "a revision without its change": """
        SELECT r.article_id FROM revision r LEFT JOIN change c ON c.article_id = r.article_id
        GROUP BY r.article_id HAVING count(DISTINCT c.cursor) < count(DISTINCT r.number)""",
    "an article without its place in a cluster": """
        SELECT a.id FROM article a LEFT JOIN membership m ON m.article_id = a.id WHERE m.article_id IS NULL""",
    "an article that another text would be compared with": """
        SELECT a.id FROM article a LEFT JOIN sketch s ON s.article_id = a.id
        GROUP BY a.id HAVING count(s.hash) NOT BETWEEN 1 AND 12""",
    "an article without its dropped blocks": """
        SELECT a.id FROM article a LEFT JOIN dropped d ON d.article_id = a.id
        GROUP BY a.id HAVING count(d.position) <> 2""",
}


def start(database: str, mode: str, seed: int = 0) -> subprocess.Popen[str]:
    path = os.pathsep.join((str(ROOT), str(HERE)))
    command = [sys.executable, str(HERE / "child.py"), database, mode, str(seed)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": path})


def said(child: subprocess.Popen[str], lines: int) -> list[tuple[str, str]]:
    """The commits that the child told of: so many, then it is killed in the middle of the next ones."""
    assert child.stdout is not None
    told = [child.stdout.readline() for _ in range(lines)]
    child.send_signal(signal.SIGKILL)
    told += child.stdout.readlines()
    child.wait()
    child.stdout.close()
    pairs = [line.split() for line in told if line.endswith("\n")]
    return [(path, edition) for path, edition in pairs]


def test_a_process_killed_while_writing_tears_nothing_and_loses_no_commit(database: str) -> None:
    chance, last = random.Random(7), dict[str, str]()
    for life in range(4):
        last |= dict(said(start(database, "for_ever", life), chance.randrange(5, 60)))
        for meaning, query in TORN.items():
            assert not ask(database, query), meaning
    with Store(database, version="1") as store:
        for path, edition in last.items():
            texts = [row.text for row in store.history(SITE + path)]
            assert any(f"edition {edition}\n" in text for text in texts)
            assert put(store, a_page(path, "after"), an_article(path)).outcome in (Outcome.CHANGED, Outcome.SAME)
        archived = {row.id for row in ask(database, "SELECT id FROM capture", raw=True)}
        assert {row.capture for row in ask(database, "SELECT capture FROM revision")} <= archived
        assert all(bodies(page).capture in archived for page in store.stored_pages())
        assert store.discover("harbour", found(*(f"{path}/next" for path in last)), MONDAY) == 0


def test_two_processes_that_save_the_same_articles_store_each_once(database: str) -> None:
    children = [start(database, "the_same", seed) for seed in range(2)]
    assert [child.communicate()[0] for child in children] == ["saved\n", "saved\n"]
    assert [child.returncode for child in children] == [0, 0]
    counted = sizes(database)
    assert (counted["page"], counted["article"], counted["revision"], counted["change"]) == (25, 25, 25, 25)
    assert not any(ask(database, query) for query in TORN.values())


def test_two_processes_that_save_versions_of_the_same_stories_split_none(database: str) -> None:
    children = [start(database, "its_versions", seed) for seed in range(2)]
    assert [child.communicate()[0] for child in children] == ["saved\n", "saved\n"]
    rows = ask(database, "SELECT cluster, url FROM v1_article ORDER BY cluster, url")
    stories = {row.url.rpartition("/")[2] for row in rows}
    assert (len(rows), len(stories)) == (400, 200)
    assert len({row.cluster for row in rows}) == len({(row.cluster, row.url.rpartition("/")[2]) for row in rows}) == 200


def test_two_processes_that_store_pages_of_one_publisher_count_each_page_once(database: str) -> None:
    """54 pages of each, and six that both save; 38 of the 114 have the second line."""
    children = [start(database, "its_own", seed) for seed in (1, 2)]
    assert [child.communicate()[0] for child in children] == ["saved\n", "saved\n"]
    paths = {path for seed in (1, 2) for path in paths_of(seed)}
    with Store(database, version="1") as store:
        learned = {row.text: row.pages for row in store.learned("harbour")}
    second = sum(int(path.rpartition("/")[2]) % 3 == 0 for path in paths)
    assert (len(paths), second) == (114, 38)
    assert learned == {"Printed on both sides.": 114, "Call the pier.": 38}
    assert [tuple(row) for row in ask(database, "SELECT epoch, pages FROM publisher_memory")] == [(1, 114)]


def test_a_reader_sees_whole_articles_while_another_process_writes(database: str) -> None:
    with Store(database, version="1") as store:
        put(store, a_page("/0"), an_article("/0"))
    child = start(database, "for_ever")
    try:
        for _ in range(30):
            rows = ask(database, "SELECT text, revision FROM v1_article")
            assert rows and all(row.text.endswith("So it was.") for row in rows)
            assert not ask(database, TORN["an article without its current revision"])
    finally:
        child.kill()
        child.communicate()
