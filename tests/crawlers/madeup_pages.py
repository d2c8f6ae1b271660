"""Made-up pages for the crawlers' tests: words enough for an article, and lists that lead to them."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import Any

Crawl = Callable[..., list[dict[str, Any]]]
"""Crawls targets into the test's database; returns their reports."""
WORDS = re.findall(
    r"\w+",
    "harbour council ferry bridge repair budget voters engineers opened winter market tram school river museum "
    "teachers signed agreement after long talks about costs while residents asked for clearer plans and a date",
)


def sentence(rng: Random) -> str:
    return " ".join(rng.choices(WORDS, k=rng.randint(14, 22))).capitalize() + "."


def article(title: str, *, seed: int = 0, following: str = "", extra: str = "") -> str:
    """A plausible article page; `following` is its next page."""
    rng = Random(f"{title}/{seed}")
    text = "".join(f"<p>{' '.join(sentence(rng) for _ in range(3))}</p>" for _ in range(6))
    more = f'<link rel="next" href="{following}">' if following else ""
    pages = f'<div class="page-links"><span>1</span> <a href="{following}">2</a></div>' if following else ""
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{title} | The Made-up Gazette</title>{more}'
        f'<meta property="og:type" content="article"></head><body><nav><a href="/">Home</a></nav><main><article>'
        f"<h1>{title}</h1>{text}{extra}{pages}</article></main><footer>Printed on paper</footer></body></html>"
    )


def listing(links: dict[str, str], extra: str = "", head: str = "") -> str:
    """A list page with a card for each address."""
    cards = "".join(f'<div class="card"><h3><a href="{url}">{title}</a></h3></div>' for url, title in links.items())
    return f"<!DOCTYPE html><html><head><title>List</title>{head}</head><body><main>{cards}</main>{extra}</body></html>"


def title(number: int) -> str:
    rng = Random(number)
    return f"{' '.join(rng.sample(WORDS, 6)).capitalize()} number {number}"
