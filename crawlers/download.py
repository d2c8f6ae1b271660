"""The download handler: one request in its host's turn, and its body whole."""

from __future__ import annotations

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import ResponseDataLossError
from scrapy.http import Response

from crawlers.decoding import ENCODINGS, CutStream, decoded
from crawlers.job import job_of


class PoliteHandler(HTTP11DownloadHandler):
    """Waits for the host's turn, asks, unpacks. Every request of a spider goes through here, robots.txt included."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._job = job_of(crawler)
        self._limit = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    async def download_request(self, request: Request) -> Response:
        """The response with its body unpacked.

        Raises ResponseDataLossError for a body that did not come whole, decoding.TooLarge beyond DOWNLOAD_MAXSIZE.
        """
        request.headers.setdefault(b"Accept-Encoding", ENCODINGS)
        async with self._job.pace(request.url).turn(self._job.stop):
            response = await self._job.stop.grant(super().download_request(request))
        self._job.tally.fetched += 1
        self._job.tally.bytes += len(response.body)
        return self._unpacked(response)

    def _unpacked(self, response: Response) -> Response:
        named = b",".join(response.headers.getlist(b"Content-Encoding")).decode("latin-1").lower()
        encodings = [name for part in named.split(",") if (name := part.strip())]
        if not encodings:
            return response
        try:
            body = decoded(response.body, encodings, self._limit)
        except CutStream as error:
            raise ResponseDataLossError(str(error)) from error
        del response.headers[b"Content-Encoding"]
        return response.replace(body=body)
