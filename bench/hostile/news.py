"""The good articles of a made-up newspaper, and lists, feeds and sitemaps that name them among others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape
from random import Random

from bench.hostile.wire import Exchange, Handler

_WORDS = re.findall(
    r"\w+",
    "harbour pilot orchard council ferry miller lantern bridge gravel chorus tide budget copper meadow archive baker "
    "signal timber valley engine winter school garden ledger anchor painter quarry library station potter clover",
)
_VERBS = re.findall(r"\w+", "opened repaired counted moved painted measured sold planted lent found promised closed")


def title(number: int) -> str:
    """A headline, always the same for a number."""
    rng = Random(f"title {number}")
    return f"{' '.join(rng.sample(_WORDS, 5)).capitalize()} {number}"


def path(number: int) -> str:
    """The address of an article on its site."""
    return f"/story/{100000 + number}-{'-'.join(title(number).lower().split()[:4])}"


def sentences(number: int, count: int = 14) -> list[str]:
    """What an article says: no two articles share a sentence."""
    rng = Random(f"text {number}")
    return [
        f"The {' '.join(rng.choices(_WORDS, k=3))} {rng.choice(_VERBS)} the {' '.join(rng.choices(_WORDS, k=4))} "
        f"after {rng.randint(3, 90)} days, said the {rng.choice(_WORDS)} keeper of quarter {number}-{at}."
        for at in range(count)
    ]


def page(number: int, *, extra: str = "", head: str = "") -> bytes:
    """An article's page."""
    name = escape(title(number))
    text = "".join(f"<p>{sentence}</p>" for sentence in sentences(number))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{name} | Quarter Post</title>{head}'
        f'</head><body><nav><a href="/">Home</a></nav><main><article><h1>{name}</h1>{text}</article>{extra}</main>'
        f"<footer><p>Quarter Post, printed daily</p></footer></body></html>"
    ).encode()


def missing_words(number: int, text: str) -> list[str]:
    """The sentences of an article that a stored text lacks."""
    return [sentence for sentence in sentences(number) if sentence not in text]


def article(number: int) -> Handler:
    """Answers with a good article."""

    async def answer(exchange: Exchange) -> None:
        await exchange.answer(page(number), ETag=f'"{number}"')

    return answer


def articles(numbers: Iterable[int]) -> dict[str, Handler]:
    """Good articles at their addresses."""
    return {path(number): article(number) for number in numbers}


def listing(links: Mapping[str, str], extra: str = "", head: str = "") -> bytes:
    """A list page; address -> headline."""
    cards = "".join(f'<h3><a href="{escape(url)}">{escape(name)}</a></h3>' for url, name in links.items())
    return (
        f"<!doctype html><html><head><title>Quarter Post</title>{head}</head><body><main>{cards}</main>{extra}"
        f"</body></html>"
    ).encode()


def feed(links: Mapping[str, str], before: str = "") -> bytes:
    """An RSS feed; address -> headline."""
    items = "".join(f"<item><title>{escape(n)}</title><link>{escape(u)}</link></item>" for u, n in links.items())
    return f'<?xml version="1.0"?>{before}<rss version="2.0"><channel>{items}</channel></rss>'.encode()


def sitemap(urls: Iterable[str], before: str = "") -> bytes:
    """A sitemap."""
    entries = "".join(f"<url><loc>{escape(url)}</loc></url>" for url in urls)
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0"?>{before}<urlset xmlns="{space}">{entries}</urlset>'.encode()


def fixed(body: bytes, content_type: str = "text/html; charset=utf-8", status: str = "200 OK", **more: str) -> Handler:
    """Answers with these bytes, always."""

    async def answer(exchange: Exchange) -> None:
        await exchange.answer(body, status, Content_Type=content_type, **more)

    return answer
