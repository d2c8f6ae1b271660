"""Programs that type commands with --json: whatever happens, one document comes out, and no traceback."""

from __future__ import annotations

import json
import socket
from contextlib import closing
from pathlib import Path

import pytest
from terminal import Terminal

NOWHERE = "https://post.example/nowhere/"
HUGE = str(10**20)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (f"explain {NOWHERE}", 1),
        (f"history {NOWHERE}", 1),
        (f"freeze {NOWHERE}", 1),
        ("memory post.example --forget words", 1),
        ("report", 1),
        ("report 7", 1),
        ("release --run 7", 1),
        ("reclean --publisher nobody", 2),
        ("why-not-run nobody 2026-05-04", 2),
        ("load .", 1),
        ("memory post.example --keep words", 2),
        ("memory kcna_watch --keep words", 0),
        ("metrics", 0),
        ("metrics --file FILE", 0),
        ("status", 0),
        ("runs", 0),
        ("quarantine", 0),
        ("notify", 1),
    ],
)
def test_every_answer_is_one_document(
    terminal: Terminal, words: str, status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = terminal.type(*words.replace("FILE", "file.prom").split(), "--json")
    assert result.exit_code == status, result.stderr
    told = json.loads(result.stdout)
    if isinstance(told, dict) and "error" in told:
        assert (told["status"], told["error"]) == (status, result.stderr.splitlines()[-1])


def test_a_database_that_cannot_be_opened_is_told_as_a_document(tmp_path: Path) -> None:
    (tmp_path / "winnow.db").write_bytes(b"no database at all. " * 500)
    result = Terminal(str(tmp_path / "winnow.db")).type("status", "--json")
    assert (result.exit_code, json.loads(result.stdout)["status"]) == (3, 3)


def test_lines_of_articles_are_followed_by_nothing_else(terminal: Terminal) -> None:
    result = terminal.type("export", "--json", "--publisher", "nobody")
    assert (result.exit_code, result.stdout) == (2, "")


@pytest.mark.parametrize(
    "words",
    [
        f"runs --limit {HUGE}",
        f"report {HUGE}",
        f"quarantine --run {HUGE}",
        f"release --run {HUGE}",
        f"export --cursor {HUGE}",
        "export --since 0001-01-01T00:00:00+1400",
        f"check-upgrade --sample {HUGE}",
        "why-not-run kcna_watch 0001-01-01",
        "why-not-run kcna_watch 9999-12-31",
    ],
)
def test_numbers_and_dates_that_nobody_can_reckon_with_are_not_understood(terminal: Terminal, words: str) -> None:
    assert terminal.type(*words.split()).exit_code == 2


@pytest.mark.parametrize("day", ["0002-01-01", "9998-12-31"])
def test_the_first_and_the_last_day_can_be_asked_for(terminal: Terminal, day: str) -> None:
    assert terminal.type("why-not-run", "kcna_watch", day).exit_code == 1


def test_words_between_colons_are_no_pictures(terminal: Terminal) -> None:
    assert ":heart:" in terminal.type("memory", "a:heart:b").stderr


def test_a_port_that_is_taken_is_told(terminal: Terminal) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = str(taken.getsockname()[1])
        result = terminal.type("schedule", "--every", "1d", "--publisher", "kcna_watch", "--metrics-port", port)
    assert (result.exit_code, f"--metrics-port {port}" in result.stderr.splitlines()[-1]) == (2, True)
