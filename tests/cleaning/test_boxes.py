"""Boxes are known by what they call themselves."""

from __future__ import annotations

from itertools import product

import pytest

from cleaning import boxnames
from cleaning.block import Kind
from cleaning.boxnames import BoxName, named
from cleaning.sheet import Node

THINGS = [value for value in vars(boxnames).values() if isinstance(value, BoxName)]
WORDS = (
    *("comment", "comments", "respond", "sharing", "shares", "socialmedia", "addthis_x1", "rating", "newsletter-box"),
    *("subscribers", "related", "relates", "morefrom", "more-from", "readnext", "post-nav2", "navbar", "page-links"),
    *(
        "langs",
        "tag-cloud",
        "cookies",
        "cookie-law",
        "modal",
        "ads",
        "ad-slot",
        "adverts",
        "author-bio",
        "about-author",
    ),
    *("menus", "headline", "radio", "postnavx", "loads", "breadcrumb", "toolbars", "clip", "footnote", "é", "x1"),
)


def names(tag: str, label: str) -> dict[BoxName, str]:
    return {
        thing: name for _, found in named([Node(tag, label, None, Kind.PARAGRAPH, 0)]) for thing, name in found.items()
    }


@pytest.mark.parametrize("form", ["{}", "{} wide", "has-{}", "x_{}", "my{}", "{}1", "é{}", "no-{} {}-area"])
def test_the_first_look_at_a_label_hides_no_name(form: str) -> None:
    labels = [form.replace("{}", word) for word in WORDS]
    whole = [{thing: name for thing in THINGS if (name := thing.found_in(label))} for label in labels]
    assert [names("div", label) for label in labels] == whole


def test_each_thing_that_boxes_call_themselves_is_looked_for() -> None:
    seen = {thing for word, form in product(WORDS, ("{}", "{}-x")) for thing in names("div", form.replace("{}", word))}
    assert seen == set(THINGS)


def test_a_tag_says_what_a_box_is_before_its_label_does() -> None:
    assert names("nav", "breadcrumbs")[boxnames.NAVIGATION] == "<nav>"
    assert names("nav", "cookies") == {boxnames.NAVIGATION: "<nav>", boxnames.CONSENT: "cookies"}
    assert names("div", "") == {}
