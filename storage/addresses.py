"""Rows of the frontier as a saved page leaves them: the article's home, an alias of it, or a part."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, update

from cleaning import Outcome, Page, publisher_name
from storage.articles import append_change, change_article, merge
from storage.case import Case, Work
from storage.judge import Have
from storage.patience import LONGEST, next_check, next_try
from storage.schema import page as page_table
from storage.standing import Address, Spot, address_digest, find, row_key
from storage.tally import count


def ensure(connection: Connection, spot: Spot, publisher: str, at: datetime) -> Address:
    """The row of this address; made when it is not known yet. IntegrityError when another process was faster."""
    if spot.address is not None:
        return spot.address
    publisher = publisher or publisher_name(spot.url)
    row = {
        "key": spot.key,
        "url": spot.url,
        "address": address_digest(spot.url),
        "publisher": publisher,
        "found_at": at,
        "parts": (),
    }
    made = connection.execute(_INSERT, row).inserted_primary_key
    assert made is not None
    return Address(id=made[0], key=spot.key, url=spot.url, publisher=publisher)


def change_row(connection: Connection, row_id: int, **columns: Any) -> None:
    """Set these columns of one address."""
    if columns:
        connection.execute(_UPDATE, {"row_id": row_id, **columns})


def write_home(connection: Connection, case: Case, home: Address, article_id: int) -> set[str]:
    """The article's own address after a good page; returns the captures it let go."""
    work, verdict, bodies = case.work, case.verdict, case.work.bodies
    merged = case.standing.other is not None
    columns = count(connection, work.run_id, home, verdict.outcome, verdict.reason, work.cost, merged=merged)
    keeps_old = bool(home.capture) and not (verdict.rewrites or verdict.amends)
    columns |= {
        "article_id": article_id,
        "part_of": None,
        "moved_to": None,
        "parts": tuple(part.url for part in work.page.continued),
        "digest": bodies.digest,
        "cleaner": work.version,
        "capture": home.capture if keeps_old else bodies.capture,
    }
    if settles := work.settles(home.refused_capture):
        columns |= {"refused_capture": "", "outcome": verdict.outcome.value, "reason": verdict.reason, "evidence": ""}
    if not work.from_archive:
        columns |= _fetched(case, home) | {"reason": verdict.reason} | _answered_at_last(case, home)
    change_row(connection, home.id, **columns)
    let_go = {bodies.capture, home.capture, *bodies.earlier} | ({home.refused_capture} if settles else set())
    return let_go - {columns["capture"]}


def _answered_at_last(case: Case, home: Address) -> dict[str, str]:
    """The article's own address, where it was asked at another one till now and has answered itself."""
    layout, url = case.work.layout, case.work.page.final_url
    stood_in = row_key(home.url, layout) != home.key
    return {"url": url, "address": address_digest(url)} if stood_in and row_key(url, layout) == home.key else {}


def mark_astray(connection: Connection, row: Address, work: Work) -> None:
    """This address leads to another article than its own, and is asked again like one that failed."""
    columns = count(connection, work.run_id, row, Outcome.MOVED, "") | _ended(work.page, Outcome.MOVED, work.at)
    failures = row.failures + 1
    columns |= {"failures": failures, "next_attempt": next_try(work.at, failures)}
    change_row(connection, row.id, **columns)


def mark_alias(connection: Connection, alias: Address, home: Address, article_id: int, work: Work) -> None:
    """This address leads to another one, and is not asked again as long as that one lives.

    Where it stands in for an address that never answered, the two are one, and counted once.
    """
    columns = {} if alias.url == home.url else count(connection, work.run_id, alias, Outcome.MOVED, "")
    columns |= {"moved_to": home.id, "article_id": article_id, "part_of": None}
    columns |= _ended(work.page, Outcome.MOVED, work.at)
    change_row(connection, alias.id, **columns, next_attempt=work.at + LONGEST)


def fold_parts(connection: Connection, home: Address, article_id: int, work: Work) -> None:
    """Pages 2..n belong to this address; what was stored of them as articles of their own is merged into it."""
    if not work.page.continued:
        return
    spots = find(connection, [part.url for part in work.page.continued], work.layout)
    for part in work.page.continued:
        spot = spots[part.url]
        if spot.key == home.key:
            continue
        if spot.have is not None and spot.have.article_id != article_id:
            merge(connection, spot.have, article_id, work.at, work.run_id)
        row = ensure(connection, spot, home.publisher, work.at)
        columns = count(connection, work.run_id, row, Outcome.PART, "")
        columns |= {"part_of": home.id, "moved_to": None, "article_id": None}
        change_row(connection, row.id, **columns, **_ended(part, Outcome.PART, work.at))


def move_home(connection: Connection, have: Have, home: Address, work: Work) -> None:
    """The article lives at another address now; its old one becomes an alias."""
    change_article(connection, have.article_id, page_id=home.id)
    change_row(connection, have.page_id, moved_to=home.id)
    append_change(connection, "moved", have.article_id, home.url, work.at, work.run_id)


_INSERT = insert(page_table)
_UPDATE = update(page_table).where(page_table.c.id == bindparam("row_id"))


def _fetched(case: Case, home: Address) -> dict[str, Any]:
    """What the fetch itself tells about the article's own address."""
    work, have = case.work, case.standing.have
    page, here = work.page, row_key(work.page.final_url, work.layout) == home.key
    redirected = here and not case.standing.moved and page.final_url != page.url
    changed = work.at if have is None or case.verdict.rewrites else have.last_changed
    columns = _ended(page, case.verdict.outcome, work.at)
    columns |= {
        "etag": page.etag if here else "",
        "last_modified": page.last_modified if here else "",
        "next_attempt": next_check(work.at, changed),
        "not_modified": 0,
        "missing": 0,
    }
    if redirected:
        columns |= {"url": page.final_url, "address": address_digest(page.final_url)}
    return columns


def _ended(page: Page, outcome: Outcome, at: datetime) -> dict[str, Any]:
    return {
        "status": page.status,
        "outcome": outcome.value,
        "reason": "",
        "fetched_at": at,
        "failures": 0,
        "hold_until": None,
    }
