"""JSON-LD: the articles that a page's own structured data describes, however broken it is."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from cleaning import weights
from cleaning.decode import CONTROLS
from cleaning.fragments import without_tags
from cleaning.wordlists import words

ARTICLES: Final = frozenset(
    words(
        """article newsarticle blogposting reportagenewsarticle analysisnewsarticle opinionnewsarticle
        backgroundnewsarticle reviewnewsarticle liveblogposting techarticle scholarlyarticle
        medicalscholarlyarticle satiricalarticle advertisercontentarticle askpublicnewsarticle report review
        recipe howto posting socialmediaposting discussionforumposting pressrelease"""
    )
)
PAGES: Final = frozenset(
    words(
        """webpage medicalwebpage aboutpage itempage faqpage qapage creativework videoobject podcastepisode
    imagegallery"""
    )
)
PUBLISHERS: Final = frozenset(["organization", "newsmediaorganization", "website", "corporation"])
# Below these keys stand other articles, comments and readers, not this one.
_APART: Final = frozenset(
    words(
        """itemlistelement mentions comment comments review reviews isbasedon relatedlink hasarticle citation
        blogpost isrelatedto recipeinstructions potentialaction publisher step"""
    )
)
_DEEPEST, _MOST, _LONGEST = 8, 4000, 2_000_000
_BROKEN: Final = re.compile(r'"(headline|datePublished|articleSection)"\s*:\s*"((?:[^"\\]|\\.){1,400})"')
_COMMA: Final = re.compile(r",\s*([}\]])")


@dataclass(frozen=True, slots=True, kw_only=True)
class LdArticle:
    """One article as the structured data tells it; texts are unescaped once and tidied, nothing else."""

    kind: str
    """Its @type in lower case."""
    headline: str = ""
    published: str = ""
    authors: tuple[str, ...] = ()
    houses: tuple[str, ...] = ()
    """Those of the authors that are organizations by their @type."""
    section: str = ""
    keywords: tuple[str, ...] = ()
    image: str = ""
    urls: tuple[str, ...] = ()
    """Addresses it gives as its own: url, mainEntityOfPage, @id."""
    free: bool = True
    """False if it says that it is not accessible for free."""
    words: int = 0
    """How many words it has, by its own count or by the text it tells; 0 if it does neither."""
    description: str = ""

    @property
    def is_article(self) -> bool:
        """Whether its type is one of articles, not a page or a video."""
        return self.kind in ARTICLES


@dataclass(frozen=True, slots=True)
class LinkedData:
    """All articles of a page's scripts, in order, and the names its publishers and sites go by."""

    articles: tuple[LdArticle, ...] = ()
    publishers: tuple[str, ...] = ()


def read_linked_data(scripts: Sequence[str]) -> LinkedData:
    """Articles and publishers that JSON-LD scripts describe; whatever cannot be read is passed over."""
    nodes: list[dict[str, object]] = []
    salvaged: list[LdArticle] = []
    for script in scripts[:40]:
        data = _load(script[:_LONGEST])
        if data is None:
            salvaged += _salvage(script[:_LONGEST])
        nodes += _nodes(data)
        if len(nodes) > _MOST:
            break
    named = {str(node["@id"]): node for node in nodes if "@id" in node and ("name" in node or "url" in node)}
    articles = [_article(node, kind, named) for node in nodes if (kind := _kind(node, ARTICLES) or _kind(node, PAGES))]
    publishers = [name for node in nodes for name in _publishers(node, named)]
    return LinkedData((*articles, *salvaged), tuple(dict.fromkeys(filter(None, publishers))))


def _load(script: str) -> object:
    text = script.strip().removeprefix("<!--").removesuffix("-->").strip().removeprefix("//").strip()
    text = text.removeprefix("<![CDATA[").removesuffix("]]>").strip().removesuffix("//").rstrip(" ;\n")
    for attempt in (str, _mended, html.unescape):
        try:
            data: object = json.loads(attempt(text), strict=False)
            return data
        except (ValueError, RecursionError):
            continue
    return None


def _mended(text: str) -> str:
    """Without commas before a closing bracket, and without what follows the first value."""
    text = _COMMA.sub(r"\1", text)
    try:
        return text[: json.JSONDecoder(strict=False).raw_decode(text)[1]]
    except (ValueError, RecursionError):
        return text


