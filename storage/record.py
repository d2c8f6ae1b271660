"""Recording a fetch that brought no article page: unchanged, gone, moved, forbidden, failed, or put off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from cleaning import Layout, Outcome, Page
from storage.addresses import change_row, ensure
from storage.articles import append_change, change_article
from storage.nouns import Fetch, Saved
from storage.patience import LONGEST, held_until, next_check, next_look_at_gone, next_try
from storage.quarantine import HoldState, settle
from storage.save import Done
from storage.standing import Address, Spot, find
from storage.tally import Cost, count

MISSES = 3
"""Runs in which an article's address must be missing (404) before the article counts as gone."""
GONE_FOR_GOOD, NOT_FOUND, NOT_MODIFIED = 410, 404, 304


@dataclass(frozen=True, slots=True)
class Recorded:
    """The outcome that a fetch was counted as, and the refused capture that it made pointless."""

    outcome: Outcome
    loose: str = ""


def record(connection: Connection, fetches: Sequence[Fetch], run_id: int | None, layout: Layout) -> list[Recorded]:
    """Write how fetches ended, in their order. To be run inside a transaction.

    Where nothing is new each touches its own address only, so they are looked up together.
    """
    nothing_new = all(fetch.outcome is Outcome.SAME for fetch in fetches)
    spots = find(connection, [fetch.url for fetch in fetches], layout) if nothing_new else {}
    recorded, touched = [], set[str]()
    for fetch in fetches:
        spot = spots.get(fetch.url)
        if spot is None or spot.key in touched:
            spot = find(connection, [fetch.url], layout)[fetch.url]
        touched.add(spot.key)
        recorded.append(_record(connection, spot, fetch, run_id, layout))
    return recorded


def _record(connection: Connection, spot: Spot, fetch: Fetch, run_id: int | None, layout: Layout) -> Recorded:
    row = ensure(connection, spot, fetch.publisher, fetch.at)
    misses = row.missing + (row.run_id != run_id or row.missing == 0) if fetch.status == NOT_FOUND else 0
    fetch = _doubted(fetch, spot, misses)
    columns = count(connection, run_id, row, fetch.outcome, fetch.reason, Cost(fetch.bytes, fetch.seconds))
    if fetch.outcome is Outcome.SAME and row.refused_capture:
        settle(connection, [row.id], HoldState.PASSED, fetch.at)
    if fetch.outcome is not Outcome.LATER:
        columns |= _ended(fetch) | {"missing": misses} | _next(connection, fetch, spot, row, layout)
    change_row(connection, row.id, **columns)
    _tell(connection, fetch, spot, row, run_id)
    return Recorded(fetch.outcome, row.refused_capture if fetch.outcome is Outcome.SAME else "")


def unchanged(connection: Connection, page: Page, run_id: int | None, layout: Layout) -> Done:
    """Write that a page came with the bytes we know."""
    fetch = Fetch(
        url=page.url,
        publisher=page.publisher,
        outcome=Outcome.SAME,
        reason="unchanged",
        at=page.fetched_at,
        status=page.status,
        bytes=sum(len(each.body) for each in (page, *page.continued)),
        etag=page.etag,
        last_modified=page.last_modified,
    )
    spot = find(connection, [page.url], layout)[page.url]
    recorded = _record(connection, spot, fetch, run_id, layout)
    article_id, number = (spot.have.article_id, spot.have.revision) if spot.have else (None, 0)
    url = spot.address.url if spot.address else page.url
    return Done(Saved(Outcome.SAME, "unchanged", article_id, number, url), (recorded.loose,))


def _doubted(fetch: Fetch, spot: Spot, misses: int) -> Fetch:
    """One 404 is no proof that an article is gone: sites lose pages for an hour."""
    if fetch.outcome is Outcome.GONE and fetch.status == NOT_FOUND and spot.have and misses < MISSES:
        return replace(fetch, outcome=Outcome.FAILED, reason=f"not found ({misses} of {MISSES})")
    return fetch


def _ended(fetch: Fetch) -> dict[str, Any]:
    return {
        "status": fetch.status,
        "outcome": fetch.outcome.value,
        "reason": fetch.reason,
        "evidence": fetch.evidence,
        "fetched_at": fetch.at,
        "hold_until": held_until(fetch.at, fetch.retry_at),
    }


def _next(connection: Connection, fetch: Fetch, spot: Spot, row: Address, layout: Layout) -> dict[str, Any]:
    """When to ask again, and what an unchanged page or a redirect adds."""
    if fetch.outcome is Outcome.SAME:
        return _unchanged(fetch, spot, row)
    if fetch.outcome is Outcome.MOVED and fetch.moved_to:
        target = ensure(
            connection, find(connection, [fetch.moved_to], layout)[fetch.moved_to], fetch.publisher, fetch.at
        )
        away = target.id if target.id != row.id else None
        return {"moved_to": away, "failures": 0, "next_attempt": fetch.at + LONGEST}
    failures = row.failures + 1
    if fetch.outcome is Outcome.GONE:
        return {"failures": failures, "next_attempt": next_look_at_gone(fetch.at, failures)}
    return {"failures": failures, "next_attempt": next_try(fetch.at, failures, fetch.reason)}


def _unchanged(fetch: Fetch, spot: Spot, row: Address) -> dict[str, Any]:
    columns: dict[str, Any] = {
        "failures": 0,
        "refused_capture": "",
        "not_modified": row.not_modified + 1 if fetch.status == NOT_MODIFIED else 0,
        "next_attempt": next_check(fetch.at, spot.have.last_changed if spot.have else fetch.at),
    }
    if fetch.etag or fetch.last_modified:
        columns |= {"etag": fetch.etag, "last_modified": fetch.last_modified}
    return columns


def _tell(connection: Connection, fetch: Fetch, spot: Spot, row: Address, run_id: int | None) -> None:
    """An article is gone, or back."""
    have = spot.have
    if have is None or have.page_id != row.id:
        return
    if fetch.outcome is Outcome.GONE and not have.gone:
        change_article(connection, have.article_id, gone_at=fetch.at)
        append_change(connection, "gone", have.article_id, row.url, fetch.at, run_id)
    if fetch.outcome is Outcome.SAME and have.gone:
        change_article(connection, have.article_id, gone_at=None)
        append_change(connection, "returned", have.article_id, row.url, fetch.at, run_id)
