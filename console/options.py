"""Options that several commands have."""

from __future__ import annotations

from collections.abc import Callable
from datetime import MAXYEAR, MINYEAR, datetime
from math import isfinite
from typing import Any, Final, TypeVar

import click

from console.work import DEFAULT_DATABASE

LARGEST: Final = 2**63 - 1
"""The largest number that a database takes."""
F = TypeVar("F", bound=Callable[..., Any])


class Seconds(click.FloatRange):
    """A number of seconds that clocks can count: neither endless nor no number."""

    name = "seconds"

    def __init__(self) -> None:
        super().__init__(min=0, max=10**8)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number. Fails like any option that cannot be understood."""
        number = super().convert(value, param, ctx)
        return number if isfinite(number) else self.fail(f"{value} is no number of seconds", param, ctx)


def common(command: F) -> F:
    """The options of every command: `database` and `machine`."""
    for option in (
        click.option("--json", "machine", is_flag=True, help="Print one JSON document instead of tables."),
        click.option(
            "--database",
            envvar="DATABASE_URL",
            default=DEFAULT_DATABASE,
            show_default=True,
            help="SQLAlchemy URL or SQLite file; DATABASE_URL in the environment.",
        ),
    ):
        command = option(command)
    return command


def in_our_times(_: click.Context, option: click.Parameter, told: datetime | None) -> datetime | None:
    """The time or date that an option names, if it can be reckoned with in every zone."""
    if told is not None and not MINYEAR < told.year < MAXYEAR:
        raise click.BadParameter(f"{told.year} is no year of ours", param=option)
    return told


def networked(command: F) -> F:
    """The options of commands that ask the network: `delay`, `time_limit` and `contact`."""
    for option in (
        click.option(
            "--contact", envvar="WINNOW_CONTACT", default="", help="Page or mail address told to every server."
        ),
        click.option("--time-limit", type=Seconds(), help="Seconds after which the crawl ends politely."),
        click.option("--delay", type=Seconds(), help="Seconds between requests to one host (default 1)."),
    ):
        command = option(command)
    return command
