"""When it was published: every piece of evidence asked in order of trust, and no date rather than a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final
from urllib.parse import unquote, urlsplit

from cleaning.article import Precision
from cleaning.calendars import gregorian, month_of
from cleaning.dates import LONGEST_LINE, Clues, Stamp, numeric_orders, scan
from cleaning.head import Head
from cleaning.machine import read_value
from cleaning.page import Layout

FIRST: Final = date(1990, 1, 1)
"""No page on the web is older; an earlier day is a zero or a default."""
_VAGUE: Final = (Precision.MONTH, Precision.YEAR)
_SWAPPABLE: Final = re.compile(r"^\s*\d{1,2}[/.-]\d{1,2}[/.-]\d")
_ORDERED: Final = re.compile(r"(?<!\d)\d{1,2}([/-])\d{1,2}\1(?:\d{4}|\d{2})(?!\d)")
_PATH_DAY: Final = re.compile(
    r"(?<!\d)(?:((?:19|20)\d\d)([-/_.])(1[0-2]|0?[1-9])\2(3[01]|[12]\d|0?[1-9])|((?:19|20)\d\d)[/-]?(1[0-2]|"
    r"0[1-9])[/-]?(3[01]|[12]\d|0[1-9]))(?!\d)"
)
_PATH_NAMED: Final = re.compile(r"/((?:19|20)\d\d)/([a-z]{3,9})/(3[01]|[12]\d|0?[1-9])(?!\d)", re.I)
_PATH_UNIX: Final = re.compile(r"(?<=/)(1[0-9]{9})(?!\d)")
_ODD_OFFSETS: Final = frozenset((-570, -210, -150, 210, 270, 330, 345, 390, 525, 570, 630, 765, 825))
"""Minutes of the offsets in use that are no whole hours, summer times among them."""
_UPDATED: Final = re.compile(
    r"updat|modif|revis|last (?:change|edit|review)|aktualis|geändert|stand:|mis à jour|mise à jour|actualiz|"
    r"atualiz|aggiorn|bijgewerkt|gewijzigd|"
    r"aktualiz|обновл|оновл|güncel|به‌روز|بروزرسانی|تحديث|更新|修改|uppfært|수정|diperbarui|cập nhật|uppdater|opdater|"
    r"oppdatert|päivitetty|ενημέρωση|แก้ไข",
    re.I,
)
_BY: Final = re.compile(r"(?:^|\d\W*\s)(?:by|von|par|por|от|door|af|av|di|przez)\s+[^\W\d_]", re.I)
_PUBLISHED: Final = re.compile(
    r"publi|posted|veröffentlicht|erschienen|pubbl|geplaatst|opublik|опублик|yayın|منتشر|تاریخ انتشار|نشر|发布|"
    r"發佈|公開|掲載|입력|등록|gepubliceerd|created|first",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A candidate for the publication date."""

    stamp: Stamp
    evidence: str
    numeric: bool = False
    """Whether it was written so that day and month may have been taken for each other."""


def published_of(
    head: Head,
    page_url: str,
    near_title: Sequence[str],
    time_tags: Sequence[tuple[str, str, str]] = (),
    layout: Layout | None = None,
    language: str = "",
    fetched_at: datetime | None = None,
    after_text: Sequence[str] = (),
    elsewhere: Sequence[str] = (),
    lines: Sequence[str] = (),
    others: Sequence[str] = (),
    served: date | None = None,
) -> tuple[str | None, Precision | None, str]:
    """ISO date as precise as told, its precision, and the evidence.

    `near_title`: lines beside the title in page order; `time_tags`: (datetime, text, class) of <time> elements near the
    title in page order; `after_text`: lines right after the text; `elsewhere`: lines of the whole page that are nothing
    but a date, believed if they all name one day; `lines`: other short lines, believed if they say published; `others`:
    date lines of other articles on the page (cards, comments), which tell only in which order this site writes day and
    month; `served`: the day the server says the page was last changed. Lines of the running text do not
    belong in any of them.
    """
    layout = layout or Layout()
    language, address = language or head.language, address_day(page_url)
    clues = Clues(layout.date_order, language, layout.timezone, fetched_at, address, served)
    clues = replace(clues, order=clues.order or order_of((*near_title, *elsewhere, *others)))
    shown = [*_marked(time_tags, clues), *_without_clock(list(_lines(near_title, clues, "line near the title")), clues)]
    best = _best(list(_told(head, clues)), shown, clues) or _first(_weak(head, clues))
    best = best or _first(_lines(after_text, clues, "line after the text")) or _only_one(elsewhere, clues)
    best = (
        best
        or _first(_labelled(lines, clues))
        or _first(_signed(lines, clues))
        or _first(_updates((*near_title, *after_text, *elsewhere), clues))
    )
    return (best.stamp.iso, best.stamp.precision, best.evidence) if best else (None, None, "")


