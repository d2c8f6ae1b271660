"""What the attributes of an element say: its label, whether it is hidden, whether it names the author."""

from __future__ import annotations

import re

_NAMING = ("class", "id", "role", "itemprop")
_AUTHOR = re.compile(r"(?i)(?<![a-z])(?:author|authors|byline|writer|reporter)(?:[_-]*(?:name|link|s))?(?![a-z])")
_AUTHOR_PATH = re.compile(r"(?i)/(?:authors?|profiles?|by|people|staff|contributors?|reporters?|writers?)/[^/]")


def label_of(given: dict[str, str]) -> str:
    """Class, id, role and itemprop, lower case, with a space between them."""
    return " ".join([given[name] for name in _NAMING if given.get(name)]).lower()


def hides(given: dict[str, str]) -> bool:
    """Whether the element itself is not to be shown."""
    style = given.get("style")
    return "hidden" in given or bool(style and "display:none" in style.replace(" ", "").lower())


def names_author(attributes: list[tuple[str, str]]) -> bool:
    """Whether an element says that its text is the author's name."""
    for name, value in attributes:
        if name == "class" or name == "itemprop":
            if _is_author(value):
                return True
        elif name == "rel" and value == "author":
            return True
    return False


def leads_to_author(address: str | None) -> bool:
    """Whether a link leads to the page about an author."""
    return bool(address) and _AUTHOR_PATH.search(address or "") is not None


def _is_author(name: str) -> bool:
    low = name.lower()
    told = "author" in low or "byline" in low or "writer" in low or "reporter" in low  # spares most names the pattern
    return told and _AUTHOR.search(name) is not None
