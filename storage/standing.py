"""Where a page stands among what we have: its address, the article's home address, and the article itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select, true

from cleaning import (
    DETAILS,
    Article,
    Details,
    Layout,
    Outcome,
    Page,
    Precision,
    canonicalize,
    identity,
    same_site,
    slug,
    url_key,
)
from storage.columns import storable
from storage.judge import Cleaned, Have, alike
from storage.schema import article as article_table
from storage.schema import page as page_table
from storage.schema import revision as revision_table

USUAL = Layout()
LONGEST_KEY = 500
"""Characters; PostgreSQL indexes no value above 2,700 bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One row of the frontier, as far as a decision needs it."""

    id: int
    key: str
    url: str
    publisher: str
    listed: str = ""
    """Its title, as its listing says."""
    article_id: int | None = None
    fetched_at: datetime | None = None
    digest: str = ""
    cleaner: str = ""
    not_modified: int = 0
    failures: int = 0
    missing: int = 0
    capture: str = ""
    refused_capture: str = ""
    run_id: int | None = None
    counted: str = ""
    counted_for: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """An address, its identity, and what we have there."""

    url: str
    key: str
    address: Address | None = None
    have: Have | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What a page touches: the address asked, the home of its article, the article, and a second one to merge."""

    asked: Spot
    home: Spot
    have: Have | None
    other: Have | None = None

    @property
    def moved(self) -> bool:
        """Whether the address asked is only another address of the article."""
        return self.asked.key != self.home.key


def row_key(url: str, layout: Layout) -> str:
    """The unique key of an address; the tail of a very long one is folded into a digest."""
    return fold_key(identity(url, layout))


def fold_key(key: str) -> str:
    """The key, short enough for an index."""
    key = storable(key)
    return key if len(key) <= LONGEST_KEY else f"{key[:LONGEST_KEY]}#{address_digest(key)}"


def address_digest(url: str) -> str:
    """What finds an address as it is written: 32 hex digits."""
    return blake2b(storable(url).encode(), digest_size=16).hexdigest()


_NAMED = {"listed": page_table.c.title.label("listed")}
_ADDRESS = tuple(_NAMED[name] if name in _NAMED else page_table.c[name] for name in Address.__dataclass_fields__)
_DETAILS = tuple(article_table.c[name] for name in DETAILS)
_HAVE = (
    article_table.c.page_id,
    article_table.c.revision,
    article_table.c.cleaner.label("article_cleaner"),
    article_table.c.first_seen,
    article_table.c.last_changed,
    article_table.c.duplicate_of,
    article_table.c.gone_at,
    revision_table.c.title,
    revision_table.c.text,
    revision_table.c.fingerprint,
    revision_table.c.capture.label("revision_capture"),
)
_LOOK = (
    select(*_ADDRESS, *_DETAILS, *_HAVE, page_table.c.address)
    .outerjoin(article_table, article_table.c.id == page_table.c.article_id)
    .outerjoin(
        revision_table,
        (revision_table.c.article_id == article_table.c.id) & (revision_table.c.number == article_table.c.revision),
    )
    .where(
        or_(
            page_table.c.key.in_(bindparam("keys", expanding=True)),
            page_table.c.address.in_(bindparam("addresses", expanding=True)),
        )
    )
)


def find(connection: Connection, urls: Iterable[str], layout: Layout) -> dict[str, Spot]:
    """What we have at each of these addresses: by identity, else by the address as written."""
    keys = {url: row_key(url, layout) for url in urls}
    digests = {url: address_digest(url) for url in keys}
    wanted = {"keys": list(keys.values()), "addresses": list(digests.values())}
    rows = connection.execute(_LOOK, wanted).all()
    by_key = {row.key: row for row in rows}
    by_digest = {row.address: row for row in rows}
    return {url: _spot(url, key, by_key.get(key) or by_digest.get(digests[url])) for url, key in keys.items()}


def known(connection: Connection, url: str, layout: Layout) -> Address | None:
    """The row of this address, in whatever spelling."""
    spots = find(connection, dict.fromkeys((url, canonicalize(url))), layout)
    return next((spot.address for spot in spots.values() if spot.address), None)


