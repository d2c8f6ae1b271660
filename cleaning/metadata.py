"""Everything known about an article beside its text, each field with its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from cleaning.article import Details
from cleaning.authors import authors_of
from cleaning.head import Head
from cleaning.language import language_of
from cleaning.page import Layout
from cleaning.published import published_of
from cleaning.source import SourceLine, read_source_line
from cleaning.urls import absolute

_NO_LAYOUT = Layout()


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What stands around the text: the parts of the page that may tell who and when."""

    near_title: Sequence[str] = ()
    """Short lines beside the title, in page order."""
    times: Sequence[tuple[str, str, str]] = ()
    """(datetime, text, class) of <time> elements near the title."""
    bylines: Sequence[str] = ()
    """Lines that stand where a byline may."""
    pieces: Sequence[tuple[str, ...]] = ()
    """Those of them below the title that are made of several elements: the line, then the text of each."""
    author_links: Sequence[str] = ()
    """What the markup calls an author below the title, other articles and comments left out."""
    later_author_links: Sequence[str] = ()
    """The same around the text."""
    far_author_links: Sequence[str] = ()
    """The same elsewhere on the page."""
    names_alone: Sequence[str] = ()
    """Lines at the text's head or tail that are a name and nothing else."""
    signed_off: Sequence[str] = ()
    """Lines below the text that a rule took for bylines."""
    above_title: Sequence[str] = ()
    """Lines above the title where a byline may stand, but a menu stands more often."""
    after_text: Sequence[str] = ()
    """Short lines right after the text."""
    date_lines: Sequence[str] = ()
    """Lines of the whole page that are nothing but a date, those of other articles and comments left out."""
    lines: Sequence[str] = ()
    """Short lines of the whole page that are not text, those of other articles and comments left out."""
    other_dates: Sequence[str] = ()
    """Date lines of other articles (cards, comments): they tell only in which order day and month are written."""
    lead: str = ""
    """The text's first paragraph."""
    source: SourceLine | None = None
    served: date | None = None
    """The day the server says the page was last changed."""


def read_metadata(
    head: Head, around: Surroundings, text: str, *, layout: Layout = _NO_LAYOUT, fetched_at: datetime | None = None
) -> tuple[Details, dict[str, str]]:
    """All fields joined, and where each came from.

    `text`: the article's text, for its language; `fetched_at` stands for the clock.
    """
    language, from_language = language_of(head, text)
    signed = (around.author_links, around.later_author_links, around.far_author_links)
    authors, from_authors = authors_of(
        head,
        around.bylines,
        *signed,
        around.names_alone,
        (*around.signed_off, *around.after_text, *around.above_title),
        around.pieces,
        around.lead,
    )
    source = around.source or next(filter(None, map(read_source_line, around.near_title)), None)
    near = (source.date, *around.near_title) if source and source.date else tuple(around.near_title)
    published, precision, from_published = published_of(
        head,
        head.url,
        near,
        around.times,
        layout,
        head.language or language or "",
        fetched_at,
        around.after_text,
        around.date_lines,
        around.lines,
        around.other_dates,
        around.served,
    )
    article = head.article
    told = Details(
        canonical_url=head.canonical or head.url,
        authors=authors,
        published=published,
        published_precision=precision,
        language=language,
        image=image_of(head),
        section=head.section or (article.section if article else "") or None,
        tags=head.tags or (article.keywords if article else ()),
        source=source.source if source else None,
        source_url=(source.original or None) if source else None,
    )
    evidence = {
        "language": from_language,
        "authors": from_authors,
        "published": from_published,
        "source": "source line" if told.source else "",
        "source_url": "link in the source line" if told.source_url else "",
        "canonical_url": "link rel=canonical" if head.canonical else "",
        "image": "og:image or JSON-LD" if told.image else "",
        "section": "head of the page" if told.section else "",
        "tags": "head of the page" if told.tags else "",
    }
    return told, evidence


def image_of(head: Head) -> str | None:
    """Address of the main image: og:image, else that of JSON-LD; None if the page names none."""
    told = (*head.images, head.article.image if head.article else "")
    return next(filter(None, (absolute(head.url, href) for href in told if href)), None)
