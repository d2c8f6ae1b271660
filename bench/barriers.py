"""Made-up pages that stand where an article should be, in several languages, each in four disguises."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from pathlib import Path
from random import Random

SITE = "Lenne Post"


class Disguise(StrEnum):
    """How much of the article's own page a wall wears."""

    PLAIN = "plain"
    TEMPLATE = "in the site's template"
    SHARED = "with the headline for sharing"
    SIGNED = "with the article's own structured data"
    HEADED = "under the article's headline, day and author"
    DESCRIBED = "under them, with the article's description"


class Kind(StrEnum):
    """What a wall is."""

    CHALLENGE = "challenge"
    CAPTCHA = "captcha"
    CONSENT = "consent"
    LOGIN = "login"
    PAYWALL = "paywall"
    MAINTENANCE = "maintenance"
    MISSING = "soft 404"
    SHELL = "app shell"
    REGION = "region block"
    LIMIT = "rate limit"
    METER = "metered"
    SECTION = "section page"


@dataclass(frozen=True)
class Story:
    """An article, as its feed announces it."""

    path: str
    title: str
    lead: str
    more: tuple[str, ...]


STORIES = (
    Story(
        "/2026/03/ferry-late-again-as-captain-blames-fog/",
        "Ferry late again as captain blames fog",
        "The ferry to the outer islands was late again on Monday, and its captain blamed the fog on the sound.",
        (
            "Passengers waited on the pier for two hours, until the ferry cook served pancakes to everybody.",
            "The harbour board promised a second boat by the summer, built in the yard behind the old church.",
            "It is to be called Patience, after the woman who has sold tickets on the pier for forty-one years now.",
        ),
    ),
    Story(
        "/2026/03/village-school-opens-its-new-library/",
        "Village school opens its new library",
        "The village school of Hollin opened its new library on Friday, with four thousand books and a reading stove.",
        (
            "The pupils carried the books themselves, in a chain that reached from the old school to the new rooms.",
            "A retired carpenter made the shelves from the beams of a barn that a storm had torn down.",
            "The library is open to the whole village on Saturdays, and the school asks for nothing but clean hands.",
        ),
    ),
    Story(
        "/2026/03/mill-brook-bridge-closed-until-autumn/",
        "Mill brook bridge closed until autumn",
        "The bridge over the mill brook is closed until autumn, because two of its piers have sunk into the gravel.",
        (
            "Engineers measured the piers in January and found that the brook had washed a hollow under both of them.",
            "Farmers from the meadows beyond the bridge now drive eleven kilometres to bring their milk to the dairy.",
            "The council wants to put up a ford for tractors as soon as the brook is low enough for the diggers.",
        ),
    ),
)

_WHO = ("Baker", "Mayor", "Ferryman", "Librarian", "Teacher", "Carpenter", "Choir", "Council", "Dairy", "Fire brigade",
        "Gardener", "Miller", "Postwoman")  # fmt: skip
_DOES = ("opens", "repairs", "paints", "sells", "buries", "measures", "defends", "forgets", "celebrates", "moves")
_WHAT = ("bridge", "clock tower", "orchard", "lighthouse", "playground", "barn", "archive", "market hall", "chapel",
         "harbour crane", "swimming bath", "windmill", "museum", "railway station", "quarry", "fountain")  # fmt: skip
_WHERE = ("Hollin", "Lenne", "Aldmouth", "Birkdale", "Corvey", "Dunmore", "Eskby", "Farrow", "Garth")


def stories(count: int, seed: int = 1) -> list[Story]:
    """So many made-up articles, no two about the same."""
    chance = Random(seed)
    return [_made(number, chance) for number in range(count)]


def _made(number: int, chance: Random) -> Story:
    who, what, where = _WHO[number % 13], _WHAT[number % 16], _WHERE[number % 9]
    title = f"{who} {chance.choice(_DOES)} {what} near {where}"
    weeks, coins, guests = chance.randint(2, 60), chance.randint(3, 900), chance.randint(12, 4000)
    lead = f"The {what} near {where} has waited for this day for {weeks} weeks, and the {who.lower()} knows it well."
    more = (
        f"Work on the {what} has cost {coins} thousand coins so far, half of it given by people of {where}.",
        f"{guests} visitors came to look at it on the first morning, some from as far as {_WHERE[number % 7]}.",
        f"What the {who.lower()} liked best was the {chance.choice(_WHAT)} beside it, which nobody had asked for.",
        f"In {chance.choice(_WHERE)} people are not so sure: there the old {what} still stands, and is used.",
        f"A decision about the rest is due in {chance.choice(_WHERE)} after the harvest, when all are at home.",
    )
    slug = "-".join(title.lower().split())
    return Story(f"/2026/03/{slug}-{number}/", title, lead, more)


_TOLD: dict[str, dict[str, list[str]]] = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
"""What each kind of wall says in each language: title and text, of consents the paragraphs."""
_LEGAL = _TOLD[Kind.CONSENT]
LANGUAGES = tuple(_LEGAL)


_HEADED = (Disguise.HEADED, Disguise.DESCRIBED)
_ASKING = (Kind.CAPTCHA, Kind.CHALLENGE, Kind.CONSENT, Kind.LOGIN, Kind.METER, Kind.PAYWALL, Kind.SECTION, Kind.SHELL)


def shows_itself(kind: Kind, disguise: Disguise) -> bool:
    """Whether the page alone gives the wall away: under the article's header, unless it describes it, or asks."""
    return disguise is not Disguise.HEADED or kind in _ASKING


_BYLINE = (
    '<p class="byline">By <a rel="author" href="/by/ada/">Ada Lindqvist</a> '
    '<time datetime="2026-03-01T08:30:00+01:00">1 March 2026</time></p>'
)


