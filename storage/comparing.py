"""Comparing a page with the rest of its publisher: what stood around its text before, who else has the same text."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, select

from cleaning import Article, Outcome, Refusal, gist
from storage.alarms import Kind
from storage.alone import doubt
from storage.engine import upsert
from storage.judge import Cleaned, Verdict
from storage.schema import article as article_table
from storage.schema import dropped as dropped_table
from storage.schema import page as page_table
from storage.schema import revision as revision_table
from storage.sentinel_schema import wall as wall_table
from storage.standing import Spot, Standing
from storage.walls import Announced, another_page, two_stories, unannounced

REMEMBERED: Final = timedelta(days=60)
"""How long a publisher's wall is remembered after it was last met."""
_w, _a = wall_table.c, article_table.c
_KNOWN = select(_w.url).where(
    _w.publisher == bindparam("name"), _w.gist == bindparam("gist"), _w.seen_at > bindparam("at")
)
_AROUND = select(dropped_table.c.text).where(dropped_table.c.article_id == bindparam("row_id"))
_ALIKE = (
    select(_a.id, page_table.c.url, page_table.c.title.label("listed"), revision_table.c.title, revision_table.c.text)
    .join(page_table, page_table.c.id == _a.page_id)
    .join(revision_table, (revision_table.c.article_id == _a.id) & (revision_table.c.number == _a.revision))
    .where(_a.gist == bindparam("gist"), _a.publisher == bindparam("name"))
    .order_by(_a.id)
    .limit(4)  # one of them may be the page's own
)


def doubted(
    connection: Connection,
    told: Verdict,
    article: Article,
    cleaned: Cleaned,
    standing: Standing,
    publisher: str,
    at: datetime,
) -> Verdict:
    """The verdict, unless comparison shows that the page is a wall: a refusal then, which may take an article back."""
    if not told.rewrites or not standing.asked.url.startswith("http"):
        return told
    if url := connection.execute(_KNOWN, {"name": publisher, "gist": article.gist, "at": at - REMEMBERED}).scalar():
        return _refused(Refusal.SHARED, f"the text that {url} had, too, under another headline")
    have = standing.have
    if have is not None:
        around = frozenset(connection.execute(_AROUND, {"row_id": have.article_id}).scalars())
        if found := another_page(have, cleaned, article, around):
            return _refused(*found)
    elif lost := _led_astray(standing, article, cleaned):
        return lost
    if shared := _shared(connection, article, cleaned, standing, publisher):
        return shared
    if have is None and (evidence := doubt(connection, publisher, article, cleaned)):
        return Verdict(outcome=Outcome.HELD, reason=Kind.SUSPECT.value, evidence=evidence)
    return told


def remember(connection: Connection, publisher: str, number: int, url: str, at: datetime) -> None:
    """This text is a wall of the publisher."""
    insert = upsert(connection.dialect.name, wall_table)
    row = {"publisher": publisher, "gist": number, "url": url, "since": at, "seen_at": at}
    connection.execute(insert.on_conflict_do_update(index_elements=["publisher", "gist"], set_={"seen_at": at}), row)


def _led_astray(standing: Standing, article: Article, cleaned: Cleaned) -> Verdict | None:
    """A new page that is not what was announced, or to which an article that we have leads all of a sudden."""
    asked = standing.asked
    if asked.have is not None and standing.moved and standing.home.have is None:
        return _refused(Refusal.REPLACED, f"leads to {standing.home.url}, which has another headline and other words")
    if unannounced(_announced(asked, cleaned), article):
        return _refused(Refusal.BLOCK_PAGE, "nothing of what its listing announced, nor day, author or source")
    return None


def _shared(
    connection: Connection, article: Article, cleaned: Cleaned, standing: Standing, publisher: str
) -> Verdict | None:
    """One text under two headlines that it is not about: refused, and taken back where it was stored."""
    if not article.gist:
        return None
    own = {have.article_id for have in (standing.have, standing.other, standing.asked.have) if have}
    here = _announced(standing.asked, cleaned)
    for row in connection.execute(_ALIKE, {"gist": article.gist, "name": publisher}):
        there = Announced(row.url, row.listed, row.title or "")
        same = row.id not in own and gist(row.text, row.title or "") == article.gist
        if same and two_stories(here, there, cleaned.text):
            found = _refused(Refusal.SHARED, f"the text of {row.url} under another headline")
            return replace(found, takes_back=row.id)
    return None


def _announced(spot: Spot, cleaned: Cleaned) -> Announced:
    return Announced(spot.url, spot.address.listed if spot.address else "", cleaned.title or "")


def _refused(reason: Refusal, evidence: str) -> Verdict:
    return Verdict(outcome=Outcome.REFUSED, reason=reason.value, evidence=evidence)
