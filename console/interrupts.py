"""Ctrl-C and SIGTERM: the first asks work to end, the second ends the process at once, and its workers with it."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread, current_thread, main_thread
from typing import Any, Final, NoReturn

INTERRUPTED: Final = 130
"""The exit status of what was interrupted."""
_LAST_WORD: Final = 1.0
_NUMBERS: Final = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def interruptible() -> Iterator[None]:
    """The first interrupt in here is raised as KeyboardInterrupt; a further one has the effect it has outside."""

    def raised(*_: object) -> NoReturn:
        for number, handler in before.items():
            signal.signal(number, handler)
        raise KeyboardInterrupt

    with _heard(raised) as before:
        yield


@contextmanager
def ended_at_once(last_word: Callable[[], None]) -> Iterator[None]:
    """An interrupt in here ends the process; `last_word` has a second to say so where it should be known."""

    def end(*_: object) -> NoReturn:
        for child in multiprocessing.active_children():
            child.kill()
        saying = Thread(target=last_word, daemon=True)  # apart: we may stand in the middle of what it needs
        saying.start()
        saying.join(_LAST_WORD)
        os._exit(INTERRUPTED)

    with _heard(end):
        yield


@contextmanager
def _heard(handler: Callable[..., NoReturn]) -> Iterator[dict[signal.Signals, Any]]:
    """Handles both signals so; yields how they were handled before. Only the main thread can."""
    if current_thread() is not main_thread():
        yield {}
        return
    before = {number: signal.signal(number, handler) for number in _NUMBERS}
    try:
        yield before
    finally:
        for number, former in before.items():
            signal.signal(number, former)
