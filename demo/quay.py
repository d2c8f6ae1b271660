"""The Elder Quay, on WordPress: share bar, newsletter box and "also read" inside the text, author box, comments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from html import escape

from demo.markup import body, escaped, page, pages_of, plain, rss, sitemap, sitemap_index
from demo.site import ORIGIN, Resource, Site
from demo.story import KINDS, Part, Story, write
from demo.wire import wire

ZONE = timezone(timedelta(hours=1))
NEWEST = datetime(2025, 5, 10, 17, 5, tzinfo=ZONE)
ON_A_PAGE = 8
SPLIT = 2
"""The number of the story that is split over three pages."""

ROBOTS = f"""User-agent: *
Crawl-delay: 0.2
Disallow: /drafts/
Disallow: /wp-admin/

Sitemap: {ORIGIN}/sitemap_index.xml
"""


def quay(night: int) -> Site:
    """The site, with ETag and Last-Modified; the same every night."""
    written = [write(KINDS[n * 5 % len(KINDS)], n, NEWEST - timedelta(hours=31 * n)) for n in range(15)]
    stories = sorted([*written, wire(NEWEST - timedelta(hours=44))], key=lambda story: story.published, reverse=True)
    paths = {story.title: _path(story) for story in stories}
    resources: dict[str, Resource] = {}
    for story, also in zip(stories, [*stories[1:], stories[0]], strict=True):
        whole = {_path(story): _article(story, also, story.body)}
        resources |= _split(story, also) if story is written[SPLIT] else whole
    resources |= _lists(stories)
    resources |= {
        "/feed/": rss("The Elder Quay", [(story, _path(story)) for story in stories[:10]]),
        "/sitemap_index.xml": sitemap_index(["/post-sitemap.xml"]),
        "/post-sitemap.xml": sitemap({_path(story): story.published for story in stories}),
        "/drafts/a-story-that-is-not-ready-yet/": _article(written[0], written[1], written[0].body[:2]),
        "/robots.txt": plain(ROBOTS),
    }
    return Site("quay", "The Elder Quay", resources, tuple(paths.values()), etags=True)


def _path(story: Story) -> str:
    return f"/{story.published:%Y/%m/%d}/{story.slug}/"


def _split(story: Story, also: Story) -> dict[str, Resource]:
    """The story on three pages, each of which links to the others."""
    third = len(story.body) // 3
    parts = (story.body[:third], story.body[third : 2 * third], story.body[2 * third :])
    return {
        _page_path(story, number): _article(story, also, part, _page_links(story, number))
        for number, part in enumerate(parts, 1)
    }


def _page_path(story: Story, number: int) -> str:
    return _path(story) if number == 1 else f"{_path(story)}{number}/"


def _page_links(story: Story, current: int) -> str:
    links = (
        f'<span class="post-page-numbers current">{n}</span>'
        if n == current
        else f'<a class="post-page-numbers" href="{_page_path(story, n)}">{n}</a>'
        for n in (1, 2, 3)
    )
    return f'<div class="page-links">Pages: {" ".join(links)}</div>'


def _article(story: Story, also: Story, parts: tuple[tuple[Part, str], ...], page_links: str = "") -> Resource:
    elements = body(parts)
    text = page(
        "quay_article",
        **escaped(story),
        url=ORIGIN + _path(story),
        published=story.published.isoformat(),
        day=f"{story.published:%B} {story.published.day}, {story.published.year}",
        section_slug=story.section.lower(),
        author_slug=story.author.lower().replace(" ", "-"),
        first="\n".join(elements[:2]),
        second="\n".join(elements[2:4]),
        third="\n".join(elements[4:]),
        also_path=_path(also),
        also_title=escape(also.title),
        page_links=page_links,
    )
    return Resource(text, modified=story.published)


def _lists(stories: list[Story]) -> dict[str, Resource]:
    """The front page and its later pages."""
    parts = pages_of(stories, ON_A_PAGE)
    return {_list_path(number): _list(part, number, len(parts)) for number, part in enumerate(parts, 1)}


def _list_path(number: int) -> str:
    return "/" if number == 1 else f"/page/{number}/"


def _list(stories: Sequence[Story], number: int, last: int) -> Resource:
    entries = "".join(page("quay_entry", **escaped(story), path=_path(story)) for story in stories)
    following = _list_path(number + 1) if number < last else ""
    link = f'<link rel="next" href="{following}">' if following else ""
    pager = f'<nav class="pagination"><a class="next" href="{following}">Older posts</a></nav>' if following else ""
    return Resource(page("quay_list", entries=entries, next_link=link, pager=pager))
