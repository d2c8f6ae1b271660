"""Fixtures that several rooms' tests share: one pool of workers, a store, and a made-up newspaper on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from press import Press, running

from storage import Store
from workers import Workers


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    """One worker with more time than any page here needs."""
    with Workers(count=1, seconds=120) as pool:
        yield pool


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Store]:
    """An empty store in a file."""
    with Store(f"sqlite:///{tmp_path / 'winnow.db'}") as store:
        yield store


@pytest.fixture
def press() -> Iterator[Press]:
    """A newspaper's site with three stories."""
    with running() as site:
        site.print_stories()
        yield site
