"""The `winnow` command as a test types it: in this process, with a database in a temporary folder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli import winnow
from console import commands, reclean


@dataclass(frozen=True)
class Terminal:
    """Runs commands on one database."""

    database: str

    def type(self, *words: str | Path) -> Result:
        """The command's result; an exception that is no exit is raised."""
        return CliRunner().invoke(winnow, [*map(str, words), "--database", self.database], catch_exceptions=False)

    def read(self, *words: str | Path) -> Any:
        """What the command prints with --json; it must end well."""
        result = self.type(*words, "--json")
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal on an empty database; one worker is enough here."""
    for room in (commands, reclean):
        monkeypatch.setattr(room, "worker_count", lambda: 1)
    return Terminal(f"sqlite:///{tmp_path / 'winnow.db'}")


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """An empty folder for files to load."""
    folder = tmp_path / "papers"
    folder.mkdir()
    return folder
