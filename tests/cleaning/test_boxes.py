"""Boxes are known by what they call themselves."""

from __future__ import annotations

from itertools import product

import pytest

from cleaning import boxnames
from cleaning.block import Kind
from cleaning.blocks import read_blocks
from cleaning.boxes import named_boxes
from cleaning.boxnames import BoxName, named
from cleaning.draft import Draft
from cleaning.sheet import Node
from cleaning.tree import parse_html

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


@pytest.mark.parametrize("label", ["kommentar", "commentaire", "komentarz", "opinie", "yorum", "comentario"])
def test_a_publishers_own_commentary_is_no_comment(label: str) -> None:
    assert names("div", f"story {label}") == {}
    assert list(names("div", "komentarze kommentare")) == [boxnames.COMMENTS]


@pytest.mark.parametrize("label", ["element element-9ad7f97", "d62cbede-2b1a-4c3a-9ef9-ad34859e742e", "text_1ad269a"])
def test_a_code_in_a_label_names_nothing(label: str) -> None:
    assert names("div", label) == {}
    assert list(names("div", f"{label} ad160600")) == [boxnames.ADVERTISING]


def test_a_tag_says_what_a_box_is_before_its_label_does() -> None:
    assert names("nav", "breadcrumbs")[boxnames.NAVIGATION] == "<nav>"
    assert names("nav", "cookies") == {boxnames.NAVIGATION: "<nav>", boxnames.CONSENT: "cookies"}
    assert names("div", "") == {}


@pytest.mark.parametrize(
    ("label", "thing"),
    [
        *((label, boxnames.COMMENTS) for label in ("commentdiv", "comment_body_7", "kommentare", "coment", "yorumlar")),
        *((label, boxnames.NAVIGATION) for label in ("copyrightbox", "article-copyright", "disclaimer")),
        *((label, boxnames.NEWSLETTER) for label in ("block__sign-in-group", "log-in")),
        *((label, boxnames.ABOUT_AUTHOR) for label in ("author__info", "saboxplugin-desc")),
    ],
)
def test_boxes_are_known_by_compounds_and_in_other_languages(label: str, thing: BoxName) -> None:
    assert thing in names("div", label)


@pytest.mark.parametrize(
    "label", ["commentary", "commented", "copy", "disclosure-panel", "signing", "author", "opinion"]
)
def test_what_only_begins_like_a_name_is_none(label: str) -> None:
    assert names("div", label) == {}


def page(*, text: str, box: str, title: str = "Old mill burns down", name: str = "sidebar") -> Draft:
    html = f"<body><div><p>{text}</p></div><div class='{name}'><p>{box}</p></div></body>"
    return Draft(read_blocks(parse_html(html)), title)


LONG = "Whoever sends a letter to the editor agrees that it is cut, and that it is printed late or never. " * 5
STORY = (
    "The old mill in the valley burned down on Monday. " + "Nobody was hurt, and the cat was found in the evening. " * 5
)


def test_a_name_is_believed_of_most_of_a_page_if_the_rest_is_about_the_headline() -> None:
    assert [node.label for node in named_boxes(page(text=STORY, box=LONG), boxnames.NAVIGATION)] == ["sidebar"]


@pytest.mark.parametrize(
    ("text", "box"),
    [
        (LONG[:400], STORY * 2),  # the box is what the headline is about
        (STORY, LONG + " The old mill burns."),  # both are
        (STORY[:60], LONG),  # hardly anything beside it
        (STORY, LONG * 5),  # much too little beside it
        (LONG[:400], LONG),  # neither is
    ],
)
def test_it_is_not_believed_if_that_is_in_doubt(text: str, box: str) -> None:
    assert list(named_boxes(page(text=text, box=box), boxnames.NAVIGATION)) == []


def test_a_title_of_one_word_tells_nothing_of_boxes() -> None:
    assert list(named_boxes(page(text=STORY, box=LONG, title="Mill"), boxnames.NAVIGATION)) == []
