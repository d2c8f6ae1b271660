"""The door for a person: the `winnow` command. `winnow COMMAND --help` says what each does.

Exit status: 0 all went well; 1 the work was done but something went wrong, and the output says what; 2 the command
was not understood; 3 the database could not be opened or written; 4 the same work was done already, or is being
done by another process; 130 interrupted, by Ctrl-C or SIGTERM.

Worker processes import the file that was run, which is this one, and need nothing of it. So it loads the commands
only when they are asked for.
"""

from __future__ import annotations

import atexit
import gc
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import forkserver

if TYPE_CHECKING:
    import click

_CLEANING = frozenset({"crawl", "refetch", "load", "reclean", "release", "check-upgrade", "doctor"})
"""The commands that need workers."""
_FETCHING = frozenset({"crawl", "refetch", "doctor"})
"""The commands that need Scrapy. It looks through all callers when it is loaded, so it is loaded from here."""


def door() -> click.Group:
    """The `winnow` command with all its commands."""
    from console import winnow
    from scheduler import schedule

    winnow.add_command(schedule)
    return winnow


def main() -> None:
    """The console script. What was loaded stays to the end, so nobody need look through it for what can be freed."""
    gc.disable()
    if _CLEANING.intersection(sys.argv[1:2]):
        forkserver.start()
    if _FETCHING.intersection(sys.argv[1:2]):
        import_module("crawlers.download")
        import_module("console.crawling")
    winnow = door()
    gc.freeze()
    gc.enable()
    atexit.register(gc.freeze)
    winnow(prog_name="winnow")


def __getattr__(name: str) -> click.Group:
    """`cli.winnow` is the command, for those who call it from Python."""
    if name == "winnow":
        return door()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


if __name__ == "__main__":
    main()
