"""How each peer is asked for the article of a page. Runs in the peers' own environment: nothing but the standard
library is imported before a peer is used.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from importlib import import_module
from typing import Any

Answer = dict[str, str]
"""text, title, author (joined by "; "), date (YYYY-MM-DD)."""
Call = Callable[[bytes, "str | None"], Answer]

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.I)
_LANGUAGE = re.compile(rb"<html[^>]+lang=[\"']?([a-z]{2})", re.I)
_STOPLISTS = {
    "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "fr": "French", "it": "Italian", "nl": "Dutch",
    "pl": "Polish", "pt": "Portuguese", "ru": "Russian", "sv": "Swedish", "tr": "Turkish",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Peer:
    """An extractor: the packages that bring it, and how it is asked."""

    packages: tuple[str, ...]
    call: Call


def decoded(html: bytes) -> str:
    """Text of a page for peers that want text: UTF-8, else what the page declares, else Windows' Latin."""
    declared = _CHARSET.search(html[:5000])
    for encoding in ("utf-8", declared.group(1).decode() if declared else "", "cp1252"):
        try:
            return html.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return html.decode("utf-8", "replace")


def answer(text: Any = "", title: Any = "", authors: Any = "", date: Any = "") -> Answer:
    """An answer of whatever a peer returns."""
    names = authors if isinstance(authors, str | None) else "; ".join(map(str, authors))
    return {"text": text or "", "title": title or "", "author": names or "", "date": str(date or "")[:10]}


def _trafilatura(html: bytes, url: str | None, **how: Any) -> Answer:
    extraction = import_module("trafilatura").bare_extraction
    found = extraction(html, url=url, include_comments=False, with_metadata=True, **how)
    return answer(found.text, found.title, found.author, found.date) if found else answer()


def _rs_trafilatura(html: bytes, url: str | None) -> Answer:
    found = import_module("rs_trafilatura").extract_bytes(html, url=url)
    return answer(found.main_content, found.title, found.author, found.date)


def _readability(html: bytes, url: str | None) -> Answer:
    document = import_module("readability").Document(decoded(html), url=url)
    return answer(import_module("html_text").extract_text(document.summary()), document.short_title())


def _newspaper(html: bytes, url: str | None) -> Answer:
    library = import_module("newspaper")
    found = library.article(url or "http://localhost/", input_html=decoded(html), fetch_images=False)
    return answer(found.text, found.title, found.authors, found.publish_date)


def _news_please(html: bytes, url: str | None) -> Answer:
    found = import_module("newsplease").NewsPlease.from_html(decoded(html), url=url, fetch_images=False)
    return answer(found.maintext, found.title, found.authors, found.date_publish)


@cache
def _goose() -> Any:
    return import_module("goose3").Goose({"enable_image_fetching": False})


def _goose3(html: bytes, url: str | None) -> Answer:
    found = _goose().extract(raw_html=decoded(html))
    return answer(found.cleaned_text, found.title, found.authors, found.publish_date)


@cache
def _stoplist(language: str) -> frozenset[str]:
    library = import_module("justext")
    names = [_STOPLISTS[language]] if language in _STOPLISTS else library.get_stoplists()
    return frozenset().union(*map(library.get_stoplist, names))


def _justext(html: bytes, url: str | None) -> Answer:
    told = _LANGUAGE.search(html[:5000])
    words = _stoplist(told.group(1).decode().lower() if told else "en")
    found = import_module("justext").justext(html, words)
    return answer("\n".join(paragraph.text for paragraph in found if not paragraph.is_boilerplate))


def _resiliparse(html: bytes, url: str | None) -> Answer:
    tree = import_module("resiliparse.parse.html").HTMLTree.parse(decoded(html))
    extract = import_module("resiliparse.extract.html2text").extract_plain_text
    return answer(extract(tree, main_content=True, alt_texts=False, list_bullets=False), tree.title)


def _boilerpy(html: bytes, url: str | None) -> Answer:
    extractor = import_module("boilerpy3.extractors").ArticleExtractor(raise_on_failure=False)
    found = extractor.get_doc(decoded(html))
    return answer(found.content, found.title)


@cache
def _magic() -> Any:
    return import_module("magic_html").GeneralExtractor()


def _magic_html(html: bytes, url: str | None) -> Answer:
    found = _magic().extract(decoded(html), base_url=url or "")
    return answer(import_module("html_text").extract_text(found.get("html") or ""), found.get("title"))


PEERS = {
    "trafilatura": Peer(("trafilatura", "lxml_html_clean"), _trafilatura),
    "trafilatura-fast": Peer(("trafilatura", "lxml_html_clean"), partial(_trafilatura, fast=True)),
    "trafilatura-precision": Peer(("trafilatura", "lxml_html_clean"), partial(_trafilatura, favor_precision=True)),
    "rs-trafilatura": Peer(("rs-trafilatura",), _rs_trafilatura),
    "readability-lxml": Peer(("readability-lxml", "html-text"), _readability),
    "magic-html": Peer(("magic-html", "html-text"), _magic_html),
    "newspaper4k": Peer(("newspaper4k",), _newspaper),
    "news-please": Peer(("news-please",), _news_please),
    "goose3": Peer(("goose3",), _goose3),
    "justext": Peer(("justext",), _justext),
    "resiliparse": Peer(("resiliparse",), _resiliparse),
    "boilerpy3": Peer(("boilerpy3",), _boilerpy),
}


def call_of(name: str) -> Call:
    """The peer's call. Raises KeyError."""
    return PEERS[name].call
