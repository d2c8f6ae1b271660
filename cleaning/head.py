"""What a page says about itself: meta tags, OpenGraph, JSON-LD, links and language, gathered in one walk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from lxml.etree import _Element as Element

from cleaning.canonical import next_part, own_canonical
from cleaning.jsonld import LdArticle, LinkedData, read_linked_data, tidy
from cleaning.likeness import same_words, words_of
from cleaning.metanames import (
    AUTHORS,
    DATED,
    DESCRIPTIONS,
    IMAGES,
    LANGUAGES,
    PUBLISHED,
    SECTIONS,
    SITES,
    TAGS,
    TITLES,
    tells_publication,
)
from cleaning.urls import absolute

MOST_TAGS: Final = 3000
_MOST_DESCRIPTIONS: Final = 6


@dataclass(frozen=True, slots=True)
class Said:
    """One statement: the name of the tag or key, and its value as written, white space tidied."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What the page says about itself. Statements stand in order of trust; nothing is judged yet but `canonical` and
    `next_page`."""

    url: str = ""
    title_tag: str = ""
    titles: tuple[Said, ...] = ()
    """og:title and the other titles of meta tags."""
    sites: tuple[str, ...] = ()
    """Names the site and its publisher go by, og:site_name first."""
    published: tuple[Said, ...] = ()
    dated: tuple[Said, ...] = ()
    """Dates that do not say of what."""
    authors: tuple[Said, ...] = ()
    language: str = ""
    """As the page declares it, such as "en-US"; empty if it does not."""
    images: tuple[str, ...] = ()
    section: str = ""
    tags: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    """What it says that it is about, in a line or two."""
    canonical: str = ""
    """Absolute address the page gives as its own, if it may be believed: same site, no home or section page."""
    claimed: tuple[str, ...] = ()
    """Absolute addresses that the page gives as its own, believable or not."""
    og_type: str = ""
    next_page: str = ""
    """Page after this one of the same article."""
    articles: tuple[LdArticle, ...] = ()
    """Every article and page in JSON-LD, in page order."""
    article: LdArticle | None = None
    """The one of them that is this page's."""

    @property
    def host(self) -> str:
        """Host of the page's address without "www.", empty if it has none."""
        known = "://" in self.url and "[" not in self.url
        return (urlsplit(self.url).hostname or "").removeprefix("www.") if known else ""


@dataclass(slots=True)
class _Gathered:
    """What the walk has seen so far."""

    metas: dict[str, list[str]]
    links: dict[str, list[str]]
    scripts: list[str]
    title: str = ""


def read_head(tree: Element, url: str) -> Head:
    """Everything the page says about itself. `url` is the address it came from, which its own addresses are judged
    by."""
    seen = _gather(tree)
    data = read_linked_data(seen.scripts)
    titles = tuple(_said(seen, TITLES))
    canonicals = _hrefs(seen, url, "canonical")
    own = _own_article(data, url, canonicals, [seen.title, *(said.value for said in titles)])
    described = (*(said.value for said in _said(seen, DESCRIPTIONS)), own.description if own else "")
    return Head(
        url=url,
        title_tag=seen.title,
        titles=titles,
        sites=tuple(dict.fromkeys((*(said.value for said in _said(seen, SITES)), *data.publishers))),
        published=tuple(_said(seen, PUBLISHED)),
        dated=tuple(_said(seen, (*filter(tells_publication, seen.metas), *DATED))),
        authors=tuple(_said(seen, AUTHORS)) + _labelled(seen),
        language=_language(tree, seen),
        images=tuple(dict.fromkeys(said.value for said in _said(seen, IMAGES))),
        section=next((said.value for said in _said(seen, SECTIONS)), ""),
        tags=_tags(seen),
        canonical=next(filter(None, (own_canonical(href, url) for href in canonicals)), ""),
        claimed=(*canonicals, *(absolute(url, href) for href in seen.metas.get("og:url", ())[:2])),
        og_type=next(iter(seen.metas.get("og:type", ())), "").lower(),
        next_page=next_part(url, seen.links.get("next", ())) or "",
        descriptions=tuple(dict.fromkeys(filter(None, described)))[:_MOST_DESCRIPTIONS],
        articles=data.articles,
        article=own,
    )


