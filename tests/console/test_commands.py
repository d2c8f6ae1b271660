"""Commands that need no network: load, explain, status, reclean, publishers, and what they say when they cannot."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from threading import Event
from uuid import NAMESPACE_URL, uuid5

import brotli
import pytest
import zstandard
from click.testing import CliRunner
from press import MORE, STORIES, article
from terminal import Terminal

from cleaning import Layout, Outcome, Page
from cli import winnow
from console import commands, together
from console.work import ledger
from crawlers import code_version
from ingest import Ingested
from storage import Ailment, SourceRow, Store, heart

PATH, (TITLE, LEAD) = next(iter(STORIES.items()))
NO_HARM: dict[str, list[object]] = {"lost": [], "halved": [], "crashed": [], "samples": []}
PLAIN = f"{TITLE}\n\nBy Ada Lindqvist\n4 March 2026\n\n" + "\n\n".join((LEAD, *MORE)) + "\n"


def warc(pages: dict[str, str]) -> bytes:
    """An archive of these pages, a 404 and an image."""
    answers = [(url, "200 OK", "text/html; charset=utf-8", body) for url, body in pages.items()]
    answers += [("https://post.example/gone", "404 Not Found", "text/html", "<p>nothing here</p>")]
    answers += [("https://post.example/a.png", "200 OK", "image/png", "png")]
    return b"".join(gzip.compress(record(*answer)) for answer in answers)


def record(
    url: str, status: str, kind: str, body: str | bytes, date: str = "2026-03-05T04:00:00Z", more: str = ""
) -> bytes:
    """A WARC record of one answer. `more`: further header lines of the answer."""
    payload = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}\r\n".encode()
    payload += body.encode() if isinstance(body, str) else body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{uuid5(NAMESPACE_URL, url)}>\r\n"
        f"WARC-Target-URI: {url}\r\nWARC-Date: {date}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(payload)}\r\n\r\n"
    )
    return head.encode() + payload + b"\r\n\r\n"


def chunks(body: bytes) -> bytes:
    return f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n"


# load


def test_an_html_file_is_loaded(terminal: Terminal, papers: Path) -> None:
    file = papers / "bridge.html"
    file.write_text(article(TITLE, LEAD), encoding="utf-8")
    (told,) = terminal.read("load", file)
    assert (told["outcome"], told["url"]) == ("new", file.as_uri())
    with Store(terminal.database) as store:
        row = store.article(file.as_uri())
    assert row is not None
    assert (row.title, row.authors, row.publisher) == (TITLE, ("Ada Lindqvist",), "files")


def test_a_plain_text_file_is_loaded(terminal: Terminal, papers: Path) -> None:
    file = papers / "bridge.txt"
    file.write_text(PLAIN, encoding="utf-8")
    assert [told["outcome"] for told in terminal.read("load", file)] == ["new"]
    with Store(terminal.database) as store:
        row = store.article(file.as_uri())
    assert row is not None
    assert LEAD in row.text


def test_the_articles_of_an_archive_are_loaded_under_their_own_addresses(terminal: Terminal, papers: Path) -> None:
    pages = {f"https://post.example{path}": article(*story) for path, story in STORIES.items()}
    (papers / "night.warc.gz").write_bytes(warc(pages))
    told = terminal.read("load", papers / "night.warc.gz")
    assert [(each["url"], each["outcome"]) for each in told] == [(url, "new") for url in pages]


def test_a_folder_is_loaded_in_order_and_other_files_are_passed_over(terminal: Terminal, papers: Path) -> None:
    (papers / "inner").mkdir()
    for name, story in zip(("c.html", "a.htm", "inner/b.html"), STORIES.values(), strict=True):
        (papers / name).write_text(article(*story), encoding="utf-8")
    (papers / "notes.pdf").write_bytes(b"%PDF")
    told = terminal.read("load", papers)
    assert [each["url"].rpartition("papers/")[2] for each in told] == ["a.htm", "c.html", "inner/b.html"]
    assert {each["outcome"] for each in told} == {"new"}


def test_loading_again_stores_nothing_new(terminal: Terminal, papers: Path) -> None:
    (papers / "bridge.html").write_text(article(TITLE, LEAD), encoding="utf-8")
    assert [told["outcome"] for told in terminal.read("load", papers)] == ["new"]
    assert [told["outcome"] for told in terminal.read("load", papers)] == ["same"]


def test_loading_tells_a_person_a_line_for_each_file(terminal: Terminal, papers: Path) -> None:
    (papers / "bridge.html").write_text(article(TITLE, LEAD), encoding="utf-8")
    (papers / "stub.html").write_text("<p>Please wait.</p>", encoding="utf-8")
    result = terminal.type("load", papers)
    assert result.exit_code == 0
    head, bridge, stub = (line.split("\t") for line in result.stdout.splitlines())
    assert head == ["file", "outcome", "reason"]
    assert (bridge[1:], stub[1]) == (["new", ""], "refused")


def test_a_folder_with_nothing_to_load_is_a_failure(terminal: Terminal, papers: Path) -> None:
    assert terminal.type("load", papers).exit_code == 1


@pytest.mark.parametrize("name", ["notes.pdf", "notes"])
def test_a_file_of_another_kind_is_not_understood(terminal: Terminal, papers: Path, name: str) -> None:
    (papers / name).write_bytes(b"%PDF")
    result = terminal.type("load", papers / name)
    assert (result.exit_code, "not a .txt, .html, .jsonl or .warc file" in result.stderr) == (2, True)


# explain


def test_a_file_is_explained_block_by_block(terminal: Terminal, papers: Path) -> None:
    file = papers / "bridge.html"
    file.write_text(article(TITLE, LEAD), encoding="utf-8")
    result = terminal.type("explain", file)
    assert result.exit_code == 0
    assert f"title        {TITLE}" in result.stdout
    assert f"  KEEP  {LEAD}\n" in result.stdout
    assert any(line.startswith("  drop  ") and "Mill Lane 4" in line for line in result.stdout.splitlines())


def test_an_explanation_for_machines_has_text_and_rules(terminal: Terminal, papers: Path) -> None:
    file = papers / "bridge.html"
    file.write_text(article(TITLE, LEAD), encoding="utf-8")
    told = terminal.read("explain", file)
    assert (told["title"], told["authors"], told["refusal"]) == (TITLE, ["Ada Lindqvist"], None)
    assert told["text"] == "\n\n".join((LEAD, *MORE))
    assert all(block["rule"] for block in told["dropped"])


def test_an_explanation_can_be_a_web_page(terminal: Terminal, papers: Path) -> None:
    file, page = papers / "bridge.html", papers / "why.html"
    file.write_text(article("Bridge <b>closed</b> & shut", LEAD), encoding="utf-8")
    assert terminal.type("explain", file, "--html", page).exit_code == 0
    shown = page.read_text(encoding="utf-8")
    assert shown.startswith("<!doctype html>")
    assert "<h1>Bridge &lt;b&gt;closed&lt;/b&gt; &amp; shut</h1>" in shown
    assert escape(LEAD) in shown


def test_a_stored_page_is_explained_by_its_address(terminal: Terminal, papers: Path) -> None:
    (papers / "night.warc.gz").write_bytes(warc({f"https://post.example{PATH}": article(TITLE, LEAD)}))
    terminal.read("load", papers)
    assert terminal.read("explain", f"https://post.example{PATH}")["title"] == TITLE


def test_an_archive_may_hold_bodies_in_any_packing_and_a_broken_record_costs_itself(
    terminal: Terminal, papers: Path
) -> None:
    page, encoding = article(TITLE, LEAD).encode(), "Content-Encoding: {}\r\n".format
    chunked = "Transfer-Encoding: chunked\r\n"
    answers = {
        "plain": (page, ""),
        "gzip": (gzip.compress(page), encoding("gzip")),
        "br": (brotli.compress(page), encoding("br")),
        "zstd": (zstandard.compress(page), encoding("zstd")),
        "unpacked already": (page, encoding("br")),
        "chunked": (chunks(gzip.compress(page)), encoding("gzip") + chunked),
        "chunks joined already": (page, chunked),
        "broken": (b"no brotli at all", encoding("br")),
        "cut": (gzip.compress(page)[:-9], encoding("gzip")),
    }
    records = [
        record(f"https://{name.replace(' ', '-')}.example{PATH}", "200 OK", "text/html", body, more=more)
        for name, (body, more) in answers.items()
    ]
    dates = ("yesterday", "", "2026-03-05T04:00:00", "2026-03-05T13:00:00+09:00")
    records += [
        record(f"https://day{number}.example{PATH}", "200 OK", "text/html", page, date=date)
        for number, date in enumerate(dates)
    ]
    (papers / "night.warc").write_bytes(b"".join(records))
    told = terminal.read("load", papers / "night.warc")
    outcomes = {each["url"].split("/")[2].removesuffix(".example"): each["outcome"] for each in told}
    broken = {name: outcomes.pop(name) for name in ("broken", "cut")}
    assert broken == {"broken": "refused", "cut": "refused"}
    assert len(outcomes) == 11 and set(outcomes.values()) <= {"new", "duplicate"}


@pytest.mark.parametrize("packed", [True, False])
def test_the_page_at_which_an_archive_was_cut_is_never_stored(terminal: Terminal, papers: Path, packed: bool) -> None:
    stories = [record(f"https://post.example{path}", "200 OK", "text/html", article(*story))
               for path, story in STORIES.items()]  # fmt: skip
    name = "night.warc.gz" if packed else "night.warc"
    (papers / name).write_bytes(b"".join(map(gzip.compress, stories) if packed else stories)[:-60])
    told = terminal.read("load", papers / name)
    assert [each["outcome"] for each in told] == ["new", "new", "refused"]


def test_an_archive_that_breaks_off_is_told_in_one_line(terminal: Terminal, papers: Path) -> None:
    whole = record(f"https://post.example{PATH}", "200 OK", "text/html", article(TITLE, LEAD))
    nameless = b"\r\n".join(line for line in whole.split(b"\r\n") if not line.startswith(b"WARC-Target-URI"))
    (papers / "night.warc").write_bytes(whole + nameless)
    result = terminal.type("load", papers / "night.warc")
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
    assert "night.warc: not a WARC archive, or a broken one" in result.stderr


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("https://post.example/nowhere/", "no such page is stored; `winnow refetch https://post.example/nowhere/`"),
        ("nowhere.html", "no such file; an address begins with https://"),
        (".", "no page is in it"),
    ],
)
def test_what_is_not_stored_cannot_be_explained(
    terminal: Terminal, what: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = terminal.type("explain", what)
    assert (result.exit_code, told in result.stderr) == (1, True), result.stderr


def test_an_empty_folder_is_told_when_it_is_loaded(terminal: Terminal, papers: Path) -> None:
    result = terminal.type("load", papers)
    assert (result.exit_code, "no page was found" in result.stderr) == (1, True)


@pytest.mark.parametrize(
    "words", ["reclean --dry-run", "reclean", "check-upgrade", "export", "memory --keep a"], ids=str.split
)
def test_a_publisher_that_nobody_knows_is_not_understood(terminal: Terminal, papers: Path, words: str) -> None:
    (papers / "bridge.html").write_text(article(TITLE, LEAD), encoding="utf-8")
    terminal.read("load", papers)
    option = [] if words.startswith("memory") else ["--publisher"]
    command, *more = words.split()
    result = terminal.type(command, *option, "filse", *more)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("filse: nothing is stored of a publisher of this name")
    assert terminal.type(command, *option, "files", *more).exit_code == 0
    assert terminal.type(command, *option, "kcna_watch", *more).exit_code == 0


@pytest.mark.parametrize("encoding", ["ascii", "koi8-r"])
def test_another_encoding_of_the_terminal_ends_nothing(papers: Path, encoding: str) -> None:
    (papers / "page.html").write_text(article("Паром \u2014 港", LEAD), encoding="utf-8")
    words = [sys.executable, "cli.py", "explain", str(papers / "page.html"), f"--database={papers}/winnow.db"]
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    here = Path(__file__).parent.parent.parent
    shown, told = (
        subprocess.run([*words, *more], env=environment, cwd=here, capture_output=True, check=True).stdout
        for more in ([], ["--json"])
    )
    assert b"\\u6e2f" in shown
    assert json.loads(told.decode("ascii"))["title"] == "Паром \u2014 港"


def test_a_refused_page_says_so_first(terminal: Terminal, papers: Path) -> None:
    (papers / "stub.html").write_text("<p>Please wait.</p>", encoding="utf-8")
    assert terminal.type("explain", papers / "stub.html").stdout.startswith("NOT AN ARTICLE: stump")


def test_a_title_cannot_steer_the_terminal(terminal: Terminal, papers: Path) -> None:
    file = papers / "steering.html"
    steering = "Bridge \x1b[2J\x9b2J\u202eclosed\x7f"
    file.write_text(article(steering, LEAD), encoding="utf-8")
    for words in (("explain", file), ("load", file), ("status",)):
        shown = terminal.type(*words).stdout
        assert not set(shown) & set("\x1b\x9b\u202e\x7f"), words
    assert "\N{REPLACEMENT CHARACTER}closed" in terminal.type("explain", file).stdout


# status, reclean, publishers


def test_status_tells_publishers_and_runs(terminal: Terminal, papers: Path) -> None:
    (papers / "bridge.html").write_text(article(TITLE, LEAD), encoding="utf-8")
    terminal.read("load", papers)
    told = terminal.read("status")
    ((publisher,), (run,)) = told["publishers"], told["runs"]
    assert (publisher["publisher"], publisher["articles"]) == ("files", 1)
    assert (run["job"], run["state"]) == ("load", "done")
    lines = terminal.type("status").stdout.splitlines()
    shown = dict(zip(lines[0].split("\t"), lines[1].split("\t"), strict=True))
    assert (shown["publisher"], shown["health"], shown["articles"]) == ("files", "not crawled", "1")


def test_commands_that_ask_no_network_load_no_scrapy() -> None:
    loading = "import cli, sys; cli.door(); print({'scrapy', 'twisted', 'alembic', 'apprise'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", loading], capture_output=True, check=True).stdout == b"set()\n"


def test_status_of_an_empty_database_is_empty(terminal: Terminal) -> None:
    assert terminal.read("status") == {"publishers": [], "sources": [], "runs": []}


def test_a_dry_cleaning_counts_and_writes_nothing(terminal: Terminal, papers: Path) -> None:
    for number, story in enumerate(STORIES.values()):
        (papers / f"{number}.html").write_text(article(*story), encoding="utf-8")
    terminal.read("load", papers)
    assert terminal.read("reclean", "--dry-run") == {"dry_run": True, "same": 3, **NO_HARM}
    assert [run["job"] for run in terminal.read("status")["runs"]] == ["load"]


def test_cleaning_again_is_a_run(terminal: Terminal, papers: Path) -> None:
    (papers / "bridge.html").write_text(article(TITLE, LEAD), encoding="utf-8")
    terminal.read("load", papers)
    assert terminal.read("reclean") == {"dry_run": False, "same": 1}
    assert [run["job"] for run in terminal.read("status")["runs"]] == ["reclean", "load"]
    assert terminal.type("reclean", "--publisher", "kcna_watch").stdout == "outcome\tpages\n"


def test_the_known_publishers_are_listed(terminal: Terminal) -> None:
    told = terminal.read("publishers")
    names = [each["name"] for each in told]
    assert {"kcna_watch", "israel365_news", "iuvm_press", "nk_insider"} <= set(names)
    assert names == sorted(names)
    assert all(each["home"].startswith("https://") and each["about"] for each in told)
    assert terminal.type("publishers").stdout.count("\n") == len(told) + 1


# what they say when they cannot


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("load",),
        ("load", "no/such/file.html"),
        ("refetch",),
        ("refetch", "bridge-closed"),
        ("refetch", "http://[bridge/"),
        ("crawl", "no_such_publisher"),
        ("crawl", "http://[bridge/"),
        ("crawl", "ftp://post.example/"),
        ("crawl", "--as", "kcna_watch", "--at", "post.example"),
        ("crawl", "--as", "kcna_watch"),
        ("crawl", "--at", "https://post.example/"),
        ("crawl", "kcna_watch", "--delay", "-1"),
        ("crawl", "kcna_watch", "--max-pages", "0"),
        ("explain",),
        ("status", "--colour"),
    ],
    ids=" ".join,
)
def test_a_wrong_command_exits_2_and_says_why(terminal: Terminal, words: tuple[str, ...]) -> None:
    result = terminal.type(*words)
    assert (result.exit_code, bool(result.stderr), result.stdout) == (2, True, "")


@pytest.mark.parametrize(
    "database",
    ["sqlite:////dev/null/winnow.db", "postgresql://winnow:sesame@127.0.0.1:9/news"],
    ids=["no folder", "no server"],
)
def test_a_database_that_cannot_be_opened_exits_3_without_its_password(database: str) -> None:
    result = CliRunner().invoke(winnow, ["status", "--database", database], catch_exceptions=False)
    assert result.exit_code == 3
    assert result.stderr.startswith("database ")
    assert "sesame" not in result.stderr


def test_a_file_that_is_no_database_exits_3(tmp_path: Path) -> None:
    file = tmp_path / "letter.db"
    file.write_text("Dear editor, " * 100, encoding="utf-8")
    result = CliRunner().invoke(winnow, ["status", "--database", f"sqlite:///{file}"], catch_exceptions=False)
    assert (result.exit_code, "Traceback" in result.output) == (3, False)


def test_the_database_may_be_named_by_the_environment(tmp_path: Path) -> None:
    told = CliRunner(env={"DATABASE_URL": f"sqlite:///{tmp_path / 'named.db'}"}).invoke(winnow, ["status", "--json"])
    assert told.exit_code == 0
    assert (tmp_path / "named.db").exists()


def test_the_same_work_at_once_exits_4(terminal: Terminal, papers: Path) -> None:
    (papers / "bridge.html").write_text(article(TITLE, LEAD), encoding="utf-8")
    with Store(terminal.database) as store, ledger(store, "load"):
        result = terminal.type("load", papers)
    assert (result.exit_code, "still running" in result.stderr) == (4, True)


def breaks(page: Page, layout: Layout, *line: object) -> Ingested:
    raise ValueError("a bug")


def interrupted(page: Page, layout: Layout, *line: object) -> Ingested:
    os.kill(os.getpid(), signal.SIGTERM)
    Event().wait(0.05)
    return Ingested(Outcome.NEW)


def test_a_bug_surfaces_and_its_run_is_told_as_failed(
    terminal: Terminal, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (papers / "bridge.html").write_text(article(TITLE, LEAD), encoding="utf-8")
    monkeypatch.setattr(commands, "ingest", breaks)
    with pytest.raises(ValueError, match="a bug"):
        terminal.type("load", papers)
    (run,) = terminal.read("status")["runs"]
    assert (run["state"], run["reason"], run["version"]) == ("failed", "ValueError: a bug", code_version())


def test_work_that_is_interrupted_exits_130_and_may_be_done_again(
    terminal: Terminal, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (papers / "bridge.html").write_text(article(TITLE, LEAD), encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(commands, "ingest", interrupted)
        result = terminal.type("load", papers)
    assert (result.exit_code, result.stderr, result.stdout) == (130, "interrupted\n", "")
    assert [told["outcome"] for told in terminal.read("load", papers)] == ["new"]
    assert [run["state"] for run in terminal.read("status")["runs"]] == ["done", "interrupted"]


def test_the_heart_of_a_run_beats_while_it_works(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heart, "EVERY", 0.001)
    beaten = Event()
    with Store(terminal.database) as store:
        monkeypatch.setattr(store, "heartbeat", lambda run, now: beaten.set())
        with ledger(store, "load"):
            assert beaten.wait(60)


def test_a_file_that_cannot_be_written_exits_1_and_is_named(terminal: Terminal, papers: Path) -> None:
    file = papers / "bridge.html"
    file.write_text(article(TITLE, LEAD), encoding="utf-8")
    result = terminal.type("explain", file, "--html", papers / "nowhere" / "why.html")
    assert result.exit_code == 1
    assert f"{papers}/nowhere/why.html: No such file or directory" in result.stderr


def test_a_setting_that_cannot_be_read_is_not_understood(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (
        ("WINNOW_ALLOW_PRIVATE", "my office"),
        ("WINNOW_TIMEOUT", "a while"),
        ("WINNOW_MAX_BYTES", "0"),
    ):
        with monkeypatch.context() as environment:
            environment.setenv(name, value)
            result = terminal.type("crawl", "kcna_watch")
        assert (result.exit_code, f"{name}: {value!r}" in result.stderr) == (2, True)


@pytest.mark.parametrize(
    "database",
    [
        *("mysql://winnow:sesame@db/news", "postgresql://winnow:sesame@db:x/n", ":memory:"),
        *("postgresql:/winnow:sesame@db/news", "postgres:winnow", "sqlite:/winnow.db", "postgresql+psycopg:/sesame"),
    ],
)
def test_a_database_of_another_kind_is_not_understood(database: str) -> None:
    result = CliRunner().invoke(winnow, ["status", "--database", database], catch_exceptions=False)
    assert (result.exit_code, bool(result.stderr), "sesame" in result.stderr) == (2, True, False)


def test_a_folder_of_many_files_is_loaded_by_all_workers_in_order(
    terminal: Terminal, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(together, "worker_count", lambda: 2)
    names = [f"{number:03}.html" for number in range(40)]
    for name in names:
        (papers / name).write_text(article(f"{TITLE} {name}", f"{LEAD} {name}"), encoding="utf-8")
    told = terminal.read("load", papers)
    assert [each["url"].rpartition("/")[2] for each in told] == names
    assert {each["outcome"] for each in told} == {"new"}


def test_a_command_that_only_reads_says_that_there_was_no_database(tmp_path: Path, papers: Path) -> None:
    mistyped, loaded = Terminal(f"{tmp_path}/winow.db"), Terminal(f"{tmp_path}/winnow.db")
    (papers / "bridge.html").write_text(article(TITLE, LEAD), encoding="utf-8")
    assert "there was none" in mistyped.type("status").stderr
    assert "there was none" not in mistyped.type("status").stderr + loaded.type("load", papers).stderr


@pytest.mark.parametrize(
    "url", ["https://post.example:99999/", "https://post.example:http/", "http://[::1/", "ftp://a"]
)
@pytest.mark.parametrize("command", ["crawl", "refetch"])
def test_what_is_no_web_address_is_not_understood(terminal: Terminal, command: str, url: str) -> None:
    result = terminal.type(command, url)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"{url}: not a web address such as https://site.example/\n"


@pytest.mark.parametrize("name", sorted(winnow.commands))
def test_every_command_takes_a_database_and_json(name: str) -> None:
    options = {option for parameter in winnow.commands[name].params for option in parameter.opts}
    assert {"--database", "--json"} <= options


def test_the_version_is_told() -> None:
    result = CliRunner().invoke(winnow, ["--version"])
    assert (result.exit_code, result.stdout) == (0, f"winnow, version {code_version()}\n")


def test_help_is_given_for_every_command() -> None:
    for name in winnow.commands:
        result = CliRunner().invoke(winnow, [name, "--help"])
        assert (result.exit_code, "Usage: " in result.stdout) == (0, True)


def test_status_tells_sources_that_fail(terminal: Terminal) -> None:
    feed = SourceRow(publisher="harbour", url="https://harbour.example.com/feed", kind="feed")
    with Store(terminal.database) as store:
        store.sources.note([feed.failed(datetime(2026, 3, 2, tzinfo=UTC), Ailment.MISSING, "status 404")])
    (told,) = terminal.read("status")["sources"]
    assert (told["url"], told["reason"], told["failing_since"]) == (feed.url, "status 404", "2026-03-02T00:00:00+00:00")
    assert f"{feed.url}\t2026-03-02 00:00\t1\tstatus 404" in terminal.type("status").stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
@pytest.mark.parametrize("words", ["status", "export --format csv", "metrics --file /dev/full"], ids=str.split)
def test_an_output_that_is_full_is_told_in_one_line(tmp_path: Path, words: str) -> None:
    Store(f"{tmp_path}/winnow.db").close()
    command = [sys.executable, "cli.py", *words.split(), f"--database={tmp_path}/winnow.db"]
    here = Path(__file__).parent.parent.parent
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, cwd=here, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "output: No space left on device\n")
