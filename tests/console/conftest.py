"""A terminal on a database in a temporary folder, and a folder for files to load."""

from __future__ import annotations

from pathlib import Path

import pytest
from terminal import Terminal

from console import together


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal on an empty database; one worker is enough here."""
    monkeypatch.setattr(together, "worker_count", lambda: 1)
    return Terminal(f"sqlite:///{tmp_path / 'winnow.db'}")


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """An empty folder for files to load."""
    folder = tmp_path / "papers"
    folder.mkdir()
    return folder