def _gather(tree: Element) -> _Gathered:
    seen = _Gathered({}, {}, [])
    for count, element in enumerate(tree.iter("meta", "link", "title", "script")):
        if element.tag == "script":
            if element.text and _is_linked_data(element):
                seen.scripts.append(element.text)
        elif count < MOST_TAGS:
            _take(element, seen)
    return seen


def _is_linked_data(script: Element) -> bool:
    kind = script.get("type")
    if kind:
        return "ld+json" in kind.lower()
    return (script.text or "")[:20].lstrip().startswith('{"@context')


def _take(element: Element, seen: _Gathered) -> None:
    if element.tag == "meta":
        value = tidy(element.get("content") or element.get("value") or "")
        name = (
            element.get("property")
            or element.get("name")
            or element.get("http-equiv")
            or f"itemprop {element.get('itemprop')}"
        )
        if name == "itemprop name" and _is_of_author(element):
            name = "itemprop author"
        if name and value:
            seen.metas.setdefault(name.strip().lower(), []).append(value)
    elif element.tag == "link":
        for rel in (element.get("rel") or "").lower().split():
            seen.links.setdefault(rel, []).append((element.get("href") or "").strip())
    elif not seen.title and not _inside_picture(element):
        seen.title = tidy("".join(element.itertext()))


def _is_of_author(element: Element) -> bool:
    """Whether a name in microdata is that of the author, who is described by the element around it."""
    parent = element.getparent()
    return parent is not None and parent.get("itemprop") in ("author", "creator")


def _inside_picture(element: Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag not in ("head", "html", "body")


def _said(seen: _Gathered, names: Iterable[str]) -> Iterator[Said]:
    return (Said(name, value) for name in names if name in seen.metas for value in seen.metas[name][:30])


def _labelled(seen: _Gathered) -> tuple[Said, ...]:
    """twitter:label1 "Written by" + twitter:data1, which WordPress writes in the language of the site."""
    labels, data = (next(iter(seen.metas.get(f"twitter:{name}1", ())), "") for name in ("label", "data"))
    return (
        (Said(f"twitter:label {labels}", data),) if labels and data and not any(sign.isdigit() for sign in data) else ()
    )


def _hrefs(seen: _Gathered, url: str, rel: str) -> list[str]:
    return [joined for href in seen.links.get(rel, ())[:5] if href and (joined := absolute(url, href))]


def _language(tree: Element, seen: _Gathered) -> str:
    root = tree.getroottree().getroot()
    shown = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang") or ""
    return (shown or next((said.value for said in _said(seen, LANGUAGES)), "")).strip().replace("_", "-")[:20]


def _tags(seen: _Gathered) -> tuple[str, ...]:
    for name in TAGS:
        words = [word.strip() for value in seen.metas.get(name, ()) for word in value.split(",")]
        if found := tuple(dict.fromkeys(word for word in words if word and len(word) < 100)):
            return found[:50]
    return ()


def _own_article(data: LinkedData, url: str, canonicals: list[str], titles: list[str]) -> LdArticle | None:
    """The article whose address or headline is the page's; else the only article, else a page that describes itself."""
    own = {_bare(each) for each in (url, *canonicals) if each}
    wanted = [words_of(title) for title in titles if title]
    articles = [each for each in data.articles if each.is_article]
    for group in (articles, [each for each in data.articles if not each.is_article]):
        for found in group:
            if own & {_bare(each) for each in found.urls} or any(
                same_words(words_of(found.headline), title) for title in wanted
            ):
                return found
        if len(group) == 1 and (group is articles or not articles):
            return group[0]
    return None


def _bare(url: str) -> str:
    return url.split("#")[0].split("?")[0].rstrip("/").split("://")[-1].removeprefix("www.").lower()
