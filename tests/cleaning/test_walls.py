"""What stands where an article should be is refused at first sight; what is an article is not."""

from __future__ import annotations

import pytest

from bench.barriers import LANGUAGES, STORIES, Disguise, Kind, article, barrier, every_barrier
from cleaning import Article, Page, Refusal, clean

SITE = "https://lenne.example"
STORY = STORIES[0]


def cleaned(html: str, path: str = STORY.path, **how: object) -> Article:
    return clean(Page(url=f"{SITE}{path}", body=html.encode(), **how))  # type: ignore[arg-type]


@pytest.mark.parametrize(("kind", "language", "disguise"), every_barrier())
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


def test_an_article_that_is_about_something_else_than_its_headline_is_an_article() -> None:
    other = article(STORIES[1], title="Thirteen ways")
    assert cleaned(other, "/2026/03/on-the-art-of-waiting-quietly/").refusal is None


def test_a_wall_is_refused_with_its_evidence() -> None:
    told = cleaned(barrier(Kind.CONSENT, STORY, "de", Disguise.SIGNED, size=4)).refusal_evidence
    assert "headline" in told
