"""The `winnow` command as it is typed: its commands and their options."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Final

import click

from console import commands, exporting, replay, upgrade
from console import history as telling
from console.cases import FROZEN
from console.memory import memory as show_memory
from console.naming import check_publishers
from console.opening import opened
from console.options import LARGEST, common, in_our_times, networked
from console.out import speak_any_language
from console.status import status as show_status
from crawlers import code_version
from storage import Store

FOLDER: Final = click.Path(file_okay=False, path_type=Path)
TIME: Final = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S%z"])
"""The last as the views write it, with Z or an offset."""
COUNT: Final = click.IntRange(0, LARGEST)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(code_version(), prog_name="winnow")
def winnow() -> None:
    """Fetches articles from news publishers and keeps their clean, deduplicated, versioned text in SQL."""
    speak_any_language()


@winnow.command()
@click.argument("what", metavar="[PUBLISHER | URL]...", nargs=-1)
@click.option("--as", "rules", metavar="PUBLISHER", help="Crawl the address given with --at by this publisher's rules.")
@click.option("--at", metavar="URL", help="Base address for --as.")
@click.option("--max-pages", type=click.IntRange(min=1), help="Articles asked for, per publisher.")
@click.option("--from-start", is_flag=True, help="Do not go on where the last one was broken off.")
@click.option("--slot", default="", hidden=True, help="The night that this run is for: it is made once.")
@click.option("--job", default="", hidden=True, help="The plan that this run is of, as the ledger calls it.")
@networked
@common
@opened
def crawl(
    store: Store,
    what: tuple[str, ...],
    rules: str | None,
    at: str | None,
    machine: bool,
    slot: str,
    job: str,
    from_start: bool,
    **how: Any,
) -> int:
    """Crawl publishers, by name or by the address of any site; without a name, all that `winnow publishers` lists."""
    if bool(rules) != bool(at):
        raise click.UsageError("--as and --at belong together")
    from console import crawling  # here, because it brings Scrapy along

    targets = crawling.chosen(what, rules, at)
    return crawling.crawl(store, targets, crawling.options(**how), machine, slot, job, from_start=from_start)


@winnow.command()
@click.argument("urls", metavar="URL...", nargs=-1)
@click.option(
    "--file",
    "listed",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file of addresses, one a line.",
)
@networked
@common
@opened
def refetch(store: Store, urls: tuple[str, ...], listed: Path | None, machine: bool, **how: Any) -> int:
    """Fetch single addresses now, whatever their publisher, and say what changed."""
    lines = listed.read_text(encoding="utf-8-sig", errors="replace").split() if listed else []
    if not urls and not lines:
        raise click.UsageError("give an address, or --file")
    from console import crawling  # as above

    return crawling.refetch(store, [*urls, *lines], crawling.options(**how), machine)


@winnow.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@common
@opened
def load(store: Store, paths: tuple[Path, ...], machine: bool) -> int:
    """Import files or folders: plain text, HTML, WARC, and articles as JSON lines."""
    return commands.load(store, paths, machine)


@winnow.command()
@click.option("--dry-run", is_flag=True, help="Only tell what would change.")
@click.option("--publisher", help="Only this publisher's pages.")
@click.option("--accept-losses", is_flag=True, help="Do it even where articles would be lost or halved.")
@click.option("--from-start", is_flag=True, help="Do not go on where the last one was broken off.")
@common
@opened
def reclean(store: Store, machine: bool, **wish: Any) -> int:
    """Run all stored raw pages through today's cleaner, without the network.

    Looks first: when articles would be lost, or keep less than half of their text, nothing is written.
    """
    check_publishers(store, wish["publisher"])
    return replay.reclean(store, replay.Wish(**wish), machine)


@winnow.command()
@click.argument("urls", metavar="URL...", nargs=-1, required=True)
@click.option("--into", type=FOLDER, default=FROZEN, show_default=True, help="Where.")
@click.option("--name", default="", help="Name of the folder; made from the address otherwise.")
@common
@opened
def freeze(store: Store, urls: tuple[str, ...], into: Path, name: str, machine: bool) -> int:
    """Turn stored pages into test cases: folders with the page, its layout, and what is expected of it."""
    if name and len(urls) > 1:
        raise click.UsageError("--name is for one address")
    return upgrade.freeze(store, urls, into, name, machine)


@winnow.command()
@click.option("--cases", type=FOLDER, default=FROZEN, show_default=True, help="Folder of frozen pages.")
@click.option("--sample", type=COUNT, default=200, show_default=True, help="Stored pages to replay.")
@click.option("--publisher", help="Only this publisher's stored pages.")
@common
@opened
def check_upgrade(store: Store, cases: Path, sample: int, publisher: str | None, machine: bool) -> int:
    """Replay frozen and stored pages with the libraries that are installed, and tell what comes out otherwise.

    Exit status 1 if any text differs. Nothing is written.
    """
    check_publishers(store, publisher)
    return upgrade.check_upgrade(store, cases, sample, publisher, machine)


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
@click.argument("url")
@common
@opened
def history(store: Store, url: str, machine: bool) -> int:
    """Show what was changed in an article since it was first stored, and what kind of edit it is."""
    return telling.history(store, url, machine)


@winnow.command()
@click.argument("publisher")
@click.option("--forget", metavar="BLOCK", help="Forget a block, by its id or its words: it is learned anew.")
@click.option("--keep", metavar="BLOCK", help="Never drop a block, by its id or its words.")
@common
@opened
def memory(store: Store, publisher: str, forget: str | None, keep: str | None, machine: bool) -> int:
    """What a publisher's pages have taught: the blocks that stand on many of them, and what becomes of each."""
    if forget and keep:
        raise click.UsageError("--forget and --keep exclude each other")
    check_publishers(store, publisher if keep else None)
    return show_memory(store, publisher, forget, keep, machine)


