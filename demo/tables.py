"""Речной вестник: tables, lines broken by <BR>, windows-1251 declared in the page only, no feed, no sitemap."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from html import escape

from demo.markup import escaped, page, pages_of
from demo.site import Resource, Site
from demo.story import RUSSIAN_KINDS, Story, write

NEWEST = datetime(2025, 5, 8, 9, 20, tzinfo=UTC)


def tables(night: int) -> Site:
    """The site: no validators, no robots.txt; the same every night."""
    kinds = RUSSIAN_KINDS
    stories = [write(kinds[n % len(kinds)], 4914 - n, NEWEST - timedelta(hours=37 * n)) for n in range(14)]
    parts = pages_of(stories, 5)
    resources = {_path(story): _article(story, stories) for story in stories}
    resources |= {_list_path(n): _list(part, n, len(parts)) for n, part in enumerate(parts, 1)}
    return Site("tables", "Речной вестник", resources, tuple(map(_path, stories)))


def _path(story: Story) -> str:
    return f"/show.asp?id={story.number}"


def _list_path(number: int) -> str:
    return "/" if number == 1 else f"/?page={number}"


def _article(story: Story, stories: list[Story]) -> Resource:
    at = stories.index(story)
    others = [stories[(at + step) % len(stories)] for step in (1, 4)]
    text = page(
        "tables_article",
        **escaped(story),
        number=str(story.number),
        stamp=f"{story.published:%d.%m.%Y %H:%M}",
        body="<BR><BR>\n".join(escape(text, quote=False) for _, text in story.body),
        others="<BR>".join(map(_link, others)),
    )
    return _encoded(text)


def _link(story: Story) -> str:
    return f'<A HREF="{_path(story)}">{escape(story.title)}</A>'


def _list(stories: Sequence[Story], number: int, last: int) -> Resource:
    entries = "".join(
        page("tables_entry", excerpt=escape(story.excerpt), day=f"{story.published:%d.%m.%Y}", link=_link(story))
        for story in stories
    )
    pager = " ".join(f"<B>{n}</B>" if n == number else f'<A HREF="{_list_path(n)}">{n}</A>' for n in range(1, last + 1))
    return _encoded(page("tables_list", entries=entries, pager=pager))


def _encoded(text: str) -> Resource:
    return Resource(text, "text/html", charset="windows-1251")
