"""A plan: which publishers are crawled together, when, and for how long at most.

Everybody who asks for the same plan gets the same times, whenever and wherever they ask: nothing here is by chance.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from hashlib import blake2b
from typing import Final, NamedTuple

from nights.rhythm import Planned, Rhythm

NIGHTLY: Final = "nightly"
"""The plan of all publishers that have none of their own."""
USUAL_LIMIT: Final = 12 * 3600
_MANY: Final = 10_000
"""Slots looked through on the way back to one whose time has come."""


class Slot(NamedTuple):
    """One run of a plan."""

    name: str
    due: datetime
    """When it begins, in UTC, with its jitter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to crawl together, and when."""

    name: str
    publishers: tuple[str, ...]
    """Names, or addresses of sites that have no file."""
    rhythm: Rhythm
    zone: tzinfo
    jitter: int = 0
    """Seconds by which a run may begin later, so that not all the world asks at the same second."""
    limit: int = USUAL_LIMIT
    """Seconds for a whole run: then it is stopped."""
    salt: str = ""
    """What makes another installation's jitter another one."""
    adaptive: bool = False
    """Whether a slot is only for those publishers whose turn it is."""

    @property
    def job(self) -> str:
        """The name of its runs in the ledger."""
        return f"schedule {self.name}"

    def latest(self, now: datetime) -> Slot | None:
        """The latest slot whose time has come; None if there was none in living memory."""
        planned = self.rhythm.until(now, self.zone)
        return next(
            (slot for _, slot in zip(range(_MANY), map(self._slot, planned), strict=False) if slot.due <= now), None
        )

    def coming(self, now: datetime) -> Iterator[Slot]:
        """The slots whose time is still to come, the next one first."""
        planned = self.rhythm.after(now - timedelta(seconds=self.jitter), self.zone)
        return (slot for slot in map(self._slot, planned) if slot.due > now)

    def next(self, now: datetime) -> Slot | None:
        """The slot that comes next."""
        return next(self.coming(now), None)

    def slots(self, since: datetime, until: datetime) -> Iterator[Slot]:
        """The slots that are planned from `since` on and before `until`, whatever their jitter, in order."""
        for planned in self.rhythm.after(since - timedelta(microseconds=1), self.zone):
            if planned.at >= until:
                return
            yield self._slot(planned)

    def _slot(self, planned: Planned) -> Slot:
        """With its jitter, which never reaches the next slot: so slots come in their order."""
        room = min(self.jitter, int((planned.until - planned.at).total_seconds()) - 1)
        drawn = blake2b(f"{self.salt}\0{self.name}\0{planned.slot}".encode(), digest_size=8).digest()
        return Slot(planned.slot, planned.at + timedelta(seconds=int.from_bytes(drawn) % (max(room, 0) + 1)))
