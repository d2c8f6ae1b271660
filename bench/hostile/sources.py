"""Feeds and sitemaps as no publisher should write them: each names one good article, at some cost."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping
from html import escape
from random import Random

from bench.hostile import bombs, news
from bench.hostile.attacks import dripping, poured, raw
from bench.hostile.wire import Exchange, Handler, Site, head

_XML = "application/xml"
Source = Callable[[str], Handler]
"""Path of a good article -> a handler that names it."""


def entity_bomb(depth: int = 12) -> str:
    """A document type whose last entity stands for ten to the power of `depth` words."""
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, depth))
    return f'<!DOCTYPE lol [<!ENTITY e0 "word">{levels}]>'


def _text(body: Callable[[str], str | bytes], content_type: str = _XML) -> Source:
    def of(path: str) -> Handler:
        made = body(path)
        return news.fixed(made if isinstance(made, bytes) else made.encode(), content_type)

    return of


def _map(path: str, before: str = "", more: str = "") -> str:
    return f'<?xml version="1.0"?>{before}<urlset><url><loc>{escape(path)}</loc>{more}</url></urlset>'


def _feed(path: str, title: str = "A headline", before: str = "", more: str = "") -> str:
    item = f"<item><title>{title}</title><link>{escape(path)}</link>{more}</item>"
    return f'<?xml version="1.0"?>{before}<rss><channel>{item}</channel></rss>'


def _garbage(path: str) -> bytes:
    noise = Random(7).randbytes(3000)
    return noise + b"<urlset><url><loc>" + path.encode() + b"</loc></url>" + noise + b"<url><loc>\xff\xfe</loc>"


def sitemaps(entries: int) -> Mapping[str, Source]:
    """Sitemaps; the largest has so many entries."""
    return {
        "plain": _text(_map),
        "gzipped": _text(lambda path: gzip.compress(_map(path).encode()), "application/gzip"),
        "entity bomb": _text(lambda path: _map(path, entity_bomb(), "<note>&e11;</note>")),
        "entity bomb in an address": _text(lambda path: _map(path, entity_bomb(), "</url><url><loc>&e11;</loc>")),
        "entities in attributes": _text(lambda path: _map(path, entity_bomb(), '<note of="&e11;"/>')),
        "external entity": _text(lambda path: _map(path, _external(), "</url><url><loc>&x;</loc>")),
        "external subset": _text(lambda path: _map(path, '<!DOCTYPE urlset SYSTEM "/dtd/evil.dtd">')),
        "a map of itself": _text(lambda path: f"<sitemapindex>{_named('/map-7.xml')}</sitemapindex>{_map(path)}"),
        "deep": _text(lambda path: _map(path) + "<a>" * 100_000),
        "garbage": _text(_garbage),
        "cut gzip": _text(lambda path: gzip.compress(_map(path, more=_filler(2000)).encode())[:-40]),
        "many entries": _text(lambda path: _many(path, entries)),
        "json": _text(lambda path: json.dumps({"items": [{"url": path, "title": "A headline"}]})),
    }


def feeds() -> Mapping[str, Source]:
    """Feeds."""
    return {
        "plain": _text(_feed),
        "entity bomb": _text(lambda path: _feed(path, "A headline &e11;", entity_bomb())),
        "unclosed": _text(lambda path: _feed(path, "A <b>headline & more")[:-20]),
        "broken item": _text(lambda path: _feed("/x", "<![CDATA[ never closed").replace("</rss>", "") + _feed(path)),
        "html around it": _text(lambda path: f"<html><body>Warning: mysql</body></html>{_feed(path)}"),
        "controls": _text(lambda path: _feed(path, "A \x00\x08\x1b[31m headline &#0; &#27;")),
        "external entity": _text(lambda path: _feed(path, "A headline &x;", _external())),
        "json nested": _text(lambda path: '{"items": [{"url": "' + path + '"}], "x": ' + "[" * 900 + "]" * 900 + "}"),
    }


def hopeless(megabytes: int, parts: int) -> Mapping[str, Handler]:
    """Sources that name nothing and cost what they can."""
    return {
        "silence": dripping(b"", b"", 1.0)(0),
        "a slow feed": dripping(head(Content_Type=_XML) + b"<rss><channel>", b"<item>", 0.2)(0),
        "a redirect to itself": _to_itself,
        "gzip bomb": poured("gzip", lambda: bombs.deflated(megabytes))(0),
        "gzipped bomb": news.fixed(b"".join(bombs.deflated(megabytes)), "application/gzip"),
        "a million empty elements": news.fixed(b"<urlset>" + b"<x/>" * 1_000_000, _XML),
        "an index of everything": news.fixed(_index(parts), _XML),
        "500": raw(head("500 Internal Server Error", Content_Length="0"))(0),
    }


def newspaper(entries: int = 2000, megabytes: int = 40) -> tuple[Site, list[int]]:
    """A site whose home page is empty: everything is in its sources. And the numbers of its good articles."""
    maps, fed = list(sitemaps(entries).values()), list(feeds().values())
    good = list(range(1, len(maps) + len(fed) + 1))
    site = Site(news.articles(good))
    for at, source in enumerate(maps):
        site.handlers[f"/map-{at}.xml"] = source(news.path(good[at]))
    for at, source in enumerate(fed):
        site.handlers[f"/feed-{at}.xml"] = source(news.path(good[len(maps) + at]))
    lines = [f"Sitemap: /map-{at}.xml" for at in range(len(maps))]
    links = [f"/feed-{at}.xml" for at in range(len(fed))]
    for at, handler in enumerate(hopeless(megabytes, entries).values()):
        site.handlers[f"/none-{at}.xml"] = handler
        lines.append(f"Sitemap: /none-{at}.xml")
    named = "".join(f'<link rel="alternate" type="application/rss+xml" href="{url}">' for url in links)
    site.handlers["/"] = news.fixed(news.listing({}, head=named))
    site.handlers["/robots.txt"] = _robots(site, lines)
    return site, good


def _robots(site: Site, lines: list[str]) -> Handler:
    async def answer(exchange: Exchange) -> None:
        text = "\n".join(line.replace(" /", f" {site.base}/") for line in lines)
        await exchange.answer(text.encode(), Content_Type="text/plain")

    return answer


async def _to_itself(exchange: Exchange) -> None:
    await exchange.answer(b"", "302 Found", Location=exchange.asked.path)


def _external() -> str:
    return '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y SYSTEM "/secret.txt">]>'


def _named(path: str) -> str:
    return f"<sitemap><loc>{path}</loc></sitemap>"


def _index(count: int) -> bytes:
    return f"<sitemapindex>{''.join(_named(f'/part-{n}.xml') for n in range(count))}</sitemapindex>".encode()


def _filler(count: int) -> str:
    return "".join(f"</url><url><loc>/story/{700_000 + number}-that-is-not-there</loc>" for number in range(count))


def _many(path: str, entries: int) -> str:
    """So many entries, all but one of stories that are not there."""
    return _map(path, more=_filler(entries))
