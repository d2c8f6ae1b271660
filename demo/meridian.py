"""Meridian Post, in the manner of Next.js: hashed class names, JSON-LD, zipped sitemaps, a challenge page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from hashlib import blake2b
from html import escape

from demo.markup import body, escaped, page, pages_of, plain, sitemap, sitemap_index
from demo.site import ORIGIN, Resource, Site
from demo.story import KINDS, Story, write
from demo.wire import wire

ZONE = timezone(timedelta(hours=-4))
NEWEST = datetime(2025, 5, 11, 8, 15, 30, tzinfo=ZONE)
GONE = 6
"""The number of the story that is taken down after the first night."""
CHECKED = "/stories/what-the-tide-left-on-the-steps-0badc0de"
"""A story that nobody gets to see: a page that checks the browser answers in its place, with status 200."""


def meridian(night: int) -> Site:
    """The site, with Last-Modified only. From the second night on one story answers 410."""
    written = [write(KINDS[(n * 5 + 1) % len(KINDS)], 300 + n, NEWEST - timedelta(hours=23 * n)) for n in range(14)]
    stories = sorted([*written, wire(NEWEST - timedelta(hours=30))], key=lambda story: story.published, reverse=True)
    resources = {_path(story): _article(story, stories) for story in stories}
    kept = [story for story in stories if night == 1 or story is not written[GONE]]
    if night > 1:
        resources[_path(written[GONE])] = Resource("<!doctype html><title>Gone</title><h1>Gone</h1>\n", status=410)
    resources |= _lists(kept)
    resources |= {
        CHECKED: Resource(page("meridian_check")),
        "/sitemap.xml": sitemap_index(["/sitemaps/stories-0.xml.gz", "/sitemaps/stories-1.xml.gz"]),
        "/sitemaps/stories-0.xml.gz": sitemap({_path(story): story.published for story in kept[:8]}, gzipped=True),
        "/sitemaps/stories-1.xml.gz": sitemap(
            {_path(story): story.published for story in kept[8:]} | {CHECKED: NEWEST}, gzipped=True
        ),
        "/robots.txt": plain(f"User-agent: *\nDisallow: /account/\n\nSitemap: {ORIGIN}/sitemap.xml\n"),
    }
    return Site("meridian", "Meridian Post", resources, tuple(map(_path, kept)))


def _id(story: Story) -> str:
    return blake2b(story.title.encode(), digest_size=4).hexdigest()


def _path(story: Story) -> str:
    return f"/stories/{story.slug}-{_id(story)}"


def _json_ld(story: Story) -> str:
    said = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "description": story.standfirst,
        "datePublished": story.published.isoformat(),
        "author": [{"@type": "Person", "name": story.author}],
        "image": [f"{ORIGIN}/images/{_id(story)}.webp"],
        "articleSection": story.section,
        "publisher": {"@type": "NewsMediaOrganization", "name": "Meridian Post"},
        "mainEntityOfPage": ORIGIN + _path(story),
    }
    return json.dumps(said, ensure_ascii=False).replace("<", "\\u003c")


def _article(story: Story, stories: list[Story]) -> Resource:
    at = stories.index(story)
    rail = [stories[(at + step) % len(stories)] for step in (2, 5, 7)]
    text = page(
        "meridian_article",
        **escaped(story),
        url=ORIGIN + _path(story),
        json_ld=_json_ld(story),
        author_slug=story.author.lower().replace(" ", "-"),
        published=story.published.isoformat(),
        day=f"{story.published:%B} {story.published.day}, {story.published.year}",
        minutes=str(2 + len(story.body) // 4),
        body="\n".join(body(story.body)),
        rail="\n".join(map(_link, rail)),
        story_id=_id(story),
    )
    return Resource(text, modified=story.published)


def _link(story: Story) -> str:
    return f'<a class="Rail_item__a7" href="{_path(story)}"><div class="Rail_text__k">{escape(story.title)}</div></a>'


def _lists(stories: list[Story]) -> dict[str, Resource]:
    """The front page, which is the first page of the latest stories, and the pages behind it."""
    parts = pages_of(stories, 5)
    pages = {f"/latest?page={n}": _list(part, n, len(parts)) for n, part in enumerate(parts, 1)}
    return pages | {"/": pages["/latest?page=1"], "/latest": pages["/latest?page=1"]}


def _list(stories: Sequence[Story], number: int, last: int) -> Resource:
    entries = "".join(page("meridian_entry", **escaped(story), path=_path(story)) for story in stories)
    following = f"/latest?page={number + 1}"
    has_more = number < last
    return Resource(
        page(
            "meridian_list",
            entries=entries,
            next_link=f'<link rel="next" href="{following}">' if has_more else "",
            more=f'<a class="List_more__b3" rel="next" href="{following}">More stories</a>' if has_more else "",
        )
    )
