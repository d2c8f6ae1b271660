"""The door for a person: the `winnow` command. `winnow COMMAND --help` says what each does.

Exit status: 0 all went well; 1 the work was done but something went wrong, and the output says what; 2 the command
was not understood; 3 the database could not be opened or written; 4 the same work was done already, or is being
done by another process; 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar
from urllib.request import getproxies_environment

import click
from sqlalchemy.exc import SQLAlchemyError

from console import BUSY, DEFAULT_DATABASE, Busy, commands, complain
from crawlers import Options
from scheduler import schedule
from storage import NewerDatabase, Store

F = TypeVar("F", bound=Callable[..., Any])


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="winnow")
def winnow() -> None:
    """Fetches articles from news publishers and keeps their clean, deduplicated, versioned text in SQL."""


def common(command: F) -> F:
    """The options of every command."""
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


def crawling(command: F) -> F:
    """The options of commands that ask the network."""
    for option in (
        click.option(
            "--contact", envvar="WINNOW_CONTACT", default="", help="Page or mail address told to every server."
        ),
        click.option("--time-limit", type=click.FloatRange(min=0), help="Seconds after which the crawl ends politely."),
        click.option("--delay", type=click.FloatRange(min=0), help="Seconds between requests to one host (default 1)."),
    ):
        command = option(command)
    return command


def opened(command: Callable[..., int]) -> Callable[..., None]:
    """Opens the database for a command, and turns what it returns into the exit status."""

    @wraps(command)
    def run(database: str, **arguments: Any) -> None:
        try:
            with Store(database) as store:
                status = command(store, **arguments)
        except (SQLAlchemyError, NewerDatabase, OSError) as error:
            complain(f"database {database.rpartition('@')[2]}: {str(error).splitlines()[0]}")
            sys.exit(3)
        except (Busy, LookupError, ValueError) as error:
            complain(str(error))
            sys.exit(BUSY if isinstance(error, Busy) else 2)
        sys.exit(status)

    return run


def _options(delay: float | None, time_limit: float | None, contact: str, max_pages: int | None = None) -> Options:
    return Options(
        delay=delay,
        time_limit=time_limit,
        contact=contact,
        max_pages=max_pages,
        allow_private=os.environ.get("WINNOW_ALLOW_PRIVATE", ""),
        proxies=getproxies_environment(),
    )


@winnow.command()
@click.argument("what", metavar="[PUBLISHER | URL]...", nargs=-1)
@click.option("--as", "rules", metavar="PUBLISHER", help="Crawl the address given with --at by this publisher's rules.")
@click.option("--at", metavar="URL", help="Base address for --as.")
@click.option("--max-pages", type=click.IntRange(min=1), help="Articles asked for, per publisher.")
@click.option("--slot", default="", hidden=True, help="The night that this run is for: it is made once.")
@crawling
@common
@opened
def crawl(
    store: Store, what: tuple[str, ...], rules: str | None, at: str | None, machine: bool, slot: str, **how: Any
) -> int:
    """Crawl publishers, by name or by the address of any site; without a name, all that `winnow publishers` lists."""
    if bool(rules) != bool(at):
        raise click.UsageError("--as and --at belong together")
    return commands.crawl(store, commands.chosen(what, rules, at), _options(**how), machine, slot)


@winnow.command()
@click.argument("urls", metavar="URL...", nargs=-1)
@click.option(
    "--file",
    "listed",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file of addresses, one a line.",
)
@crawling
@common
@opened
def refetch(store: Store, urls: tuple[str, ...], listed: Path | None, machine: bool, **how: Any) -> int:
    """Fetch single addresses now, whatever their publisher, and say what changed."""
    lines = listed.read_text(encoding="utf-8").split() if listed else []
    if not urls and not lines:
        raise click.UsageError("give an address, or --file")
    return commands.refetch(store, [*urls, *lines], _options(**how), machine)


@winnow.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@common
@opened
def load(store: Store, paths: tuple[Path, ...], machine: bool) -> int:
    """Import files or folders: plain text, HTML, WARC."""
    return commands.load(store, paths, machine)


@winnow.command()
@click.option("--dry-run", is_flag=True, help="Only count what would change.")
@click.option("--publisher", help="Only this publisher's pages.")
@common
@opened
def reclean(store: Store, dry_run: bool, publisher: str | None, machine: bool) -> int:
    """Run all stored raw pages through today's cleaner, without the network."""
    return commands.reclean(store, publisher, dry_run, machine)


@winnow.command()
@click.argument("what", metavar="URL | FILE")
@click.option(
    "--html", type=click.Path(dir_okay=False, path_type=Path), help="Write a web page that shows it in colour."
)
@common
@opened
def explain(store: Store, what: str, html: Path | None, machine: bool) -> int:
    """Show every block of a stored page, or of a file, with the rule that kept or dropped it."""
    return commands.explain(store, what, html, machine)


@winnow.command()
@common
@opened
def status(store: Store, machine: bool) -> int:
    """What is stored of each publisher, and how the latest runs went."""
    return commands.status(store, machine)


@winnow.command()
@click.option("--json", "machine", is_flag=True, help="Print one JSON document instead of a table.")
@click.option("--database", hidden=True, envvar="DATABASE_URL", help="Not used here; accepted everywhere.")
def publishers(machine: bool, database: str | None) -> None:
    """The publishers that Winnow knows by name. Any other site is crawled by its address."""
    sys.exit(commands.publishers(machine))


winnow.add_command(schedule)


def main() -> None:
    """The console script."""
    winnow(prog_name="winnow")


if __name__ == "__main__":
    main()
