"""Fathom Weekly, in the manner of Varient: headline as alt and caption, standfirst, previous and next, reactions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from html import escape

from demo.markup import body, escaped, page, pages_of, plain, rss, sitemap
from demo.site import ORIGIN, Resource, Site
from demo.story import KINDS, Story, write

NEWEST = datetime(2025, 5, 9, 11, 40, tzinfo=UTC)
TWICE = 4
"""The number of the story that is also found below its category."""
LOST = "/the-article-that-was-here-before"
"""A soft 404: the sitemap names it, the server says 200, and there is no article."""


def fathom(night: int) -> Site:
    """The site, with ETags; the counters of views move every night, so that no ETag lasts."""
    stories = [write(KINDS[(n * 7 + 3) % len(KINDS)], 200 + n, NEWEST - timedelta(hours=27 * n)) for n in range(15)]
    resources = {_path(story): _article(story, stories, night) for story in stories}
    twice = stories[TWICE]
    resources[f"/{_category(twice)}{_path(twice)}"] = resources[_path(twice)]
    resources |= _lists("/", "Latest Posts", stories) | _lists("/category/coast", "Coast", stories[::2], twice)
    changed = {_path(story): story.published for story in stories}
    resources |= {
        LOST: Resource(page("fathom_lost", entries=_entries(stories[:5]))),
        "/rss/latest-posts": rss("Fathom Weekly - Latest Posts", [(story, _path(story)) for story in stories[:8]]),
        "/sitemap.xml": sitemap(changed | {LOST: NEWEST, f"/{_category(twice)}{_path(twice)}": twice.published}),
        "/robots.txt": plain("User-agent: *\nDisallow: /admin\n"),
    }
    return Site("fathom", "Fathom Weekly", resources, tuple(map(_path, stories)), etags=True)


def _path(story: Story) -> str:
    return f"/{story.slug}"


def _category(story: Story) -> str:
    return story.section.lower()


def _article(story: Story, stories: list[Story], night: int) -> Resource:
    at = stories.index(story)
    previous, following = stories[at - 1], stories[(at + 1) % len(stories)]
    text = page(
        "fathom_article",
        **escaped(story),
        url=ORIGIN + _path(story),
        origin=ORIGIN,
        image=f"{story.number}.jpg",
        category=_category(story),
        author_slug=story.author.lower().replace(" ", "-"),
        published=story.published.isoformat(),
        day=f"{story.published:%b} {story.published.day}, {story.published.year}",
        time=f"{story.published:%H:%M}",
        views=str(17 * story.number + 5 * night),
        body="\n".join(body(story.body)),
        previous=escape(previous.title),
        previous_path=_path(previous),
        next=escape(following.title),
        next_path=_path(following),
    )
    return Resource(text)


def _lists(path: str, heading: str, stories: list[Story], twice: Story | None = None) -> dict[str, Resource]:
    """A list on several pages. The story to be found twice is linked here below its category."""
    parts = pages_of(stories, 6)
    return {
        path if number == 1 else f"{path}?page={number}": Resource(
            page("fathom_list", heading=heading, entries=_entries(part, twice), pager=_pager(path, number, len(parts)))
        )
        for number, part in enumerate(parts, 1)
    }


def _entries(stories: Sequence[Story], twice: Story | None = None) -> str:
    return "".join(
        page(
            "fathom_entry",
            **escaped(story),
            path=_prefix(story, twice) + _path(story),
            author_slug=story.author.lower().replace(" ", "-"),
        )
        for story in stories
    )


def _prefix(story: Story, twice: Story | None) -> str:
    return f"/{_category(story)}" if story is twice else ""


def _pager(path: str, number: int, last: int) -> str:
    links = (f'<li><a href="{path}?page={n}">{n}</a></li>' for n in range(1, last + 1) if n != number)
    return f'<ul class="pagination">{"".join(links)}</ul>'
