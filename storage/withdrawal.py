"""Taking back what was stored: an article leaves the views, or goes back to the revision before, and its page waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from cleaning import Outcome, sketch
from storage.addresses import change_row
from storage.articles import append_change, change_article, forget_dropped, settle_duplicates, tell_moved
from storage.case import eldest_with
from storage.clusters import Arrival, appeared, rejoin
from storage.judge import Have
from storage.membership import leave
from storage.patience import next_try
from storage.quarantine import Suspect, hold
from storage.schema import article as article_table
from storage.schema import page as page_table
from storage.schema import revision as revision_table
from storage.standing import USUAL, Address, find
from storage.tally import count
from storage.watch_schema import trait


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Why something is taken back, when, and in which run."""

    reason: str
    evidence: str
    at: datetime
    run_id: int | None


def withdraw(connection: Connection, article_id: int, doubt: Doubt) -> Outcome | None:
    """Take back the current revision of an article, and hold the page it was made of.

    The first revision takes the article with it, which readers are told as "held"; a later one leaves the one before,
    told as "restored". Its metadata come back when the page behind it is cleaned again: it counts as outdated.
    Returns how the page was counted in this run till now, or None if there is nothing to take back.
    """
    spot = _standing(connection, article_id)
    if spot is None:
        return None
    home, have = spot
    columns = _undone(connection, home, have, doubt)
    columns |= {"outcome": Outcome.HELD.value, "reason": doubt.reason, "evidence": doubt.evidence}
    columns |= {"refused_capture": have.capture, "digest": "", "cleaner": "", "etag": "", "last_modified": ""}
    columns |= {"failures": 1, "next_attempt": next_try(doubt.at, 1)}
    columns |= count(connection, doubt.run_id, home, Outcome.HELD, doubt.reason)
    change_row(connection, home.id, **columns)
    suspect = Suspect(
        page_id=home.id, publisher=home.publisher, capture=have.capture, run_id=doubt.run_id, reason=doubt.reason,
        evidence=doubt.evidence, title=have.title, text=have.text, at=doubt.at,
    )  # fmt: skip
    hold(connection, suspect)
    connection.execute(update(trait).where(trait.c.page_id == home.id).values(good=False))
    return Outcome(home.counted) if home.counted and home.run_id == doubt.run_id else Outcome.NEW


def _standing(connection: Connection, article_id: int) -> tuple[Address, Have] | None:
    a, p = article_table.c, page_table.c
    wanted = select(p.url).join(article_table, a.page_id == p.id).where(a.id == article_id)
    url = connection.execute(wanted).scalar()
    spot = find(connection, [url], USUAL)[url] if url else None
    return (spot.address, spot.have) if spot and spot.address and spot.have else None


def _undone(connection: Connection, home: Address, have: Have, doubt: Doubt) -> dict[str, object]:
    """Take the words back; returns what the address remembers of it."""
    forget_dropped(connection, have.article_id)
    r = revision_table.c
    mine = r.article_id == have.article_id
    before = connection.execute(select(revision_table).where(mine, r.number == have.revision - 1)).first()
    connection.execute(delete(revision_table).where(mine, r.number == have.revision))
    if before is None:
        _take_out(connection, home, have, doubt)
        return {"article_id": None, "capture": ""}
    _step_back(connection, home, have, before, doubt)
    return {"capture": before.capture}


def _take_out(connection: Connection, home: Address, have: Have, doubt: Doubt) -> None:
    """The article stands nowhere; its row stays, so that nothing else takes its number."""
    settle_duplicates(connection, have, "", None, doubt.at, doubt.run_id)
    moved = leave(connection, have)
    change_article(connection, have.article_id, page_id=None)
    connection.execute(update(page_table).where(page_table.c.article_id == have.article_id).values(article_id=None))
    append_change(connection, "held", have.article_id, home.url, doubt.at, doubt.run_id)
    tell_moved(connection, moved, doubt.at, doubt.run_id)


def _step_back(connection: Connection, home: Address, have: Have, before: object, doubt: Doubt) -> None:
    """The article says again what it said before."""
    title, text, number = before.title, before.text, before.number  # type: ignore[attr-defined]  # a row
    mark, since = before.fingerprint, before.created_at  # type: ignore[attr-defined]
    twin = eldest_with(connection, mark, {have.article_id})
    change_article(connection, have.article_id, revision=number, fingerprint=mark, last_changed=since, cleaner="")
    settle_duplicates(connection, have, mark, twin, doubt.at, doubt.run_id)
    seen = appeared(have.details, have.first_seen)
    arrival = Arrival(have.article_id, title or "", text, sketch(text), seen, twin)
    rejoin(connection, arrival, have.text, doubt.at, doubt.run_id)
    append_change(connection, "restored", have.article_id, home.url, doubt.at, doubt.run_id)
