"""What holds for every page, however broken: an Article comes out, made of the page's own words, the same each time."""

from __future__ import annotations

import json
import pickle
import unicodedata
from dataclasses import fields

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaning import Article, Block, Layout, Page, clean
from cleaning.decode import decode
from cleaning.tree import parse_html

URL = "https://news.example/story/71-a-made-up-page/"
EXAMPLES = settings(
    max_examples=200, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)

CONTENT_TYPES = st.sampled_from(["text/html", "text/html; charset=gb2312", "text/plain", "", "text/html; charset=?"])
INLINE = ("b", "span", "a href='/x'", "em", "sub", "font color=red", "time datetime='2024-05-14'")
BOXES = (
    "div",
    "p",
    "h1",
    "h2",
    "li",
    "ul",
    "table",
    "tr",
    "td",
    "blockquote",
    "section class='related'",
    "div class='comments'",
    "div hidden",
    "figure",
    "figcaption",
    "article",
    "nav",
    "pre",
    "footer",
)
VOICES = (
    "The ferry was late",
    "Share this article",
    "By Ann Lovell",
    "May 14, 2024",
    "More From Harbour Board (EN)",
    "Date: 14/05/2024 | Source: Harbour Board (EN) | Read original",
    "On Monday the ferry was late again, and nobody on the pier was surprised by it, not even the gulls on the wall.",
    "渡船又迟到了，码头上没有人感到惊讶。",
    "می‌شود",
    "«Почему?»",
    "-0-",
    "&amp;&#0;&nbsp;&lt;b&gt;",
)
WORDS = st.one_of(st.sampled_from(VOICES), st.text(max_size=30))


def tagged(name: str, inside: list[str]) -> str:
    return f"<{name}>{' '.join(inside)}</{name.split()[0]}>"


def unclosed(name: str, inside: list[str]) -> str:
    return f"<{name}>{' '.join(inside)}"


MARKUP = st.recursive(
    WORDS,
    lambda inside: st.builds(
        lambda make, name, held: make(name, held),
        st.sampled_from([tagged, tagged, tagged, unclosed]),
        st.sampled_from(BOXES + INLINE),
        st.lists(inside, max_size=5),
    ),
    max_leaves=30,
)
SENTENCES = st.lists(
    st.lists(
        st.sampled_from("the ferry harbour was late again on Monday and nobody knew why because of fog".split()),
        min_size=12,
        max_size=40,
    ).map(lambda chosen: " ".join(chosen).capitalize() + "."),
    min_size=1,
    max_size=8,
    unique=True,
)


def page(markup: str, kind: str = "text/html; charset=utf-8") -> Page:
    return Page(url=URL, body=markup.encode("utf-8", "replace"), content_type=kind)


def letters(text: str) -> str:
    """Letters and digits alone: white space and what stands between the cells of a row do not count."""
    return "".join(sign for sign in text if sign.isalnum())


def text_of(markup: str) -> str:
    """The words of a page as its tree has them, boilerplate and all."""
    return "".join(parse_html(decode(markup.encode("utf-8", "replace"), "text/html; charset=utf-8")).itertext())


def in_page_order(article: Article) -> list[Block]:
    return sorted((*article.blocks, *article.dropped), key=lambda block: block.position)


def told(article: Article) -> list[str]:
    """Every text of an article, whatever field it stands in."""
    values = [getattr(article, field.name) for field in fields(article)]
    inner = [each for value in values if isinstance(value, tuple) for each in value]
    plain = [value for value in (*values, *inner) if isinstance(value, str)]
    texts = [text for each in inner if isinstance(each, Block) for text in (each.text, each.place, each.evidence)]
    return [*plain, *texts, article.text, *article.evidence.values()]