def _first(found: Iterable[Dated]) -> Dated | None:
    return next(iter(found), None)


def _best(told: list[Dated], shown: list[Dated], clues: Clues) -> Dated | None:
    """The first in order of trust: the head, the address, what is shown; then made local and finer by what is shown."""
    address = _from_address(clues)
    near = [each for each in shown if not address or _apart(each, address) <= 3]
    best = _first(sorted(told, key=lambda each: each.stamp.precision in _VAGUE))
    if best and best.stamp.precision not in _VAGUE:
        best = _unless_contradicted(best, shown, near, address)
    else:
        best = _first([*near, *([address] if address else []), *shown]) or best
    return _finer(_local(best, shown), shown) if best else None


def _only_one(lines: Sequence[str], clues: Clues) -> Dated | None:
    """The one day that all date lines of the page name."""
    found = list(_lines(lines, clues, "the only date on the page"))
    return found[0] if len({each.stamp.day for each in found}) == 1 else None


def _apart(one: Dated, other: Dated) -> int:
    return abs((one.stamp.day - other.stamp.day).days)


def _unless_contradicted(told: Dated, shown: list[Dated], near: list[Dated], address: Dated | None) -> Dated:
    """What the head tells, unless the address and a visible dateline agree on a day far from it, or day and month
    stand swapped."""
    if address and near and _apart(told, address) > 3:
        return near[0]
    day = told.stamp.day
    swapped = (
        each
        for each in shown
        if (each.stamp.day.month, each.stamp.day.day) == (day.day, day.month) and each.stamp.day.year == day.year
    )
    return next(swapped, told) if told.numeric else told


def _local(best: Dated, shown: list[Dated]) -> Dated:
    """The same moment as the page shows it: its own offset and day instead of UTC."""
    moment = _moment(best.stamp)
    if moment is None or moment.utcoffset():
        return best
    for each in shown:
        if local := _same_moment(moment, each.stamp):
            return Dated(local, f"{best.evidence}, local time from {each.evidence}")
    first = _first(shown)
    if first and first.stamp.precision is Precision.DAY and (moment.date() - first.stamp.day).days == 1:
        return Dated(first.stamp, f"{first.evidence}, the day before {best.evidence} in UTC")
    return best


def _same_moment(moment: datetime, stamp: Stamp) -> Stamp | None:
    """A shown time that is this moment at a whole quarter of an hour from UTC, with that offset."""
    if len(stamp.iso) <= 10 or stamp.precision in _VAGUE:
        return None
    shown = datetime.fromisoformat(stamp.iso)
    if shown.tzinfo:
        return stamp if abs((shown - moment).total_seconds()) < 60 else None
    minutes = round((shown - moment.replace(tzinfo=None)).total_seconds() / 60)
    quarter = round(minutes / 15) * 15
    if not quarter or abs(minutes - quarter) > 1 or not _is_offset(quarter):
        return None
    sign = "-" if quarter < 0 else "+"
    return replace(stamp, iso=f"{stamp.iso}{sign}{abs(quarter) // 60:02}:{abs(quarter) % 60:02}")


def _is_offset(minutes: int) -> bool:
    """Whether somewhere on earth clocks differ from UTC by so much: whole hours, and the few that are not."""
    return -12 * 60 <= minutes <= 14 * 60 and (minutes % 60 == 0 or minutes in _ODD_OFFSETS)


def _moment(stamp: Stamp) -> datetime | None:
    """The instant of a stamp that has a time and an offset."""
    moment = datetime.fromisoformat(stamp.iso) if len(stamp.iso) > 10 else None
    return moment if moment and moment.tzinfo else None


def _finer(best: Dated, others: Iterable[Dated]) -> Dated:
    if best.stamp.precision != Precision.DAY:
        return best
    same = (
        each
        for each in others
        if each.stamp.day == best.stamp.day and each.stamp.precision in (Precision.MINUTE, Precision.SECOND)
    )
    finer = next(same, None)
    return Dated(finer.stamp, f"{best.evidence}, time from {finer.evidence}") if finer else best


