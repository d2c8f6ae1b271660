"""A page is refused by its structure, with a reason; an article is let through however short or unsigned."""

from __future__ import annotations

import pytest

from cleaning import Page, Refusal, clean

TEXT = (
    "<p>The ferry to the outer islands was late again on Monday, and nobody on the pier was surprised by it.</p>"
    "<p>The captain blamed the fog, the mate blamed the captain, and the cook served pancakes to everyone aboard.</p>"
    "<p>From next month there will be a second boat, built in the yard behind the church, for days like this.</p>"
    "<p>It is to be called Patience, after the woman who has sold tickets on the pier for forty-one years.</p>"
)
DATED = '<meta property="article:published_time" content="2024-05-14T08:00:00+00:00">'
SLUG = "https://harbour.example/2024/05/ferry-late-again-on-monday/"


def refusal(body: str, url: str = SLUG, status: int = 200, head: str = "") -> Refusal | None:
    page = f"<html><head><title>Ferry late again</title>{head}</head><body>{body}</body></html>"
    return clean(Page(url=url, body=page.encode(), status=status)).refusal


@pytest.mark.parametrize("status", [400, 403, 404, 410, 429, 500, 503])
def test_an_error_status_is_no_article_whatever_the_page_says(status: int) -> None:
    assert refusal(f"<h1>Ferry late again</h1>{TEXT}", status=status, head=DATED) is Refusal.ERROR_PAGE


@pytest.mark.parametrize("body", ["", "<script>render()</script>", "<div id=root></div>", "<img src=x>"])
def test_a_page_without_any_text_is_empty(body: str) -> None:
    assert refusal(body) is Refusal.EMPTY


def test_a_page_of_a_few_words_is_a_stump() -> None:
    assert refusal("<h1>Ferry late again</h1><p>Please wait a moment.</p>", head=DATED) is Refusal.STUMP


def test_a_page_of_nothing_but_links_is_a_section() -> None:
    links = "".join(f"<li><a href='/{n}'>The ferry was late on day {n} of the month</a></li>" for n in range(9))
    assert refusal(f"<ul>{links}</ul>") is Refusal.SECTION


def test_a_page_of_teasers_is_a_section() -> None:
    title = "<h2><a href='/{0}'>The ferry was late on day {0} of the month</a></h2>"
    teaser = f"<section>{title}<p>For once the fog was not to blame.</p></section>"
    teasers = "".join(teaser.format(number) for number in range(9))
    assert refusal(f"<h1>Ferries</h1>{teasers}", url="https://harbour.example/ferries/") is Refusal.SECTION


def listing(address: str, count: int = 6, excerpt: str = TEXT[3:110]) -> str:
    """Cards with a linked title, a day and an excerpt each."""
    title = f"<h2><a href='{address}'>The ferry was late on day {{0}}</a></h2>"
    card = f"<article>{title}<p class=day>May {{0}}, 2024</p><p>{excerpt} {{0}}</p></article>"
    return "".join(card.format(number) for number in range(1, count + 1))


SECTION = "https://harbour.example/2024/news-from-the-harbour-and-its-boats/"


def test_a_page_of_nothing_but_titles_with_excerpts_is_a_section_though_days_stand_on_it() -> None:
    cards = f"<h1>Ferries</h1>{listing('/2024/05/{0}/late-again/')}"
    assert refusal(cards, url=SECTION) is Refusal.SECTION
    assert refusal(cards, url=SECTION, head=DATED) is Refusal.SECTION
    assert refusal(f"<h1>Ferries</h1>{listing('/?p={0}', count=4)}", url="https://harbour.example/") is Refusal.SECTION


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>Ferry late again</h1>{TEXT}{listing('/2024/05/{0}/late-again/')}",
        f"<h1>What others write</h1>{listing('https://quay{0}.example/late/')}",
        f"<h1>The day on the pier</h1>{listing('#entry-{0}')}",
        f"<h1>The day on the pier</h1>{listing('?entry={0}')}",
        f"<h1>Three boats</h1>{listing('/boats/{0}', count=3)}",
        f"<h1>Six boats</h1>{listing('/boats/{0}', excerpt=TEXT[3:-4].replace('</p><p>', ' ') * 2)}",
    ],
    ids=["text above a list", "digest of other sites", "live report", "its own addresses", "three", "long entries"],
)
def test_an_article_with_linked_titles_is_no_section(body: str) -> None:
    assert refusal(body, head=DATED) is None


@pytest.mark.parametrize("start", ["", "\ufeff", '<?xml version="1.0"?>\n<!-- made by hand -->\n'])
@pytest.mark.parametrize("root", ["rss version='2.0'", "feed xmlns='a'", "urlset", "rdf:RDF", "sitemapindex"])
@pytest.mark.parametrize("kind", ["application/xml", "text/xml", "text/html"])
def test_a_feed_or_a_sitemap_is_not_text_whatever_it_is_sent_as(start: str, root: str, kind: str) -> None:
    body = f"{start}<{root}><channel><item><title>Ferry late again</title>{TEXT}</item></channel>".encode()
    assert clean(Page(url=SLUG, body=body, content_type=kind)).refusal is Refusal.NOT_TEXT


def test_a_wall_without_date_author_or_length_is_a_block_page() -> None:
    wall = (
        "<h1>One more step</h1><p>Checking your browser before you may enter. "
        "Please turn on scripts and cookies and load this page again.</p>"
    )
    assert refusal(wall) is Refusal.BLOCK_PAGE


@pytest.mark.parametrize(
    "url", ["https://harbour.example/", "https://harbour.example/about/", "https://harbour.example/en/contact"]
)
def test_an_unsigned_page_at_a_sections_address_is_a_section(url: str) -> None:
    assert refusal(f"<h1>About us</h1>{TEXT}", url=url) is Refusal.SECTION


@pytest.mark.parametrize(
    "url",
    [
        SLUG,
        "https://harbour.example/?p=71",
        "https://harbour.example/ferry-late-again-on-monday",
        "file:///archive/a.html",
    ],
)
def test_an_unsigned_page_at_an_articles_address_is_an_article(url: str) -> None:
    assert refusal(f"<h1>Ferry late again</h1>{TEXT}", url=url) is None


@pytest.mark.parametrize(
    "head",
    [DATED, '<meta name="author" content="Ann Lovell">', '<meta property="og:type" content="article">'],
)
def test_one_sentence_with_a_date_an_author_or_markup_is_an_article(head: str) -> None:
    sentence = "The harbour board sent its greetings to the crew of the northern lighthouse by the first ferry."
    assert refusal(f"<h1>Greetings</h1><p>{sentence}</p>", head=head) is None


def test_a_short_text_in_a_script_without_spaces_is_an_article() -> None:
    text = "<p>五月十三日，云岭村小学的新操场正式启用。孩子们第一次在塑胶跑道上赛跑，欢呼声传遍了整个山谷。</p>"
    assert refusal(f"<h1>山村小学迎来新操场</h1>{text}", head=DATED) is None


def test_a_refusal_comes_with_its_evidence() -> None:
    assert clean(Page(url=SLUG, body=b"", status=503)).refusal_evidence == "status 503"


@pytest.mark.parametrize("status, start", [(503, b""), (200, b"%PDF-1.7")])
def test_an_article_without_one_of_its_pages_is_incomplete(status: int, start: bytes) -> None:
    body = f"<html><head><title>Ferry late again</title>{DATED}</head><body>{TEXT}</body></html>".encode()
    page = Page(url=SLUG, body=body).with_next(Page(url=f"{SLUG}2/", body=start + body, status=status))
    assert clean(page).refusal is Refusal.INCOMPLETE
