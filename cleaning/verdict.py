"""The verdict: is this page an article, and if not, why not. By structure, not by a list of phrases."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from cleaning.article import Article, Refusal
from cleaning.block import Block
from cleaning.gates import Told
from cleaning.page import Page
from cleaning.walls import PASSES, SLUG, Ruling, wall
from cleaning.weights import words

_STUMP = 12.0
_SHORT = 60.0
_TEASERS = ("card_list", "teaser_run", "more_from_list", "known_cards")
_HTML = ("application/xhtml+xml", "application/xml", "application/octet-stream", "application/unknown", "html")
_MAGIC = {
    b"%PDF-": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"PK\x03\x04": "ZIP",
    b"\x1f\x8b": "gzip",
    b"RIFF": "RIFF",
    b"ID3": "MP3",
    b"\x00\x00\x00": "MP4",
}
_OF_OTHERS = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<[?!][^>]*>\s*)*<(rss|feed|rdf:rdf|urlset|sitemapindex|opml)\b", re.I | re.S
)
"""How feeds and sitemaps begin, whatever type they are sent as: an XML declaration, comments, and their root."""
_WIDE = (b"\xff\xfe", b"\xfe\xff")
"""Byte-order marks of UTF-16, in which every second byte may be zero."""
_HEAD, _BINARY = 1024, 0.02
_NO_PAGE = {202: Refusal.BLOCK_PAGE, 204: Refusal.EMPTY, 205: Refusal.EMPTY, 206: Refusal.INCOMPLETE}
"""Good statuses under which no page comes: it is being made (a challenge runs meanwhile), or it comes in parts."""
_MARKUP = ("article", "news", "blog", "post")


def verdict(page: Page, article: Article, announced: Told) -> Ruling:
    """The refusal and its evidence; (None, "") for an article."""
    said = sum(words(block.text) for block in article.blocks)
    answered = _answered(page)
    if answered[0]:
        return answered
    if not article.blocks:
        return (Refusal.SECTION, "nothing but links and lists") if article.dropped else (Refusal.EMPTY, "no text")
    if announced.listed and said >= _STUMP:
        return Refusal.SECTION, f"{announced.listed} linked titles with teasers, and hardly another word"
    markup = announced.markup if announced.markup.lower().startswith(_MARKUP) else ""
    signed = bool(article.published or article.authors or article.source or markup)
    unsigned = PASSES if signed else _unsigned(page, article, said)
    if said < _STUMP and unsigned[0] is not Refusal.SECTION:
        return Refusal.STUMP, f"{said:.0f} words"
    return unsigned if unsigned[0] else wall(page, article, replace(announced, markup=markup), said)


def _answered(page: Page) -> Ruling:
    """What the server's answer tells already."""
    if other := _not_text(page):
        return Refusal.NOT_TEXT, other
    if page.status >= 400:
        return Refusal.ERROR_PAGE, f"status {page.status}"
    if page.status in _NO_PAGE:
        return _NO_PAGE[page.status], f"status {page.status}"
    return next(filter(None, map(_missing, page.continued)), PASSES)


def _missing(part: Page) -> Ruling | None:
    """The ruling on an article of which a further page is none."""
    if part.status >= 400:
        return Refusal.INCOMPLETE, f"status {part.status} for {part.url}"
    other = _not_text(part)
    return (Refusal.INCOMPLETE, f"{other} for {part.url}") if other else None


def _is_teaser(block: Block) -> bool:
    """Whether a block announces another article."""
    linked = block.links > 0.8 and words(block.text) > 3 and block.dropped_by != "navigation"
    return block.dropped_by in _TEASERS or linked


def _not_text(page: Page) -> str:
    """What the page is if it is neither HTML nor plain text, by its header or by its first bytes; "" if it is text."""
    kind = page.content_type.partition(";")[0].strip().lower()
    if kind and not kind.startswith("text/") and kind not in _HTML:
        return kind
    head = page.body[:_HEAD]
    if root := _OF_OTHERS.match(head):
        return f"a list for machines ({root[1].decode().lower()})"
    named = next((name for start, name in _MAGIC.items() if head.startswith(start)), "")
    return named or ("binary data" if head.count(0) > len(head) * _BINARY and not head.startswith(_WIDE) else "")


def _unsigned(page: Page, article: Article, said: float) -> Ruling:
    """The verdict on a page without date, author, source or article markup."""
    address = urlsplit(page.final_url)
    if said < _SHORT and sum(map(_is_teaser, (*article.blocks, *article.dropped))) > 2:
        return Refusal.SECTION, f"{said:.0f} words without date, author, source or article markup, among teasers"
    if said < _SHORT:
        return Refusal.BLOCK_PAGE, f"{said:.0f} words without date, author, source or article markup"
    if address.scheme.startswith("http") and not SLUG.search(f"{address.path}?{address.query}"):
        return Refusal.SECTION, "no date, author or article markup, and an address like a section's"
    return PASSES