def home_id(connection: Connection, url: str, layout: Layout, *, alive: bool = False) -> int | None:
    """The row of the article whose other address or part this is, else the address's own; None when unknown.

    `alive`: what led to an article that is gone is an address of its own.
    """
    address = known(connection, url, layout)
    if address is None:
        return None
    p, home = page_table.c, page_table.alias("home")
    leads = home.c.id == p.moved_to
    leads &= home.c.outcome.is_distinct_from(Outcome.GONE.value) if alive else true()
    own = select(func.coalesce(p.part_of, home.c.id, p.id)).outerjoin(home, leads)
    return connection.execute(own.where(p.id == address.id)).scalar()


def stand(connection: Connection, page: Page, article: Article, cleaned: Cleaned, layout: Layout) -> Standing:
    """Where this page stands. A redirect and a canonical link are evidence: what they name must be able to be it."""
    claimed = namesake(connection, page, cleaned) or article.canonical_url
    spots = find(connection, dict.fromkeys(filter(None, (page.url, page.final_url, claimed))), layout)
    asked, final = spots[page.url], spots[page.final_url]
    canonical = spots.get(claimed, final)
    home = _answering(canonical, final) if _believable(canonical, final, asked, cleaned) else final
    mine = asked.have if _shows(asked, home, cleaned) else None
    theirs = home.have if home.key != asked.key and _shows(home, home, cleaned) else None
    if mine and theirs and mine.article_id != theirs.article_id:
        older, younger = sorted((mine, theirs), key=lambda have: have.article_id)
        return Standing(asked, home, older, younger)
    return Standing(asked, home, mine or theirs)


_NAMESAKES = (
    select(page_table.c.url)
    .join(article_table, article_table.c.page_id == page_table.c.id)
    .where(article_table.c.fingerprint == bindparam("text"))
    .order_by(article_table.c.id)
    .limit(5)
)


def namesake(connection: Connection, page: Page, cleaned: Cleaned) -> str:
    """The address of the article of this site that has this very text and the same last part of its address, if any.

    So a story under many sections or session ids is one article, though no page of it says so.
    """
    name = slug(page.final_url)
    urls = connection.execute(_NAMESAKES, {"text": cleaned.fingerprint}).scalars() if name and cleaned.text else ()
    return next((url for url in urls if slug(url) == name and same_site(url, page.final_url)), "")


def _answering(canonical: Spot, final: Spot) -> Spot:
    """The identity that a canonical link claims, at the address that answered: the claimed one was never asked."""
    if canonical.address is None:
        return Spot(final.url, canonical.key)
    answers = canonical.url if canonical.key == final.key else canonical.address.url
    return replace(canonical, url=answers)


def _believable(canonical: Spot, final: Spot, asked: Spot, cleaned: Cleaned) -> bool:
    if canonical.key in (final.key, asked.key):
        return True
    if not same_site(canonical.url, final.url) or "/" not in url_key(canonical.url):
        return False
    return canonical.have is None or canonical.have == asked.have or alike(canonical.have, cleaned)


def _shows(spot: Spot, home: Spot, cleaned: Cleaned) -> bool:
    """Whether the article we have for this address is the one on the page: by its own address, else by its words."""
    if spot.have is None or spot.address is None:
        return False
    own = spot.key == home.key and spot.have.page_id == spot.address.id
    return own or alike(spot.have, cleaned)


def _spot(url: str, key: str, row: Any) -> Spot:
    if row is None:
        return Spot(url, key)
    found = row._mapping
    address = Address(**{name: found[name] for name in Address.__dataclass_fields__})
    if found["article_id"] is None:
        return Spot(url, address.key, address)
    return Spot(url, address.key, address, _have(row))


def _have(row: Any) -> Have:
    found = row._mapping
    return Have(
        article_id=row.article_id,
        page_id=row.page_id,
        title=row.title,
        text=row.text,
        fingerprint=row.fingerprint,
        details=_details(found),
        revision=row.revision,
        cleaner=row.article_cleaner,
        first_seen=row.first_seen,
        last_changed=row.last_changed,
        duplicate_of=row.duplicate_of,
        gone=row.gone_at is not None,
        capture=row.revision_capture,
    )


def _details(found: Mapping[str, Any]) -> Details:
    known = {name: found[name] for name in DETAILS}
    precision = known["published_precision"]
    return Details(**{**known, "published_precision": Precision(precision) if precision else None})
