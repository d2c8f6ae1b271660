"""The download handler: one request in its host's turn, and its body whole."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from time import monotonic
from typing import ParamSpec, TypeVar

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadTimeoutError, ResponseDataLossError
from scrapy.http import Response

from crawlers.decoding import ENCODINGS, KNOWN, CutStream, decoded
from crawlers.heads import BoundedFactory
from crawlers.job import job_of

P = ParamSpec("P")
R = TypeVar("R")
PATIENCE = 60.0
"""Seconds that an address may take with all its repetitions and redirects; waiting for its host's turn not counted."""
_LARGE = 65536
_PART = 206
_HTML = re.compile(rb"<(?:!doctype\s+html|html|body)\b", re.I)
_END = re.compile(rb"</(?:html|body)\s*>", re.I)


class PoliteHandler(HTTP11DownloadHandler):
    """Waits for the host's turn, asks, unpacks. Every request of a spider goes through here, robots.txt included."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = BoundedFactory
        self._job = job_of(crawler)
        self._limit = crawler.settings.getint("DOWNLOAD_MAXSIZE")
        self._timeout = crawler.settings.getfloat("DOWNLOAD_TIMEOUT")

    async def download_request(self, request: Request) -> Response:
        """The response with its body unpacked.

        Raises ResponseDataLossError for a body that did not come whole, decoding.TooLarge beyond DOWNLOAD_MAXSIZE,
        DownloadTimeoutError when the answer takes longer than DOWNLOAD_TIMEOUT, or the address longer than PATIENCE.
        """
        request.headers.setdefault(b"Accept-Encoding", ENCODINGS)
        async with self._job.pace(request.url).turn(self._job.stop):
            response = await self._job.stop.grant(self._within_patience(request))
        self._job.tally.fetched += 1
        self._job.tally.bytes += len(response.body)
        return _whole(await self._unpacked(response, request.meta.get("download_maxsize") or self._limit))

    async def _within_patience(self, request: Request) -> Response:
        """The answer. What it took is kept in the request's meta, which repetitions and redirects inherit."""
        spent, began = request.meta.get("seconds_spent", 0.0), monotonic()
        left = min(self._timeout, PATIENCE - spent)
        if left <= 0:
            raise DownloadTimeoutError(f"{request.url} took longer than {PATIENCE:g} s in all")
        request.meta["download_timeout"] = left
        try:
            return await super().download_request(request)
        finally:
            request.meta["seconds_spent"] = spent + monotonic() - began

    async def _unpacked(self, response: Response, limit: int) -> Response:
        """The response without its content encodings; what takes long is done in a thread."""
        named = b",".join(response.headers.getlist(b"Content-Encoding")).decode("latin-1").lower()
        encodings = [name for part in named.split(",") if (name := part.strip()) in KNOWN]
        if not encodings:
            return response
        try:
            unpack = asyncio.to_thread if len(response.body) > _LARGE else _here
            body = await unpack(decoded, response.body, encodings, limit)
        except CutStream as error:
            raise ResponseDataLossError(str(error)) from error
        del response.headers[b"Content-Encoding"]
        return response.replace(body=body, flags=[])


async def _here(unpack: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    return unpack(*args, **kwargs)


def _whole(response: Response) -> Response:
    """The response. Raises ResponseDataLossError if it is a piece of a page that we did not ask for in pieces.

    Where neither a length nor chunks tell the end ("partial"), only an HTML page itself can tell that it is whole.
    """
    if response.status == _PART:
        raise ResponseDataLossError("only a part was sent")
    if "partial" in response.flags and _lacks_its_end(response.body):
        raise ResponseDataLossError("the page ends before its end")
    return response


def _lacks_its_end(body: bytes) -> bool:
    begins = _HTML.search(body[:4096])
    return begins is not None and _END.search(body) is None
