"""Whether a page is a list of other articles: linked titles with a line or two under each, and hardly another word."""

from __future__ import annotations

from collections import Counter
from typing import Final
from urllib.parse import urljoin, urlsplit

from cleaning.draft import Draft

_FEWEST: Final = 4
_LINK: Final = 0.8
_SHORTEST_TITLE: Final = 1.5
_LONGEST_TEASER: Final = 80.0
_MOST_LINES: Final = 4
"""Lines under a title that are still its teaser: a day, a name, a caption, an excerpt."""
_ENOUGH: Final = 40.0
"""Words beside the titles and their teasers that make a page more than a list."""
_ONE_SITE: Final = 0.8
_INSIDE: Final = frozenset(
    "unlike_article loose_end lone_heading repeated_line before_headline date_line byline caption".split()
)
"""Rules that take single lines of a list for what they are in an article."""


def listed(draft: Draft, url: str) -> int:
    """How many articles the page lists; 0 if it is no list.

    Digests, whose titles lead to many sites, are none, nor are live reports, whose titles lead into the page itself,
    nor are numbered reports with the same link under each heading ("See it on the map").
    """
    titles = _titles(draft)
    if len({draft.folded[index] for index in titles}) < _FEWEST or _beside(draft, titles) > _ENOUGH:
        return 0
    targets = {_target(url, address) for index, address, _ in draft.sheet.anchors if index in titles}
    hosts = Counter(target[0] for target in targets if target)
    of_one_site = max(hosts.values(), default=0)
    return len(titles) if of_one_site >= max(_FEWEST, _ONE_SITE * len(targets)) else 0


def _titles(draft: Draft) -> frozenset[int]:
    """Indexes of the blocks that are a link of some words, those of the place where most of them stand."""
    found = [index for index in _inside(draft) if _is_title(draft, index)]
    places = Counter(draft.blocks[index].place for index in found)
    usual = max(places, key=places.__getitem__, default="")
    return frozenset(index for index in found if draft.blocks[index].place == usual)


def _is_title(draft: Draft, index: int) -> bool:
    block = draft.blocks[index]
    return block.links >= _LINK and draft.lengths[index] >= _SHORTEST_TITLE and "://" not in block.text


def _beside(draft: Draft, titles: frozenset[int]) -> float:
    """How many words of the text are neither a title nor a teaser under one."""
    words, since = 0.0, _MOST_LINES
    for index in _inside(draft):
        since = 0 if index in titles else since + 1
        is_teaser = since <= _MOST_LINES and draft.lengths[index] < _LONGEST_TEASER
        if draft.stands(index) and not is_teaser:
            words += draft.lengths[index]
    return words


def _inside(draft: Draft) -> list[int]:
    """Indexes of the blocks of the main region, in page order."""
    dropped = draft.dropped
    return [index for index in range(len(draft.blocks)) if index not in dropped or dropped[index][0] in _INSIDE]


def _target(url: str, address: str) -> tuple[str, str] | None:
    """Host and path with query of a link; None if it leads into the page itself, or nowhere."""
    try:
        here, there = urlsplit(url), urlsplit(urljoin(url, address))
    except ValueError:
        return None
    within = there.netloc == here.netloc and there.path == here.path and len(here.path) > 1
    return None if within else (there.netloc, f"{there.path}?{there.query}")
