"""A second opinion: trafilatura, asked only where our own reading of a page is hardly worth believing."""

from __future__ import annotations

import logging
from itertools import islice

from lxml.etree import _Element as Element

from cleaning.draft import Draft
from cleaning.folding import fold
from cleaning.tree import html_copy

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it warns of every page it finds nothing on
_FEW_WORDS = 20.0
_MANY_BOXES, _MANY_ELEMENTS = 3000, 10_000
_SHELL = 60.0
_DEEP = 100
_TWICE = 2.0
_CERTAIN = frozenset(("comments", "card_list", "more_from_list", "repeated_header", "source_line", "removed_by_layout"))
"""Rules that are right even then: on a short notice trafilatura takes the list below for the article."""


def is_doubtful(draft: Draft, root: Element) -> bool:
    """Whether so little is left of a page that the main region may be wrong, and no layout has named it.

    trafilatura takes seconds for pages of very many elements or deeply nested boxes, so those are left as they are.
    """
    nodes = draft.sheet.nodes
    if _said(draft) >= _FEW_WORDS or len(nodes) > _MANY_BOXES or _has_many(root):
        return False
    return not any(node.mark == "body" or node.place.count("/") > _DEEP for node in nodes)


def _has_many(root: Element) -> bool:
    return next(islice(root.iter(), _MANY_ELEMENTS, None), None) is not None


def is_empty(draft: Draft) -> bool:
    """Whether so little is left of a page that it may be a shell for its scripts to fill."""
    return _said(draft) < _SHELL and not any(node.mark == "body" for node in draft.sheet.nodes)


def reconsider(draft: Draft, root: Element) -> None:
    """Takes trafilatura's choice of blocks where it says at least twice as much; the words stay the page's own."""
    from trafilatura import extract  # here: few pages ask, and the process that asks for pages never does

    said = fold(extract(html_copy(root), include_comments=False) or "")
    chosen = {
        index for index, text in enumerate(draft.folded) if text and text in said and not _is_certain(draft, index)
    }
    if sum(draft.lengths[index] for index in chosen) < _TWICE * _said(draft):
        return
    draft.choose(chosen, "outside_article", "not in the second opinion")


def _is_certain(draft: Draft, index: int) -> bool:
    return draft.dropped.get(index, ("", ""))[0] in _CERTAIN


def _said(draft: Draft) -> float:
    return sum(draft.lengths[index] for index in draft.standing())
