"""Boxes that say by their class, id or tag what they are: comments, share bars, newsletter calls, navigation..."""

from __future__ import annotations

from cleaning.boxes import WRAPPER_SHARE, Prose, inside, named_boxes, show
from cleaning.boxnames import (
    ABOUT_AUTHOR,
    ADVERTISING,
    COMMENTS,
    CONSENT,
    LAID_OVER,
    NAVIGATION,
    NEWSLETTER,
    RELATED,
    SHARE,
    BoxName,
)
from cleaning.draft import Draft, Drops


def _boxes(draft: Draft, name: BoxName, most: float = WRAPPER_SHARE) -> Drops:
    for node in named_boxes(draft, name, most):
        evidence = show(node)
        yield from ((index, evidence) for index in inside(draft, node))


def removed_by_layout(draft: Draft) -> Drops:
    """What the publisher's own layout says is not the article."""
    for node in draft.sheet.nodes:
        if node.mark == "remove":
            for index in inside(draft, node):
                yield index, f"layout: {show(node)}"


def hidden_box(draft: Draft) -> Drops:
    """What the page does not show, unless it holds the text (which a script then reveals)."""
    hidden = [node for node in draft.sheet.nodes if node.hidden and not (node.parent and node.parent.hidden)]
    prose = Prose(draft)
    for node in hidden:
        if not prose.is_wrapper(node):
            for index in inside(draft, node):
                yield index, "hidden by its markup"


def comments(draft: Draft) -> Drops:
    """Readers' comments and the form for them, however much longer than the article they are."""
    return _boxes(draft, COMMENTS, most=0.95)


def share_bar(draft: Draft) -> Drops:
    """Buttons to share, follow, like or rate."""
    return _boxes(draft, SHARE)


def newsletter_call(draft: Draft) -> Drops:
    """Calls to subscribe, sign up, log in or donate."""
    return _boxes(draft, NEWSLETTER)


def related_box(draft: Draft) -> Drops:
    """Boxes of related, popular, latest or neighbouring articles."""
    return _boxes(draft, RELATED)


def navigation(draft: Draft) -> Drops:
    """Menus, breadcrumbs, page numbers, sidebars, footers, tag lists."""
    return _boxes(draft, NAVIGATION)


def consent_notice(draft: Draft) -> Drops:
    """Cookie and consent texts, and other things laid over the page."""
    yield from _boxes(draft, CONSENT, most=0.9)
    yield from _boxes(draft, LAID_OVER)


def advertisement(draft: Draft) -> Drops:
    """Advertising and promotion."""
    return _boxes(draft, ADVERTISING)


def about_author(draft: Draft) -> Drops:
    """The box about the author under or beside the text."""
    return _boxes(draft, ABOUT_AUTHOR)
