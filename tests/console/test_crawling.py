"""`winnow crawl` and `winnow refetch` as a user types them: a process of their own, on a made-up site on loopback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from press import STORIES, Press, article
from terminal import Terminal

from console.crawling import chosen
from storage import Store

ROOT = Path(__file__).parent.parent.parent
PATH, (TITLE, LEAD) = next(iter(STORIES.items()))


@pytest.fixture
def database(tmp_path: Path) -> str:
    """URL of a database that is not there yet."""
    return f"sqlite:///{tmp_path / 'winnow.db'}"


def winnow(database: str, *words: str, allow: str = "127.0.0.0/8") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cli", *words, "--database", database]
    environment = {**os.environ, "WINNOW_ALLOW_PRIVATE": allow}
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)


def crawl(database: str, *words: str, **more: str) -> tuple[int, dict[str, Any]]:
    """Exit status and the report of the one publisher."""
    done = winnow(database, "crawl", *words, "--delay", "0", "--json", **more)
    (report,) = json.loads(done.stdout)["reports"]
    return done.returncode, report


def counted(report: dict[str, Any]) -> dict[str, int]:
    """The outcomes that came up."""
    names = ("new", "changed", "same", "duplicate", "refused", "moved", "gone", "forbidden", "failed", "later")
    return {name: report[name] for name in names if report[name]}


def test_a_site_is_crawled_and_the_second_night_stores_nothing_new(press: Press, database: str) -> None:
    status, first = crawl(database, press.home)
    assert (status, first["publisher"], first["found"], counted(first)) == (0, press.host, 3, {"new": 3})
    status, second = crawl(database, press.home)
    assert (status, second["found"], counted(second)) == (0, 3, {"same": 3})
    with Store(database) as store:
        titles = {row.title for path in STORIES if (row := store.article(press.home.rstrip("/") + path))}
        texts = [store.history(press.home.rstrip("/") + path) for path in STORIES]
    assert titles == {title for title, _ in STORIES.values()}
    assert [len(revisions) for revisions in texts] == [1, 1, 1]


def test_a_changed_story_and_a_new_one_are_found_the_next_night(press: Press, database: str) -> None:
    crawl(database, press.home)
    fresh = {"/2026/03/05/market-moves-indoors/": ("Market moves indoors", "The market moves indoors until April.")}
    press.print_stories({**STORIES, **fresh})
    press.pages[PATH] = article(TITLE, LEAD.replace("two of its bolts", "three of its bolts"))
    status, report = crawl(database, press.home)
    assert (status, counted(report)) == (0, {"new": 1, "changed": 1, "same": 2})


def test_a_person_gets_a_line_for_the_publisher(press: Press, database: str) -> None:
    done = winnow(database, "crawl", press.home, "--delay", "0")
    head, line = (row.split("\t") for row in done.stdout.splitlines())
    assert (done.returncode, head[:3], line[:3]) == (0, ["publisher", "found", "new"], [press.host, "3", "3"])


def test_no_more_pages_than_allowed_are_asked_for(press: Press, database: str) -> None:
    status, report = crawl(database, press.home, "--max-pages", "2")
    assert (status, counted(report)) == (0, {"new": 2, "later": 1})
    assert sum(path in press.asked for path in STORIES) == 2


def test_robots_txt_is_obeyed(press: Press, database: str) -> None:
    press.pages["/robots.txt"] = f"User-agent: *\nDisallow: {PATH}\n"
    _, report = crawl(database, press.home)
    assert counted(report) == {"new": 2, "forbidden": 1}
    assert PATH not in press.asked


def test_a_site_that_is_down_exits_1_and_says_so(press: Press, database: str) -> None:
    assert crawl(database, press.home)[0] == 0
    press.pages.clear()
    done = winnow(database, "crawl", "http://127.0.0.1:9/", "--delay", "0")
    assert done.returncode == 1
    assert "127.0.0.1:9: " in done.stderr


def test_a_site_that_lost_all_its_stories_exits_1(press: Press, database: str) -> None:
    assert crawl(database, press.home)[0] == 0
    press.pages.clear()
    status, report = crawl(database, press.home)
    assert (status, report["new"], report["same"]) == (1, 0, 0)
    with Store(database) as store:
        row = store.article(press.home.rstrip("/") + PATH)
    assert row is not None
    assert LEAD in row.text


def test_a_private_address_is_not_asked_unless_allowed(press: Press, database: str) -> None:
    status, report = crawl(database, press.home, allow="")
    assert (status, press.asked) == (1, [])
    assert report["new"] == 0


def test_a_slot_is_crawled_once(press: Press, database: str) -> None:
    words = ("crawl", press.home, "--delay", "0", "--slot", "2026-03-05")
    first, second = winnow(database, *words), winnow(database, *words)
    assert (first.returncode, second.returncode, "made already" in second.stderr) == (0, 4, True)


def test_a_publishers_rules_work_at_another_address(press: Press, database: str) -> None:
    press.pages["/feed/"] = press.pages["/feed.xml"]
    press.pages["/sitemap_index.xml"] = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>'
    status, report = crawl(database, "--as", "nk_insider", "--at", press.home)
    assert (status, counted(report)) == (0, {"new": 3}), report
    assert report["publisher"] == f"nk_insider@{press.host}"


def runs(database: str) -> list[str]:
    """The states of all runs."""
    with Store(database) as store:
        return [run.state for run in store.runs()]


def crawling(database: str, *words: str) -> subprocess.Popen[str]:
    """A crawl under way, with its output."""
    command = [sys.executable, "-m", "cli", "crawl", *words, "--database", database]
    environment = {**os.environ, "WINNOW_ALLOW_PRIVATE": "127.0.0.0/8"}
    return subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_a_crawl_politely_however_long_it_would_wait(
    press: Press, database: str, number: signal.Signals
) -> None:
    with crawling(database, press.home, "--delay", "600", "--json") as child:
        press.wait_for("/robots.txt")
        child.send_signal(number)
        out, _ = child.communicate(timeout=60)
    (report,) = json.loads(out)["reports"]
    assert (child.returncode, report["stopped"]) == (130, "interrupted")
    assert not any(path in press.asked for path in STORIES)
    assert runs(database) == ["interrupted"]


def test_a_second_interrupt_ends_everything_at_once(press: Press, database: str) -> None:
    press.stuck.add("/")
    with crawling(database, press.home, "--delay", "0") as child:
        press.wait_for("/")
        child.send_signal(signal.SIGINT)
        child.send_signal(signal.SIGINT)
        while child.poll() is None:  # two that come together are one
            child.send_signal(signal.SIGINT)
            Event().wait(0.05)
        child.communicate(timeout=60)
    assert child.returncode == 130
    assert runs(database) == ["interrupted"]


def test_an_interrupted_night_may_be_crawled_again_and_then_never_more(press: Press, database: str) -> None:
    words = (press.home, "--slot", "2026-03-05")
    with crawling(database, *words, "--delay", "600") as child:
        press.wait_for("/robots.txt")
        child.send_signal(signal.SIGTERM)
        child.communicate(timeout=60)
    again, more = (winnow(database, "crawl", *words, "--delay", "0") for _ in range(2))
    assert (child.returncode, again.returncode, more.returncode) == (130, 0, 4), again.stderr
    assert runs(database) == ["done"]


def test_a_time_limit_ends_a_crawl_however_long_it_would_wait(press: Press, database: str) -> None:
    with crawling(database, press.home, "--delay", "600", "--time-limit", "0.2", "--json") as child:
        out, _ = child.communicate(timeout=60)
    assert json.loads(out)["reports"][0]["stopped"] == "time limit"
    assert runs(database) == ["time limit"]


# refetch


def test_refetching_shows_what_changed(press: Press, database: str) -> None:
    crawl(database, press.home)
    press.pages[PATH] = article(f"{TITLE} or two", LEAD.replace("two of its bolts", "three of its bolts"))
    address = press.home.rstrip("/") + PATH
    done = winnow(database, "refetch", address, "--delay", "0", "--json")
    assert done.returncode == 0, done.stderr
    (told,) = json.loads(done.stdout)["articles"]
    assert (told["what"], told["revision"]) == ("changed", 2)
    changed = [f"- title: {TITLE}", f"+ title: {TITLE} or two", f"- {LEAD}"]
    assert told["diff"] == [*changed, f"+ {LEAD.replace('two of its bolts', 'three of its bolts')}"]


def test_a_refetch_that_fails_says_why(press: Press, database: str) -> None:
    crawl(database, press.home)
    address, blocked = (press.home.rstrip("/") + path for path in list(STORIES)[:2])
    press.pages[PATH] = "<p>Please wait.</p>"
    press.pages["/robots.txt"] = f"User-agent: *\nDisallow: {list(STORIES)[1]}\n"
    del press.pages[list(STORIES)[2]]
    done = winnow(database, "refetch", address, blocked, press.home.rstrip("/") + list(STORIES)[2], "--delay", "0")
    refused, forbidden, failed, *_ = done.stdout.splitlines()
    assert done.returncode == 1, done.stderr
    assert refused == f"refused: stump: {address}"
    assert forbidden == f"forbidden: robots.txt forbids it: {blocked}"
    assert failed.startswith("failed: not found (1 of 3): ")


def test_refetching_what_did_not_change_says_same(press: Press, database: str) -> None:
    crawl(database, press.home)
    address = press.home.rstrip("/") + PATH
    done = winnow(database, "refetch", address, "--delay", "0")
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, f"same: {address}"), done.stderr


def test_addresses_of_no_known_publisher_are_fetched_from_a_file(press: Press, database: str, tmp_path: Path) -> None:
    addresses = [press.home.rstrip("/") + path for path in STORIES]
    (tmp_path / "list.txt").write_text("\n".join(addresses), encoding="utf-8")
    done = winnow(database, "refetch", "--file", str(tmp_path / "list.txt"), "--delay", "0", "--json")
    assert done.returncode == 0, done.stderr
    assert [(each["url"], each["what"]) for each in json.loads(done.stdout)["articles"]] == [
        (address, "new") for address in addresses
    ]
    assert "/" not in press.asked


def test_refetching_what_is_not_there_exits_1(press: Press, database: str) -> None:
    done = winnow(database, "refetch", f"{press.home}2026/03/09/never-printed/", "--delay", "0", "--json")
    assert done.returncode == 1, done.stderr
    (told,) = json.loads(done.stdout)["articles"]
    assert (told["what"], told["reason"]) == ("no article", "status 404")


def test_refetching_an_article_that_is_gone_says_so_and_exits_0(press: Press, database: str) -> None:
    crawl(database, press.home)
    address = press.home.rstrip("/") + PATH
    press.withdrawn.add(PATH)
    done = winnow(database, "refetch", address, "--delay", "0")
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, f"gone: {address}"), done.stderr


def test_a_long_note_is_one_line_in_a_pipe(press: Press, database: str) -> None:
    press.pages["/robots.txt"] = "User-agent: *\nDisallow: /\n"
    home = f"{press.home}{'a-long-name/' * 12}"
    done = winnow(database, "crawl", home, "--delay", "0")
    assert f"{press.host}: {home}: robots.txt forbids it" in done.stderr.splitlines()


@pytest.mark.parametrize("words", ["--delay nan", "--delay inf", "--time-limit nan", "--time-limit 1e300"])
def test_seconds_that_no_clock_counts_are_not_understood(terminal: Terminal, words: str) -> None:
    assert terminal.type("crawl", "https://post.example/", *words.split()).exit_code == 2


def test_a_site_that_is_named_twice_is_crawled_once() -> None:
    names = ["https://post.example/", "http://post.example", "HTTPS://POST.example", "https://post.example/en/"]
    bases = [each.arguments["base_url"] for each in chosen(names, None, None)]
    assert bases == ["https://post.example/", "https://post.example/en/"]
