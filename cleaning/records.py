"""Records: articles that come clean already, one JSON object each, as archives and other programs hand them over."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

from cleaning.article import Article, Refusal
from cleaning.block import Block
from cleaning.dates import NO_CLUES, Stamp
from cleaning.decode import CONTROLS
from cleaning.machine import read_value
from cleaning.page import Page
from cleaning.sketch import sketch
from cleaning.urls import publisher_name

RECORD: Final = "application/vnd.winnow.article+json"
"""The content type under which a record is kept."""
_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]*://[^\s/?#]\S*", re.IGNORECASE)
_PARAGRAPHS: Final = re.compile(r"(?:[ \t]*\r?\n){2,}")


class BadRecord(ValueError):
    """What is wrong with a record."""


@dataclass(frozen=True, slots=True)
class Record:
    """What a record may tell; what is not named here is passed over. `published` is a date as ISO 8601 writes it."""

    text: str = ""
    id: str | None = None
    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    title: str | None = None
    language: str | None = None
    section: str | None = None
    image: str | None = None
    source: str | None = None
    source_url: str | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


_LISTS: Final = ("authors", "tags")


def record_page(line: bytes, file: str, number: int, fetched_at: datetime, publisher: str) -> Page:
    """A record as a page, to be kept and cleaned like any other; never raises.

    Its address is the record's own; without one, or when the record cannot be read, that of the file with the
    record's id or the number of its line. `publisher` is whose it is when neither the record nor its address says.
    """
    try:
        told = _read(line)
    except BadRecord:
        told = Record()
    url = told.url or f"{file}?{f'id={quote(told.id)}' if told.id else f'line={number}'}"
    whose = told.publisher or (publisher_name(url) if told.url else publisher)
    return Page(url=url, body=line, content_type=RECORD, fetched_at=fetched_at, publisher=whose)


def read_record(page: Page) -> Article:
    """The article of a record. One that cannot be read is refused, and the evidence says what is wrong with it."""
    article = Article(url=page.url, canonical_url=page.url, publisher=page.publisher)
    try:
        told = _read(page.body)
        stamp = _published(told.published)
    except BadRecord as error:
        return replace(article, refusal=Refusal.BAD_RECORD, refusal_evidence=str(error))
    parts = _PARAGRAPHS.split(told.text.strip())
    article = replace(
        article,
        title=told.title,
        blocks=tuple(Block(part, position=at) for at, part in enumerate(parts)),
        authors=told.authors,
        published=stamp.iso if stamp else None,
        published_precision=stamp.precision if stamp else None,
        language=told.language,
        image=told.image,
        section=told.section,
        tags=told.tags,
        source=told.source,
        source_url=told.source_url,
        evidence={name: "record" for name in ("title", "published", "authors") if getattr(told, name)},
    )
    return replace(article, sketch=sketch(article.text))


def _read(line: bytes) -> Record:
    """The record's fields. Raises BadRecord for a record without a text, or with a field that is none."""
    try:
        told = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BadRecord(f"not JSON: {error}") from error
    if not isinstance(told, dict):
        raise BadRecord("not a JSON object")
    record = Record(**{each.name: _field(each.name, told[each.name]) for each in fields(Record) if told.get(each.name)})
    if not record.text.strip():
        raise BadRecord("no text")
    if record.url and not _ADDRESS.fullmatch(record.url):
        raise BadRecord(f"no address with a scheme and host: {record.url[:200]}")
    return record


def _field(name: str, value: Any) -> Any:
    """A field as text, or as several."""
    if name in _LISTS:
        several = [value] if isinstance(value, str) else value
        if isinstance(several, list) and all(isinstance(each, str) for each in several):
            return tuple(CONTROLS.sub("", each) for each in several)
        raise BadRecord(f"{name} is not a list of texts")
    if name == "id" and isinstance(value, int):
        value = str(value)
    if not isinstance(value, str):
        raise BadRecord(f"{name} is not a text")
    return CONTROLS.sub("", value)


def _published(value: str | None) -> Stamp | None:
    stamp = read_value(value, NO_CLUES) if value else None
    if value and stamp is None:
        raise BadRecord(f"published is no date: {value[:100]}")
    return stamp
