"""A crawl's wish to end: asked once, and every wait ends at once, politely."""

from __future__ import annotations

import asyncio

from scrapy.exceptions import IgnoreRequest


class Stopped(IgnoreRequest):
    """The crawl is ending; this request was not sent."""


class Stop:
    """Whether a crawl should end, and why. What waits, waits here, so that it can be woken."""

    def __init__(self) -> None:
        self.reason = ""
        self._asked = asyncio.Event()

    @property
    def asked(self) -> bool:
        """Whether the crawl should end."""
        return self._asked.is_set()

    def ask(self, reason: str) -> None:
        """Let the crawl end; the first reason stays."""
        self.reason = self.reason or reason
        self._asked.set()

    def check(self) -> None:
        """Raises Stopped if the crawl should end."""
        if self.asked:
            raise Stopped(self.reason)

    async def sleep(self, seconds: float) -> None:
        """Wait so many seconds. Raises Stopped as soon as the crawl should end."""
        self.check()
        if seconds > 0:
            await asyncio.wait({wake := asyncio.ensure_future(self._asked.wait())}, timeout=seconds)
            wake.cancel()
        self.check()
