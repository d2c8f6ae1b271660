"""The sentinel: holds a page that is not like its publisher's, and all of a run's once there are too many of them.

A page is judged when it is saved, in the transaction that saves it, by four rules in this order.

1. As long as an alarm is open, pages with its oddity wait.
2. A known article that says something else under a template never met waits: its template may be read wrongly.
   Known articles that say the same under it prove the template; more that do not disprove it, for new ones too.
3. A page waits that is odd in so many ways at once that none of its publisher's pages comes near to it; and one
   that is odd at all in a run in which known articles are answered with something else.
4. When a run has more odd pages than chance explains, an alarm is raised, and those it has stored are taken back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from itertools import takewhile
from threading import Lock
from typing import Any, Final

from sqlalchemy import Connection, and_, bindparam, case, func, or_, select

from cleaning import Outcome
from storage.alarms import CAUSES, Alarm, Kind, holding, raise_alarm
from storage.alone import marks
from storage.case import Case
from storage.engine import upsert
from storage.judge import Verdict
from storage.odds import share_tail
from storage.schema import page as page_table
from storage.traits import (
    ENOUGH,
    IMPROBABLE,
    UNHEARD_OF,
    Oddity,
    Traits,
    Usual,
    oddities,
    out_of_line,
    traits_of,
    unlike,
)
from storage.usual import usual
from storage.watch_schema import template, trait
from storage.withdrawal import Doubt, withdraw

HOLDING: Final = ~(Oddity.LEAN | Oddity.GATED)
"""Oddities that pages wait for. A lean page may be short of nothing, and many a good one asks its readers to pay."""
STAYED: Final = 100
"""Known articles of which none was replaced, as far as we know."""
_SELDOM: Final = 0.1
"""Share of pages under templates met once, above which an unknown template says nothing."""
_READ_FOR, _KEPT, _ROW = 200, 64, 8
_t = trait.c
_COUNTS = select(
    func.count().label("pages"), *(func.sum(case((_t.odd.op("&")(each.value) != 0, 1), else_=0)) for each in Oddity)
).where(_t.run_id == bindparam("run"), _t.publisher == bindparam("name"), _t.known == bindparam("known"))
_LATEST = select(_t.odd, _t.at, _t.run_id, _t.good).where(
    _t.publisher == bindparam("name"), _t.known == bindparam("known")
)
_LATEST = _LATEST.order_by(_t.at.desc(), _t.page_id.desc()).limit(_ROW)
_SKELETON = select(_t.skeleton).where(_t.page_id == bindparam("row_id"), _t.good)
_PROOF = select(template.c.same, template.c.other).where(
    template.c.publisher == bindparam("name"), template.c.skeleton == bindparam("skeleton")
)


class Sentinel:
    """What is usual of each publisher, read once a run, and the judgement by it. Judges in the writer's thread."""

    def __init__(self) -> None:
        self._usual: dict[tuple[str, int | None], tuple[Usual, int]] = {}
        self._gate = Lock()
        self._health: defaultdict[tuple[str, int], list[int]] = defaultdict(lambda: [0, 0])

    def usual(self, connection: Connection, publisher: str, run_id: int | None) -> Usual:
        """What was usual before this run; without a run, what was a little while ago."""
        known, used = self._usual.pop((publisher, run_id), (None, 0))
        if known is None or (run_id is None and used >= _READ_FOR):
            known, used = usual(connection, publisher, run_id), 0
        self._usual[publisher, run_id] = known, used + 1
        while len(self._usual) > _KEPT:
            del self._usual[next(iter(self._usual))]
        return known

    def forget(self) -> None:
        """Somebody decided what is usual."""
        self._usual.clear()

    def met(self, publisher: str, run_id: int | None, *, good: int = 0, bad: int = 0) -> None:
        """So many known articles of a run were answered with an article, or with something else. For any thread, once
        that is committed: what is tried again would count twice.
        """
        if run_id is not None:
            with self._gate:
                seen = self._health[publisher, run_id]
                seen[0], seen[1] = seen[0] + good, seen[1] + bad

    def is_ill(self, publisher: str, run_id: int | None) -> bool:
        """Whether the publisher answers with something else than chance explains, as far as its known articles go."""
        good, bad = self._health[publisher, run_id] if run_id is not None else (0, 0)
        return bad > 0 and share_tail(bad, good + bad, 0, STAYED) < IMPROBABLE

    def judge(self, connection: Connection, found: Case) -> tuple[Case, tuple[Outcome, ...]]:
        """The case with what is seen of its page, held if need be, and how those were counted that it takes along."""
        judges = found.work.article.skeleton and not found.work.from_archive
        return self._seen(connection, found) if judges else (found, ())

    def _seen(self, connection: Connection, found: Case) -> tuple[Case, tuple[Outcome, ...]]:
        known = self.usual(connection, found.work.publisher, found.work.run_id)
        if not found.verdict.rewrites:
            if found.verdict.outcome is Outcome.SAME:
                _prove(connection, found, known, "same")
            return found, ()
        page = traits_of(found.work.article, found.cleaned)
        odd = _own(connection, oddities(page, found.cleaned.text, known, found.standing.have), found, page)
        found = replace(found, traits=page, odd=odd)
        if not odd:
            return found, ()
        ill = odd & HOLDING and self.is_ill(known.publisher, found.work.run_id)
        return _judged(connection, _held(found, Kind.TURNED, _told(found, known)) if ill else found, known)


