"""Before a silent run is taken for dead it is watched: clocks are set, and differ, but a heart that beats is seen."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

SECONDS = 60.0
"""How long it is watched: several beats, and the longest wait for a busy database."""
_LOOK = 2.0


def silent(beat: Callable[[], datetime | None]) -> datetime | None:
    """The heartbeat of a run that may be dead, once it stayed the same for so long; None if nothing is to be feared."""
    first = beat()
    deadline = time.monotonic() + SECONDS
    while first is not None and time.monotonic() < deadline:
        time.sleep(min(_LOOK, SECONDS))
        if beat() != first:
            return None
    return first
