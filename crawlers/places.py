"""Where on a page a link stands: in a menu (navigation, header, footer, sidebar) or in its main part."""

from __future__ import annotations

import re
from typing import Any

from crawlers.sources import Place

_MENU_TAGS = frozenset({"nav", "header", "footer", "aside"})
_MENU_ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary", "menu", "menubar"})
_MENU_WORDS = re.compile(
    r"(?:^|[^a-z])(?:nav|navbar|navigation|menu|footer|sidebar|breadcrumbs?|pagination|pager|widget|toolbar|topbar)(?![a-z])"
)
_MAIN_TAGS = frozenset({"main", "article"})


def places(root: Any) -> dict[Any, Place]:
    """The place of every element, by one walk from the root: a child stands where its parent stands."""
    found: dict[Any, Place] = {}
    for element in root.iter():
        parent = element.getparent()
        inherited = found.get(parent, Place.MAIN) if parent is not None else Place.MAIN
        found[element] = _own(element) or inherited
    return found


def _own(element: Any) -> Place | None:
    """The place an element opens by itself, if it does."""
    if element.tag in _MAIN_TAGS:
        return Place.MAIN
    if element.tag in _MENU_TAGS or element.get("role") in _MENU_ROLES:
        return Place.MENU
    if element.tag in ("body", "html", "a"):
        return None
    names = f"{element.get('id', '')} {element.get('class', '')}".lower()
    return Place.MENU if len(names) > 1 and _MENU_WORDS.search(names) else None
