"""Going on with a run that was broken off: what it has read, and which pages it had fetched but not saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection, select

from cleaning import Page
from storage.raw import Archive
from storage.schema import crawl_run, run_count
from storage.tally import FREE, NOT_COUNTED, add

T = TypeVar("T")
Doing = Callable[[Callable[[Connection], object]], object]
SOURCES_READ = "sources read"
"""The reason of the row in a run's figures that says so."""


class Resume:
    """What a run finds of its own when it goes on. A run that was just begun finds nothing."""

    def __init__(self, read: Doing, write: Doing, archive: Archive) -> None:
        self._read, self._write, self._archive = read, write, archive

    def note_sources(self, run_id: int, publisher: str) -> None:
        """Write that the run has read all sources of the publisher."""
        self._write(lambda c: add(c, run_id, publisher, (NOT_COUNTED, SOURCES_READ), 0, FREE))

    def knows_sources(self, run_id: int, publisher: str) -> bool:
        """Whether the run has read all sources of the publisher."""
        return self._read(lambda c: _sources_read(c, run_id, publisher)) is not None

    def fetched(self, run_id: int, publisher: str) -> Mapping[str, str]:
        """Address -> name of the page that was fetched there since the run began, saved or not."""
        began = self._read(lambda c: c.execute(select(crawl_run.c.started_at).where(crawl_run.c.id == run_id)).scalar())
        return self._archive.kept_since(began, publisher) if isinstance(began, datetime) else {}

    def page(self, name: str) -> Page | None:
        """The page of this name, as it was fetched."""
        return self._archive.pages([name]).get(name)


def _sources_read(connection: Connection, run_id: int, publisher: str) -> str | None:
    r = run_count.c
    mark = (r.run_id == run_id) & (r.publisher == publisher) & (r.reason == SOURCES_READ)
    return connection.execute(select(r.reason).where(mark, r.outcome == NOT_COUNTED)).scalar()
