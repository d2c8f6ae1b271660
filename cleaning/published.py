"""When it was published: every piece of evidence asked in order of trust, and no date rather than a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final
from urllib.parse import unquote, urlsplit

from cleaning.article import Precision
from cleaning.calendars import gregorian
from cleaning.dates import Clues, Stamp, scan
from cleaning.head import Head
from cleaning.machine import read_value
from cleaning.page import Layout

FIRST: Final = date(1990, 1, 1)
"""No page on the web is older; an earlier day is a zero or a default."""
_PATH_DAY: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/_.]?(0?[1-9]|1[0-2])[-/_.]?(0[1-9]|[12]\d|3[01]|[1-9](?=/))(?!\d)")
_PATH_UNIX: Final = re.compile(r"(?<!\d)(1[0-9]{9})(?!\d)")
_UPDATED: Final = re.compile(
    r"updat|modif|revis|last (?:change|edit|review)|aktualis|geändert|stand:|mis à jour|mise à jour|actualiz|atualiz|aggiorn|bijgewerkt|gewijzigd|"
    r"aktualiz|обновл|оновл|güncel|به‌روز|بروزرسانی|تحديث|更新|修改|수정|diperbarui|cập nhật|uppdater|opdater|oppdatert|päivitetty|ενημέρωση|แก้ไข",
    re.I,
)
_PUBLISHED: Final = re.compile(
    r"publi|posted|veröffentlicht|erschienen|pubbl|geplaatst|opublik|опублик|yayın|منتشر|تاریخ انتشار|نشر|发布|發佈|公開|掲載|입력|등록|gepubliceerd|created|first",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Shown:
    """One date shown on the page, with what its element says: `datetime` attribute, text, class."""

    datetime: str
    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Dated:
    """A candidate for the publication date."""

    stamp: Stamp
    evidence: str


def published_of(
    head: Head,
    page_url: str,
    near_title: Sequence[str],
    time_tags: Sequence[tuple[str, str, str]] = (),
    layout: Layout | None = None,
    language: str = "",
    fetched_at: datetime | None = None,
    after_text: Sequence[str] = (),
) -> tuple[str | None, Precision | None, str]:
    """ISO date as precise as told, its precision, and the evidence.

    `near_title`: lines beside the title in page order; `time_tags`: (datetime, text, class) of <time> elements near the title
    in page order; `after_text`: lines right after the text. Lines of the running text do not belong in any of them.
    """
    layout = layout or Layout()
    clues = Clues(layout.date_order, language or head.language, layout.timezone, fetched_at, address_day(page_url))
    clues = replace(clues, order=clues.order or order_of(near_title))
    lines = list(_lines(near_title, clues, "line near the title"))
    told = list(_told(head, clues))
    marked = list(_marked(time_tags, clues))
    best = _best(told, marked, lines, clues) or next(_lines(after_text, clues, "line after the text"), None)
    return (best.stamp.iso, best.stamp.precision, best.evidence) if best else (None, None, "")


def _best(told: list[Dated], marked: list[Dated], lines: list[Dated], clues: Clues) -> Dated | None:
    """The first in order of trust, made finer by a line that shows the time of the same day."""
    address = _from_address(clues)
    ranked = [*told, *marked, *([address] if address else []), *lines]
    first = next(iter(ranked), None)
    if first is None:
        return None
    if told and first is told[0]:
        first = _unless_contradicted(first, [*marked, *lines], address)
    return _finer(first, [*marked, *lines])


def _unless_contradicted(first: Dated, shown: list[Dated], address: Dated | None) -> Dated:
    """A date of the head, unless the address and a visible dateline agree on another day far from it."""
    if address and abs((first.stamp.day - address.stamp.day).days) > 3:
        agreeing = [each for each in shown if abs((each.stamp.day - address.stamp.day).days) <= 1]
        return next(iter(agreeing), first)
    return first


def _finer(best: Dated, others: Iterable[Dated]) -> Dated:
    if best.stamp.precision != Precision.DAY:
        return best
    same = (each for each in others if each.stamp.day == best.stamp.day and each.stamp.precision in (Precision.MINUTE, Precision.SECOND))
    finer = next(same, None)
    return Dated(finer.stamp, f"{best.evidence}, time from {finer.evidence}") if finer else best


def _told(head: Head, clues: Clues) -> Iterator[Dated]:
    """Dates in JSON-LD and meta tags: published before modified."""
    article = head.article
    values = [(article.published, "JSON-LD datePublished")] if article and article.is_article else []
    values += [(said.value, f"meta {said.name}") for said in head.published]
    values += [(article.published, "JSON-LD datePublished")] if article and not article.is_article else []
    for value, evidence in values:
        if (stamp := read_value(value, clues)) and plausible(stamp, clues):
            yield Dated(stamp, evidence)


def _marked(time_tags: Sequence[tuple[str, str, str]], clues: Clues) -> Iterator[Dated]:
    """<time> elements: those that say published first, then those that say nothing, never those that say updated."""
    ranked = sorted(time_tags[:20], key=lambda tag: not _PUBLISHED.search(f"{tag[2]} {tag[1]}"))
    for attribute, text, label in ranked:
        stamp = read_value(attribute, clues) or next(iter(scan(text, clues)), None)
        if stamp and plausible(stamp, clues) and not (_UPDATED.search(f"{label} {text}") and not _PUBLISHED.search(f"{label} {text}")):
            yield Dated(stamp, "time element")


def _lines(lines: Sequence[str], clues: Clues, evidence: str) -> Iterator[Dated]:
    """Dates in short lines; of a line that names two, the one not said to be an update. Updates come last."""
    late: list[Dated] = []
    for line in lines[:40]:
        end = 0
        for stamp in scan(line, clues):
            lead, end = line[end : stamp.start], stamp.end
            if plausible(stamp, clues):
                found = Dated(stamp, evidence)
                if _UPDATED.search(lead) and not _PUBLISHED.search(lead):
                    late.append(found)
                else:
                    yield found
    yield from late


def plausible(stamp: Stamp, clues: Clues) -> bool:
    """Whether a page can have been published then: not before the web, not after the fetch."""
    return stamp.day > FIRST and not clues.too_late(stamp.day)


def address_day(url: str) -> date | None:
    """The day an address names, as /2023/12/11/ or as seconds since 1970; None if it names none."""
    try:
        path = unquote(urlsplit(url).path)[:500]
    except ValueError:
        return None
    for found in _PATH_DAY.finditer(path):
        day = gregorian(int(found[1]), int(found[2]), int(found[3]))
        if day and day > FIRST:
            return day
    seconds = _PATH_UNIX.search(path)
    return datetime.fromtimestamp(int(seconds[1]), UTC).date() if seconds else None


def _from_address(clues: Clues) -> Dated | None:
    day = clues.near
    if day is None or clues.too_late(day):
        return None
    return Dated(Stamp(day.isoformat(), Precision.DAY, 0, 0), "address")


_ORDERED: Final = re.compile(r"(?<!\d)(\d{1,2})([/-])(\d{1,2})\2(?:\d{4}|\d{2})(?!\d)")


def order_of(lines: Iterable[str]) -> str:
    """Order of day and month that a page's unambiguous numeric dates show; empty if none does or they differ."""
    orders = set()
    for line in lines:
        for found in _ORDERED.finditer(line[:200]):
            first, second = int(found[1]), int(found[3])
            if (first > 12) != (second > 12):
                orders.add("DMY" if first > 12 else "MDY")
    return orders.pop() if len(orders) == 1 else ""
