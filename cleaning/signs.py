"""Signs that a page keeps its readers out, and what each weighs against it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final


class Sign(StrEnum):
    """One sign that a page keeps its readers out. None proves it: real pages have riddles beside their comments."""

    RIDDLE = "a riddle to solve"
    PASSWORD = "a password to type"
    RELOAD = "loads another page within a minute"
    UNLISTED = "not to be listed by search engines"
    NOT_FREE = "not free, by its own word"
    PAYWALL = "a box named as a paywall"
    FENCED = "its text stands in a form or a dialog"
    FRONT_PAGE = "calls itself the front page"
    BARE = "hardly a link"
    NAMELESS = "no headline but the site's name"
    UNSHOWN = "its headline stands nowhere on the page"
    ASTRAY = "the text is not about what the headline says"
    BELIED = "nor about what the description says"
    ASKING = "a form or a button stands where the text should"
    BEGUN = "a short text, and a form or a button below it"


POINTS: Final = {
    Sign.RIDDLE: 1,
    Sign.PASSWORD: 1,
    Sign.RELOAD: 2,
    Sign.UNLISTED: 2,
    Sign.NOT_FREE: 1,
    Sign.PAYWALL: 1,
    Sign.FENCED: 2,
    Sign.FRONT_PAGE: 1,
    Sign.BARE: 1,
    Sign.NAMELESS: 3,
    Sign.UNSHOWN: 2,
    Sign.ASTRAY: 0,
    Sign.BELIED: 2,
    Sign.ASKING: 2,
    Sign.BEGUN: 0,
}
"""What each sign weighs against the page; those of 0 are judged by themselves."""


def weight(signs: Iterable[Sign]) -> int:
    """What the signs weigh together."""
    return sum(POINTS[sign] for sign in signs)