def _salvage(script: str) -> list[LdArticle]:
    found: dict[str, str] = {}
    for key, value in _BROKEN.findall(script):
        found.setdefault(key, tidy(value.replace('\\"', '"').replace("\\/", "/")))
    if not found:
        return []
    return [
        LdArticle(
            kind="article",
            headline=found.get("headline", ""),
            published=found.get("datePublished", ""),
            section=found.get("articleSection", ""),
        )
    ]


def _nodes(data: object) -> Iterator[dict[str, object]]:
    """Every described thing, outermost first, but those that belong to lists, comments and other articles."""
    waiting: list[tuple[object, int]] = [(data, 0)]
    for _ in range(_MOST):
        if not waiting:
            return
        value, depth = waiting.pop()
        if isinstance(value, dict):
            yield value
            inner = [part for key, part in value.items() if key.lower() not in _APART and isinstance(part, dict | list)]
        else:
            inner = list(value[:_MOST]) if isinstance(value, list) else []
        if depth < _DEEPEST:
            waiting += [(part, depth + 1) for part in reversed(inner)]


def _kind(node: dict[str, object], known: frozenset[str]) -> str:
    return next((name for each in _list(node.get("@type")) if (name := _last(each)) in known), "")


def _last(kind: object) -> str:
    return kind.rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower() if isinstance(kind, str) else ""


def _article(node: dict[str, object], kind: str, named: dict[str, dict[str, object]]) -> LdArticle:
    keywords = [part for each in _list(node.get("keywords")) for part in text_of(each).split(",")]
    return LdArticle(
        kind=kind,
        headline=text_of(node.get("headline")) or text_of(node.get("name")),
        published=text_of(node.get("datePublished"))
        or text_of(node.get("dateCreated"))
        or text_of(node.get("uploadDate")),
        authors=tuple(dict.fromkeys(_names(node.get("author") or node.get("creator"), named))),
        houses=tuple(_houses(node.get("author") or node.get("creator"))),
        section=next((text_of(each) for each in _list(node.get("articleSection"))), ""),
        keywords=tuple(dict.fromkeys(word for each in keywords if (word := each.strip()) and len(word) < 100))[:50],
        image=_image(node.get("image")) or _image(node.get("thumbnailUrl")),
        urls=tuple(filter(None, map(_address, (node.get("url"), node.get("mainEntityOfPage"), node.get("@id"))))),
        free=str(node.get("isAccessibleForFree", True)).rpartition("/")[2].lower() not in ("false", "0", "no"),
        words=_count(node),
        description=text_of(node.get("description")),
    )


def _count(node: dict[str, object]) -> int:
    count, body = text_of(node.get("wordCount")), node.get("articleBody")
    if count.isdecimal() and len(count) < 7:
        return int(count)
    return int(weights.words(body)) if isinstance(body, str) else 0


def _names(value: object, named: dict[str, dict[str, object]], depth: int = 0) -> Iterator[str]:
    for each in _list(value)[:40]:
        if isinstance(each, str):
            yield tidy(each)
        elif isinstance(each, dict) and depth < 3:
            name = each.get("name") or named.get(str(each.get("@id")), {}).get("name") or each.get("author")
            yield from _names(name, named, depth + 1) if name else ()


def _houses(value: object) -> Iterator[str]:
    for each in _list(value)[:40]:
        if isinstance(each, dict) and _kind(each, PUBLISHERS):
            yield text_of(each.get("name"))


def _publishers(node: dict[str, object], named: dict[str, dict[str, object]]) -> Iterator[str]:
    yield from _names(node.get("publisher"), named)
    if _kind(node, PUBLISHERS):
        yield from (text_of(node.get("name")), text_of(node.get("alternateName")))


def _image(value: object) -> str:
    first = next(iter(_list(value)), None)
    if isinstance(first, dict):
        return text_of(first.get("url")) or text_of(first.get("contentUrl")) or text_of(first.get("@id"))
    return text_of(first)


def _address(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("@id") or value.get("url")
    return value.strip() if isinstance(value, str) else ""


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]


def text_of(value: object) -> str:
    """The tidied text of a JSON value: of a string, a number, the first of a list, or an object's @value or name."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return ""
    return without_tags(tidy(str(value)))


def tidy(text: str, most: int = 2000) -> str:
    """White space tidied, entities unescaped once, no control characters, and at most `most` characters."""
    text = text[: most * 4]
    return " ".join(CONTROLS.sub("", html.unescape(text) if "&" in text else text).split())[:most]
