"""Options that several commands have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from console.work import DEFAULT_DATABASE

F = TypeVar("F", bound=Callable[..., Any])


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


def networked(command: F) -> F:
    """The options of commands that ask the network: `delay`, `time_limit` and `contact`."""
    for option in (
        click.option(
            "--contact", envvar="WINNOW_CONTACT", default="", help="Page or mail address told to every server."
        ),
        click.option("--time-limit", type=click.FloatRange(min=0), help="Seconds after which the crawl ends politely."),
        click.option("--delay", type=click.FloatRange(min=0), help="Seconds between requests to one host (default 1)."),
    ):
        command = option(command)
    return command
