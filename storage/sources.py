"""Sources from crawl to crawl: where each moved, since when it fails, and when it is to be asked again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, select

from storage.engine import upsert
from storage.ledger import Access
from storage.patience import FARTHEST, SLACK, wants_full_check
from storage.schema import source
from storage.standing import address_digest

DEAD_AFTER = timedelta(days=3)
"""A source that has brought nothing but failures for so long, and more than once, is told as dead."""
_PAUSES = ((4, 1), (7, 2), (11, 4), (16, 7))
"""(strikes, days): from so many strikes on it rests so long between two attempts; never longer than the last."""


class Ailment(StrEnum):
    """Why a source could not be read. What looks lasting weighs more than what passes by itself."""

    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    SERVER = "server error"
    BUSY = "busy"
    DENIED = "denied"
    FORBIDDEN = "forbidden"
    MISSING = "missing"
    WITHDRAWN = "withdrawn"
    EMPTY = "names nothing any more"

    @property
    def weight(self) -> int:
        """Strikes that one failure counts for."""
        return _WEIGHTS.get(self, 1)


_WEIGHTS = {Ailment.DENIED: 2, Ailment.FORBIDDEN: 2, Ailment.MISSING: 2, Ailment.WITHDRAWN: 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """A feed, sitemap or list of a publisher, as the crawls so far have found it."""

    publisher: str
    url: str
    """As the publisher's file, or the site itself, names it."""
    kind: str = ""
    """feed, sitemap or list."""
    moved_to: str = ""
    """Where it said for good that it is now; "" if it did not."""
    asked_at: datetime | None = None
    answered_at: datetime | None = None
    """When it was last read well."""
    fresh_at: datetime | None = None
    """When it last named an address that was not known."""
    named: int = 0
    """Addresses in it when it was last read."""
    etag: str = ""
    last_modified: str = ""
    not_modified: int = 0
    """Answers of 304 since the last full one."""
    strikes: int = 0
    """Failures since it was last read well, by weight; those within six hours count once."""
    failures: int = 0
    failing_since: datetime | None = None
    reason: str = ""
    next_attempt: datetime | None = None

    @property
    def address(self) -> str:
        """Where to ask: where it moved to."""
        return self.moved_to or self.url

    @property
    def validators(self) -> tuple[str, str]:
        """ETag and Last-Modified to ask with; empty when it is time for a whole answer."""
        return ("", "") if self.strikes or wants_full_check(self.not_modified) else (self.etag, self.last_modified)

    def rests(self, now: datetime) -> bool:
        """Whether it failed so often that it is not asked now."""
        return self.next_attempt is not None and now < self.next_attempt <= now + FARTHEST

    def dead(self, now: datetime) -> bool:
        """Whether it has failed for days."""
        return self.failing_since is not None and self.failures > 1 and now - self.failing_since >= DEAD_AFTER

    def answered(self, now: datetime, named: int, moved_to: str, etag: str, last_modified: str) -> SourceRow:
        """After a whole answer. `moved_to`: where it sent us for good, else ""."""
        return replace(
            self._well(now), moved_to=moved_to or self.moved_to, named=named, etag=etag, last_modified=last_modified,
            not_modified=0,
        )  # fmt: skip

    def unchanged(self, now: datetime) -> SourceRow:
        """After an answer of 304."""
        return replace(self._well(now), not_modified=self.not_modified + 1)

    def freshened(self, now: datetime) -> SourceRow:
        """It named an address that was not known."""
        return replace(self, fresh_at=now)

    def failed(self, now: datetime, ailment: Ailment, reason: str) -> SourceRow:
        """After a failure. Where it moved to is forgotten: the next attempt goes to the first address."""
        again = self.failing_since is not None and self.asked_at is not None and now - self.asked_at < SLACK
        strikes = self.strikes + (0 if again else ailment.weight)
        return replace(
            self, asked_at=self.asked_at if again else now, strikes=strikes, failures=self.failures + 1,
            failing_since=self.failing_since or now, reason=reason, moved_to="", next_attempt=now + _pause(strikes),
        )  # fmt: skip

    def _well(self, now: datetime) -> SourceRow:
        return replace(
            self, asked_at=now, answered_at=now, strikes=0, failures=0, failing_since=None, reason="", next_attempt=None
        )


def _pause(strikes: int) -> timedelta:
    days = max((days for least, days in _PAUSES if strikes >= least), default=0)
    return max(timedelta(days=days) - SLACK, timedelta(0))


class Sources:
    """The part of the store that knows the publishers' sources."""

    def __init__(self, read: Access, write: Access) -> None:
        self._read, self._write = read, write

    def of(self, publisher: str | None = None) -> list[SourceRow]:
        """The sources of one publisher, or of all, by publisher and address."""
        return self._read(lambda c: _rows(c, publisher))

    def note(self, rows: Sequence[SourceRow]) -> None:
        """Write how these were found, in one transaction."""
        if rows:
            self._write(lambda c: _note(c, rows))


_COLUMNS = tuple(source.c[name] for name in SourceRow.__dataclass_fields__)


def _rows(connection: Connection, publisher: str | None) -> list[SourceRow]:
    wanted = select(*_COLUMNS).order_by(source.c.publisher, source.c.url)
    if publisher is not None:
        wanted = wanted.where(source.c.publisher == publisher)
    return [SourceRow(**row._mapping) for row in connection.execute(wanted)]


def _note(connection: Connection, rows: Sequence[SourceRow]) -> None:
    insert = upsert(connection.dialect.name, source)
    facts = {name: insert.excluded[name] for name in SourceRow.__dataclass_fields__ if name not in ("publisher", "url")}
    written = [{"digest": address_digest(row.url), **asdict(row)} for row in rows]
    connection.execute(insert.on_conflict_do_update(index_elements=["publisher", "digest"], set_=facts), written)
