"""A crawl's wish to end: asked once, every wait ends at once, and a request under way soon."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from enum import StrEnum
from typing import Any, Final, TypeVar

from scrapy.exceptions import IgnoreRequest

T = TypeVar("T")
GRACE: Final = 3.0
"""Seconds that a request under way still has once the crawl should end."""


class Early(StrEnum):
    """Why a crawl ended before its work was done."""

    INTERRUPTED = "interrupted"
    TIME_LIMIT = "time limit"


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

    async def grant(self, work: Coroutine[Any, Any, T]) -> T:
        """What `work` returns. It is dropped, and Stopped raised, if it isn't done GRACE after the wish to end."""
        task, asked = asyncio.ensure_future(work), asyncio.ensure_future(self._asked.wait())
        try:
            await asyncio.wait({task, asked}, return_when=asyncio.FIRST_COMPLETED)
            if not task.done():
                await asyncio.wait({task}, timeout=GRACE)
            if not task.done():
                raise Stopped(self.reason)
            return task.result()
        finally:
            asked.cancel()
            task.cancel()
