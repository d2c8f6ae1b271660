"""What a page says about itself: meta tags, OpenGraph, JSON-LD, links and language, gathered in one walk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from lxml.html import HtmlElement

from cleaning.canonical import is_next_part, own_canonical
from cleaning.jsonld import LdArticle, LinkedData, read_linked_data, tidy
from cleaning.likeness import same_words, words_of

MOST_TAGS: Final = 3000

TITLES: Final = ["og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title", "parsely-title", "sailthru.title", "headline", "title", "cxenseparse:title", "hdl", "article:title", "og:headline"]
SITES: Final = ["og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher", "publisher", "twitter:site_name", "cre", "copyright-holder"]
PUBLISHED: Final = ["article:published_time", "og:article:published_time", "article:published", "og:published_time", "datepublished", "pubdate", "publishdate", "publish-date", "publish_date", "parsely-pub-date", "sailthru.date", "article_date_original", "cxenseparse:recs:publishtime", "displaydate", "published-date", "published_time", "published", "published_at", "dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created", "dcterms.date", "dc.date", "citation_publication_date", "citation_online_date", "citation_date", "originalpublicationdate", "article:post_date", "ptime", "release_date", "rnews:datepublished", "bt:pubdate", "og:pubdate", "date_published", "article.published", "created_at", "creation_date", "datecreated", "article.created", "article-publish-date", "publication-date", "publication_date", "content_create_date", "date", "video:release_date", "og:video:release_date", "og:release_date", "book:release_date", "prism.publicationdate", "eprints.datestamp"]
MODIFIED: Final = ["article:modified_time", "og:updated_time", "og:article:modified_time", "datemodified", "dcterms.modified", "dc.date.modified", "last-modified", "lastmod", "article.updated", "article:modified", "modified_time", "updated_time", "revised", "date.modified"]
AUTHORS: Final = ["author", "article:author", "article:author_name", "article.author", "og:article:author", "og:author", "byl", "byline", "dc.creator", "dcterms.creator", "citation_author", "parsely-author", "sailthru.author", "cxenseparse:author", "dc.contributor.creator", "rbauthors", "book:author", "authors", "author_name", "creator", "dable:author", "dcsext.author", "content_author", "article_author", "mediator_author"]
IMAGES: Final = ["og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src", "thumbnail", "image"]
SECTIONS: Final = ["article:section", "og:article:section", "parsely-section", "section", "dc.subject.section", "category"]
TAGS: Final = ["article:tag", "og:article:tag", "news_keywords", "parsely-tags", "keywords"]
LANGUAGES: Final = ["content-language", "language", "dc.language", "dcterms.language", "og:locale"]


@dataclass(frozen=True, slots=True)
class Said:
    """One statement: the name of the tag or key, and its value as written, white space tidied."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What the page says about itself. Statements stand in order of trust; nothing is judged yet but `canonical` and `next_page`."""

    url: str = ""
    title_tag: str = ""
    titles: tuple[Said, ...] = ()
    """og:title and the other titles of meta tags."""
    sites: tuple[str, ...] = ()
    """Names the site and its publisher go by, og:site_name first."""
    published: tuple[Said, ...] = ()
    modified: tuple[Said, ...] = ()
    authors: tuple[Said, ...] = ()
    language: str = ""
    """As the page declares it, such as "en-US"; empty if it does not."""
    images: tuple[str, ...] = ()
    section: str = ""
    tags: tuple[str, ...] = ()
    canonical: str = ""
    """Absolute address the page gives as its own, if it may be believed: same site, no home or section page."""
    og_type: str = ""
    next_page: str = ""
    """Page after this one of the same article."""
    amp: str = ""
    articles: tuple[LdArticle, ...] = ()
    """Every article and page in JSON-LD, in page order."""
    article: LdArticle | None = None
    """The one of them that is this page's."""

    @property
    def og_title(self) -> str:
        """The og:title as written, empty if there is none."""
        return next((said.value for said in self.titles if said.name == "og:title"), "")

    @property
    def site_name(self) -> str:
        """The name the site goes by, empty if the page does not tell."""
        return self.sites[0] if self.sites else ""