def _told(head: Head, clues: Clues) -> Iterator[Dated]:
    """Dates of publication in JSON-LD and meta tags."""
    article = head.article
    values = [(article.published, "JSON-LD datePublished")] if article and article.is_article else []
    values += [(said.value, f"meta {said.name}") for said in head.published]
    values += [(article.published, "JSON-LD datePublished")] if article and not article.is_article else []
    yield from _read(values, clues)


def _weak(head: Head, clues: Clues) -> Iterator[Dated]:
    """Dates in the head that do not say of what."""
    yield from _read([(said.value, f"meta {said.name}") for said in head.dated], clues)


def _read(values: Iterable[tuple[str, str]], clues: Clues) -> Iterator[Dated]:
    for value, evidence in values:
        if (stamp := read_value(value, clues)) and plausible(stamp, clues):
            yield Dated(stamp, evidence, numeric=bool(_SWAPPABLE.search(value)))


def _marked(time_tags: Sequence[tuple[str, str, str]], clues: Clues) -> Iterator[Dated]:
    """<time> elements: those that say published first, then those that say nothing, never those that say updated."""
    ranked = sorted(time_tags[:20], key=lambda tag: not _PUBLISHED.search(f"{tag[2]} {tag[1]}"))
    for attribute, text, label in ranked:
        stamp = read_value(attribute, clues) or next(iter(scan(text, clues)), None)
        if (
            stamp
            and plausible(stamp, clues)
            and not (_UPDATED.search(f"{label} {text}") and not _PUBLISHED.search(f"{label} {text}"))
        ):
            yield Dated(stamp, "time element")


def _lines(lines: Sequence[str], clues: Clues, evidence: str) -> Iterator[Dated]:
    """Dates in short lines that are not said to be of an update."""
    yield from (Dated(stamp, evidence) for stamp, updated in _in_lines(lines, clues) if not updated)


def _labelled(lines: Sequence[str], clues: Clues) -> Iterator[Dated]:
    """Dates in lines anywhere on the page that say published."""
    return _lines([line for line in lines if _PUBLISHED.search(line)], clues, "line that says published")


def _signed(lines: Sequence[str], clues: Clues) -> Iterator[Dated]:
    """Dates in lines anywhere on the page that say by whom: no card or footer does."""
    return _lines([line for line in lines if _BY.search(line)], clues, "line that says by whom")


def _without_clock(found: list[Dated], clues: Clues) -> list[Dated]:
    """Without a first date that is just the day of the fetch when another follows: many sites print today's date on
    top."""
    today = clues.fetched_at.date() if clues.fetched_at else None
    first = next(iter(found), None)
    if not first or first.stamp.precision is not Precision.DAY or first.stamp.day != today:
        return found
    return [each for each in found if each.stamp.day != today] or found


def _updates(lines: Sequence[str], clues: Clues) -> Iterator[Dated]:
    yield from (Dated(stamp, "update shown near the title") for stamp, updated in _in_lines(lines, clues) if updated)


def _in_lines(lines: Sequence[str], clues: Clues) -> Iterator[tuple[Stamp, bool]]:
    for line in lines[:40]:
        end = 0
        for stamp in scan(line, clues):
            lead, end = line[end : stamp.start], stamp.end
            if plausible(stamp, clues):
                yield stamp, bool(_UPDATED.search(lead)) and not _PUBLISHED.search(lead)


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
        year, month, at = int(found[1] or found[5]), int(found[3] or found[6]), int(found[4] or found[7])
        day = gregorian(year, month, at)
        if day and day > FIRST:
            return day
    if (named := _PATH_NAMED.search(path)) and (number := month_of(named[2])):
        return gregorian(int(named[1]), number, int(named[3]))
    seconds = _PATH_UNIX.search(path)
    return datetime.fromtimestamp(int(seconds[1]), UTC).date() if seconds else None


def _from_address(clues: Clues) -> Dated | None:
    day = clues.near
    if day is None or clues.too_late(day):
        return None
    return Dated(Stamp(day.isoformat(), Precision.DAY, 0, 0), "address")


def order_of(lines: Iterable[str]) -> str:
    """Order of day and month in a page's numeric dates that can be read one way only, by their values or the weekday
    shown.

    Empty if there is none or they differ.
    """
    orders = {order for line in lines if _ORDERED.search(line[:LONGEST_LINE]) for order in numeric_orders(line)}
    return orders.pop() if len(orders) == 1 else ""
