"""What all sample sites write alike: filled templates, paragraphs, feeds and sitemaps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from email.utils import format_datetime
from functools import cache
from html import escape
from itertools import groupby
from pathlib import Path
from string import Template

from demo.site import ORIGIN, Resource
from demo.story import Part, Story

FOLDER = Path(__file__).parent / "pages"
XML = "application/xml; charset=utf-8"


def page(template: str, **slots: str) -> str:
    """The template of this name with its slots filled. The slots hold markup already."""
    return _template(template).substitute(slots)


def escaped(story: Story) -> dict[str, str]:
    """What most templates say of a story, as markup."""
    return {
        "title": escape(story.title),
        "standfirst": escape(story.standfirst),
        "author": escape(story.author),
        "section": escape(story.section),
        "excerpt": escape(story.excerpt),
    }


def body(parts: Iterable[tuple[Part, str]]) -> list[str]:
    """A story's parts as elements; entries of one list in one list."""
    return ["\n".join(_elements(kind, [text for _, text in group])) for kind, group in groupby(parts, key=_kind)]


def rss(title: str, items: Sequence[tuple[Story, str]]) -> Resource:
    """A feed of stories and their paths."""
    entries = "".join(
        f"<item><title>{escape(story.title)}</title><link>{ORIGIN}{path}</link><guid>{ORIGIN}{path}</guid>"
        f"<pubDate>{format_datetime(story.published)}</pubDate>"
        f"<description>{escape(story.standfirst)}</description></item>\n"
        for story, path in items
    )
    head = f"<title>{escape(title)}</title><link>{ORIGIN}/</link><description>{escape(title)}</description>"
    feed = f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>{head}\n{entries}</channel></rss>\n'
    return Resource(feed, "application/rss+xml; charset=utf-8")


def sitemap(pages: Mapping[str, datetime], gzipped: bool = False) -> Resource:
    """A sitemap of paths with the time of their last change."""
    entries = "".join(
        f"<url><loc>{escape(ORIGIN + path)}</loc><lastmod>{changed.isoformat()}</lastmod></url>\n"
        for path, changed in pages.items()
    )
    return Resource(_sitemap("urlset", entries), "application/gzip" if gzipped else XML, gzipped=gzipped)


def sitemap_index(paths: Iterable[str]) -> Resource:
    """An index of sitemaps."""
    entries = "".join(f"<sitemap><loc>{ORIGIN}{path}</loc></sitemap>\n" for path in paths)
    return Resource(_sitemap("sitemapindex", entries), XML)


def plain(text: str) -> Resource:
    """A text file, such as robots.txt."""
    return Resource(text, "text/plain; charset=utf-8")


def pages_of(items: Sequence[Story], size: int) -> list[Sequence[Story]]:
    """The items in lists of this size."""
    return [items[at : at + size] for at in range(0, len(items), size)]


@cache
def _template(name: str) -> Template:
    return Template((FOLDER / f"{name}.html").read_text("utf-8"))


def _sitemap(kind: str, entries: str) -> str:
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{kind} {space}>\n{entries}</{kind}>\n'


def _kind(part: tuple[Part, str]) -> Part:
    return part[0]


def _elements(kind: Part, texts: list[str]) -> list[str]:
    if kind is Part.ITEM:
        return ["<ul>", *(f"<li>{escape(text)}</li>" for text in texts), "</ul>"]
    inner = "<p>{}</p>" if kind is Part.QUOTE else "{}"
    return [f"<{kind}>{inner.format(escape(text))}</{kind}>" for text in texts]
