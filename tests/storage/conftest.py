"""A fresh store for each test, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from storage import Store


@pytest.fixture
def store(database: str, brief_watch: None) -> Iterator[Store]:
    """An open store, whose rows keep their rules whatever the test does."""
    with Store(database, version="1") as opened:
        yield opened
    with Store(database, version="1") as opened:
        assert opened.violations(deep=True) == []
