"""Fixtures that several rooms' tests share: databases, one pool of workers, and a made-up newspaper on loopback."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from press import Press, running
from sqlalchemy import create_engine, make_url, text

from storage import Store, watch
from workers import Workers

SERVER = os.environ.get("WINNOW_TEST_POSTGRES", "")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'winnow.db'}"
        return
    if not SERVER:
        pytest.skip("WINNOW_TEST_POSTGRES is not set: export it from .ci/postgres")
    schema = f"test_{uuid4().hex}"
    engine = create_engine(make_url(SERVER).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
        try:
            url = make_url(SERVER).update_query_dict({"options": f"-csearch_path={schema}"})
            yield url.render_as_string(hide_password=False)
        finally:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    engine.dispose()


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


@pytest.fixture
def brief_watch(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody watches a silent run for a minute here."""
    monkeypatch.setattr(watch, "SECONDS", 0.0)
