"""The `winnow` command as a test types it: in this process, on a database of the test."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from cli import winnow


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
