"""When it was published: every piece of evidence asked in order of trust, and no date rather than a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from cleaning.addressdays import FIRST, address_day
from cleaning.article import Precision
from cleaning.bylines import is_signed
from cleaning.calendars import plain
from cleaning.dates import LONGEST_LINE, Clues, Stamp, numeric_orders, scan, timed
from cleaning.head import Head
from cleaning.machine import read_value
from cleaning.moments import VAGUE, Dated, finer, local
from cleaning.page import Layout
from cleaning.yearless import read_yearless

_SWAPPABLE: Final = re.compile(r"^\s*\d{1,2}[/.-]\d{1,2}[/.-]\d")
_ORDERED: Final = re.compile(r"(?<!\d)\d{1,2}([/-])\d{1,2}\1(?:\d{4}|\d{2})(?!\d)")
_UPDATED: Final = re.compile(
    r"updat|modif|revis|last (?:change|edit|review)|aktualis|geändert|stand:|mis à jour|mise à jour|actualiz|"
    r"atualiz|aggiorn|bijgewerkt|gewijzigd|"
    r"aktualiz|обновл|оновл|güncel|به‌روز|بروزرسانی|تحديث|更新|修改|uppfært|수정|diperbarui|cập nhật|uppdater|opdater|"
    r"oppdatert|päivitetty|ενημέρωση|ενημερώθηκε|แก้ไข|ปรับปรุง|อัปเดต|ažurir|ажурир|izmenjen|izmijenjen|upraven|"
    r"frissít|actualizat|imesasishwa|обновен|अपडेट|संशोधित|עודכן|posodobljen",
    re.I,
)
_LONGEST_TELLING: Final = 60
_BY: Final = re.compile(r"(?:^|\d\W*\s)(?:by|von|par|por|от|door|af|av|di|przez)\s+[^\W\d_]", re.I)
_PUBLISHED: Final = re.compile(
    r"publi|posted|veröffentlicht|erschienen|pubbl|geplaatst|opublik|опублик|yayın|منتشر|تاریخ انتشار|نشر|发布|"
    r"發佈|公開|掲載|입력|등록|gepubliceerd|created|first|gepostet|gespeichert|eingestellt|wurde am|entry was|записан|"
    r"δημοσι|objavljen|објављен|zveřejněn|vydán|közzétéve|megjelent|publicat|เผยแพร่|प्रकाशित|פורסם|imechapishwa|"
    r"ilichapishwa|diterbitkan|đăng lúc|xuất bản|julkaistu|publisert|publicerad|ផ្សាយ",
    re.I,
)


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
    told_near = [line for line in near_title if not _by_the_way(line, clues)]
    shown = [*_marked(time_tags, clues), *_without_clock(list(_lines(told_near, clues, "line near the title")), clues)]
    best = _best(list(_told(head, clues)), shown, clues) or _put_right(
        _first(_weak(head, clues)), (*after_text, *elsewhere), clues
    )
    best = best or _first(_lines(after_text, clues, "line after the text")) or _only_one(elsewhere, clues)
    best = best or _best([], list(_lines(near_title, clues, "line near the title")), clues)
    best = (
        best
        or _first(_labelled(lines, clues))
        or _first(_signed(lines, clues))
        or _first(_yearless(near_title, clues))
        or _first(_updates((*near_title, *after_text, *elsewhere), clues))
    )
    return (best.stamp.iso, best.stamp.precision, best.evidence) if best else (None, None, "")


def _by_the_way(line: str, clues: Clues) -> bool:
    """Whether a line is about something else and names a day in passing, as captions do."""
    stamps = scan(line, clues) if len(line) > _LONGEST_TELLING else ()
    passing = sum(stamp.end - stamp.start for stamp in stamps) * 4 < len(line)
    return bool(stamps) and passing and not any(label.search(line) for label in (_PUBLISHED, _UPDATED, _BY))


def _first(found: Iterable[Dated]) -> Dated | None:
    return next(iter(found), None)


def _best(told: list[Dated], shown: list[Dated], clues: Clues) -> Dated | None:
    """The first in order of trust: the head, the address, what is shown; then made local and finer by what is shown."""
    address = _from_address(clues)
    near = [each for each in shown if not address or _apart(each, address) <= 3]
    best = _first(sorted(told, key=lambda each: each.stamp.precision in VAGUE))
    if best and best.stamp.precision not in VAGUE:
        best = _unless_contradicted(best, shown, near, address)
    else:
        best = _first([*near, *([address] if address else []), *shown]) or best
    return finer(local(best, told, shown, clues.language), shown) if best else None


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
    return _unswapped(told, shown) if told.numeric else told


def _unswapped(told: Dated, shown: Iterable[Dated]) -> Dated:
    """The day shown whose day and month stand swapped in what is told, if there is one."""
    day = told.stamp.day
    swapped = (each for each in shown if each.stamp.day.timetuple()[:3] == (day.year, day.day, day.month))
    return next(swapped, told)


def _put_right(told: Dated | None, lines: Sequence[str], clues: Clues) -> Dated | None:
    return _unswapped(told, _lines(lines, clues, "date line")) if told and told.numeric else told


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
    return _lines([line for line in lines if _BY.search(line) or is_signed(line)], clues, "line that says by whom")


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


def _yearless(lines: Sequence[str], clues: Clues) -> Iterator[Dated]:
    """Days without a year in short lines near the title that are not said to be of an update, counted back from the
    fetch."""
    for line in lines[:40]:
        if not clues.fetched_at or _UPDATED.search(line):
            continue
        if told := read_yearless(line, clues.fetched_at, clues.language):
            yield Dated(timed(plain(line), *told, clues.zone), "day without a year near the title")


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
