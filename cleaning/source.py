"""The source line of aggregators: "Date: 30/11/2023 | Source: Ministry (EN) | Read original version at source"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cleaning.calendars import folded
from cleaning.dateline import is_date_line
from cleaning.jsonld import tidy
from cleaning.wordlists import phrases

_SOURCE: Final = frozenset(
    phrases(
        """source|sources|news source|quelle|quellen|fuente|fuentes|fonte|fonti|bron|źródło|источник|источники|
        джерело|kaynak|منبع|المصدر|مصدر|来源|來源|信息来源|出典|提供|ソース|출처|자료|sumber|nguồn|ที่มา|
        แหล่งที่มา|πηγή|forrás|zdroj|källa|kilde|lähde|sursa|מקור|स्रोत"""
    )
)
_DATE: Final = frozenset(
    phrases(
        """date|datum|fecha|data|дата|tarih|تاریخ|التاريخ|日期|时间|時間|发布时间|發布時間|日付|날짜|tanggal|ngày|
        วันที่|ημερομηνία|dátum|dato|päivämäärä|תאריך|published|posted|veröffentlicht|publié le|publicado|
        pubblicato|опубликовано|дата публикации"""
    )
)
_ORIGINAL: Final = re.compile(
    r"original|read (?:it |more )?at (?:the )?source|source (?:article|link)|full (?:text|story) at|quelle öffnen|"
    r"article d.origine|texto original|"
    r"оригинал|первоисточник|原文|元記事|원문|المصدر الأصلي|اصل خبر|متن اصلی|asli|oryginał|orijinal",
    re.I,
)
_OTHERS: Final = phrases("作者|记者|記者|编辑|編輯|责任编辑|责编|author|autor|auteur|автор")
_LABELS: Final = "|".join(map(re.escape, sorted((*_SOURCE, *_DATE, *_OTHERS))))
_FIELD: Final = re.compile(rf"\s*[|·•\n¦]\s*|\s{{3,}}|\s+(?=(?:{_LABELS})\s*[:：])", re.I)
_LONGEST_LABEL: Final = 30
_PAIR: Final = re.compile(rf"([^:：]{{2,{_LONGEST_LABEL}}})[:：]\s*(.+)")
_COLON: Final = re.compile(r"[:：]")
SOURCES: Final = tuple(sorted(_SOURCE))
"""What stands before the name of an outlet."""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """Where an aggregator took a text from; what the line does not say is empty."""

    source: str
    date: str = ""
    """The date as written."""
    original: str = ""
    """Address of the original."""


def read_source_line(text: str, links: Sequence[tuple[str, str]] = ()) -> SourceLine | None:
    """The source a line names, or None if it is no such line. `links`: (text, address) of the links in it."""
    if len(text) > 400 or not _may_name_source(text):
        return None
    parts = [part for part in _FIELD.split(text.strip()) if part]
    pairs = [(folded(found[1].strip()), tidy(found[2])) for part in parts if (found := _PAIR.fullmatch(part))]
    source = next((value for label, value in pairs if label in _SOURCE and len(value) <= 120), "")
    if not source or len(parts) > len(pairs) + 2:
        return None
    date = next((value for label, value in pairs if label in _DATE), "") or next(filter(is_date_line, parts), "")
    original = next((address for shown, address in links if _ORIGINAL.search(shown)), "")
    return SourceLine(source, date, original or _link_of(source, links))


def _may_name_source(text: str) -> bool:
    """Whether a colon follows one of the labels: a look that spares most lines being taken apart."""
    before = (text[max(0, colon.start() - _LONGEST_LABEL) : colon.start()] for colon in _COLON.finditer(text))
    return any(folded(label.strip()).endswith(SOURCES) for label in before)


def _link_of(source: str, links: Sequence[tuple[str, str]]) -> str:
    return next((address for shown, address in links if tidy(shown) == source and address.startswith("http")), "")
