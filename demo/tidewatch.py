"""Tidewatch, an aggregator: the day's date twice on top, a source line, cards of other stories printed twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from html import escape

from demo.markup import body, escaped, page, pages_of, plain, sitemap, sitemap_index
from demo.site import ORIGIN, Resource, Site
from demo.story import KINDS, Story, write

SOURCES = ("Varnholm Courier", "Lowmere Gazette", "Ministry of Tides (EN)")
FIRST_NIGHT = date(2025, 5, 12)
NEWEST = datetime(2025, 5, 11, 6, 30, tzinfo=UTC)
STREAM = "/wp-admin/admin-ajax.php"


def tidewatch(night: int) -> Site:
    """The site; it sends no validators, and each of its pages changes every night."""
    stories = [write(KINDS[n % len(KINDS)], 100 + n, NEWEST - timedelta(hours=19 * n)) for n in range(18)]
    today = FIRST_NIGHT + timedelta(days=night)
    resources = {_path(story): _article(story, stories, today, night) for story in stories}
    resources |= {"/": _front(stories, today), "/newstream/feed/": _feed(stories), "/robots.txt": plain(ROBOTS)}
    resources |= {
        "/sitemap_index.xml": sitemap_index(["/newstream-sitemap.xml"]),
        "/newstream-sitemap.xml": sitemap({_path(story): story.published for story in stories[3:]}),
    }
    resources |= {f"{STREAM}?from={10 * at}": _stream(part) for at, part in enumerate(pages_of(stories, 10))}
    resources[STREAM] = Resource("")
    return Site("tidewatch", "Tidewatch", resources, tuple(map(_path, stories)), crawl_as="kcna_watch")


ROBOTS = """User-agent: *
Disallow: /wp-admin/
Allow: /wp-admin/admin-ajax.php
"""


def _path(story: Story) -> str:
    """The number makes it unique; the slug is cut after a few words, so that two stories may share one."""
    slug = "-".join(story.slug.split("-")[:5])
    return f"/newstream/{int(story.published.timestamp())}-{story.number * 7_919 % 1_000_000}/{slug}/"


def _source(story: Story) -> str:
    return SOURCES[story.number % len(SOURCES)]


def _day(story: Story) -> str:
    return f"{story.published:%d/%m/%Y}"


def _today(today: date) -> dict[str, str]:
    return {
        "long_today": f"{today:%B} {today.day}, {today.year}",
        "short_today": f"{today:%b} {today.day}, {today.year}",
    }


def _article(story: Story, stories: list[Story], today: date, night: int) -> Resource:
    others = [other for other in stories if _source(other) == _source(story) and other is not story]
    turned = others[night % len(others) :] + others[: night % len(others)]
    source = _source(story)
    text = page(
        "tidewatch_article",
        title=escape(story.title),
        body="\n".join(body(story.body)),
        source=source,
        source_slug=source.lower().replace(" ", "-").strip("()"),
        original=f"https://courier.example/{story.slug}",
        date=_day(story),
        cards="\n".join(map(_card, turned[:4])),
        **_today(today),
    )
    return Resource(text)


def _card(story: Story) -> str:
    said = escaped(story)
    return page("tidewatch_card", title=said["title"], excerpt=said["excerpt"], path=_path(story), date=_day(story))


def _front(stories: list[Story], today: date) -> Resource:
    return Resource(page("tidewatch_list", cards="\n".join(map(_card, stories[:10])), **_today(today)))


def _stream(stories: Sequence[Story]) -> Resource:
    return Resource("\n".join(map(_card, stories)))


def _feed(stories: list[Story]) -> Resource:
    """As such feeds come: a bare ampersand, an HTML entity, an open paragraph, and the end is missing."""
    items = "".join(
        f"<item><title>{story.title} & more</title><link>{ORIGIN}{_path(story)}</link>"
        f"<pubDate>{story.published:%a, %d %b %Y %H:%M:%S} +0000</pubDate>"
        f"<description><p>{story.excerpt}&nbsp;</description></item>\n"
        for story in stories[:6]
    )
    return Resource(f'<?xml version="1.0"?>\n<rss version="2.0"><channel><title>Tidewatch</title>\n{items}', "text/xml")