def note(connection: Connection, found: Case, page_id: int) -> None:
    """Remember what was seen of the page, for the nights to come. A released page is seen here for the first time."""
    work, page = found.work, found.traits or traits_of(found.work.article, found.cleaned)
    if not page.skeleton or (found.traits is None and not work.released):
        return
    row = {name: getattr(page, name) for name in Traits.__dataclass_fields__}
    row |= {"page_id": page_id, "publisher": work.publisher, "run_id": work.run_id, "at": work.at}
    row |= {"odd": found.odd.value | marks(work.article).value, "known": found.standing.have is not None}
    row["good"] = found.verdict.outcome is not Outcome.HELD
    connection.execute(_noting(connection.dialect.name), row)


def _judged(connection: Connection, found: Case, known: Usual) -> tuple[Case, tuple[Outcome, ...]]:
    taken: tuple[Outcome, ...] = ()
    verdict = found.verdict
    held = verdict.outcome is Outcome.HELD
    waits, evidence = (verdict.reason, verdict.evidence) if held else _waits(connection, found, known)
    for alarm, since in _alarms(connection, found, known):
        raise_alarm(connection, alarm, found.work.run_id, found.work.at)
        if alarm.oddity:
            waits, evidence = waits or alarm.kind, evidence or alarm.text
            doubt = Doubt(reason=alarm.kind, evidence=alarm.text, at=found.work.at, run_id=found.work.run_id)
            taken += take_along(connection, known.publisher, alarm.oddity, doubt, since)
    return (_held(found, waits, evidence) if waits else found), taken


def _waits(connection: Connection, found: Case, known: Usual) -> tuple[str, str]:
    """Rules 1 to 3: the reason to hold the page and the evidence; empty if there is none."""
    odd, have = found.odd, found.standing.have
    if raised := odd & holding(connection, known.publisher) & _holding(connection, found, known):
        return next(Kind[str(each.name)] for each in raised), f"an alarm is open; {_told(found, known)}"
    if Oddity.TEMPLATE in odd and known.share(Oddity.TEMPLATE) <= _SELDOM:
        same, other = _proof(connection, found)
        if have is not None and not _proves(same, other):
            _prove(connection, found, known, "other")
            return Kind.TEMPLATE, "a known article says something else under a template never met"
        if have is None and other > same:
            return Kind.TEMPLATE, f"known articles say something else under this template: {other} of {same + other}"
    chance = unlike(odd, known) if have is None else 1.0
    return (Kind.SUSPECT, f"{_told(found, known)}: {chance:.0e} by chance") if chance < UNHEARD_OF else ("", "")


def _alarms(connection: Connection, found: Case, known: Usual) -> Iterator[tuple[Alarm, datetime | None]]:
    """Rule 4: what is out of line in this run, or in a row till now, this page included; and since when it is."""
    work = found.work
    if work.run_id is None:
        return
    asked = {"run": work.run_id, "name": known.publisher, "known": found.standing.have is not None}
    pages, *counts = connection.execute(_COUNTS, asked).one()
    holding = _holding(connection, found, known)
    latest = connection.execute(_LATEST, asked).all()
    for each, before in zip(Oddity, counts, strict=True):
        if each not in found.odd:
            continue
        odd, of, since = int(before or 0) + 1, pages + 1, None
        chance, row = out_of_line(each, odd, of, known), _in_a_row(each, latest)
        counted = sum(one.good and one.run_id != work.run_id for one in row)
        alone = out_of_line(each, len(row) + 1, len(row) + 1, known, counted)
        if row and alone < min(chance, IMPROBABLE):
            odd, of, since, chance = len(row) + 1, len(row) + 1, row[-1].at, alone
        if chance < IMPROBABLE:
            figures = {"pages": f"{odd} of {of}", "usually": _usually(each, known), "by chance": f"{chance:.0e}"}
            yield _alarm(Kind[str(each.name)], found, known, figures, each & holding), since


