"""Alarms: raised once, seen again from run to run as long as it lasts, and closed when all is usual again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, insert, select, update

from storage.quarantine import EXCERPT
from storage.traits import NOTHING_ODD, Oddity
from storage.watch_schema import alarm as table


class Kind(StrEnum):
    """What is wrong with a publisher, as its figures show it."""

    SHORT = "short texts"
    UNTITLED = "titles missing"
    UNDATED = "dates missing"
    UNSIGNED = "authors missing"
    TEMPLATE = "new template"
    LEAN = "hardly any text kept"
    LOST = "texts lost"
    STUB = "stubs of texts"
    GATED = "readers kept out"
    SUSPECT = "suspect pages"
    REFUSED = "pages refused"
    TURNED = "articles replaced"
    SILENT = "nothing new"
    FEW = "far fewer than usual"


CAUSES: Final[Mapping[Kind, str]] = {
    Kind.SHORT: "only the beginnings of articles are shown (a paywall, a consent wall), or the text is looked for in"
    " the wrong place",
    Kind.UNTITLED: "the site marks its headlines otherwise: a redesign, or pages that are no articles",
    Kind.UNDATED: "the site shows its dates otherwise or no more: a redesign, or pages that are no articles",
    Kind.UNSIGNED: "the site names its authors otherwise or no more: a redesign, or pages that are no articles",
    Kind.TEMPLATE: "the site was redesigned, or answers with pages of another kind (a wall, a captcha, an error)",
    Kind.LEAN: "most of the page is taken for boilerplate: a redesign, or pages that are hardly articles",
    Kind.LOST: "known articles do not say any more what they said: a paywall, a redesign, or the text is looked for in"
    " the wrong place",
    Kind.STUB: "the pages hold next to nothing: emptied by a redesign, or walls and errors in place of articles",
    Kind.GATED: "the pages show forms, scripts or words that keep readers out: a paywall, a consent wall, a captcha",
    Kind.SUSPECT: "single pages are not like the publisher's others",
    Kind.REFUSED: "the site answers with walls, errors or empty pages in place of articles",
    Kind.TURNED: "known articles are walls, errors or empty pages now",
    Kind.SILENT: "the sources answer but are not kept up any more, or list something else: look for a new feed or list",
    Kind.FEW: "a source is cut short, or one of several is not kept up any more",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """One alarm of one publisher."""

    publisher: str
    kind: Kind
    cause: str
    figures: Mapping[str, str] = field(default_factory=dict)
    url: str = ""
    excerpt: str = ""
    oddity: Oddity = NOTHING_ODD
    """What pages are held for as long as it is open."""
    run: int | None = None
    """The run that raised it."""
    last_run: int | None = None
    """The run that saw it last."""
    opened_at: datetime | None = None
    id: int = 0

    @property
    def text(self) -> str:
        """The alarm in one line."""
        shown = ", ".join(f"{name} {value}" for name, value in self.figures.items())
        return f"{self.kind}: {shown}. {self.cause}".strip()


_a = table.c


def raise_alarm(connection: Connection, alarm: Alarm, run_id: int | None, at: datetime) -> None:
    """Open the alarm; where one of its kind is open, tell that one's figures anew."""
    told = {"last_run_id": run_id, "figures": alarm.figures, "url": alarm.url, "excerpt": alarm.excerpt[:EXCERPT]}
    mine = (_a.publisher == alarm.publisher) & (_a.kind == alarm.kind.value) & _a.closed_at.is_(None)
    if connection.execute(update(table).where(mine).values(**told)).rowcount:
        return
    row = {"publisher": alarm.publisher, "kind": alarm.kind.value, "oddity": alarm.oddity.value, "cause": alarm.cause}
    connection.execute(insert(table), row | told | {"run_id": run_id, "opened_at": at})


def holding(connection: Connection, publisher: str) -> Oddity:
    """What pages of this publisher are held for, as its open alarms have it."""
    wanted = select(_a.oddity).where(_a.publisher == publisher, _a.closed_at.is_(None))
    told = NOTHING_ODD
    for value in connection.execute(wanted).scalars():
        told |= Oddity(value)
    return told


def open_alarms(connection: Connection, publisher: str | None = None) -> list[Alarm]:
    """What is wrong now, eldest first: with a publisher, or with any."""
    wanted = select(table).where(_a.closed_at.is_(None)).order_by(_a.id)
    rows = connection.execute(wanted if publisher is None else wanted.where(_a.publisher == publisher))
    return [_alarm(row) for row in rows]


def _alarm(row: Any) -> Alarm:
    told = {name: getattr(row, name) for name in ("publisher", "cause", "figures", "url", "excerpt", "opened_at", "id")}
    return Alarm(kind=Kind(row.kind), oddity=Oddity(row.oddity), run=row.run_id, last_run=row.last_run_id, **told)


def close(connection: Connection, alarm: Alarm, at: datetime, *, accepted: bool = False) -> None:
    """All is usual again, or was accepted as usual by hand."""
    connection.execute(update(table).where(_a.id == alarm.id).values(closed_at=at, accepted=accepted))


def take_unnotified(connection: Connection, at: datetime) -> list[int]:
    """Open alarms that nobody was told about: from now on they count as told, so that nobody else tells them too."""
    mine = update(table).where(_a.closed_at.is_(None), _a.notified_at.is_(None))
    return list(connection.execute(mine.values(notified_at=at).returning(_a.id)).scalars())


def give_back(connection: Connection, ids: list[int]) -> None:
    """Nobody could be told about these."""
    connection.execute(update(table).where(_a.id.in_(ids)).values(notified_at=None))
