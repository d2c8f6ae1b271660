"""What stands where an article should be is refused at first sight; what is an article is not."""

from __future__ import annotations

import pytest

from bench.barriers import LANGUAGES, STORIES, Disguise, Kind, article, barrier, every_barrier, shows_itself
from cleaning import Article, Page, Refusal, Sign, clean

SITE = "https://lenne.example"
STORY = STORIES[0]


def cleaned(html: str, path: str = STORY.path, **how: object) -> Article:
    return clean(Page(url=f"{SITE}{path}", body=html.encode(), **how))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "language", "disguise"), [each for each in every_barrier() if shows_itself(each[0], each[2])]
)
def test_a_wall_is_refused_at_first_sight_whatever_it_wears(kind: Kind, language: str, disguise: Disguise) -> None:
    for story in STORIES:
        found = cleaned(barrier(kind, story, language, disguise, number=3), story.path)
        assert found.refusal is not None, found.text
        assert found.refusal_evidence


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [4, 12])
@pytest.mark.parametrize("disguise", Disguise)
def test_a_long_wall_is_refused_as_well(language: str, size: int, disguise: Disguise) -> None:
    assert cleaned(barrier(Kind.CONSENT, STORY, language, disguise, size=size)).refusal


def test_the_articles_of_that_site_are_articles() -> None:
    for each in STORIES:
        assert cleaned(article(each), each.path).refusal is None


@pytest.mark.parametrize(
    ("status", "reason"),
    [(202, Refusal.BLOCK_PAGE), (204, Refusal.EMPTY), (206, Refusal.INCOMPLETE), (403, Refusal.ERROR_PAGE)],
)
def test_some_answers_bring_no_page_whatever_they_hold(status: int, reason: Refusal) -> None:
    assert cleaned(article(STORY), status=status).refusal is reason


@pytest.mark.parametrize(
    "final",
    [f"{SITE}/", SITE, f"{SITE}/2026/", f"{SITE}/2026/03", f"{SITE}/in?next={STORY.path}", f"{SITE}/sorry.html"],
)
def test_a_redirect_to_something_else_brings_no_article(final: str) -> None:
    other = article(STORIES[2])
    assert cleaned(other, final_url=final).refusal in (Refusal.SECTION, Refusal.BLOCK_PAGE)


@pytest.mark.parametrize("final", [f"{SITE}{STORY.path}?utm_source=feed", f"{SITE}/story/71/", f"{SITE}/m{STORY.path}"])
def test_a_redirect_to_the_article_itself_brings_it(final: str) -> None:
    assert cleaned(article(STORY), final_url=final).refusal is None


GATED = "<h1>{title}</h1><p>{lead}</p><p>{more}</p>{box}"
NOT_FREE = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>'
COUNTED = (
    '<div class="paywall"></div><script type="application/ld+json">{"@type":"NewsArticle","wordCount":"900"}</script>'
)


@pytest.mark.parametrize("box", [NOT_FREE, COUNTED])
def test_the_beginning_of_an_article_for_subscribers_is_no_article(box: str) -> None:
    html = GATED.format(title=STORY.title, lead=STORY.lead, more=STORY.more[0], box=box)
    assert cleaned(f"<html><body>{html}</body></html>").refusal is Refusal.PAYWALL


def test_a_whole_article_that_is_not_free_is_an_article() -> None:
    lines = tuple(line for number in range(4) for line in (f"{STORY.lead} {number}", *STORY.more))
    assert cleaned(article(STORY, lines=lines).replace("</head>", f"{NOT_FREE}</head>")).refusal is None


@pytest.mark.parametrize(
    "more",
    [
        '<form class="login"><input type="password"></form>',
        '<div class="g-recaptcha"></div><script src="https://captcha.example/api.js"></script>',
        '<meta http-equiv="refresh" content="600">',
        '<div class="cookie-consent"><p>We keep cookies on your device, if you agree to it.</p></div>',
        '<link rel="canonical" href="/">',
    ],
)
def test_an_article_with_a_gate_beside_it_is_an_article(more: str) -> None:
    assert cleaned(article(STORY).replace("</body>", f"{more}</body>")).refusal is None


LETTER = (
    '<div class="box"><p>Our letter comes on Fridays.</p><form><input type="email"><button>OK</button></form></div>'
)
SHARING = '<div class="share-bar"><button>Copy</button><a class="btn" href="/print/71">Print</a></div>'


@pytest.mark.parametrize("more", [LETTER, SHARING])
@pytest.mark.parametrize("described", [STORY.lead, "All that happens on the islands and at the harbour.", ""])
@pytest.mark.parametrize("count", [1, 2, 4])
def test_a_short_article_above_a_form_is_an_article(more: str, described: str, count: int) -> None:
    html = article(STORY, lines=(STORY.lead, *STORY.more)[:count]).replace("</article>", f"{more}</article>")
    assert cleaned(html.replace("</head>", f'<meta name="description" content="{described}"></head>')).refusal is None


@pytest.mark.parametrize("more", ["", SHARING])
def test_a_short_text_under_a_clever_headline_is_an_article(more: str) -> None:
    for described in ("All that happens on the islands.", STORY.lead):
        html = article(STORY, lines=(STORY.lead,), title="Thirteen ways").replace("</article>", f"{more}</article>")
        html = html.replace("</head>", f'<meta name="description" content="{described}"></head>')
        assert cleaned(html, "/2026/03/71").refusal is None


def test_a_wall_that_names_the_article_is_not_about_it_for_that() -> None:
    line = f"You must sign in to your account before you can read {STORY.title} and everything else that we have."
    html = article(STORY, lines=(line,)).replace("</article>", '<form><input type="password"></form></article>')
    assert cleaned(html).refusal is Refusal.BLOCK_PAGE


def test_a_page_whose_structured_data_tell_far_more_than_it_shows_is_no_article() -> None:
    body = " ".join((STORY.lead, *STORY.more) * 9)
    data = f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{body}"}}</script>'
    short = article(STORY, lines=(STORY.lead, STORY.more[0]))
    assert cleaned(short.replace("</head>", f"{data}</head>")).refusal is Refusal.PAYWALL
    whole = article(STORY, lines=tuple(f"{line} {count}" for count in range(9) for line in (STORY.lead, *STORY.more)))
    assert cleaned(whole.replace("</head>", f"{data}</head>")).refusal is None


def test_the_beginning_in_a_box_named_as_a_paywall_above_a_form_is_no_article() -> None:
    html = article(STORY, lines=(STORY.lead,)).replace("</article>", f'<div class="paywall">{LETTER}</div></article>')
    assert cleaned(html).refusal is Refusal.PAYWALL


def test_what_may_be_a_wall_is_told_to_those_who_can_compare() -> None:
    lonely = barrier(Kind.REGION, STORY, "en", Disguise.HEADED)
    assert cleaned(lonely).signs == (Sign.ASTRAY,)
    begun = cleaned(article(STORY, lines=(STORY.lead,)).replace("</article>", f"{LETTER}</article>"))
    assert (begun.signs, begun.asks) == ((Sign.BEGUN,), True)
    assert (cleaned(article(STORY)).signs, cleaned(article(STORY)).asks) == ((), False)


def test_an_article_that_is_about_something_else_than_its_headline_is_an_article() -> None:
    other = article(STORIES[1], title="Thirteen ways")
    assert cleaned(other, "/2026/03/on-the-art-of-waiting-quietly/").refusal is None


def test_a_wall_is_refused_with_its_evidence() -> None:
    told = cleaned(barrier(Kind.CONSENT, STORY, "de", Disguise.SIGNED, size=4)).refusal_evidence
    assert "headline" in told
