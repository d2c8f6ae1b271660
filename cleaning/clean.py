"""Page -> Blocks -> Article: decode, parse once, read blocks and head, let the rules speak, read the metadata."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from email.utils import parsedate_to_datetime

from lxml.etree import _Element as Element

from cleaning.article import Article, Refusal
from cleaning.asking import asks_below
from cleaning.authors import authors_of
from cleaning.block import Block
from cleaning.blocks import read_blocks
from cleaning.canonical import next_part
from cleaning.carried import add_carried
from cleaning.decode import decode
from cleaning.draft import Draft
from cleaning.gates import Told, gates
from cleaning.head import Head, read_head
from cleaning.listing import listed
from cleaning.memory import NOTHING_KNOWN, Memory, with_places
from cleaning.metadata import read_metadata
from cleaning.page import EPOCH, Layout, Page
from cleaning.plain import first_title, read_lines
from cleaning.records import RECORD, read_record
from cleaning.rules import apply_rules
from cleaning.sheet import Sheet
from cleaning.skeleton import skeleton
from cleaning.sketch import sketch
from cleaning.surroundings import surroundings
from cleaning.telling import gist
from cleaning.titles import announced_headline, at_an_end, title_of
from cleaning.tree import mark_layout, parse_html
from cleaning.verdict import verdict
from cleaning.voice import is_doubtful, is_empty, reconsider

_USUAL = Layout()
_SHOWN = ("h1", "line", "layout")
"""Evidence of titles that stand on the page."""
VERSION = "5"
"""Version of the cleaner, stored with each revision. Raised whenever a change makes other text of the same page."""


def clean(page: Page, layout: Layout = _USUAL, memory: Memory = NOTHING_KNOWN) -> Article:
    """The article of a page and its further pages, or its refusal; a bad page never raises.

    `memory`: what is known of the publisher from its earlier pages.

    Raises ValueError for a layout whose selectors are not CSS.
    """
    if page.content_type == RECORD:
        return read_record(page)
    first, announced = _clean_part(page, layout, memory, first=True)
    article = _joined(first, [_clean_part(part, layout, memory)[0] for part in page.continued])
    refusal, evidence = verdict(page, article, announced)
    if refusal:
        return replace(article, refusal=refusal, refusal_evidence=evidence)
    text = article.text
    article = with_places(article)
    return replace(article, sketch=sketch(text), gist=gist(text, article.title or ""), skeleton=skeleton(first.blocks))


@dataclass(frozen=True, slots=True)
class _Reading:
    """A page as read: its blocks, what its head says, and its title."""

    sheet: Sheet
    head: Head
    title: str | None
    title_evidence: str
    root: Element | None = None
    """The tree; None for plain text."""
    carried: bool = False
    """Whether its text was among the data for its scripts."""


def _clean_part(page: Page, layout: Layout, memory: Memory, first: bool = False) -> tuple[Article, Told]:
    """What one page says, not judged yet, and what the verdict on it needs to know besides."""
    reading = _read(page, layout)
    links = (address for _, address, _ in reading.sheet.anchors)
    next_page = next_part(page.final_url, (reading.head.next_page, *links), first)
    draft = _ruled(reading, bool(next_page), memory)
    if reading.root is not None and is_empty(draft) and _add_carried(reading):
        reading = replace(reading, sheet=read_blocks(reading.root), carried=True)
        draft = _ruled(reading, bool(next_page), memory)
    if reading.root is not None and is_doubtful(draft, reading.root):
        reconsider(draft, reading.root)
    announced = _announced(reading, draft)
    return _described(page, reading, draft, layout, next_page, announced), announced


def _ruled(reading: _Reading, continues: bool, memory: Memory) -> Draft:
    """The blocks of a page after all rules have spoken."""
    head = reading.head
    authors, summary = authors_of(head)[0], next(iter(head.descriptions), "")
    draft = Draft(reading.sheet, reading.title or "", authors, summary, continues, memory)
    apply_rules(draft)
    return draft


def _add_carried(reading: _Reading) -> bool:
    """Whether the article was among the data for the page's scripts; one that must be paid for is left there."""
    free = all(each.free for each in reading.head.articles)
    headlines = dict.fromkeys((announced_headline(reading.head, reading.title or ""), reading.title or ""))
    return free and reading.root is not None and any(add_carried(reading.root, each) for each in headlines)


