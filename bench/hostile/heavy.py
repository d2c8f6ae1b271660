"""Pages that are heavy to read: a million elements, a hundred thousand links; and lists of that kind."""

from __future__ import annotations

from collections.abc import Callable

from bench.hostile import news
from bench.hostile.attacks import GOOD, LOST, Attack, raw
from bench.hostile.wire import Exchange, Handler, Site, head


def _with(extra: Callable[[int], str], before: str = "") -> Callable[[int], Handler]:
    def of(number: int) -> Handler:
        body = news.page(number, extra=extra(number), head=before)
        return raw(head(Content_Length=str(len(body))) + body)(number)

    return of


def _deep(depth: int) -> Callable[[int], Handler]:
    """An article that stands so many elements deep."""

    def of(number: int) -> Handler:
        body = news.page(number).replace(b"<article>", b"<article>" + b"<div>" * depth)
        return raw(head(Content_Length=str(len(body))) + body)(number)

    return of


def pages(many: int) -> tuple[Attack, ...]:
    """Articles beside `many` elements of some kind; what is stored must be whole."""
    either = GOOD | LOST
    return (
        Attack("300 deep", _deep(300), GOOD),
        Attack("nested", _with(lambda number: "<div>" * many), either),
        Attack("siblings", _with(lambda number: "<i></i>" * many), either),
        Attack("paragraphs", _with(lambda number: "<p>a</p>" * many), either),
        Attack("tables", _with(lambda number: "<table><tr><td>" * (many // 3)), either),
        Attack("attributes", _with(lambda number: f"<a {' '.join(f'x{n}=1' for n in range(many // 5))}>"), either),
        Attack("links", _with(lambda number: "".join(f'<a href="/x/{n}">x</a>' for n in range(many // 10))), either),
        Attack("entities", _with(lambda number: "&amp;" * many), either),
        Attack("formatting", _with(lambda number: "<b><i><u>" * (many // 3)), either),
        Attack("scripts", _with(lambda number: f"<script>{'var x = 1;' * many}</script>"), either),
        Attack("comments", _with(lambda number: "<!-- -->" * many), either),
    )


def list_of_dead_links(links: int) -> tuple[Site, range]:
    """A home page with so many links to what is not there; the good articles stand in its feed."""
    good = range(1, 11)
    site = Site(news.articles(good), other=_gone)
    dead = {f"/story/{900_000 + n}-no-such-story-here": f"There is no story with this number {n}" for n in range(links)}
    home = news.listing(dead, head='<link rel="alternate" type="application/rss+xml" href="/feed.xml">')
    site.handlers["/"] = news.fixed(home)
    site.handlers["/feed.xml"] = news.fixed(news.feed({news.path(n): news.title(n) for n in good}), "application/xml")
    return site, good


async def _gone(exchange: Exchange) -> None:
    await exchange.answer(b"<html><body><p>Not here</p></body></html>", "404 Not Found")
