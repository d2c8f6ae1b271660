"""A page to save as a case: what it says, where it stands, and the verdict. Reads only."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from cleaning import Article, Layout, Outcome, Page, Refusal, Wording
from storage.comparing import doubted
from storage.judge import Cleaned, Verdict, dated, judge, read
from storage.nouns import Preview, Saved
from storage.quarantine import HoldState, decision
from storage.raw import Bodies
from storage.schema import article as article_table
from storage.standing import Standing, stand
from storage.tally import FREE, Cost
from storage.traits import NOTHING_ODD, Oddity, Traits

KEPT_OUT = frozenset({Outcome.REFUSED, Outcome.HELD})
"""Outcomes of pages that do nothing to what we have."""


@dataclass(frozen=True, slots=True)
class Work:
    """One page to save, with everything the writing needs to know."""

    page: Page
    article: Article
    layout: Layout
    run_id: int | None
    version: str
    """Of the cleaner."""
    at: datetime
    bodies: Bodies
    recleaned: bool = False
    released: bool = False
    """Whether somebody has looked at the page and found it good."""

    @property
    def from_archive(self) -> bool:
        """Whether it was fetched some time ago."""
        return self.recleaned or self.released

    def settles(self, refused: str) -> bool:
        """Whether an address at which this page is good has no use any more for the page refused there (its capture).

        A page from the archive says nothing of another one that came later.
        """
        return not self.from_archive or refused in ("", self.bodies.capture)

    @property
    def cost(self) -> Cost:
        """What fetching it took; nothing when it came from the archive."""
        return FREE if self.from_archive else Cost(sum(len(page.body) for page in (self.page, *self.page.continued)))

    @property
    def publisher(self) -> str:
        """Whose page it is."""
        return self.page.publisher or self.article.publisher


@dataclass(frozen=True, slots=True)
class Case:
    """A page with its standing and the verdict on it."""

    work: Work
    cleaned: Cleaned
    standing: Standing
    twin: int | None
    """The article elsewhere that has this text."""
    verdict: Verdict
    traits: Traits | None = None
    """What is seen of the page among its publisher's; None if nobody looked."""
    odd: Oddity = NOTHING_ODD

    @property
    def outcome(self) -> Outcome:
        """How the address asked ends: one that only leads to what we have is "moved"."""
        same = self.verdict.outcome is Outcome.SAME
        elsewhere = self.standing.moved and self.standing.asked.url != self.standing.home.url
        return Outcome.MOVED if same and elsewhere else self.verdict.outcome


def consider(connection: Connection, work: Work) -> Case:
    """Look at what we have, and judge."""
    cleaned = read(work.article)
    standing = stand(connection, work.page, work.article, cleaned, work.layout)
    cleaned = cleaned if work.recleaned else dated(cleaned, standing.have)
    twin = None if work.article.refusal else _twin(connection, cleaned, standing)
    told = judge(
        work.article, cleaned, standing.have, twin, work.version,
        same_page=_is_page_of(standing, work), trusted=work.released,
    )  # fmt: skip
    if not (work.from_archive or _is_page_of(standing, work)):
        told = doubted(connection, told, work.article, cleaned, standing, work.publisher, work.at)
    return Case(work, cleaned, standing, twin, _decided(connection, work, standing) or told)


def _decided(connection: Connection, work: Work, standing: Standing) -> Verdict | None:
    """What somebody has decided about these very bytes, or has yet to: it goes before any verdict on an article."""
    row, capture = standing.asked.address, work.bodies.capture
    if work.released or work.article.refusal or row is None or row.refused_capture != capture:
        return None
    match decision(connection, capture):
        case (HoldState.REJECTED, reason, _):
            return Verdict(outcome=Outcome.REFUSED, reason=Refusal.REJECTED.value, evidence=reason)
        case (HoldState.HELD, reason, evidence):
            return Verdict(outcome=Outcome.HELD, reason=reason, evidence=evidence)
    return None


def _is_page_of(standing: Standing, work: Work) -> bool:
    """Whether the article that we have was made of this very page: what it lacks now, no publisher took away."""
    return standing.have is not None and standing.have.capture == work.bodies.capture


def preview(connection: Connection, work: Work) -> Preview:
    """What saving would do."""
    case = consider(connection, work)
    have, asked = case.standing.have, case.standing.asked.address
    number = (have.revision if have else 0) + case.verdict.rewrites
    article_id = have.article_id if have else None
    refused = case.verdict.outcome in KEPT_OUT
    return Preview(
        Saved(case.outcome, case.verdict.reason, article_id, number, case.standing.home.url),
        Wording(have.title, have.text) if have else None,
        None if refused else Wording(case.cleaned.title, case.cleaned.text),
        asked is not None and asked.refused_capture == work.bodies.capture,
    )


_SAME_TEXT = (
    select(article_table.c.id, article_table.c.duplicate_of)
    .where(article_table.c.fingerprint == bindparam("text"), article_table.c.page_id.is_not(None))
    .order_by(article_table.c.id)
    .limit(3)  # two of them may be the page's own
)


def _twin(connection: Connection, cleaned: Cleaned, standing: Standing) -> int | None:
    """The eldest other article that has this text already."""
    if standing.have and standing.have.fingerprint == cleaned.fingerprint:
        return standing.have.duplicate_of
    own = {have.article_id for have in (standing.have, standing.other) if have}
    return eldest_with(connection, cleaned.fingerprint, own)


def eldest_with(connection: Connection, fingerprint: str, own: Set[int]) -> int | None:
    """The eldest article that has this text, besides one's own."""
    rows = connection.execute(_SAME_TEXT, {"text": fingerprint}).all()
    others = (row.duplicate_of or row.id for row in rows if row.id not in own)
    return next((found for found in others if found not in own), None)
