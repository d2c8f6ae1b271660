"""The verdict: is this page an article, and if not, why not. By structure, not by a list of phrases."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from cleaning.article import Article, Refusal
from cleaning.block import Block
from cleaning.page import Page
from cleaning.weights import words

_STUMP = 12.0
_SHORT = 60.0
_SLUG = re.compile(r"\d|(?:[^/-]+-){3}")
_TEASERS = ("card_list", "teaser_run", "more_from_list")
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
_WIDE = (b"\xff\xfe", b"\xfe\xff")
"""Byte-order marks of UTF-16, in which every second byte may be zero."""
_HEAD, _BINARY = 1024, 0.02
_MARKUP = ("article", "news", "blog", "post")


def verdict(page: Page, article: Article, markup: str = "") -> tuple[Refusal | None, str]:
    """The refusal and its evidence; (None, "") for an article. `markup` is the type that the page's head declares."""
    if other := _not_text(page):
        return Refusal.NOT_TEXT, other
    said = sum(words(block.text) for block in article.blocks)
    if page.status >= 400:
        return Refusal.ERROR_PAGE, f"status {page.status}"
    if missing := next((part for part in page.continued if part.status >= 400), None):
        return Refusal.INCOMPLETE, f"status {missing.status} for {missing.url}"
    if not article.blocks:
        return (Refusal.SECTION, "nothing but links and lists") if article.dropped else (Refusal.EMPTY, "no text")
    if said < _STUMP:
        return Refusal.STUMP, f"{said:.0f} words"
    if not (article.published or article.authors or article.source or markup.lower().startswith(_MARKUP)):
        return _unsigned(page, article, said)
    return None, ""


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
    named = next((name for start, name in _MAGIC.items() if head.startswith(start)), "")
    return named or ("binary data" if head.count(0) > len(head) * _BINARY and not head.startswith(_WIDE) else "")


def _unsigned(page: Page, article: Article, said: float) -> tuple[Refusal | None, str]:
    """The verdict on a page without date, author, source or article markup."""
    address = urlsplit(page.final_url)
    if said < _SHORT and sum(map(_is_teaser, (*article.blocks, *article.dropped))) > 2:
        return Refusal.SECTION, f"{said:.0f} words without date, author, source or article markup, among teasers"
    if said < _SHORT:
        return Refusal.BLOCK_PAGE, f"{said:.0f} words without date, author, source or article markup"
    if address.scheme.startswith("http") and not _SLUG.search(f"{address.path}?{address.query}"):
        return Refusal.SECTION, "no date, author or article markup, and an address like a section's"
    return None, ""
