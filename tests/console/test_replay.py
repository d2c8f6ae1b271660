"""`winnow reclean`: looks before it leaps, and goes on where it was broken off."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event, Lock

import pytest
from press import MORE, STORIES, article
from terminal import Terminal

import ingest as line
from cleaning import Article, Layout, Memory, Page
from console import replay
from ingest import Ingested, reingest
from storage import Store
from workers import Workers, clean_to_store

ROOT = Path(__file__).parent.parent.parent
TITLE, LEAD = next(iter(STORIES.values()))
SHORTER = Layout(remove=(".text p:last-of-type",))
STUMPED = Layout(remove=(".text p:nth-of-type(n+2)",))
EMPTIED = Layout(remove=("main",))


def stored(terminal: Terminal, papers: Path, count: int = 3) -> list[str]:
    """So many stories, loaded; their addresses."""
    for number in range(count):
        (papers / f"{number:03}.html").write_text(article(f"{TITLE} {number}", f"{LEAD} No. {number}"), "utf-8")
    return [told["url"] for told in terminal.read("load", papers)]


def rules_are(monkeypatch: pytest.MonkeyPatch, layout: Layout, only: str = "") -> None:
    """From now on all stored pages, or those of one address, are cleaned so."""
    monkeypatch.setattr(replay, "layout_of", lambda publisher: layout)
    if only:
        again, told = line.reingest, line.foretell
        for name, real in (("reingest", again), ("foretell", told)):
            monkeypatch.setattr(replay, name, _only(real, layout, only))


def _only(real: Callable[..., object], layout: Layout, url: str) -> Callable[..., object]:
    def one(page: Page, _: Layout, *rest: object, **named: object) -> object:
        return real(page, layout if page.url == url else Layout(), *rest, **named)

    return one


def revisions(terminal: Terminal, url: str) -> list[str]:
    with Store(terminal.database) as store:
        return [row.reason for row in store.history(url)]


# looking


def test_pages_that_are_not_in_the_archive_are_told(terminal: Terminal, papers: Path, tmp_path: Path) -> None:
    stored(terminal, papers, 3)
    for left in tmp_path.glob("winnow.raw.db*"):
        left.unlink()
    for words in (("reclean", "--dry-run"), ("reclean",), ("reclean", "--accept-losses")):
        done = terminal.type(*words)
        assert done.exit_code == 1
        assert done.stderr.splitlines()[-1].startswith("3 pages are not in the archive of raw pages")
    done = terminal.type("doctor", "--offline")
    assert (done.exit_code, "those behind the articles are not in the archive" in done.stdout) == (1, True)


def test_a_dry_run_shows_counts_and_a_sample_of_the_changes(
    terminal: Terminal, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    urls = stored(terminal, papers, 7)
    rules_are(monkeypatch, SHORTER)
    told = terminal.read("reclean", "--dry-run")
    assert (told["dry_run"], told["changed"], told["lost"], told["halved"]) == (True, 7, [], [])
    assert len(told["samples"]) == 5
    assert {each["url"] for each in told["samples"]} <= set(urls)
    assert all(each["diff"] == [f"- {MORE[-1]}"] for each in told["samples"])
    assert terminal.read("reclean", "--dry-run") == told
    assert f"  - {MORE[-1]}" in terminal.type("reclean", "--dry-run").stdout.splitlines()
    assert revisions(terminal, urls[0]) == ["new"]


@pytest.mark.parametrize(("layout", "harm"), [(STUMPED, "halved"), (EMPTIED, "lost")], ids=["halved", "lost"])
def test_what_would_lose_text_is_named_and_stops_all_unless_that_is_wanted(
    terminal: Terminal, papers: Path, monkeypatch: pytest.MonkeyPatch, layout: Layout, harm: str
) -> None:
    urls = stored(terminal, papers)
    rules_are(monkeypatch, layout, only=urls[1])
    told = terminal.read("reclean", "--dry-run")
    assert [each["url"] for each in told[harm]] == [urls[1]]
    stopped = terminal.type("reclean")
    assert (stopped.exit_code, "nothing was written" in stopped.stderr, urls[1] in stopped.stderr) == (1, True, True)
    assert [revisions(terminal, url) for url in urls] == [["new"]] * 3
    assert [run["job"] for run in terminal.read("status")["runs"]] == ["load"]
    assert terminal.read("reclean", "--accept-losses")["same"] == 2
    assert revisions(terminal, urls[1]) == (["new", "recleaned"] if harm == "halved" else ["new"])


def test_a_page_that_was_refused_before_is_no_loss(terminal: Terminal, papers: Path) -> None:
    (papers / "stub.html").write_text("<p>Please wait.</p>", "utf-8")
    terminal.read("load", papers)
    assert terminal.read("reclean") == {"dry_run": False, "refused": 1}


def test_a_somewhat_shorter_text_is_no_loss_and_its_revision_says_that_it_was_us(
    terminal: Terminal, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (url,) = stored(terminal, papers, 1)
    rules_are(monkeypatch, SHORTER)
    assert terminal.read("reclean")["changed"] == 1
    (edited,) = (each for each in terminal.read("history", url) if each["revision"] == 2)
    assert (edited["reason"], [change["kind"] for change in edited["changes"]]) == ("recleaned", ["recleaned"])


# one page


def crash_on_the_second(page: Page, layout: Layout, memory: Memory) -> Article:
    if "001.html" in page.url:
        os._exit(11)
    return clean_to_store(page, layout, memory)


def err_on_the_second(page: Page, layout: Layout, memory: Memory) -> Article:
    if "001.html" in page.url:
        raise LookupError("a bug")
    return clean_to_store(page, layout, memory)


@pytest.mark.parametrize("cleaner", [crash_on_the_second, err_on_the_second])
def test_a_page_that_breaks_the_cleaner_costs_that_page(
    terminal: Terminal, papers: Path, monkeypatch: pytest.MonkeyPatch, cleaner: object
) -> None:
    urls = stored(terminal, papers)
    monkeypatch.setattr(line, "clean_to_store", cleaner)
    looked = terminal.read("reclean", "--dry-run")
    assert ([each["url"] for each in looked["crashed"]], looked["lost"]) == ([urls[1]], [])
    result = terminal.type("reclean")
    assert (result.exit_code, f"{urls[1]}: cleaning crashed" in result.stderr) == (1, True)
    assert sorted(result.stdout.splitlines()[1:]) == ["refused\t1", "same\t2"]
    with Store(terminal.database) as store:
        assert all(store.article(url) for url in urls)
    monkeypatch.undo()
    assert terminal.read("reclean")["same"] == 3


# broken off


class Counted:
    """A reingest that counts its pages, and is interrupted with one of them."""

    def __init__(self, last: int = 0) -> None:
        self.pages: list[str] = []
        self._last = last
        self._lock = Lock()

    def __call__(
        self, page: Page, layout: Layout, store: Store, workers: Workers, run: int | None, *, memory: Memory
    ) -> Ingested:
        with self._lock:
            self.pages.append(page.url)
            number = len(self.pages)
        done = reingest(page, layout, store, workers, run, memory=memory)
        if number == self._last:
            os.kill(os.getpid(), signal.SIGINT)
            Event().wait(0.05)
        return done


def test_after_an_interrupt_only_the_rest_is_cleaned(
    terminal: Terminal, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    urls = stored(terminal, papers, 16)
    rules_are(monkeypatch, SHORTER)
    first, second = Counted(last=5), Counted()
    monkeypatch.setattr(replay, "reingest", first)
    assert terminal.type("reclean").exit_code == 130
    assert 5 <= len(first.pages) < len(urls)
    monkeypatch.setattr(replay, "reingest", second)
    told = terminal.read("reclean")
    assert sorted((*first.pages, *second.pages)) == sorted(urls)
    assert (told["changed"], told["done_before"]) == (len(second.pages), len(first.pages))
    assert [revisions(terminal, url) for url in urls] == [["new", "recleaned"]] * len(urls)
    (run, _) = terminal.read("status")["runs"]
    assert (run["job"], run["state"]) == ("reclean", "done")


@pytest.mark.parametrize("how", ["from the start", "other libraries"])
def test_what_was_done_is_done_again_when_that_is_wanted_or_it_was_done_otherwise(
    terminal: Terminal, papers: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    urls = stored(terminal, papers, 12)
    monkeypatch.setattr(replay, "reingest", Counted(last=3))
    assert terminal.type("reclean").exit_code == 130
    again = Counted()
    monkeypatch.setattr(replay, "reingest", again)
    if how == "other libraries":
        monkeypatch.setattr(replay, "installed", lambda: [("lxml", "99")])
    assert terminal.read("reclean", *(["--from-start"] if how == "from the start" else []))["same"] == len(urls)
    assert sorted(again.pages) == urls


KILLED = """
import sys
from threading import Event, Semaphore
from console import replay, together
from cli import winnow
real, slots = replay.reingest, Semaphore(4)
def hanging(page, *rest, **named):
    if not slots.acquire(blocking=False):
        print("stuck", flush=True)
        Event().wait()
    return real(page, *rest, **named)
if __name__ == "__main__":
    replay.reingest = hanging
    together.worker_count = lambda: 1
    winnow(["reclean", "--accept-losses", "--database", sys.argv[1]])
"""


def test_after_a_kill_only_the_rest_is_cleaned_and_at_once(
    terminal: Terminal, papers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    urls = stored(terminal, papers, 12)
    script = tmp_path / "killed.py"
    script.write_text(KILLED, encoding="utf-8")
    child = subprocess.Popen(
        [sys.executable, str(script), terminal.database],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "stuck\n"
    done = _wait_for(terminal, 4)
    child.kill()
    child.wait()
    child.stdout.close()
    rest = Counted()
    monkeypatch.setattr(replay, "reingest", rest)
    told = terminal.read("reclean")
    assert (told["same"], told["done_before"], done) == (len(urls) - 4, 4, 4)
    assert len(rest.pages) == len(urls) - 4


def _wait_for(terminal: Terminal, pages: int) -> int:
    """How many pages the run has counted, once there are so many."""
    with Store(terminal.database) as store:
        while (done := sum(each.found for each in store.run_counts(2))) < pages:
            Event().wait(0.01)
    return done
