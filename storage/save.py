"""Saving a page: the verdict written to address, article, revision, dropped blocks and changes, all or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from cleaning import RECORD, Outcome, sketch
from storage.addresses import change_row, ensure, fold_parts, mark_alias, mark_astray, move_home, write_home
from storage.articles import (
    add_dropped,
    add_revision,
    amend,
    append_change,
    change_article,
    create,
    forget_dropped,
    merge,
    settle_duplicates,
)
from storage.case import KEPT_OUT, Case, Work, consider
from storage.clusters import Arrival, appeared, join, redate, refresh, rejoin
from storage.comparing import remember
from storage.judge import Have, edits
from storage.learning import learn
from storage.nouns import Saved
from storage.patience import next_try
from storage.quarantine import HoldState, Suspect, hold, settle, waiting
from storage.raw import Bodies
from storage.schema import revision as revision_table
from storage.sentinel import Sentinel, note
from storage.standing import USUAL, Address, find
from storage.tally import count
from storage.withdrawal import Doubt, withdraw


@dataclass(frozen=True, slots=True)
class Done:
    """What was saved, and the captures that nothing refers to any more."""

    saved: Saved
    loose: tuple[str, ...] = ()
    again: bool = False
    """Whether these very bytes were refused here before: what was said of them then holds no more."""
    known: bool = False
    """Whether there was an article here before."""


def save(connection: Connection, work: Work, sentinel: Sentinel) -> Done:
    """Save the page; to be run inside a transaction."""
    case, taken = sentinel.judge(connection, consider(connection, work))
    done = replace(_written(connection, case), known=case.standing.have is not None)
    return replace(done, saved=replace(done.saved, withdrawn=(*done.saved.withdrawn, *taken))) if taken else done


def _written(connection: Connection, case: Case) -> Done:
    return _keep_out(connection, case) if case.verdict.outcome in KEPT_OUT else _accept(connection, case)


def _keep_out(connection: Connection, case: Case) -> Done:
    """Remember at the address asked why its page is refused or held. The article and its text stay untouched."""
    work, verdict, have = case.work, case.verdict, case.standing.have
    row = ensure(connection, case.standing.asked, work.publisher, work.at)
    name = work.bodies.capture
    columns = count(connection, work.run_id, row, verdict.outcome, verdict.reason, work.cost)
    if name != row.capture:
        columns["refused_capture"] = name
    if _is_latest(work, row):
        columns |= {"outcome": verdict.outcome.value, "reason": verdict.reason, "evidence": verdict.evidence}
    if not work.from_archive:
        columns |= {"status": work.page.status, "fetched_at": work.at, "failures": row.failures + 1, "hold_until": None}
        columns["next_attempt"] = next_try(work.at, row.failures + 1, verdict.reason)
    change_row(connection, row.id, **columns)
    if verdict.outcome is Outcome.HELD:
        hold(connection, _suspect(case, row))
        note(connection, case, row.id)
    undone = _take_back(connection, case, row, verdict.takes_back) if verdict.takes_back is not None else None
    article_id, number = (have.article_id, have.revision) if have else (None, 0)
    loose = {row.refused_capture, *work.bodies.earlier} - {name, row.capture}
    loose -= {waiting(connection, row.id)} if loose else set()
    saved = Saved(verdict.outcome, verdict.reason, article_id, number, row.url, (undone,) if undone else ())
    again = not work.from_archive and name == row.refused_capture != row.capture
    return Done(saved, free(connection, loose, article_id), again)


def _take_back(connection: Connection, case: Case, row: Address, article_id: int) -> Outcome | None:
    """The text that came here stands at another address as an article: it is none there, either.

    Returns how that page was counted in this run.
    """
    work, verdict = case.work, case.verdict
    remember(connection, row.publisher, case.cleaned.gist, row.url, work.at)
    told = f"the text of {row.url} under another headline"
    doubt = Doubt(reason=verdict.reason, evidence=told, at=work.at, run_id=work.run_id)
    return withdraw(connection, article_id, doubt)


def _suspect(case: Case, row: Address) -> Suspect:
    work, verdict, cleaned = case.work, case.verdict, case.cleaned
    return Suspect(
        page_id=row.id, publisher=row.publisher, capture=work.bodies.capture, run_id=work.run_id,
        reason=verdict.reason, evidence=verdict.evidence, title=cleaned.title, text=cleaned.text, at=work.at,
    )  # fmt: skip


def _accept(connection: Connection, case: Case) -> Done:
    work, standing = case.work, case.standing
    known = [row for row in (standing.asked.address, standing.home.address) if row and row.refused_capture]
    rows = {row.id for row in known if work.settles(row.refused_capture)}
    settle(connection, rows, HoldState.RELEASED if work.released else HoldState.PASSED, work.at)
    home = ensure(connection, standing.home, work.publisher, work.at)
    article_id, number = _write_article(connection, case, home)
    if standing.other:
        merge(connection, standing.other, article_id, work.at, work.run_id)
    if standing.have and standing.have.page_id != home.id:
        move_home(connection, standing.have, home, work)
    captures = write_home(connection, case, home, article_id)
    if standing.moved and not work.recleaned:
        alias = ensure(connection, standing.asked, work.publisher, work.at)
        if _keeps_own(case, alias):
            mark_astray(connection, alias, work)
        else:
            mark_alias(connection, alias, home, article_id, work)
    fold_parts(connection, home, article_id, work)
    note(connection, case, home.id)
    saved = Saved(case.outcome, case.verdict.reason, article_id, number, standing.home.url)
    loose = free(connection, captures, article_id, standing.other.article_id if standing.other else None)
    again = not work.from_archive and any(row.refused_capture == work.bodies.capture for row in known)
    return Done(saved, loose, again)


def free(connection: Connection, captures: Iterable[str], *articles: int | None) -> tuple[str, ...]:
    """Those of the captures that no revision of these articles was made of."""
    names, ids = {name for name in captures if name}, [each for each in articles if each is not None]
    if names and ids:
        r = revision_table.c
        made_of = select(r.capture).where(r.article_id.in_(ids), r.capture.in_(names))
        names -= set(connection.execute(made_of).scalars())
    return tuple(names)


def superseded(connection: Connection, url: str, named: Bodies) -> tuple[str, ...]:
    """Captures of this page from before its continued pages came, unless something was made of them."""
    address = find(connection, [url], USUAL)[url].address
    if address is None:
        return free(connection, named.earlier, None)
    return free(connection, named.earlier - {address.capture, address.refused_capture}, address.article_id)


def _is_latest(work: Work, row: Address) -> bool:
    """Cleaning an old capture again says nothing about a later fetch."""
    return not work.from_archive or row.fetched_at is None or work.page.fetched_at >= row.fetched_at


def _keeps_own(case: Case, asked: Address) -> bool:
    """Whether the address asked, which now leads to something else altogether, is the home of another article."""
    own = case.standing.asked.have
    gave_up = {have.article_id for have in (case.standing.have, case.standing.other) if have}
    return own is not None and own.page_id == asked.id and own.article_id not in gave_up


def _write_article(connection: Connection, case: Case, home: Address) -> tuple[int, int]:
    """Article, revision, dropped blocks and changes; the article's id and current revision."""
    work, have, verdict = case.work, case.standing.have, case.verdict
    if have is None:
        article_id = _create(connection, case, home)
        append_change(connection, verdict.outcome.value, article_id, home.url, work.at, work.run_id)
        return article_id, 1
    kinds = []
    if verdict.rewrites:
        kinds.append(_rewrite(connection, case, have))
    elif have.cleaner != work.version:
        _replace_dropped(connection, have.article_id, work)
    if work.recleaned and not verdict.rewrites:
        refresh(connection, _arrival(case, have.article_id, have.first_seen), work.at, work.run_id)
    if verdict.amends:
        amend(connection, have.article_id, case.cleaned.details, work.article.evidence)
        redate(connection, have.article_id, appeared(case.cleaned.details, have.first_seen))
        kinds += [] if kinds else ["metadata"]
    if verdict.returns:
        change_article(connection, have.article_id, gone_at=None)
        kinds.append("returned")
    for kind in kinds:
        append_change(connection, kind, have.article_id, case.standing.home.url, work.at, work.run_id)
    return have.article_id, have.revision + verdict.rewrites