@winnow.command()
@click.option("--format", "form", type=click.Choice(["jsonl", "csv"]), default="jsonl", show_default=True)
@click.option("--publisher", "publishers", multiple=True, help="Only this publisher's; may be given more than once.")
@click.option("--since", type=TIME, callback=in_our_times, help="First stored then or later (UTC).")
@click.option("--until", type=TIME, callback=in_our_times, help="First stored before then (UTC).")
@click.option("--unique", is_flag=True, help="Each text once: no duplicates.")
@click.option("--cursor", type=COUNT, help="Only what changed after this cursor of v1_change.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="A file; there once it is whole.")
@common
@opened
def export(store: Store, machine: bool, form: str, output: Path | None, **wish: Any) -> int:
    """Write the articles as JSON lines or CSV; CSV has ' before what a spreadsheet would take for a formula."""
    check_publishers(store, *wish["publishers"])
    return exporting.export(store, exporting.wanted(**wish), "jsonl" if machine else form, output)


@winnow.command()
@common
@opened
def status(store: Store, machine: bool) -> int:
    """How each publisher stands, what is stored of it, which sources fail, and how the latest runs went."""
    return show_status(store, machine)


@winnow.command()
@click.option(
    "--file", type=click.Path(dir_okay=False, path_type=Path), help="Write them to this file, for node_exporter."
)
@common
@opened
def metrics(store: Store, file: Path | None, machine: bool) -> int:
    """Print figures for Prometheus: what is stored, how the last crawls went, how each publisher stands."""
    from console.metrics import metrics as show_metrics  # here, because only this command wants its library

    return show_metrics(store, file, machine)


@winnow.command()
@click.option("--offline", is_flag=True, help="Ask no publisher whether it answers.")
@click.option("--deep", is_flag=True, help="Read the whole database; minutes for a big one.")
@networked
@common
@opened
def doctor(store: Store, offline: bool, deep: bool, machine: bool, **how: Any) -> int:
    """Check settings, versions, database, disk, clock and publishers, and say what to do.

    Exit status 1 if anything is ill.
    """
    from console import crawling  # as above
    from console.doctor import doctor as examine
    from console.findings import Patient

    patient = Patient(store=store, options=crawling.options(**how), offline=offline, deep=deep)
    return examine(patient, machine)


@winnow.command()
@common
def publishers(machine: bool, database: str) -> None:
    """The publishers that Winnow knows by name. Any other site is crawled by its address."""
    from console import crawling  # as above

    sys.exit(crawling.publishers(machine))
