"""How a crawl finds each source, after what the crawls before it found: a moved one is followed, a dead one told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Response

from crawlers.parts import conditions
from crawlers.robots import Forbidden
from storage import Ailment, SourceRow

_LASTING = frozenset({301, 308})
_STATUSES = {401: Ailment.DENIED, 403: Ailment.DENIED, 404: Ailment.MISSING, 410: Ailment.WITHDRAWN}
_STATUSES |= {429: Ailment.BUSY, 451: Ailment.DENIED}


class BadStatus(OSError):
    """A source answered, but not with what it should hold."""

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.status = status


class NamesNothing(OSError):
    """A source that used to name articles names none."""


class SourceBook:
    """The sources of one publisher: what is known of them, and what this crawl adds."""

    def __init__(self, publisher: str, known: list[SourceRow], now: datetime) -> None:
        self._publisher = publisher
        self._rows = {row.url: row for row in known}
        self._began = now
        self._seen: set[str] = set()

    def address(self, url: str) -> str:
        """Where to ask for the source."""
        return self._row(url).address

    def conditions(self, url: str) -> dict[str, str]:
        """Headers that ask for it only if it changed."""
        return conditions(*self._row(url).validators)

    def rests(self, url: str) -> str:
        """Why the source is left alone in this crawl; "" if it is asked."""
        row = self._row(url)
        return f"{self._told(row)}; asked again from {row.next_attempt:%Y-%m-%d}" if row.rests(self._began) else ""

    def answered(self, url: str, kind: str, response: Response, named: int) -> None:
        """It was read, and names so many addresses. Raises NamesNothing if it named some the last time."""
        if not named and self._row(url).named and kind != "sitemap":
            raise NamesNothing("names nothing any more")
        validators = [(response.headers.get(name) or b"").decode("latin-1") for name in ("ETag", "Last-Modified")]
        moved = _moved(url, response)
        self._put(self._row(url, kind).answered(_now(), named, moved, *validators))

    def unchanged(self, url: str) -> None:
        """It is as it was (304)."""
        self._put(self._row(url).unchanged(_now()))

    def failed(self, url: str, kind: str, error: Exception) -> str:
        """It could not be read; returns what is to be told."""
        row = self._row(url, kind).failed(_now(), ailment(error), " ".join(str(error).split()) or type(error).__name__)
        self._put(row)
        return self._told(row) if row.dead(self._began) else row.reason[:200]

    def brought(self, url: str) -> None:
        """It named an address that was not known."""
        if url in self._rows:
            self._put(self._rows[url].freshened(_now()))

    def seen(self) -> list[SourceRow]:
        """What this crawl learned, to be written."""
        return [self._rows[url] for url in sorted(self._seen)]

    def _row(self, url: str, kind: str = "") -> SourceRow:
        return self._rows.get(url) or SourceRow(publisher=self._publisher, url=url, kind=kind)

    def _put(self, row: SourceRow) -> None:
        self._rows[row.url] = row
        self._seen.add(row.url)

    def _told(self, row: SourceRow) -> str:
        verb = "dead" if row.dead(self._began) else "failing"
        return f"{verb} since {row.failing_since:%Y-%m-%d} ({row.failures} attempts): {row.reason[:200]}"


def ailment(error: Exception) -> Ailment:
    """What kind of failure an error is."""
    if isinstance(error, BadStatus):
        return _STATUSES.get(error.status, Ailment.SERVER)
    kinds: Mapping[type[Exception], Ailment] = {
        NamesNothing: Ailment.EMPTY,
        DownloadTimeoutError: Ailment.TIMEOUT,
        Forbidden: Ailment.FORBIDDEN,
    }
    return next((kind for error_type, kind in kinds.items() if isinstance(error, error_type)), Ailment.UNREACHABLE)


def _moved(url: str, response: Response) -> str:
    """Where the source is now, if every redirect on the way said that it is for good."""
    reasons = response.meta.get("redirect_reasons", []) if response.request else []
    lasting = bool(reasons) and all(reason in _LASTING for reason in reasons)
    return response.url if lasting and response.url != url else ""


def _now() -> datetime:
    return datetime.now(UTC)