def _create(connection: Connection, case: Case, home: Address) -> int:
    work, seen = case.work, case.work.page.fetched_at
    publisher = work.publisher or home.publisher
    article_id = create(
        connection,
        case.cleaned,
        seen,
        page_id=home.id,
        publisher=publisher,
        cleaner=work.version,
        evidence=work.article.evidence,
        duplicate_of=case.twin,
    )
    add_revision(connection, article_id, 1, case.cleaned, created_at=seen, reason="new", **_made(work))
    add_dropped(connection, article_id, work.article)
    place = join(connection, _arrival(case, article_id, seen))
    if work.page.content_type != RECORD:
        learn(connection, publisher, place.near_id, work.article, seen)
    return article_id


def _rewrite(connection: Connection, case: Case, have: Have) -> str:
    """The next revision; returns why it was made."""
    work, cleaned, number = case.work, case.cleaned, have.revision + 1
    reason = "recleaned" if work.recleaned else "changed"
    told = {"created_at": work.at, "reason": reason, "edits": edits(have, cleaned, recleaned=work.recleaned)}
    add_revision(connection, have.article_id, number, cleaned, **told, **_made(work))
    marks = {"fingerprint": cleaned.fingerprint, "gist": cleaned.gist}
    change_article(connection, have.article_id, revision=number, last_changed=work.at, **marks)
    _replace_dropped(connection, have.article_id, work)
    settle_duplicates(connection, have, cleaned.fingerprint, case.twin, work.at, work.run_id)
    rejoin(connection, _arrival(case, have.article_id, have.first_seen), have.text, work.at, work.run_id)
    return reason


def _arrival(case: Case, article_id: int, first_seen: datetime) -> Arrival:
    """The article as the clusters see it; its sketch was drawn with it, or is drawn now."""
    cleaned, drawn = case.cleaned, case.work.article.sketch or sketch(case.cleaned.text)
    seen = appeared(cleaned.details, first_seen)
    return Arrival(article_id, cleaned.title or "", cleaned.text, drawn, seen, case.twin)


def _replace_dropped(connection: Connection, article_id: int, work: Work) -> None:
    change_article(connection, article_id, cleaner=work.version, evidence=work.article.evidence)
    forget_dropped(connection, article_id)
    add_dropped(connection, article_id, work.article)


def _made(work: Work) -> dict[str, Any]:
    return {"cleaner": work.version, "capture": work.bodies.capture, "run_id": work.run_id}
