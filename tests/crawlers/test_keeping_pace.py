"""A host is never asked sooner than agreed, by a clock that only the test moves."""

from __future__ import annotations

import asyncio
from itertools import pairwise

import pytest

from crawlers import stop as stopping
from crawlers.pace import Pace, Paces
from crawlers.stop import Stop, Stopped


class Clock:
    """Time that passes only when somebody waits."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Waiting(Stop):
    """A stop whose sleeps move the clock at once."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.clock = clock

    async def sleep(self, seconds: float) -> None:
        self.check()
        self.clock.now += seconds


async def ask(pace: Pace, stop: Waiting, times: int, answer: float = 0.0) -> list[float]:
    """The moments at which requests were sent, each answered after so many seconds."""
    sent = []
    for _ in range(times):
        async with pace.turn(stop):
            sent.append(stop.clock.now)
            stop.clock.now += answer
    return sent


def gaps(sent: list[float]) -> list[float]:
    return [b - a for a, b in pairwise(sent)]


def test_jitter_lengthens_the_delay_and_never_shortens_it() -> None:
    clock = Clock()
    pauses = gaps(asyncio.run(ask(Pace(1.0, clock), Waiting(clock), 200)))
    assert min(pauses) >= 0.999999
    assert max(pauses) <= 1.3000001
    assert len(set(pauses)) > 100


def test_a_crawl_delay_counts_from_the_end_of_the_answer() -> None:
    clock = Clock()
    pace = Pace(0.0, clock)
    pace.obey(2.0)
    assert min(gaps(asyncio.run(ask(pace, Waiting(clock), 5, answer=0.7)))) >= 2.7 - 1e-9


def test_a_crawl_delay_learned_on_the_way_holds_for_the_very_next_request() -> None:
    clock = Clock()
    pace = Pace(0.0, clock)

    async def robots_then_page() -> list[float]:
        first = await ask(pace, Waiting(clock), 1)
        pace.obey(5.0)
        return first + await ask(pace, Waiting(clock), 1)

    assert gaps(asyncio.run(robots_then_page())) == [5.0]


def test_a_smaller_delay_does_not_undercut_the_crawl_delay() -> None:
    clock = Clock()
    pace = Pace(0.1, clock)
    pace.obey(3.0)
    pace.obey(1.0)
    assert min(gaps(asyncio.run(ask(pace, Waiting(clock), 4)))) >= 3.0


def test_retry_after_holds_the_whole_host() -> None:
    clock = Clock()
    pace = Pace(0.0, clock)
    pace.hold(30.0)
    assert asyncio.run(ask(pace, Waiting(clock), 1)) == [130.0]


def test_trouble_slows_a_host_and_good_answers_ease_it() -> None:
    clock = Clock()
    pace, stop = Pace(1.0, clock), Waiting(clock)
    for _ in range(4):
        pace.struggled()
    slow = max(gaps(asyncio.run(ask(pace, stop, 4))))
    assert slow >= 4.0
    for _ in range(60):
        pace.answered_well()
    assert max(gaps(asyncio.run(ask(pace, stop, 4)))) <= 1.3000001


def test_only_so_many_requests_are_out_at_once() -> None:
    async def most_at_once(delay: float, crawl_delay: float) -> int:
        clock = Clock()
        pace, out = Pace(delay, clock), [0, 0]
        pace.obey(crawl_delay)

        async def one() -> None:
            async with pace.turn(Waiting(clock)):
                out[0] += 1
                out[1] = max(out)
                await asyncio.sleep(0)
                await asyncio.sleep(0)
                out[0] -= 1

        await asyncio.gather(*(one() for _ in range(30)))
        return out[1]

    assert asyncio.run(most_at_once(0.0, 0.0)) == 8
    assert asyncio.run(most_at_once(0.0, 0.5)) == 1


def test_who_waits_is_woken_when_the_crawl_ends() -> None:
    async def waits() -> None:
        stop = Stop()
        pace = Pace(0.0)
        pace.hold(3600)
        asyncio.get_running_loop().call_soon(stop.ask, "interrupted")
        async with pace.turn(stop):
            raise AssertionError("never sent")

    with pytest.raises(Stopped, match="interrupted"):
        asyncio.run(waits())


def test_a_request_under_way_gets_a_moment_to_finish_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    async def asks(stop: Stop, answer: float) -> str:
        asyncio.get_running_loop().call_soon(stop.ask, "time limit")
        return await stop.grant(asyncio.sleep(answer, "the page"))

    assert asyncio.run(asks(Stop(), 0.01)) == "the page"
    monkeypatch.setattr(stopping, "GRACE", 0.0)
    with pytest.raises(Stopped, match="time limit"):
        asyncio.run(asks(Stop(), 3600.0))


def test_what_is_asked_when_nothing_ends_is_what_is_answered() -> None:
    async def fails() -> str:
        raise ConnectionError("cut")

    assert asyncio.run(Stop().grant(asyncio.sleep(0, "the page"))) == "the page"
    with pytest.raises(ConnectionError, match="cut"):
        asyncio.run(Stop().grant(fails()))


def test_spiders_share_the_pace_of_a_host_but_not_of_its_other_ports() -> None:
    paces = Paces()
    assert paces.of("http://a.example/x", 1) is paces.of("https://A.example:443/y", 1)
    assert paces.of("http://a.example:8001/", 1) is not paces.of("http://a.example:8002/", 1)
