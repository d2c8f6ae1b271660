"""How addresses end that brought no page to store: told to storage together, as many as end in a moment."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from cleaning import Outcome
from crawlers.stop import Stopped
from storage import Fetch

Write = Callable[[Sequence[Fetch]], Awaitable[Sequence[Outcome]]]

_MOMENT = 0.02
"""Seconds in which addresses gather: where nothing changed, a transaction for each would cost as much as asking."""


class Endings:
    """Gathers what is to be recorded; who tells it waits until it is. What cannot be written costs nobody else."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._told: list[Fetch] = []
        self._written: asyncio.Task[Sequence[Outcome | Exception]] | None = None

    async def record(self, fetch: Fetch) -> Outcome:
        """The outcome that the address counts as, once that is committed. Raises what the writing raises."""
        if self._written is None:
            self._written = asyncio.ensure_future(self._write_soon())
        number = len(self._told)
        self._told.append(fetch)
        ended = (await asyncio.shield(self._written))[number]
        if isinstance(ended, Exception):
            raise ended
        return ended

    async def _write_soon(self) -> Sequence[Outcome | Exception]:
        await asyncio.sleep(_MOMENT)
        told, self._told, self._written = self._told, [], None
        together = await self._attempt(told)
        alone = isinstance(together[0], Exception) and len(told) > 1
        return [ended for fetch in told for ended in await self._attempt([fetch])] if alone else together

    async def _attempt(self, told: Sequence[Fetch]) -> Sequence[Outcome | Exception]:
        """How they ended, or for each what the writing raised. Raises Stopped: then the others need not be tried."""
        try:
            return await self._write(told)
        except Stopped:
            raise
        except Exception as fault:
            return [fault] * len(told)