def _in_a_row(each: Oddity, latest: Sequence[Any]) -> list[Any]:
    """The pages in a row that were odd so, the newest first: of small publishers no run has enough to tell."""
    return list(takewhile(lambda row: row.odd & each.value, latest))


def _alarm(kind: Kind, found: Case, known: Usual, figures: dict[str, str], holds: Oddity) -> Alarm:
    text = found.cleaned.text
    return Alarm(
        publisher=known.publisher, kind=kind, cause=CAUSES[kind], figures=figures, oddity=holds,
        url=found.work.page.url, excerpt=text,
    )  # fmt: skip


def take_along(
    connection: Connection, publisher: str, oddity: Oddity, doubt: Doubt, since: datetime | None = None
) -> tuple[Outcome, ...]:
    """What the run has stored of a publisher with one of these oddities waits, too; returns how each was counted.

    `since`: and what earlier runs have from then on.
    """
    p = page_table.c
    when = _t.run_id == doubt.run_id if since is None else or_(_t.run_id == doubt.run_id, _t.at >= since)
    mine = and_(when, _t.publisher == publisher, _t.good, _t.odd.op("&")(oddity.value) != 0)
    stored = select(p.article_id).join(trait, _t.page_id == p.id).where(mine, p.article_id.is_not(None))
    articles = connection.execute(stored.order_by(p.article_id)).scalars().all()
    taken = tuple(withdraw(connection, each, doubt) for each in articles)
    return tuple(each for each in taken if each is not None)


def _held(found: Case, reason: str, evidence: str) -> Case:
    return replace(found, verdict=Verdict(outcome=Outcome.HELD, reason=str(reason), evidence=evidence))


def _own(connection: Connection, odd: Oddity, found: Case, page: Traits) -> Oddity:
    """The same, but the template that a known article had before is none that was never met."""
    have = found.standing.have
    if have is None or Oddity.TEMPLATE not in odd:
        return odd
    mine = connection.execute(_SKELETON, {"row_id": have.page_id}).scalar()
    return odd & ~Oddity.TEMPLATE if mine == page.skeleton else odd


def _holding(connection: Connection, found: Case, known: Usual) -> Oddity:
    """Oddities that this page may wait for: a template that known articles prove is no reason."""
    if Oddity.TEMPLATE in found.odd and _proves(*_proof(connection, found)):
        return HOLDING & ~Oddity.TEMPLATE
    return HOLDING


def _proof(connection: Connection, found: Case) -> tuple[int, int]:
    asked = {"name": found.work.publisher, "skeleton": found.work.article.skeleton}
    row = connection.execute(_PROOF, asked).first()
    return (row.same, row.other) if row else (0, 0)


def _proves(same: int, other: int) -> bool:
    return same > 1 and same > 4 * other


def _prove(connection: Connection, found: Case, known: Usual, how: str) -> None:
    """Count a known article under a template that is not known yet."""
    skeleton = found.work.article.skeleton
    if found.standing.have is None or skeleton in known.skeletons or known.pages < ENOUGH:
        return
    insert = upsert(connection.dialect.name, template)
    row = {"publisher": known.publisher, "skeleton": skeleton, "same": 0, "other": 0, how: 1}
    into = {how: template.c[how] + 1}
    connection.execute(insert.on_conflict_do_update(index_elements=["publisher", "skeleton"], set_=into), row)


def _told(found: Case, known: Usual) -> str:
    """The page's oddities, each with how usual it is."""
    return ", ".join(f"{Kind[str(each.name)]} (usually {_usually(each, known)})" for each in found.odd)


def _usually(each: Oddity, known: Usual) -> str:
    return f"{known.odd.get(each, 0.0):.0f} of {known.of.get(each, 0)}"


@cache
def _noting(dialect: str) -> Any:
    insert = upsert(dialect, trait)
    told = {name: insert.excluded[name] for name in trait.columns.keys() if name != "page_id"}  # noqa: SIM118
    return insert.on_conflict_do_update(index_elements=["page_id"], set_=told)
