"""How things are shown: tables, diffs, explanations, progress and exit statuses, safe for any terminal."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from types import MappingProxyType

import pytest
from rich.console import Console

from cleaning import Article, Block, Kind, Outcome, Refusal, Wording, changes
from console import out, progress, reports
from console.diff import diff_lines
from console.explain import as_html, as_record
from console.files import UnknownFile, files_in, pages_in
from console.progress import Watched
from console.reports import as_record as report_record
from console.reports import exit_status, show_reports
from console.safe import printable
from crawlers import Report

ARTICLE = Article(
    url="https://post.example/a",
    title="A & B",
    blocks=(Block("Kept words."), Block("<i>quoted</i>", Kind.QUOTE)),
    dropped=(Block("Read more", Kind.HEADING, dropped_by="more_list", evidence="3 cards", place='a"b'),),
    evidence=MappingProxyType({"title": "h1"}),
)


def a_report(problems: tuple[str, ...] = (), stopped: str = "", **outcomes: int) -> Report:
    return Report(
        publisher="post.example",
        outcomes={Outcome(name): count for name, count in outcomes.items()},
        refused={"stump": outcomes.get("refused", 0)} if outcomes.get("refused") else {},
        failures={},
        new_addresses=0,
        fetched=1,
        bytes=10,
        seconds=1.25,
        problems=problems,
        stopped=stopped,
    )


# Safe


@pytest.mark.parametrize("steering", ["\x1b", "\x9b", "\x07", "\x00", "\r", "\u202e", "\u2066", "\x7f", "\u200f"])
def test_what_could_steer_a_terminal_is_shown_and_not_sent(steering: str) -> None:
    assert printable(f"a{steering}b") == "a\N{REPLACEMENT CHARACTER}b"


@pytest.mark.parametrize("text", ["Grüße, 평양, שלום", "می\u200cخواهم", "a\tb\nc", "👩\u200d🚒"])
def test_words_of_any_script_are_shown_as_they_are(text: str) -> None:
    assert printable(text) == text


def test_words_in_brackets_are_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    out.say("[bold]a[/bold] [link=x]b\x1b[2J")
    out.complain("[red]c[/nonsense]")
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("[bold]a[/bold] [link=x]b\N{REPLACEMENT CHARACTER}[2J\n", "[red]c[/nonsense]\n")


# Tables


def test_a_pipe_gets_tab_separated_lines(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [("a\x1bb", 3, 1.25, None, datetime(2026, 3, 4, 5, 6, tzinfo=UTC))]
    out.table(("name", "count", "seconds", "none", "when"), rows)
    assert capsys.readouterr().out == (
        "name\tcount\tseconds\tnone\twhen\na\N{REPLACEMENT CHARACTER}b\t3\t1.2\t\t2026-03-04 05:06\n"
    )


def test_a_terminal_gets_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Console(record=True, force_terminal=True, width=60, no_color=True)
    monkeypatch.setattr(out, "screen", screen)
    out.table(("name", "count"), [("[b]harbour[/b]", 3), ("quay", 12)])
    lines = [line.rstrip() for line in screen.export_text().splitlines()]
    assert lines == ["name            count", "[b]harbour[/b]      3", "quay               12"]


def test_json_keeps_letters_and_writes_times_in_full(capsys: pytest.CaptureFixture[str]) -> None:
    out.as_json({"title": "Grüße", "at": datetime(2026, 3, 4, tzinfo=UTC), "report": a_report(new=3)})
    shown = capsys.readouterr().out
    assert "Grüße" in shown
    told = json.loads(shown)
    assert (told["at"], told["report"]["publisher"]) == ("2026-03-04T00:00:00+00:00", "post.example")


# Diff


@pytest.mark.parametrize(
    ("before", "after", "diff"),
    [
        ("a\n\nb\n\nc", "a\n\nb\n\nc", []),
        ("a\n\nb\n\nc", "a\n\nB\n\nc", ["- b", "+ B"]),
        ("a\n\nc", "a\n\nb\n\nc", ["+ b"]),
        ("a\n\nb", "b", ["- a"]),
        ("", "a", ["+ a"]),
        ("a\nb", "a\n\nb", []),
    ],
)
def test_a_diff_names_the_paragraphs_that_went_and_came(before: str, after: str, diff: list[str]) -> None:
    assert list(diff_lines(changes(Wording(None, before), Wording(None, after)))) == diff


# Explanations


def test_an_explanation_as_a_web_page_holds_nothing_of_the_page_as_markup() -> None:
    shown = as_html(ARTICLE)
    assert "A &amp; B" in shown
    assert "&lt;i&gt;quoted&lt;/i&gt;" in shown
    assert "<i>quoted" not in shown
    assert 'title="a&quot;b"' in shown
    assert "more_list (3 cards)" in shown


def test_an_explanation_of_a_refused_page_says_why() -> None:
    refused = Article(url="https://post.example/a", refusal=Refusal.STUMP, refusal_evidence="3 <words>")
    assert "stump (3 &lt;words&gt;)" in as_html(refused)
    assert as_record(refused)["refusal_evidence"] == "3 <words>"


def test_an_explanation_for_machines_is_plain_json() -> None:
    told = json.loads(json.dumps(as_record(ARTICLE)))
    assert told["evidence"] == {"title": "h1"}
    assert told["dropped"][0]["rule"] == "more_list"


# Files


def test_a_text_file_is_a_page_with_the_time_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "a b.TXT"
    file.write_bytes(b"words")
    (page,) = pages_in(file)
    assert (page.url, page.body, page.content_type) == (file.as_uri(), b"words", "text/plain")
    assert page.fetched_at == datetime.fromtimestamp(file.stat().st_mtime, UTC)


def test_a_single_file_of_another_kind_is_an_error_and_in_a_folder_it_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    assert files_in(tmp_path) == []
    with pytest.raises(UnknownFile):
        files_in(tmp_path / "a.pdf")


def test_an_archive_that_is_none_is_an_unknown_file(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(b"Dear editor\n")
    with pytest.raises(UnknownFile, match="not a WARC archive"):
        list(pages_in(tmp_path / "a.warc"))


# Exit status


@pytest.mark.parametrize(
    ("report", "stored", "status"),
    [
        (a_report(new=3), 0, 0),
        (a_report(same=3), 3, 0),
        (a_report(new=2, failed=1), 3, 0),
        (a_report(duplicate=1), 0, 0),
        (a_report(), 0, 1),
        (a_report(failed=3), 0, 1),
        (a_report(refused=3), 5, 1),
        (a_report(new=3, problems=("the feed cannot be read",)), 0, 1),
    ],
    ids=[
        "new",
        "same",
        "some failed",
        "duplicate",
        "nothing found",
        "all failed",
        "nothing where there was",
        "problem",
    ],
)
def test_a_crawl_that_did_not_do_its_work_does_not_exit_0(report: Report, stored: int, status: int) -> None:
    assert exit_status([report], {"post.example"} if stored else frozenset()) == status


def test_one_publisher_that_failed_is_enough() -> None:
    assert exit_status([a_report(new=3), a_report(failed=1)], frozenset()) == 1


def test_a_crawl_is_told_with_its_problems(capsys: pytest.CaptureFixture[str]) -> None:
    show_reports([a_report(problems=("the feed cannot be read",), stopped="interrupted", new=2, refused=1)])
    shown = capsys.readouterr()
    assert "post.example\t3\t2" in shown.out
    assert "1 stump" in shown.out
    assert "post.example: the feed cannot be read" in shown.err
    assert "post.example: stopped early: interrupted" in shown.err


def test_a_terminal_is_spared_what_happened_to_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Console(record=True, force_terminal=True, width=100, no_color=True, file=StringIO())
    for room in (out, reports):
        monkeypatch.setattr(room, "screen", screen)
    show_reports([a_report(new=2), a_report(same=1, gone=1)])
    head = screen.export_text().splitlines()[0]
    assert head.split() == ["publisher", "found", "new", "same", "gone", "seconds"]


def test_a_report_for_machines_has_every_outcome_and_their_sum() -> None:
    told = report_record(a_report(new=2, refused=1))
    assert told["found"] == 3 == sum(told[outcome.value] for outcome in Outcome)
    assert told["refused_by_reason"] == {"stump": 1}


# Progress


def test_long_work_in_a_pipe_says_a_line_every_ten_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    seconds = iter(range(100, 10_000))
    with Watched(clock=lambda: float(next(seconds))) as watched:
        for done in range(1, 25):
            watched("har\x1bbour", done, 500)
    told = [line.partition(": ") for line in capsys.readouterr().err.splitlines()]
    assert [name for name, _, _ in told] == ["har\N{REPLACEMENT CHARACTER}bour"] * 2
    assert [count for _, _, count in told] == ["10 of 500", "20 of 500"]


def test_short_work_in_a_pipe_says_nothing_and_nor_does_what_has_done_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with Watched(clock=lambda: 100.0) as watched:
        watched("harbour", 400, 500)
    seconds = iter(range(100, 10_000, 60))
    with Watched(clock=lambda: float(next(seconds))) as watched:
        watched("harbour", 0, None)
    assert capsys.readouterr().err == ""


def test_a_terminal_gets_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Console(record=True, force_terminal=True, width=60, no_color=True, file=StringIO())
    monkeypatch.setattr(progress, "errors", screen)
    with Watched() as watched:
        watched("harbour", 3, 10)
    assert "harbour" in screen.export_text()


def test_quiet_work_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with Watched(quiet=True) as watched:
        watched("harbour", 1, None)
    assert capsys.readouterr() == ("", "")


# Narrow terminals


ROWS = [("harbour.example", "good", 12, 0, "2026-03-02 03:30", ""), ("quay.example", "failing", 3, 9, "", "a" * 50)]
COLUMNS = ("publisher", "health", "articles", "refused", "last crawl", "reason")


def drawn(width: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    screen = Console(file=StringIO(), force_terminal=True, width=width, color_system=None)
    monkeypatch.setattr(out, "screen", screen)
    out.table(COLUMNS, ROWS)
    assert isinstance(screen.file, StringIO)
    return [line.rstrip() for line in screen.file.getvalue().splitlines()]


def test_a_table_that_fits_is_drawn_and_only_its_widest_column_is_folded(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = drawn(100, monkeypatch)
    assert lines[0].split() == ["publisher", "health", "articles", "refused", "last", "crawl", "reason"]
    assert [line.split()[0] for line in lines[1:3]] == ["harbour.example", "quay.example"]


def test_columns_that_say_nothing_go_before_a_table_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.ROWS", [(*row[:4], "", row[5]) for row in ROWS])
    assert drawn(80, monkeypatch)[0].split() == ["publisher", "health", "articles", "refused", "reason"]


@pytest.mark.parametrize("width", [20, 40, 80])
def test_a_terminal_too_narrow_for_the_table_gets_a_paragraph_a_row(
    width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = drawn(width, monkeypatch)
    assert max(map(len, lines)) <= width
    assert "harbour.example" in lines and "quay.example" in lines
    told = " ".join(lines).replace("\u00a0", " ")
    assert "health good" in told and "articles 12" in told and "refused 0" not in told
