"""The server process that workers are forked from: started first, it reads the cleaner while others read the rest."""

from __future__ import annotations

import multiprocessing
from multiprocessing import forkserver
from typing import Final

CONTEXT: Final = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(
    ["workers", "shared_model", "cleaning.loaded"]
)  # what runs pages, and with it the whole cleaner


def start() -> None:
    """Start it, and do not wait until it is ready. Where it is not started, the first worker starts it."""
    forkserver.ensure_running()
