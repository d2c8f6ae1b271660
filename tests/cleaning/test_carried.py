"""Pages that come as shells: their text is among the data for their scripts, in one of several forms."""

from __future__ import annotations

import html
import json

import pytest

from cleaning import Article, Page, Refusal, clean

HEADLINE = "Harbour ferry returns after nine winters"
PARAGRAPHS = (
    "The harbour ferry left the east quay at dawn on Monday, nine winters after the last boat had been laid up for "
    "want of a licence, and three hundred people stood in the rain to see it go.",
    "Its captain, who had mended nets since then, said that the engine was the same and that only the paint was new. "
    "The crossing takes eleven minutes and costs as much as it did before.",
    "The council voted the money in spring. Two members spoke against it, because the bridge upstream needs new ropes, "
    "but the fishermen had collected more signatures than the town has voters.",
)
MARKUP = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
OTHER = "<p>" + "Nobody on the hill has seen the lamp go out in all these years, says the keeper. " * 8 + "</p>"


def of_shell(*scripts: str, head: str = "") -> Article:
    """The article of a page whose body is empty but for its scripts."""
    page = (
        f'<html lang="en"><head><title>{HEADLINE}</title><meta property="og:title" content="{HEADLINE}">'
        '<meta property="og:type" content="article"><meta property="article:published_time" content="2026-03-02">'
        f'{head}</head><body><div id="root"></div>{"".join(scripts)}</body></html>'
    )
    return clean(Page(url="https://quay.example/2026/03/02/harbour-ferry-returns-after-nine", body=page.encode()))


def data(value: object) -> str:
    return f'<script type="application/json">{json.dumps(value)}</script>'


def told() -> dict[str, object]:
    return {"headline": HEADLINE, "bodyHtml": MARKUP}


STORY = json.dumps({"story": {"title": HEADLINE, "content": "$1a"}})
STREAM = f'0:["$","main",null,{STORY}]\n1a:T{len(MARKUP):x},{MARKUP}2:null\n'
FORMS = {
    "a script of data": data({"props": {"page": told()}}),
    "an assignment": f"<script>var lang='en';window.__STATE__ = {json.dumps({'story': told()})};start()</script>",
    "a string of JSON": f"<script>window.__STATE__ = JSON.parse({json.dumps(json.dumps(told()))});</script>",
    "escaped markup": data({"title": HEADLINE, "content": {"rendered": html.escape(MARKUP)}}),
    "lines of plain text": data({"title": HEADLINE, "articleBody": "\n\n".join(PARAGRAPHS)}),
    "a list of paragraphs": data({"title": HEADLINE, "body": [{"kind": "p", "text": text} for text in PARAGRAPHS]}),
    "runs of text": data(
        {
            "title": HEADLINE,
            "content": [{"children": [{"text": text[:40]}, {"text": text[40:]}]} for text in PARAGRAPHS],
        }
    ),
    "a stream of rows": "".join(
        f"<script>self.__next_f.push({json.dumps([1, part])})</script>" for part in (STREAM[:90], STREAM[90:])
    ),
    "linked data": data({"@type": "NewsArticle", "headline": HEADLINE, "articleBody": "\n".join(PARAGRAPHS)}).replace(
        "application/json", "application/ld+json"
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_the_text_of_an_empty_page_is_found_in_its_data(form: str) -> None:
    article = of_shell(FORMS[form])
    assert article.refusal is None
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)
    assert article.title == HEADLINE
    assert article.evidence["text"] == "data for the page's scripts"


def test_places_for_advertisements_are_no_words() -> None:
    marked = MARKUP.replace("</p><p>", "</p>$$AD_SLOT$$<p>{{ picture 2 }}</p><p>")
    article = of_shell(data({"title": HEADLINE, "body": marked}))
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_of_several_articles_the_one_under_the_headline_is_taken() -> None:
    more = [{"title": "The lamp on the hill", "body": OTHER}]
    article = of_shell(data({"story": told(), "more": more}))
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "value",
    [
        {"title": "The lamp on the hill", "body": MARKUP},
        {"title": HEADLINE, "description": MARKUP},
        {"title": HEADLINE, "body": "Ferry leaves again."},
        {"title": HEADLINE, "body": MARKUP, "related": [{"title": "The lamp", "body": OTHER * 4}]},
    ],
    ids=["another headline", "a summary", "a line", "beside a text far longer"],
)
def test_what_may_not_be_the_article_is_left_where_it_is(value: object) -> None:
    article = of_shell(data(value))
    assert article.refusal is Refusal.EMPTY
    assert "text" not in article.evidence


def test_an_article_that_must_be_paid_for_is_left_where_it_is() -> None:
    fee = json.dumps({"@type": "NewsArticle", "headline": HEADLINE, "isAccessibleForFree": False})
    article = of_shell(data(told()), head=f'<script type="application/ld+json">{fee}</script>')
    assert article.refusal is Refusal.EMPTY


def test_a_page_that_shows_its_text_is_read_as_it_is_shown() -> None:
    shown = "".join(f"<p>{text} So it stands on the page.</p>" for text in PARAGRAPHS)
    article = of_shell(f"<article><h1>{HEADLINE}</h1>{shown}</article>", data(told()))
    assert all(block.text.endswith("So it stands on the page.") for block in article.blocks)


@pytest.mark.parametrize(
    "script",
    [
        "<script>" + "x = {" * 5000 + "</script>",
        '<script type="application/json">' + "[" * 100_000 + "</script>",
        '<script>self.__next_f.push([1,"1a:Tffffff,short"])</script>',
        '<script>self.__next_f.push([1,":::\\n1:{\\n"])</script>',
        "<script>a = " + '{"b":' * 3000 + "1" + "}" * 3000 + ";</script>",
        "<script>a = " + ('{"b":[' + "1," * 2000) * 300 + "</script>",
    ],
)
def test_data_that_cannot_be_read_is_passed_over(script: str) -> None:
    assert of_shell(script + FORMS["a script of data"]).refusal is None