def controls(text: str) -> set[str]:
    return {sign for sign in text if unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\t\n\r\x85"}


@EXAMPLES
@given(st.binary(max_size=600), CONTENT_TYPES)
def test_no_bytes_raise(body: bytes, kind: str) -> None:
    assert isinstance(clean(Page(url=URL, body=body, content_type=kind)), Article)


@EXAMPLES
@given(MARKUP, st.binary(max_size=20), st.integers(min_value=0, max_value=400))
def test_no_page_raises_however_it_is_cut_or_spoilt(markup: str, noise: bytes, at: int) -> None:
    body = markup.encode("utf-8", "replace")
    assert isinstance(clean(Page(url=URL, body=body[:at] + noise + body[at:])), Article)
    assert isinstance(clean(Page(url=URL, body=body[:at])), Article)


@EXAMPLES
@given(st.text(max_size=60))
def test_no_address_raises(url: str) -> None:
    assert clean(Page(url=url, body=b"<h1>T</h1><p>text <a href='//[bad'>x</a>", final_url=url)).url == url


@EXAMPLES
@given(MARKUP, st.booleans())
def test_the_text_is_made_of_the_pages_words_in_order(markup: str, plain: bool) -> None:
    article = clean(page(markup, "text/plain; charset=utf-8") if plain else page(f"<body>{markup}</body>"))
    whole = letters(decode(markup.encode()) if plain else text_of(f"<body>{markup}</body>"))
    place = 0
    for block in article.blocks:
        found = whole.find(letters(block.text), place)
        assert found >= 0, block.text
        place = found + len(letters(block.text))


@EXAMPLES
@given(MARKUP)
def test_every_block_is_either_kept_or_dropped_by_a_rule(markup: str) -> None:
    article = clean(page(f"<body>{markup}</body>"))
    places = sorted(block.position for block in (*article.blocks, *article.dropped))
    assert places == list(range(len(places)))
    assert letters("".join(block.text for block in in_page_order(article))) == letters(
        text_of(f"<body>{markup}</body>")
    )
    assert all(block.dropped_by and block.evidence for block in article.dropped)
    assert not any(block.dropped_by for block in article.blocks)


@EXAMPLES
@given(SENTENCES, st.booleans())
def test_sentences_come_out_whole_and_stay_when_fed_again(sentences: list[str], dated: bool) -> None:
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    date = "<p>May 14, 2024</p>" if dated else ""
    once = clean(page(f"<main><h1>Ferry late again</h1>{date}{paragraphs}<ul class=share><li>Share</li></ul></main>"))
    assert [block.text for block in once.blocks] == sentences
    again = clean(page("<article>" + "".join(f"<p>{block.text}</p>" for block in once.blocks) + "</article>"))
    assert [block.text for block in again.blocks] == sentences


@EXAMPLES
@given(st.text(st.sampled_from("ab \x00\x07\x1b\x7f\x9f\ud800"), min_size=1, max_size=12), MARKUP)
def test_no_field_holds_control_characters(spoilt: str, markup: str) -> None:
    said = {"@type": "NewsArticle", "headline": spoilt, "author": {"name": spoilt}, "articleSection": spoilt}
    head = (
        f"<title>{spoilt}</title><meta name=author content='{spoilt}'><meta property=og:image content='/{spoilt}'>"
        f"<meta name=keywords content='{spoilt},{spoilt}&#7;'>"
        f"<script type='application/ld+json'>{json.dumps(said)}</script>"
    )
    article = clean(page(f"<html><head>{head}</head><body><h1>{spoilt}&#27;</h1>{markup}<p>{spoilt}</p></body></html>"))
    assert [text for text in told(article) if controls(text)] == []


@EXAMPLES
@given(MARKUP)
def test_the_same_page_makes_the_same_article(markup: str) -> None:
    assert clean(page(markup)) == clean(page(markup))


@EXAMPLES
@given(MARKUP)
def test_an_article_survives_the_way_to_another_process(markup: str) -> None:
    article = clean(page(f"<h1>Ferry late again</h1>{markup}"))
    assert pickle.loads(pickle.dumps(article)) == article


@pytest.mark.parametrize("depth", [300, 1500, 2500, 20_000])
def test_a_page_nested_very_deep_keeps_its_text(depth: int) -> None:
    sentence = "The ferry was late again on Monday, and nobody on the pier was surprised by it, not even the gulls."
    boxes = "<div>" * depth + f"<p>{sentence}</p>" + "</div>" * depth
    assert clean(page(f"<html><body><h1>Ferry late again</h1>{boxes}</body></html>")).text == sentence


def test_words_at_every_one_of_many_levels_are_kept_in_order() -> None:
    said = [
        f"On day {number} of the fog the ferry was late again, and nobody on the pier knew why."
        for number in range(3000)
    ]
    boxes = "".join(f"<div>{line}" for line in said)
    assert clean(page(f"<html><body><h1>Ferry late again</h1>{boxes}</body></html>")).text.split("\n\n") == said


def test_a_tag_with_very_many_attributes_costs_its_attributes_only() -> None:
    many = " ".join(f'a{number}="{number}"' for number in range(60_000))
    body = f"<html><body><h1>Ferry late again</h1><div {many}><p>{VOICES[6]}</p></div></body></html>"
    assert clean(page(body)).text == VOICES[6]


def test_a_picture_in_an_address_is_no_tag_without_end() -> None:
    picture = f"<img src='data:image/png;base64,{'A' * 400_000}'>"
    assert (
        clean(page(f"<html><body><h1>Ferry late again</h1>{picture}<p>{VOICES[6]}</p></body></html>")).text == VOICES[6]
    )


def test_an_article_before_and_after_very_many_lines_is_kept() -> None:
    lines = "<li>x</li>" * 60_000
    body = f"<article><h1>Ferry late again</h1><p>{VOICES[6]}</p><ul>{lines}</ul><p>{VOICES[6]} Twice.</p></article>"
    text = clean(page(f"<html><body>{body}</body></html>")).text
    assert text.startswith(f"{VOICES[6]}\n\nx\nx")
    assert text.endswith(f"x\n\n{VOICES[6]} Twice.")


def test_a_layout_does_not_change_what_it_does_not_name() -> None:
    body = f"<h1>Ferry late again</h1><p>{VOICES[6]}</p>"
    assert clean(page(body), Layout(body="div.absent", remove=(".none",), date_order="DMY")) == clean(page(body))
