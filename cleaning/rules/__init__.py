"""The rules, in the order in which they speak. A rule yields the blocks to drop and is named after what it removes."""

from __future__ import annotations

from collections.abc import Callable

from cleaning.draft import Draft, Drops
from cleaning.rules.calls import (
    after_comments,
    also_read,
    author_box,
    comment_box,
    furniture_line,
    newsletter_box,
    related_heading,
    share_line,
)
from cleaning.rules.ends import before_headline, lone_heading, loose_end
from cleaning.rules.furniture import (
    about_author,
    advertisement,
    comments,
    consent_notice,
    hidden_box,
    navigation,
    newsletter_call,
    related_box,
    removed_by_layout,
    share_bar,
)
from cleaning.rules.known import known_cards, known_furniture
from cleaning.rules.lines import byline, caption, credit, date_line, source_line
from cleaning.rules.lists import card_list, other_article
from cleaning.rules.region import outside_article, unlike_article
from cleaning.rules.repeats import headline_path, more_from_list, repeated_header, repeated_line
from cleaning.rules.teasers import teaser_run

Rule = Callable[[Draft], Drops]

RULES: tuple[Rule, ...] = (
    # boxes known by their markup, on the whole page
    removed_by_layout,
    hidden_box,
    comments,
    share_bar,
    newsletter_call,
    related_box,
    navigation,
    consent_notice,
    advertisement,
    about_author,
    # lists known by their shape
    card_list,
    teaser_run,
    other_article,
    # lines that tell about the article, wherever they stand
    repeated_header,
    source_line,
    date_line,
    # what other pages of the publisher have, too
    known_furniture,
    # the part of the page that is left
    outside_article,
    # lines inside it
    headline_path,
    before_headline,
    more_from_list,
    also_read,
    newsletter_box,
    author_box,
    related_heading,
    comment_box,
    after_comments,
    share_line,
    furniture_line,
    caption,
    byline,
    credit,
    repeated_line,
    unlike_article,
    # what other pages of the publisher only have lists for
    known_cards,
    # what the others left at the ends
    loose_end,
    lone_heading,
)

FREE = frozenset(
    {
        "removed_by_layout",
        "after_comments",
        "comments",
        "consent_notice",
        "card_list",
        "teaser_run",
        "other_article",
        "outside_article",
        "unlike_article",
        "known_cards",
        "known_furniture",
        "more_from_list",
    }
)
"""Rules whose evidence is strong enough to take most of a page."""
MOST = 0.5
"""Any other rule that would take more than this share of the standing prose is mistaken about the page."""


def apply_rules(draft: Draft) -> None:
    """Lets every rule speak, in order."""
    for rule in RULES:
        draft.apply(rule.__name__, rule(draft), 1.0 if rule.__name__ in FREE else MOST)


__all__ = ("RULES", "Rule", "apply_rules")