def article(story: Story, *, lines: tuple[str, ...] | None = None, title: str = "", day: str = "2026-03-01") -> str:
    """The good page of a story."""
    text = "".join(f"<p>{escape(line)}</p>" for line in (lines or (story.lead, *story.more)))
    title = title or story.title
    head = f'<meta property="article:published_time" content="{day}T08:30:00+01:00">'
    main = f'<article><h1>{escape(title)}</h1>{_BYLINE}<div class="text">{text}</div></article>'
    return _page(f"{title} | {SITE}", head, _template(main))


def barrier(kind: Kind, story: Story, language: str, disguise: Disguise, number: int = 0, size: int = 1) -> str:
    """A wall at the address of a story. `number` varies what walls vary: codes, times, counts."""
    code = f"{number * 7919 + 104729:x}-{number}"
    title, inside = _inside(kind, story, language, code, number, size)
    head = _worn(disguise, story)
    if disguise in (Disguise.SHARED, Disguise.SIGNED):
        title = f"{story.title} | {SITE}"
    if disguise in _HEADED:
        inside, title = _headed(inside, story), f"{story.title} | {SITE}"
    body = inside if disguise is Disguise.PLAIN else _template(inside)
    return _page(title, head + _of_kind(kind), body, language)


def _headed(inside: str, story: Story) -> str:
    """A wall in the place of the text, the article's own header above it."""
    wall = re.sub(r"</?main>|<h1>.*?</h1>", "", inside)
    return f'<article><header><h1>{escape(story.title)}</h1>{_BYLINE}</header><div class="text">{wall}</div></article>'


def every_barrier() -> list[tuple[Kind, str, Disguise]]:
    """All kinds in all languages and disguises that make sense."""
    return list(_combined())


def _combined() -> Iterator[tuple[Kind, str, Disguise]]:
    for kind in Kind:
        for language in LANGUAGES:
            for disguise in Disguise:
                if (kind not in (Kind.PAYWALL, Kind.SECTION, Kind.SHELL)) or language == "en":
                    yield kind, language, disguise


def _inside(kind: Kind, story: Story, language: str, code: str, number: int, size: int) -> tuple[str, str]:
    if kind is Kind.CONSENT:
        lines = [line.format(n=800 + number) for line in _LEGAL[language]] * size
        lines = [f"{line} ({place})" if place >= len(_LEGAL[language]) else line for place, line in enumerate(lines)]
        text = "".join(f"<p>{line}</p>" for line in lines)
        buttons = '<form method="post"><button name="a">OK</button><button name="b">No</button></form>'
        return "Lenne", f"<main><h1>Lenne</h1>{text}{buttons}</main>"
    if kind is Kind.PAYWALL:
        offer = "<p>The rest is for subscribers.</p><form><button>Subscribe</button></form>"
        box = f'<section class="offer">{offer}</section>'
        return story.title, f"<main><h1>{story.title}</h1><p>{story.lead}</p>{box}</main>"
    if kind is Kind.SHELL:
        return SITE, '<div id="root"></div><noscript>You need scripts to read this page.</noscript>'
    if kind is Kind.SECTION:
        rows = "".join(
            f'<section><h2><a href="{s.path}">{s.title}</a></h2><p>{s.lead}</p></section>' for s in STORIES * 4
        )
        return "News", f"<main><h1>News</h1>{rows}</main>"
    title, text = _TOLD[kind][language]
    return title, f"<main><h1>{title}</h1><p>{text.format(code=code)}</p>{_device(kind)}</main>"


def _device(kind: Kind) -> str:
    """What the reader is to fill in."""
    return {
        Kind.CHALLENGE: '<noscript>Scripts must run.</noscript><script>let a = "' + "x9" * 2000 + '"</script>',
        Kind.CAPTCHA: '<iframe src="https://captcha.example/frame"></iframe>',
        Kind.METER: '<p><a class="button" href="/plans/">OK</a></p>',
        Kind.LOGIN: '<form action="/in"><input name="mail"><input type="password"><button>OK</button></form>',
    }.get(kind, "")


_NOT_FREE = {"@type": "NewsArticle", "isAccessibleForFree": "False"}


def _of_kind(kind: Kind) -> str:
    return {
        Kind.CHALLENGE: '<meta name="robots" content="noindex,nofollow"><meta http-equiv="refresh" content="6">',
        Kind.PAYWALL: f'<script type="application/ld+json">{json.dumps(_NOT_FREE)}</script>',
    }.get(kind, "")


def _worn(disguise: Disguise, story: Story) -> str:
    shared = (
        f'<meta property="og:type" content="article"><meta property="og:title" content="{escape(story.title)}">'
        f'<meta property="og:site_name" content="{SITE}">'
    )
    data: Mapping[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": "2026-03-01T08:30:00+01:00",
        "author": {"@type": "Person", "name": "Ada Lindqvist"},
    }
    if disguise is Disguise.SHARED:
        return shared
    if disguise is Disguise.DESCRIBED:
        return f'{shared}<meta name="description" content="{escape(story.lead)}">'
    return (
        f'{shared}<script type="application/ld+json">{json.dumps(data)}</script>' if disguise is Disguise.SIGNED else ""
    )


def _template(main: str) -> str:
    links = "".join(
        f'<li><a href="/{name}/">{name.title()}</a></li>' for name in ("news", "sport", "harbour", "letters")
    )
    return (
        f'<header><a href="/">{SITE}</a><nav><ul>{links}</ul></nav></header>{main}'
        f'<footer><p>{SITE}, Mill Lane 4, Hollin</p><a href="/imprint/">Imprint</a></footer>'
    )


def _page(title: str, head: str, body: str, language: str = "en") -> str:
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"{head}</head><body>{body}</body></html>"
    )
