"""A ledger for each test, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from storage import Store


@pytest.fixture
def store(database: str, brief_watch: None) -> Iterator[Store]:
    """An open store."""
    with Store(database) as opened:
        yield opened
