"""A beset site: good articles among attacks, all named in one list, and what a crawl lost or told wrongly of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from bench.hostile import news
from bench.hostile.attacks import Attack
from bench.hostile.crawling import Crawled
from bench.hostile.wire import Exchange, Site

GOOD = range(1, 21)
MEGABYTES = 512
"""What all processes of a crawl together may have resident."""


@dataclass(frozen=True)
class Beset:
    """A site with good articles, and attacks at further addresses; all are named in one list."""

    site: Site
    attacks: Mapping[str, tuple[int, Attack]]
    """Path -> number of the article that the attack pretends to be, and the attack."""


def beset(attacks: Sequence[Attack], good: Sequence[int] = GOOD) -> Beset:
    site = Site(news.articles(good), other=_chain)
    at = {news.path(500 + number): (500 + number, attack) for number, attack in enumerate(attacks)}
    site.handlers |= {path: attack.handler(number) for path, (number, attack) in at.items()}
    numbers = [*good, *(number for number, _ in at.values())]
    Random(3).shuffle(numbers)
    site.handlers["/"] = news.fixed(news.listing({news.path(n): news.title(n) for n in numbers}))
    return Beset(site, at)


async def _chain(exchange: Exchange) -> None:
    """Redirects that go on and on; anything else is not here."""
    head, _, step = exchange.asked.path.rpartition("/")
    if head.startswith("/chain/"):
        await exchange.answer(b"", "302 Found", Location=f"{head}/{int(step) + 1}")
    else:
        await exchange.answer(b"not here", "404 Not Found")


def complaints(beset: Beset, done: Crawled) -> list[str]:
    """What a crawl lost, or told wrongly."""
    return [*lost(done), *(said for path in beset.attacks if (said := _wrong(beset, path, done)))]


def lost(done: Crawled, good: Sequence[int] = GOOD) -> list[str]:
    """Good articles that were not stored whole, exactly once."""
    texts = done.texts()
    found = [text for text in texts.values() for number in good if not news.missing_words(number, text)]
    missing = [news.path(n) for n in good if news.missing_words(n, texts.get(news.path(n), ""))]
    return missing if missing or len(found) == len(good) else ["some article is there twice"]


def _wrong(beset: Beset, path: str, done: Crawled) -> str:
    number, attack = beset.attacks[path]
    outcome, reason = done.endings().get(path, ("not counted", ""))
    text = done.texts().get(path)
    torn = text is not None and bool(news.missing_words(number, text))
    told = outcome in attack.ends and (not attack.reasons or any(word in reason for word in attack.reasons))
    return "" if told and not torn else f"{attack.name}: {outcome} {reason}{' torn' if torn else ''}"
