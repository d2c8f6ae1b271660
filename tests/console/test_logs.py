"""The log of a run: a JSON object a line, with the figures of each publisher, and nothing else on standard error."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from terminal import Terminal

ROOT = Path(__file__).parent.parent.parent


def crawl(terminal: Terminal, form: str) -> subprocess.CompletedProcess[str]:
    """A crawl of a site that may not be asked, in a process of its own."""
    command = [
        sys.executable,
        ROOT / "cli.py",
        "crawl",
        "http://127.0.0.1:9/",
        "--json",
        "--database",
        terminal.database,
    ]
    environment = {**os.environ, "WINNOW_LOG": form}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)


def test_every_line_of_a_json_log_is_an_object_about_the_run(terminal: Terminal) -> None:
    done = crawl(terminal, "json")
    lines: list[dict[str, Any]] = [json.loads(line) for line in done.stderr.splitlines()]
    assert {line["logger"] for line in lines} == {"winnow.run"} and {line["run"] for line in lines} == {1}
    started, publisher, trouble, ended = lines
    assert (started["job"], ended["state"]) == ("crawl 127.0.0.1:9", "done")
    assert (publisher["publisher"], publisher["found"], publisher["level"]) == ("127.0.0.1:9", 0, "WARNING")
    assert "not public" in trouble["message"] and trouble["publisher"] == "127.0.0.1:9"
    assert json.loads(done.stdout)["run"] == 1, "the report on standard output is as without a log"


def test_a_text_log_has_the_same_lines(terminal: Terminal) -> None:
    lines = crawl(terminal, "text").stderr.splitlines()
    assert len(lines) == 4 and lines[-1].endswith("INFO run 1 ended: done")


def test_without_it_nothing_is_logged(terminal: Terminal) -> None:
    assert "winnow" not in crawl(terminal, "").stderr


def test_an_unknown_form_is_not_understood(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WINNOW_LOG", "xml")
    result = terminal.type("status")
    assert result.exit_code == 2 and "'xml'" in result.stderr
