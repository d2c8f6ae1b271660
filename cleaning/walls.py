"""Walls: pages that stand where an article should be (challenges, consents, logins, paywalls), told by their structure.

No phrase of any language is looked for. A page is weighed: signs that it keeps its readers out, against signs that
its text is what its headline and its address announce.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from cleaning.article import Article, Refusal
from cleaning.gates import Told
from cleaning.page import Page
from cleaning.signs import Sign, weight
from cleaning.telling import same_script, slug_words, telling, told
from cleaning.urls import url_key

Ruling = tuple[Refusal | None, str]
PASSES: Final[Ruling] = (None, "")
_UNRELATED, _RELATED = 0.25, 0.5
"""Share of a headline's words: below the one the text is about something else, from the other on it is about that."""
_WALL: Final = 5
"""Points from which on a page is a wall."""
_SHORT, _STUMP, _MISSING, _TIMES, _MANY_TIMES = 60.0, 150.0, 150, 2.5, 3.5
_FEW = 300.0
"""Words of a text that may be lost altogether; longer ones must show more."""
_LONGEST_ADDRESS = 4000
_WEAK: Final = {Sign.BARE, Sign.ASTRAY, Sign.BELIED}
"""Signs that say nothing of a page with a date or an author if there is no other."""
SLUG: Final = re.compile(r"\d|(?:[^/-]+-){3}")
"""What the addresses of articles have, and those of sections seldom."""


def wall(page: Page, article: Article, announced: Told, said: float) -> Ruling:
    """The refusal of a wall with its evidence. `said`: the words of the article."""
    for ruling in (
        _redirected(page, article),
        _paywall(announced, said),
        _unkept(announced, said),
        _weighed(page, article, announced, said),
    ):
        if ruling[0]:
            return ruling
    return PASSES


def _redirected(page: Page, article: Article) -> Ruling:
    """A redirect to a page above the one asked for, to one that remembers what was asked, or about another thing."""
    if page.final_url == page.url or url_key(page.final_url) == url_key(page.url):
        return PASSES
    if _is_above(page.final_url, page.url):
        return Refusal.SECTION, f"asking for the article leads to {page.final_url}, above it"
    if _carries(page.final_url, page.url):
        return Refusal.BLOCK_PAGE, f"asking for the article leads to {page.final_url}, which remembers what was asked"
    about = by_address(page.url, telling(article.title or "") | telling(article.text))
    poor = not SLUG.search(urlsplit(page.final_url).path) or not (article.published or article.authors)
    if about is not None and about < _UNRELATED and poor:
        return Refusal.BLOCK_PAGE, f"asking for the article leads to {page.final_url}, which is about something else"
    return PASSES


def _is_above(final: str, asked: str) -> bool:
    """Whether an address is that of a folder around another one, such as the front page."""
    one, other = urlsplit(final), urlsplit(asked)
    folder, path = one.path.rstrip("/"), other.path.rstrip("/")
    return not one.query and folder != path and path.startswith(f"{folder}/")


def _carries(final: str, asked: str) -> bool:
    """Whether an address holds another one in its query, to return to it."""
    path = urlsplit(asked).path.rstrip("/")
    values = (value for _, value in parse_qsl(urlsplit(final).query[:_LONGEST_ADDRESS]))
    return len(path) > 1 and any(path in value for value in values)


def _paywall(announced: Told, said: float) -> Ruling:
    """The beginning of an article that only subscribers may read: never stored for the whole."""
    signs = {Sign.NOT_FREE, Sign.PAYWALL}.intersection(announced.signs)
    lacks = announced.words - said
    missing = lacks > _MISSING and announced.words > said * _TIMES
    if missing and (signs or (said < _FEW and announced.words > said * _MANY_TIMES)):
        return Refusal.PAYWALL, f"{said:.0f} words of {announced.words}, by the page's own count"
    if Sign.NOT_FREE in signs and said < _STUMP:
        return Refusal.PAYWALL, f"{said:.0f} words of an article that is not free, by its own word"
    if {Sign.BEGUN, Sign.PAYWALL}.issubset(announced.signs):
        return Refusal.PAYWALL, f"{Sign.PAYWALL.value}; {Sign.BEGUN.value}"
    return PASSES


def _unkept(announced: Told, said: float) -> Ruling:
    """A page under the article's own header, whose text is about something else."""
    signs = set(announced.signs)
    if Sign.ASTRAY in signs and (said < _FEW or Sign.ASKING in signs) and signs & {Sign.BELIED, Sign.ASKING}:
        reasons = [sign.value for sign in announced.signs if sign in (Sign.ASTRAY, Sign.BELIED, Sign.ASKING)]
        return Refusal.BLOCK_PAGE, "; ".join((*reasons, f"{said:.0f} words"))
    return PASSES


def _weighed(page: Page, article: Article, announced: Told, said: float) -> Ruling:
    """A page with a sign of a gate, or without one of an article, whose points speak against it."""
    unsigned = not (article.published or article.authors or article.source or announced.markup)
    if not unsigned and not set(announced.signs) - _WEAK:
        return PASSES
    points = weight(announced.signs) + (2 if unsigned else 0) + (said < _SHORT)
    reasons = [sign.value for sign in announced.signs]
    reasons += ["no date, author, source or article markup"] if unsigned else []
    reasons += [f"{said:.0f} words"] if said < _SHORT else []
    text = telling(article.text)
    about = told(telling(announced.headline), text)
    if about is not None:
        points += 3 if about < _UNRELATED else -2 if about >= _RELATED else 0
        reasons += [Sign.ASTRAY.value] if about < _UNRELATED and Sign.ASTRAY not in announced.signs else []
    shown = "" if {Sign.UNSHOWN, Sign.ASTRAY}.intersection(announced.signs) else article.title or ""
    named = by_address(page.url, text | telling(shown))
    if named is not None:
        points += 2 if named < _UNRELATED else -2 if named >= _RELATED else 0
        reasons += ["nor about what the address says"] if named < _UNRELATED else []
    return (Refusal.BLOCK_PAGE, "; ".join(reasons)) if points >= _WALL else PASSES


def by_address(url: str, text: frozenset[str]) -> float | None:
    """The share of the words of an address that a page's telling words have; None where they tell nothing of it."""
    name = slug_words(url)
    return told(name, text) if same_script(name, text) else None
