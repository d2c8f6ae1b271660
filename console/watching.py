"""The commands of the morning after, as they are typed: what waits in quarantine, and what becomes of it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, Final, TypeVar

import click

from console import deciding, runreport
from console import notify as notifying
from console.deciding import Choice
from console.door import winnow
from console.opening import opened
from console.options import LARGEST, common
from storage import Store

F = TypeVar("F", bound=Callable[..., Any])
RUN: Final = click.IntRange(1, LARGEST)


def chosen(command: F) -> F:
    """Which pages are meant: `urls`, `publisher` and `run`."""
    for option in (
        click.option("--run", type=RUN, help="All that this run held."),
        click.option("--publisher", help="All of this publisher."),
        click.argument("urls", metavar="[URL]...", nargs=-1),
    ):
        command = option(command)
    return command


def _choice(urls: tuple[str, ...], publisher: str | None, run: int | None) -> Choice:
    """What was chosen to decide about. Raises UsageError when nothing was."""
    choice = Choice(urls, publisher, run)
    if choice.everything:
        raise click.UsageError("give an address, --publisher or --run")
    return choice


@winnow.command()
@click.argument("run", type=RUN, required=False)
@common
@opened
def report(store: Store, run: int | None, machine: bool) -> int:
    """Show how a run went, the latest if none is named: every figure, what is usual, and what is wrong."""
    return runreport.show(store, run, machine)


@winnow.command()
@click.argument("addresses", metavar="[ADDRESS]...", nargs=-1)
@common
def notify(addresses: tuple[str, ...], machine: bool, database: str) -> None:
    """Send a test message to Apprise addresses (mail, chat, webhook), or to those in WINNOW_NOTIFY."""
    sys.exit(notifying.test(addresses, machine))


@winnow.command()
@chosen
@common
@opened
def quarantine(store: Store, machine: bool, **which: Any) -> int:
    """List suspect pages that wait, with the evidence: none of them is in the views of articles."""
    return deciding.quarantine(store, Choice(**which), machine)


@winnow.command()
@chosen
@common
@opened
def release(store: Store, machine: bool, **which: Any) -> int:
    """Take suspect pages out of quarantine: they were good. They are cleaned and stored as they would have been."""
    return deciding.release(store, _choice(**which), machine)


@winnow.command()
@chosen
@common
@opened
def reject(store: Store, machine: bool, **which: Any) -> int:
    """Refuse suspect pages for good. The raw pages are kept; other bytes of these addresses are judged anew."""
    return deciding.reject(store, _choice(**which), machine)
