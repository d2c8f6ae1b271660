"""What the head says is gathered in one walk, however broken the page."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaning.canonical import own_canonical
from cleaning.head import Head, Said, read_head
from cleaning.jsonld import read_linked_data, tidy
from cleaning.metadata import image_of
from cleaning.tree import parse_html

URL = "https://www.example.org/news/2023/river-talks-resume/"


def head_of(markup: str, url: str = URL) -> Head:
    return read_head(parse_html(f"<html lang='en-US'><head>{markup}</head><body><p>x</p></body></html>"), url)


def script(data: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def test_meta_tags_are_read_by_property_name_and_itemprop() -> None:
    head = head_of(
        """<title>River talks | Example</title><meta property="og:title" content="River &amp; talks">
        <meta name="Author" content="Jane Roe"><meta itemprop="datePublished" content="2023-12-11">
        <meta property="og:site_name" content="Example"><meta property="og:type" content="Article">
        <meta property="article:section" content="World"><meta name="keywords" content="river, talks,river">
        <meta property="article:modified_time" content="2023-12-12">"""
    )
    assert (head.title_tag, head.titles[0].value, head.sites, head.og_type) == (
        "River talks | Example",
        "River & talks",
        ("Example",),
        "article",
    )
    assert head.authors == (Said("author", "Jane Roe"),)
    assert head.published == (Said("itemprop datepublished", "2023-12-11"),)
    assert (head.section, head.tags, head.language) == ("World", ("river", "talks"), "en-US")


def test_a_name_in_no_list_may_say_that_it_is_the_day_of_publication() -> None:
    names = ("w-published-date", "cms:publish_time", "article-expires", "unpublish-date", "last-published-date")
    head = head_of("".join(f'<meta name="{name}" content="2023-12-11">' for name in names))
    assert [said.name for said in head.dated] == ["w-published-date", "cms:publish_time"]


def test_the_label_that_a_site_writes_in_its_own_language_names_the_author() -> None:
    head = head_of(
        '<meta name="twitter:label1" content="Verfasst von"><meta name="twitter:data1" content="Erika Muster">'
    )
    assert head.authors == (Said("twitter:label Verfasst von", "Erika Muster"),)
    head = head_of(
        '<meta name="twitter:label1" content="Est. reading time"><meta name="twitter:data1" content="4 minutes">'
    )
    assert head.authors == ()


def test_a_title_inside_a_picture_is_not_the_pages() -> None:
    page = parse_html("<html><body><svg><title>logo</title></svg></body></html>")
    assert read_head(page, URL).title_tag == ""


def test_addresses_are_made_absolute() -> None:
    head = head_of('<meta property="og:image" content="/img/1.jpg">')
    assert image_of(head) == "https://www.example.org/img/1.jpg"


@pytest.mark.parametrize(
    ("href", "believed"),
    [
        ("https://www.example.org/news/2023/river-talks-resume", True),
        ("https://m.example.org/news/2023/river-talks-resume", True),
        ("/news/2023/river-talks-resume/", True),
        ("https://www.example.org/", False),
        ("https://www.example.org/news/", False),
        ("https://other.test/news/2023/river-talks-resume", False),
        ("https://www.example.org/a b", False),
        ("javascript:void(0)", False),
        ("http://[bad", False),
    ],
)
def test_a_canonical_link_is_evidence_not_truth(href: str, believed: bool) -> None:
    assert bool(head_of(f'<link rel="canonical" href="{href}">').canonical) == believed


def test_a_canonical_link_that_drops_the_id_is_not_believed() -> None:
    assert own_canonical("https://example.org/show.asp", "https://example.org/show.asp?id=4711") == ""
    assert own_canonical("https://example.org/show.asp?id=4711", "https://example.org/show.asp?id=4711&utm=x") != ""


@given(st.text(alphabet="abc/.-?=&1#[]%: ", max_size=40), st.text(alphabet="abc/.-?=&1", max_size=20))
def test_a_canonical_address_is_its_own_canonical(href: str, path: str) -> None:
    address = own_canonical(f"https://example.org/{href}", f"https://example.org/{path}")
    assert address == "" or own_canonical(address, address) == address


@pytest.mark.parametrize(
    ("href", "following"),
    [
        ("?page=2", True),
        ("2/", True),
        ("page/2/", True),
        ("/news/2023/other-story/", False),
        ("3/", False),
        (URL, False),
    ],
)
def test_only_the_articles_own_next_page_is_a_next_page(href: str, following: bool) -> None:
    assert bool(head_of(f'<link rel="next" href="{href}">').next_page) == following


def test_json_ld_is_found_in_graphs_and_authors_by_reference() -> None:
    article = {
        "@type": ["NewsArticle"],
        "headline": "River talks",
        "author": {"@id": "#jane"},
        "datePublished": "2023-12-11",
        "publisher": {"@id": "#org"},
        "image": [{"url": "/a.jpg"}],
        "keywords": "river,talks",
        "isAccessibleForFree": "False",
    }
    people = [
        {"@type": "Person", "@id": "#jane", "name": "Jane Roe"},
        {"@type": "Organization", "@id": "#org", "name": "Example"},
    ]
    data = {"@graph": [{"@type": "WebPage", "@id": URL, "datePublished": "2020-01-01"}, article, *people]}
    head = head_of(script(data))
    assert head.article is not None
    assert (head.article.headline, head.article.authors, head.article.published) == (
        "River talks",
        ("Jane Roe",),
        "2023-12-11",
    )
    assert (head.article.keywords, head.article.image) == (("river", "talks"), "/a.jpg")
    assert head.sites == ("Example",)


def test_of_several_articles_the_pages_own_is_taken() -> None:
    other = {"@type": "NewsArticle", "headline": "Another story", "url": "https://www.example.org/news/other"}
    own = {"@type": "NewsArticle", "headline": "River talks resume"}
    head = head_of("<title>River talks resume | Example</title>" + script([other, own]))
    assert head.article is not None and head.article.headline == "River talks resume"
    assert len(head.articles) == 2
    assert head_of(script([other, {**other, "headline": "A third"}])).article is None


def test_articles_in_lists_and_comments_are_not_the_pages() -> None:
    listed = {"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": "Another"}]}
    assert head_of(script(listed)).articles == ()


@pytest.mark.parametrize(
    "text",
    [
        '<!-- {"@type": "Article", "headline": "A & B"} -->',
        '//<![CDATA[\n{"@type": "Article", "headline": "A & B"}\n//]]>',
        '{"@type": "Article", "headline": "A &amp; B",}',
        '{"@type": "Article", "headline": "A & B"} trailing',
        "{&quot;@type&quot;: &quot;Article&quot;, &quot;headline&quot;: &quot;A &amp;amp; B&quot;}",
        '{"@type": "Article", "headline": "A & B", "articleBody": "a "quoted" word"}',
    ],
)
def test_broken_json_ld_is_mended_or_salvaged(text: str) -> None:
    assert [article.headline for article in read_linked_data([text]).articles] == ["A & B"]


def test_text_is_unescaped_once() -> None:
    assert tidy("  AT&amp;amp;T \n x ") == "AT&amp;T x"


def test_a_deep_nest_of_json_is_no_trouble() -> None:
    deep = "[" * 3000 + "]" * 3000
    assert read_linked_data([deep, '{"a":' * 3000]).articles == ()


json_values = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["@type", "@graph", "@id", "author", "name", "headline", "url", "image", "keywords", "publisher"]
            ),
            inner,
        )
    ),
    max_leaves=12,
)


@given(json_values)
def test_reading_json_ld_never_raises(value: object) -> None:
    read_linked_data(
        [
            json.dumps(
                [value, {"@type": "Article", "author": value, "image": value, "keywords": value, "headline": value}]
            )
        ]
    )


@given(st.text(max_size=120), st.text(max_size=30))
def test_reading_a_head_never_raises(markup: str, url: str) -> None:
    read_head(
        parse_html(
            f"<head><meta property='og:title' content='{markup}'><link rel=canonical href='{url}'>{markup}</head>"
        ),
        url,
    )
