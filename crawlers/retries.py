"""Asking again: after a pause that grows, when the host was busy, the line was cut or nothing came."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.http import Response

from crawlers.job import job_of

PATIENCE = 120.0
"""A host that wants us back later than in so many seconds is left for another run."""
_AGAIN = (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    ConnectionError,
)
_BUSY = frozenset({429, 503})
_SILENT = (CannotResolveHostError, DownloadConnectionRefusedError, DownloadTimeoutError)
_LONGEST = 10.0**9
_ALLOWED_TIMEOUTS = 1
_EXTRA_WHEN_BUSY = 3
_SHORTEST = 0.2


class Retries:
    """Downloader middleware: repeats what may work the next time, RETRY_TIMES times, and keeps Retry-After.

    The first repetition waits as long as the delay between requests, each further one twice as long.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.times = crawler.settings.getint("RETRY_TIMES")
        self.statuses = {int(status) for status in crawler.settings.getlist("RETRY_HTTP_CODES")}
        self.job = job_of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Retries:
        """Scrapy's way to make one."""
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """The response, or the request again when its status says "later"."""
        pace = self.job.pace(request.url)
        pace.answered()
        if response.status not in self.statuses:
            pace.answered_well()
            return response
        if response.status in _BUSY:
            pace.struggled()
        wanted = retry_after(response)
        times = self.times + (_EXTRA_WHEN_BUSY if response.status in _BUSY and wanted is not None else 0)
        if (wanted or 0) > PATIENCE:
            return response
        if wanted is not None and not pace.hold(wanted):
            return response
        return await self._again(request, times, wanted) or response

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """The request again after a fault of the line; None leaves the exception as it is."""
        if not isinstance(exception, _AGAIN):
            return None
        if isinstance(exception, _SILENT):
            self.job.pace(request.url).silent()
        times = min(self.times, _ALLOWED_TIMEOUTS) if isinstance(exception, DownloadTimeoutError) else self.times
        return await self._again(request, times, None)

    async def _again(self, request: Request, times: int, wanted: float | None) -> Request | None:
        done = int(request.meta.get("retry_times", 0))
        if done >= times:
            return None
        if wanted is None:
            await self.job.stop.sleep(max(self.job.delay, _SHORTEST) * 2**done)
        meta = {**request.meta, "retry_times": done + 1}
        return request.replace(meta=meta)


def retry_after(response: Response) -> float | None:
    """Seconds until the host wants to be asked again, as Retry-After says; None if it doesn't."""
    text = (response.headers.get(b"Retry-After") or b"").decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:20]), _LONGEST)
    try:
        when = parsedate_to_datetime(text)
        when = when if when.tzinfo else when.replace(tzinfo=UTC)
        return max(0.0, (when - datetime.now(UTC)).total_seconds())
    except (ValueError, OverflowError):
        return None