def _read(page: Page, layout: Layout) -> _Reading:
    text = decode(page.body, page.content_type)
    if page.content_type.startswith("text/plain"):
        sheet = read_lines(text)
        title = first_title(sheet)
        return _Reading(sheet, Head(url=page.final_url), title, "first line" if title else "")
    root = parse_html(text)
    mark_layout(root, layout)
    sheet, head = read_blocks(root), read_head(root, page.final_url)
    head = replace(head, sites=(*head.sites, *at_an_end(head, sheet.site_names(head.host))))
    told = [block.text for block, home in zip(sheet.blocks, sheet.homes, strict=True) if home.mark == "title"]
    title, evidence = (
        (told[0], "layout") if told else title_of(head, sheet.headlines(head.host), sheet.top_lines(), sheet.pictured)
    )
    return _Reading(sheet, head, title, evidence, root)


def _described(
    page: Page, reading: _Reading, draft: Draft, layout: Layout, next_page: str | None, announced: Told
) -> Article:
    """The draft with everything known about it."""
    kept, thrown = draft.kept(), draft.thrown()
    text = " ".join(block.text for block in kept[:20])
    fetched_at = page.fetched_at if page.fetched_at > EPOCH else None
    around = surroundings(draft, page.final_url, _served(page))
    told, evidence = read_metadata(reading.head, around, text, layout=layout, fetched_at=fetched_at)
    evidence["title"] = reading.title_evidence
    evidence["text"] = "data for the page's scripts" if reading.carried else ""
    return Article(
        url=page.final_url,
        publisher=page.publisher,
        title=reading.title,
        blocks=kept,
        captions=tuple(block for block in thrown if block.dropped_by == "caption"),
        dropped=thrown,
        next_page=next_page,
        evidence={name: source for name, source in evidence.items() if source},
        signs=announced.signs,
        asks=announced.asks,
        **told.by_name(),
    )


def _served(page: Page) -> date | None:
    """The day that the server says the page was last changed, if it says so at all."""
    try:
        return parsedate_to_datetime(page.last_modified).date() if page.last_modified else None
    except ValueError:
        return None


def _announced(reading: _Reading, draft: Draft) -> Told:
    """What the page tells of itself, and whether it keeps its readers out. Plain text does neither."""
    head = reading.head
    if reading.root is None:
        return Told(headline=reading.title or "")
    headline = announced_headline(head, reading.title or "")
    shown = (reading.title or "") if reading.title_evidence.startswith(_SHOWN) else headline if reading.carried else ""
    kept = draft.kept()
    asks = asks_below(reading.sheet, kept, head.url)
    signs = gates(reading.root, head, reading.sheet, kept, headline, shown, asks)
    count = head.article.words if head.article else 0
    return Told(_markup(head), signs, count, headline, asks, listed(draft, head.url))


def _markup(head: Head) -> str:
    """The type that the page declares itself to be."""
    return head.og_type or ("article" if head.article and head.article.is_article else "")


def _joined(first: Article, more: list[Article]) -> Article:
    """One article of all its pages; what a later page repeats of an earlier one (a standfirst) stands once.

    A further page without any text means that the article is not whole.
    """
    article = first
    for part in more:
        seen = {block.text for block in article.blocks}
        count = len(article.blocks) + len(article.dropped)
        blocks, captions, dropped = (_moved(blocks, count) for blocks in (part.blocks, part.captions, part.dropped))
        article = replace(
            article,
            blocks=article.blocks + tuple(block for block in blocks if block.text not in seen),
            captions=article.captions + captions,
            dropped=article.dropped + dropped,
            next_page=part.next_page,
            refusal=article.refusal or (None if part.blocks else Refusal.INCOMPLETE),
            refusal_evidence=article.refusal_evidence or ("" if part.blocks else f"no text on {part.url}"),
        )
    return article


def _moved(blocks: tuple[Block, ...], count: int) -> tuple[Block, ...]:
    """The blocks with their positions counted on."""
    return tuple(block._replace(position=block.position + count) for block in blocks)
