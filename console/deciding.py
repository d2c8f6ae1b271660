"""Quarantine by hand: the suspect pages with their evidence, and what a person decides about each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from cleaning import Outcome, Page
from console.out import as_json, complain, say, table
from console.reports import FAILED, OK
from console.together import together
from console.work import layout_of, ledger
from ingest import release as take_out
from storage import Alarm, Hold, Kind, Store
from workers import Workers

_SHOWN: Final = 60
_IN: Final = (Outcome.NEW, Outcome.CHANGED, Outcome.SAME, Outcome.DUPLICATE, Outcome.MOVED)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which of the pages that wait are meant."""

    urls: tuple[str, ...] = ()
    publisher: str | None = None
    run: int | None = None

    def of(self, store: Store) -> list[Hold]:
        """They."""
        return store.suspects.waiting(self.publisher, self.run, self.urls or None)

    @property
    def everything(self) -> bool:
        """Whether nothing was chosen."""
        return not self.urls and self.publisher is None and self.run is None


def quarantine(store: Store, choice: Choice, machine: bool) -> int:
    """Lists the pages that wait."""
    rows = choice.of(store)
    if machine:
        as_json([_record(row) for row in rows])
        return OK
    shown = [(r.held_at, r.publisher, r.run, r.reason, r.evidence, r.url, r.excerpt[:_SHOWN]) for r in rows]
    table(("since", "publisher", "run", "reason", "evidence", "url", "excerpt"), shown)
    return OK


def release(store: Store, choice: Choice, machine: bool) -> int:
    """Takes pages out of quarantine, through the same line that all pages come.

    Where none waits any more for one reason, this is what is usual of the publisher from then on, and its alarm ends;
    so does every alarm of a publisher that was named.
    """
    waiting = {row.capture: row for row in choice.of(store)}
    with ledger(store, "release") as run:

        def one(page: Page, workers: Workers) -> tuple[str, str, str]:
            done = take_out(page, layout_of(page.publisher), store, workers, run.id)
            return page.url, done.outcome, done.reason

        pages = (page for row in waiting.values() if (page := store.suspects.page(row)))
        told = together(pages, one, "release", quiet=machine, total=len(waiting))
    ended = _accept(store, choice, waiting.values())
    _show(told, machine)
    return OK if ended and not waiting else _ended(waiting.values(), [each for each in told if each[1] in _IN])


def _accept(store: Store, choice: Choice, released: Iterable[Hold]) -> list[Alarm]:
    """Ends the alarms that the released pages were held for; returns them."""
    ended = store.watch.accept(choice.publisher) if choice.publisher and choice.run is None else []
    for publisher, reason in sorted({(row.publisher, row.reason) for row in released}):
        left = {row.reason for row in store.suspects.waiting(publisher)}
        kinds = [kind for kind in Kind if kind == reason and reason not in left]
        ended += store.watch.accept(publisher, kinds) if kinds else []
    for alarm in ended:
        complain(f"{alarm.publisher}: usual from now on: {alarm.kind}")
    return ended


def reject(store: Store, choice: Choice, machine: bool) -> int:
    """Refuses pages for good; only other bytes of these addresses are looked at again."""
    rows = choice.of(store)
    for row in rows:
        store.suspects.reject(row)
    _show([(row.url, Outcome.REFUSED, row.reason) for row in rows], machine)
    return _ended(rows, rows)


def _show(told: Sequence[tuple[str, str, str]], machine: bool) -> None:
    if machine:
        as_json([dict(zip(("url", "outcome", "reason"), each, strict=True)) for each in told])
        return
    table(("url", "outcome", "reason"), told)
    for outcome, count in Counter(outcome for _, outcome, _ in told).items():
        say(f"{count} {outcome}")


def _ended(wanted: Any, done: Sequence[Any]) -> int:
    if not wanted:
        complain("no such page waits; `winnow quarantine` lists those that do")
    return OK if wanted and len(done) == len(wanted) else FAILED


def _record(row: Hold) -> dict[str, Any]:
    shown = asdict(row)
    return {name: shown[name] for name in shown if name not in ("id", "page_id", "capture")}
