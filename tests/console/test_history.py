"""`winnow history`: what was changed in an article, and by whom."""

from __future__ import annotations

from pathlib import Path

from press import MORE, STORIES, article
from terminal import Terminal

from cleaning import VERSION

PATH, (TITLE, LEAD) = next(iter(STORIES.items()))


def printed(terminal: Terminal, file: Path, title: str, lead: str, more: tuple[str, ...] = MORE) -> None:
    file.write_text(article(title, lead, more=more), encoding="utf-8")
    terminal.read("load", file)


def test_every_revision_is_told_with_its_changes(terminal: Terminal, papers: Path) -> None:
    file = papers / "bridge.html"
    printed(terminal, file, TITLE, LEAD)
    printed(terminal, file, TITLE, LEAD.replace("two of its bolts", "three of its bolts"))
    printed(terminal, file, "Bridge reopened", LEAD.replace("two", "three"), MORE[1:])
    first, second, third = terminal.read("history", file.as_uri())
    assert (first["revision"], first["reason"], first["changes"], first["title"]) == (1, "new", [], TITLE)
    assert [change["kind"] for change in second["changes"]] == ["correction"]
    assert [change["kind"] for change in third["changes"]] == ["headline change", "removal"]
    assert third["changes"] == [
        {"kind": "headline change", "before": [TITLE], "after": ["Bridge reopened"]},
        {"kind": "removal", "before": [MORE[0]], "after": []},
    ]
    assert {each["cleaner_version"] for each in (first, second, third)} == {VERSION}


def test_a_person_is_shown_paragraphs(terminal: Terminal, papers: Path) -> None:
    file = papers / "bridge.html"
    printed(terminal, file, TITLE, LEAD)
    printed(terminal, file, "Bridge reopened", LEAD)
    shown = terminal.type("history", file.as_uri()).stdout.splitlines()
    assert [line.split("  ")[0] for line in shown if not line.startswith(" ")] == ["revision 1", "revision 2"]
    assert shown[-3:] == ["  headline change", f"    - title: {TITLE}", "    + title: Bridge reopened"]


def test_what_is_not_stored_is_a_failure(terminal: Terminal) -> None:
    result = terminal.type("history", "https://post.example/nothing/")
    assert (result.exit_code, "no article" in result.stderr) == (1, True)
