"""Cleaning the archive again: first foretold, then done. What would lose text stops it, unless that is wanted.

Whatever breaks it off, the next one goes on with the rest, as long as cleaner and libraries are the same.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Final

from cleaning import VERSION, Page
from console import survey as surveying
from console.out import as_json, complain, say, table
from console.reports import FAILED, OK
from console.survey import Survey
from console.together import together
from console.upgrade import installed
from console.work import layout_of, ledger
from crawlers import code_version
from ingest import foretell, reingest
from storage import Harm, Store
from workers import Workers

JOB: Final = "reclean"


@dataclass(frozen=True, slots=True)
class Wish:
    """How the archive is to be cleaned again."""

    publisher: str | None = None
    dry_run: bool = False
    accept_losses: bool = False
    """Do it even where articles would be lost or halved, without looking first."""
    from_start: bool = False
    """Clean again what a run that was broken off has cleaned already."""


def reclean(store: Store, wish: Wish, machine: bool) -> int:
    """Cleans all stored pages again, and shows the counts.

    A dry run writes nothing. Otherwise the same look is had first, and if articles would be lost or halved nothing
    is written, and the exit status is that of a failure.
    """
    slot, done = (_new_slot(), None) if wish.dry_run else _slot(store, wish)
    if wish.dry_run or not wish.accept_losses:
        seen = _look(store, wish, done, machine)
        if wish.dry_run or seen.harms:
            return _told(seen, wish, machine)
    return _apply(store, wish, slot, machine)


def _look(store: Store, wish: Wish, done: int | None, quiet: bool) -> Survey:
    seen = Survey()

    def one(page: Page, workers: Workers) -> None:
        seen.add(foretell(page, layout_of(page.publisher), store, workers, memory=store.memory_now(page)))

    total = store.page_count(wish.publisher, besides=done)
    found = together(store.stored_pages(wish.publisher, besides=done), one, "looking", quiet, total)
    seen.missing = max(total - len(found), 0)
    return seen


def _told(seen: Survey, wish: Wish, machine: bool) -> int:
    """What was seen; a failure where it stops what was asked for."""
    if machine:
        as_json({"dry_run": wish.dry_run, **surveying.as_record(seen)})
    else:
        surveying.show(seen)
    if seen.harms:
        lost, halved = seen.harms[Harm.LOST], seen.harms[Harm.HALVED]
        complain(f"{lost} articles would be lost, {halved} would keep less than half of their text")
    if wish.dry_run:
        return _missing(seen.missing)
    complain("nothing was written; `winnow reclean --accept-losses` does it nevertheless")
    return FAILED


def _apply(store: Store, wish: Wish, slot: str, machine: bool) -> int:
    broken: list[tuple[str, str]] = []
    with ledger(store, _job(wish), slot) as run:
        total, before = store.page_count(wish.publisher, besides=run.id), store.page_count(wish.publisher)

        def one(page: Page, workers: Workers) -> str:
            layout, memory = layout_of(page.publisher), store.memory_now(page)
            done = reingest(page, layout, store, workers, run.id, memory=memory)
            if done.mishap:
                broken.append((page.url, done.reason))
            return done.outcome

        pages = store.stored_pages(wish.publisher, besides=run.id)
        counts = Counter[str](together(pages, one, JOB, machine, total))
    _show(counts, before - total, machine)
    for url, reason in broken:
        complain(f"{url}: {reason}; it keeps what it had")
    return _missing(max(total - counts.total(), 0)) or (FAILED if broken else OK)


def _missing(pages: int) -> int:
    """A failure if pages that rows speak of are not in the archive, which nobody should hear of too late."""
    if pages:
        complain(f"{pages} pages are not in the archive of raw pages, and keep what they have")
    return FAILED if pages else OK


def _show(counts: Counter[str], before: int, machine: bool) -> None:
    if machine:
        as_json({"dry_run": False, **counts, **({"done_before": before} if before else {})})
        return
    table(("outcome", "pages"), list(counts.items()))
    if before:
        say(f"{before} pages were cleaned before it was broken off")


def _job(wish: Wish) -> str:
    return f"{JOB} {wish.publisher}" if wish.publisher else JOB


def _slot(store: Store, wish: Wish) -> tuple[str, int | None]:
    """The slot of the run that was broken off, and that run, if its work is still worth something; else a new one."""
    broken_off = store.ledger.broken_off(_job(wish), datetime.now(UTC))
    if broken_off is None or wish.from_start or not broken_off.slot.endswith(_conditions()):
        return _new_slot(), None
    return broken_off.slot, broken_off.run


def _new_slot() -> str:
    return f"{datetime.now(UTC).isoformat()} {_conditions()}"


def _conditions() -> str:
    """Of all that decides what becomes of a page: other conditions, and the work begins anew. 8 hex digits."""
    named = [VERSION, code_version(), *(f"{name} {number}" for name, number in installed())]
    return blake2b("\n".join(named).encode(), digest_size=4).hexdigest()