@dataclass(slots=True)
class _Gathered:
    """What the walk has seen so far."""

    metas: dict[str, list[str]]
    links: dict[str, list[str]]
    scripts: list[str]
    title: str = ""


def read_head(tree: HtmlElement, url: str) -> Head:
    """Everything the page says about itself. `url` is the address it came from, which its own addresses are judged by."""
    seen = _gather(tree)
    data = read_linked_data(seen.scripts)
    titles = tuple(_said(seen, TITLES))
    canonicals = [urljoin(url, href) if url else href for href in _hrefs(seen, url, "canonical")]
    return Head(
        url=url,
        title_tag=seen.title,
        titles=titles,
        sites=tuple(dict.fromkeys((*(said.value for said in _said(seen, SITES)), *data.publishers))),
        published=tuple(_said(seen, PUBLISHED)),
        modified=tuple(_said(seen, MODIFIED)),
        authors=tuple(_said(seen, AUTHORS)) + _labelled(seen),
        language=_language(tree, seen),
        images=tuple(dict.fromkeys(said.value for said in _said(seen, IMAGES))),
        section=next((said.value for said in _said(seen, SECTIONS)), ""),
        tags=_tags(seen),
        canonical=next(filter(None, (own_canonical(href, url) for href in canonicals)), ""),
        og_type=next(iter(seen.metas.get("og:type", ())), "").lower(),
        next_page=next((href for href in _hrefs(seen, url, "next") if is_next_part(url, href)), ""),
        amp=next(iter(_hrefs(seen, url, "amphtml")), ""),
        articles=data.articles,
        article=_own_article(data, url, canonicals, [seen.title, *(said.value for said in titles)]),
    )


def _gather(tree: HtmlElement) -> _Gathered:
    seen = _Gathered({}, {}, [])
    for count, element in enumerate(tree.iter("meta", "link", "title", "script")):
        if element.tag == "script":
            if "ld+json" in (element.get("type") or "").lower() and element.text:
                seen.scripts.append(element.text)
        elif count < MOST_TAGS:
            _take(element, seen)
    return seen


def _take(element: HtmlElement, seen: _Gathered) -> None:
    if element.tag == "meta":
        value = tidy(element.get("content") or "")
        name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        if name and value:
            seen.metas.setdefault(name.strip().lower(), []).append(value)
    elif element.tag == "link":
        for rel in (element.get("rel") or "").lower().split():
            seen.links.setdefault(rel, []).append((element.get("href") or "").strip())
    elif not seen.title and not _inside_picture(element):
        seen.title = tidy("".join(element.itertext()))


def _inside_picture(element: HtmlElement) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag not in ("head", "html", "body")


def _said(seen: _Gathered, names: Iterable[str]) -> Iterator[Said]:
    for name in names:
        yield from (Said(name, value) for value in seen.metas.get(name, ())[:30])


def _labelled(seen: _Gathered) -> tuple[Said, ...]:
    """twitter:label1 "Written by" + twitter:data1, which WordPress writes in the language of the site."""
    labels, data = (next(iter(seen.metas.get(f"twitter:{name}1", ())), "") for name in ("label", "data"))
    return (Said(f"twitter:label {labels}", data),) if labels and data and not any(sign.isdigit() for sign in data) else ()


def _hrefs(seen: _Gathered, url: str, rel: str) -> list[str]:
    return [joined for href in seen.links.get(rel, ())[:5] if href and (joined := absolute(url, href))]


def absolute(url: str, href: str) -> str:
    """`href` as an absolute http address; empty if it is none."""
    try:
        joined = urljoin(url, href.strip())
    except ValueError:
        return ""
    return joined if joined.startswith(("http://", "https://")) and " " not in joined else ""


def _language(tree: HtmlElement, seen: _Gathered) -> str:
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
            if own & {_bare(each) for each in found.urls} or any(same_words(words_of(found.headline), title) for title in wanted):
                return found
        if len(group) == 1 and (group is articles or not articles):
            return group[0]
    return None


def _bare(url: str) -> str:
    return url.split("#")[0].split("?")[0].rstrip("/").split("://")[-1].removeprefix("www.").lower()
