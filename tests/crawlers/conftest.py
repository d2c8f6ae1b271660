"""Fixtures of the crawlers' tests: a crawl in a child process, and what it stored."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from madeup_pages import Crawl

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'crawl.db'}"


@pytest.fixture
def run_crawl(database: str) -> Crawl:
    """Crawl targets into the test's database; returns their reports."""

    def run(targets: Sequence[dict[str, Any]], **options: Any) -> list[dict[str, Any]]:
        given = {"database": database, "targets": list(targets), "options": {"delay": 0, **options}}
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "default"}
        done = subprocess.run(
            [sys.executable, str(HERE / "child_crawl.py"), json.dumps(given)],
            capture_output=True, text=True, timeout=50, env=environment, check=False, cwd=ROOT,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        reports: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
        return reports

    return run


@pytest.fixture
def stored(database: str) -> Callable[[], dict[str, str]]:
    """Address -> text of every article in the test's database."""

    def read() -> dict[str, str]:
        with sqlite3.connect(database.removeprefix("sqlite:///")) as connection:
            return dict(connection.execute("SELECT url, text FROM v1_article").fetchall())

    return read
