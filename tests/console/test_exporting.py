"""Articles leave whole: as JSON lines or CSV, in constant memory, without what steers a terminal or a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text

from cleaning import Article, Block, Page
from cli import winnow
from console.whole import whole
from storage import Store

ROOT = Path(__file__).parent.parent.parent
MONDAY = datetime(2026, 3, 2, 1, tzinfo=UTC)
TITLES = (
    '=HYPERLINK("http://x.example","a")',
    "+1 for the ferry",
    "-5 degrees",
    "@home",
    "Robert'); DROP TABLE article;--",
    "<script>alert(1)</script>",
    "%s %n {0} ${x}",
    'Two\tcells, "quoted"',
    "\u202eright to left\u202c",
    "\uff1dWIDE()",
)
WORDS = "The ferry was late again on Monday.\n\nNobody on the pier was surprised, not even the gulls on the wall."


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'winnow.db'}"


def put(database: str, titles: tuple[str, ...] = TITLES, at: datetime = MONDAY, publisher: str = "lenne") -> None:
    with Store(database) as store:
        for number, title in enumerate(titles):
            page = Page(
                url=f"https://{publisher}.example/{number}", body=title.encode(), fetched_at=at, publisher=publisher
            )
            blocks = (Block(f"{WORDS} {publisher} {number}"),)
            store.keep(page)
            store.save(page, Article(url=page.url, title=title, blocks=blocks, authors=("Ada", "Eva")), None)


def ran(database: str, *args: str) -> Result:
    return CliRunner().invoke(winnow, ["export", "--database", database, *args])


def lines(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_line_is_an_article_with_every_column_of_the_view(database: str) -> None:
    put(database)
    rows = lines(ran(database))
    assert [row["title"] for row in rows] == list(TITLES)
    assert rows[0]["authors"] == ["Ada", "Eva"]
    assert rows[0]["first_seen"] == "2026-03-02T01:00:00Z"
    with Store(database):
        columns = create_engine(database).connect().execute(text("SELECT * FROM v1_article")).keys()
    assert list(rows[0]) == list(columns)


def test_a_cell_that_a_spreadsheet_would_obey_has_an_apostrophe_before_it(database: str) -> None:
    put(database)
    result = ran(database, "--format", "csv")
    table = list(csv.DictReader(io.StringIO(result.stdout)))
    obeyed = [title for title in TITLES if title[0] in "=+-@\uff1d"]
    assert [row["title"] for row in table] == [f"'{title}" if title in obeyed else title for title in TITLES]
    assert table[0]["text"] == f"{WORDS} lenne 0"
    assert f"{len(obeyed)} cells begin like a formula" in result.stderr


def test_what_is_asked_for_is_chosen(database: str) -> None:
    put(database, ("one", "two"))
    put(database, ("three",), MONDAY + timedelta(days=1), "quay")
    assert [row["title"] for row in lines(ran(database, "--publisher", "quay"))] == ["three"]
    assert [row["title"] for row in lines(ran(database, "--publisher", "quay", "--publisher", "lenne"))] == [
        "one",
        "two",
        "three",
    ]
    assert [row["title"] for row in lines(ran(database, "--since", "2026-03-03"))] == ["three"]
    assert [row["title"] for row in lines(ran(database, "--until", "2026-03-03"))] == ["one", "two"]
    assert lines(ran(database, "--since", "2027-01-01")) == []


def test_each_text_may_be_asked_for_once(database: str) -> None:
    with Store(database) as store:
        for path in ("one", "two"):
            page = Page(url=f"https://lenne.example/{path}", body=path.encode(), fetched_at=MONDAY)
            store.save(page, Article(url=page.url, title="A", blocks=(Block(WORDS * 3),)), None)
    assert len(lines(ran(database))) == 2
    assert len(lines(ran(database, "--unique"))) == 1


def test_who_follows_a_cursor_gets_what_changed_since(database: str) -> None:
    put(database, ("one", "two"))
    cursor = ran(database).stderr.rpartition("--cursor ")[2].strip()
    assert lines(ran(database, "--cursor", cursor)) == []
    put(database, ("one", "another"))
    changed = lines(ran(database, "--cursor", cursor))
    assert [(row["title"], row["change"]) for row in changed] == [("another", "changed")]
    assert len(lines(ran(database, "--cursor", "0"))) == 2


def test_what_is_no_article_any_more_is_told_to_who_follows(database: str) -> None:
    put(database, ("one", "two"))
    with Store(database) as store:
        store.suspects.withdraw(1, "looks odd", "to the editor")
    gone, there = lines(ran(database, "--cursor", "1"))
    assert gone == {"article_id": 1, "url": "https://lenne.example/0", "change": "held"}
    assert there["title"] == "two"


def test_many_articles_come_each_once_in_order(database: str) -> None:
    put(database, tuple(f"Number {number}" for number in range(450)))
    assert [row["article_id"] for row in lines(ran(database))] == list(range(1, 451))


def test_two_processes_that_write_one_file_leave_what_the_last_one_wrote(tmp_path: Path) -> None:
    written = tmp_path / "all.prom"
    other = "from console.whole import whole; from pathlib import Path; import sys\n"
    other += "with whole(Path(sys.argv[1])) as file: file.write('theirs')"
    with whole(written) as mine:
        subprocess.run([sys.executable, "-c", other, str(written)], cwd=ROOT, check=True)
        assert written.read_text() == "theirs"
        mine.write("mine")
    assert written.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [written]


def test_a_file_is_there_once_it_is_whole(database: str, tmp_path: Path) -> None:
    put(database, ("one",))
    file = tmp_path / "out.jsonl"
    assert ran(database, "--output", str(file)).exit_code == 0
    assert json.loads(file.read_text("utf-8"))["title"] == "one"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("out")] == ["out.jsonl"]
    assert ran(database, "--output", str(tmp_path / "no" / "out.jsonl")).exit_code == 1


def test_control_characters_of_other_hands_do_not_leave(database: str) -> None:
    put(database, ("one",))
    engine = create_engine(database)
    with engine.begin() as connection:
        connection.execute(text("UPDATE revision SET title = 'a' || char(27) || '[31m' || char(155) || 'b'"))
    engine.dispose()
    for form in ("jsonl", "csv"):
        said = ran(database, "--format", form).stdout
        assert "\x1b" not in said
        assert "\x9b" not in said


@pytest.mark.parametrize("since", ["2026-03-02T01:00:00Z", "2026-03-02T10:00:00+09:00", "2026-03-02T01:00:00"])
def test_times_are_taken_as_the_views_write_them(database: str, since: str) -> None:
    put(database, ("Before",), MONDAY - timedelta(seconds=1), "early")
    put(database, ("Then",), MONDAY, "late")
    assert [row["title"] for row in lines(ran(database, "--since", since))] == ["Then"]
    assert [row["title"] for row in lines(ran(database, "--until", since))] == ["Before"]


def test_what_is_no_file_is_written_to_and_a_link_is_followed(database: str, tmp_path: Path) -> None:
    put(database, ("Ferry leaves",))
    pipe, file, link = tmp_path / "pipe", tmp_path / "file.jsonl", tmp_path / "link.jsonl"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as reading:
        read = reading.submit(pipe.read_text, "utf-8")
        assert ran(database, "--output", str(pipe)).exit_code == 0
    assert json.loads(read.result())["title"] == "Ferry leaves" and pipe.is_fifo()
    file.touch(0o600)
    link.symlink_to(file)
    assert ran(database, "--output", str(link)).exit_code == 0
    assert (link.is_symlink(), file.stat().st_mode & 0o777) == (True, 0o600)
    assert json.loads(file.read_text("utf-8"))["title"] == "Ferry leaves"
    assert {path.name for path in tmp_path.iterdir()} >= {"pipe", "file.jsonl", "link.jsonl"}
    assert not list(tmp_path.glob("*.part"))
