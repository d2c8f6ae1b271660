"""How fast one host is asked: never sooner than its Crawl-delay, never sooner than it asked us to come back."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from time import monotonic
from urllib.parse import urlsplit

from crawlers.stop import Stop, Stopped

SLOWEST = 60.0
"""Seconds between requests beyond which the back-off doesn't grow."""
HELD = 600.0
"""Seconds in all that a host may have a crawl wait; what it answers "later" after that is left for another crawl."""
JITTER = 0.3
"""A pause is lengthened by up to this share, never shortened."""
UNANSWERED = 30
"""After so many requests in a row without any answer, a host is left alone for the rest of the crawl."""
_FIRST_PENALTY = 0.5
_EASING = 0.5
_AT_ONCE, _AT_ONCE_WITH_DELAY = 8, 2
_GOOD_FOR_ONE_MORE = 8
_ONE_LESSON = 2.0
"""Seconds in which answers to what was sent together teach one thing only."""


class Pace:
    """The pace of one host, in seconds.

    With a Crawl-delay one request is out at a time, and the pause is counted from the end of the answer, so that no
    two requests can reach the host closer together, however long their way is.
    """

    def __init__(self, delay: float, clock: Callable[[], float] = monotonic) -> None:
        self.delay = delay
        self.crawl_delay = 0.0
        self._clock = clock
        self._penalty = 0.0
        self._widest = self._width = _AT_ONCE if delay == 0 else _AT_ONCE_WITH_DELAY
        self._good = self._unanswered = 0
        self._held = 0.0
        self._out = 0
        self._not_before = 0.0
        self._sent = self._answered = self._narrowed = float("-inf")
        self._gate = asyncio.Lock()
        self._back = asyncio.Event()

    @asynccontextmanager
    async def turn(self, stop: Stop) -> AsyncIterator[None]:
        """Wait for this host's next turn; the request belongs inside. Turns come in the order they were asked for.

        Raises Stopped instead of waiting on when the crawl ends, or the host does not answer.
        """
        self.check()
        async with self._gate:
            await self._wait(stop)
            self.check()
            self._out += 1
            self._sent = self._clock()
        try:
            yield
        finally:
            self._out -= 1
            self._answered = self._clock()
            self._back.set()

    def obey(self, crawl_delay: float) -> None:
        """Keep the Crawl-delay that robots.txt asks for; it holds from the last request on, robots.txt included."""
        self.crawl_delay = max(self.crawl_delay, crawl_delay)

    def hold(self, seconds: float) -> bool:
        """Ask nothing of this host for so long (Retry-After). Whether we do: HELD seconds in a crawl, no more."""
        if self._held >= HELD:
            return False
        self._held += seconds
        self._not_before = max(self._not_before, self._clock() + seconds)
        return True

    def check(self) -> None:
        """Raises Stopped if the host has not answered for so long that it is left alone."""
        if self._unanswered >= UNANSWERED:
            raise Stopped("the host does not answer")

    def answered(self) -> None:
        """The host answered, whatever it said."""
        self._unanswered = 0

    def silent(self) -> None:
        """The host did not answer at all."""
        self._unanswered += 1
        self.struggled()

    def struggled(self) -> None:
        """The host was busy or did not answer: half as much at once, twice as slow, up to SLOWEST."""
        self._good = 0
        if self._clock() - self._narrowed >= _ONE_LESSON:
            self._width, self._narrowed = max(1, self._width // 2), self._clock()
        self._penalty = min(SLOWEST, max(_FIRST_PENALTY, self._penalty * 2)) if self.delay else 0.0

    def answered_well(self) -> None:
        """The host is fine: the back-off eases by half, and after some good answers one more is asked at once."""
        self._good += 1
        if self._good % _GOOD_FOR_ONE_MORE == 0:
            self._width = min(self._width + 1, self._widest)
        self._penalty = self._penalty * _EASING if self._penalty > _FIRST_PENALTY / 10 else 0.0

    async def _wait(self, stop: Stop) -> None:
        pause = self._pause()
        while self._out >= self._at_once():
            self._back.clear()
            await self._back.wait()
        stop.check()
        while (left := self._ready_at(pause) - self._clock()) > 0:
            await stop.sleep(left)

    def _at_once(self) -> int:
        return 1 if self.crawl_delay else self._width

    def _pause(self) -> float:
        return max(self.delay, self._penalty) * (1 + random.uniform(0, JITTER))

    def _ready_at(self, pause: float) -> float:
        """Asked again after each sleep, because robots.txt and Retry-After may come in the meantime."""
        crawl_delay = self._answered + self.crawl_delay if self.crawl_delay else float("-inf")
        return max(self._sent + pause, crawl_delay, self._not_before)


class Paces:
    """The pace of every host of a run. Spiders that ask the same host share its pace."""

    def __init__(self) -> None:
        self._paces: dict[str, Pace] = {}

    def of(self, url: str, delay: float) -> Pace:
        """The pace of the host at this address; `delay` (seconds) is what a host starts with."""
        host = urlsplit(url).netloc.rpartition("@")[2].lower().removesuffix(":443").removesuffix(":80")
        if host not in self._paces:
            self._paces[host] = Pace(delay)
        return self._paces[host]
