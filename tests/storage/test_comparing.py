"""Walls that only comparison shows never become an article, never overwrite one, and real edits still pass."""

from __future__ import annotations

from datetime import timedelta

import pytest
from material import MONDAY, ask

from bench.barriers import STORIES, Disguise, Kind, Story, article, barrier
from cleaning import Article, Page, clean
from storage import Found, Saved, Store

SITE = "https://lenne.example"
TUESDAY = MONDAY + timedelta(days=1)
ONE, TWO, THREE = STORIES
SMALL_PRINT = (
    "Reading goes on as soon as you have chosen one of our offers, which you will find in the column to the right.",
    "The first four weeks cost one coin, and after that you pay nine coins each month until you tell us to stop.",
)


def fetched(html: str, story: Story, at: object = MONDAY, **how: object) -> tuple[Page, Article]:
    url = f"{SITE}{story.path}"
    page = Page(url=url, body=html.encode(), fetched_at=at, publisher="lenne", **how)  # type: ignore[arg-type]
    return page, clean(page)


def save(store: Store, html: str, story: Story, at: object = MONDAY, **how: object) -> Saved:
    page, cleaned = fetched(html, story, at, **how)
    store.keep(page)
    return store.save(page, cleaned, None)


def texts(database: str) -> dict[str, str]:
    return {row.url.removeprefix(SITE): row.text for row in ask(database, "SELECT url, text FROM v1_article")}


def revisions(database: str) -> int:
    return len(ask(database, "SELECT revision FROM v1_revision"))


def announce(store: Store, *stories: Story) -> None:
    store.discover(
        "lenne", [Found(f"{SITE}{s.path}", f"lenne.example{s.path}", title=s.title) for s in stories], MONDAY
    )


def under_the_headline(story: Story, *more: str) -> str:
    """A page that shows the headline of its story, author and day, and then says the same as all others."""
    return article(story, lines=(*SMALL_PRINT, *more))


def test_one_text_under_two_headlines_is_no_article_and_the_first_is_taken_back(store: Store, database: str) -> None:
    assert save(store, under_the_headline(ONE), ONE).outcome == "new"
    assert save(store, under_the_headline(TWO), TWO).reason == "same text as other pages"
    assert texts(database) == {}
    assert save(store, under_the_headline(THREE), THREE).reason == "same text as other pages"
    assert texts(database) == {}


def test_a_wall_that_tells_the_time_is_still_the_same_text(store: Store, database: str) -> None:
    for number, story in enumerate(STORIES):
        save(
            store,
            under_the_headline(story, f"Asked at {number}:0{number} by 10.0.0.{number}, ticket a{number}f{number}"),
            story,
        )
    assert texts(database) == {}


def test_what_was_taken_back_comes_as_an_article_when_the_wall_is_gone(store: Store, database: str) -> None:
    save(store, under_the_headline(ONE), ONE)
    save(store, under_the_headline(TWO), TWO)
    assert save(store, article(ONE), ONE, TUESDAY).outcome == "new"
    assert list(texts(database)) == [ONE.path]


def test_a_wall_that_had_overwritten_an_article_gives_it_back(store: Store, database: str) -> None:
    good = {story: save(store, article(story), story) for story in STORIES}
    before = texts(database)
    for story in good:
        save(store, under_the_headline(story), story, TUESDAY)
    assert texts(database) == before
    assert revisions(database) == len(STORIES)


@pytest.mark.parametrize("title", ["", "One text of the agency for both"])
def test_a_text_of_an_agency_under_two_addresses_is_no_wall(store: Store, database: str, title: str) -> None:
    again = Story(ONE.path.replace("/2026/03/", "/wire/"), title or ONE.title, ONE.lead, ONE.more)
    assert save(store, article(ONE), ONE).outcome == "new"
    assert save(store, article(again), again).outcome != "refused"
    assert ONE.lead in "".join(texts(database).values())


def test_a_text_of_an_agency_under_two_headlines_is_a_duplicate(store: Store) -> None:
    again = Story(
        "/wire/islanders-wait-for-passengers-boat/", "Islanders wait: boat with passengers is late", ONE.lead, ONE.more
    )
    assert save(store, article(ONE), ONE).outcome == "new"
    assert save(store, article(again), again).outcome == "duplicate"


@pytest.mark.parametrize("disguise", Disguise)
@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_no_wall_overwrites_an_article(store: Store, database: str, kind: Kind, disguise: Disguise) -> None:
    for story in STORIES:
        save(store, article(story), story)
    before = texts(database)
    for status, story in zip((200, 202, 403), STORIES, strict=True):
        saved = save(store, barrier(kind, story, "en", disguise, status), story, TUESDAY, status=status)
        assert saved.outcome == "refused", saved
    assert texts(database) == before
    assert revisions(database) == len(STORIES)
    told = ask(database, "SELECT evidence FROM v1_fetch WHERE outcome = 'refused'")
    assert len(told) == len(STORIES)
    assert all(row.evidence for row in told)


def test_an_unknown_wall_in_the_sites_own_template_does_not_overwrite(store: Store) -> None:
    save(store, article(ONE), ONE)
    wall = article(ONE, title="A word from the publisher", lines=SMALL_PRINT, day="2026-02-27")
    assert save(store, wall, ONE, TUESDAY).reason == "another page than before"


def test_the_beginning_of_an_article_above_an_offer_does_not_overwrite(store: Store) -> None:
    save(store, article(ONE), ONE)
    stump = article(ONE, lines=(ONE.lead, "Read on with a subscription, from one coin a month."))
    assert save(store, stump, ONE, TUESDAY).reason == "paywall"


def test_an_article_that_leads_to_another_page_keeps_its_text(store: Store, database: str) -> None:
    save(store, article(ONE), ONE)
    final = f"{SITE}/2026/03/a-word-from-the-publisher-of-this-paper/"
    notice = article(TWO, title="A word from the publisher of this paper", lines=SMALL_PRINT)
    assert save(store, notice, ONE, TUESDAY, final_url=final).outcome == "refused"
    assert list(texts(database)) == [ONE.path]


def test_a_page_that_has_nothing_of_what_was_announced_is_none(store: Store) -> None:
    story = Story("/4711.html", ONE.title, "", ())
    announce(store, story)
    plain = "<main><h1>Dear readers</h1>" + "".join(f"<p>{line}</p>" for line in SMALL_PRINT * 3) + "</main>"
    assert save(store, plain, story).outcome == "refused"


EDITS = {
    "a correction": (ONE.title, (ONE.lead.replace("Monday", "Tuesday"), *ONE.more)),
    "an addition": (ONE.title, (ONE.lead, *ONE.more, "The mayor promised to come by ferry herself from now on.")),
    "another headline": ("Captain blames fog after two hours", (ONE.lead, *ONE.more)),
    "all new words about the same": (
        ONE.title,
        (
            "Fog held back the boat to the islands once more on Monday, says the man who steers it.",
            "Whoever wanted to cross had to wait, and found the ferry when the captain came.",
        ),
    ),
    "shortened to a third": (ONE.title, (ONE.lead,)),
    "a live blog with another headline": (
        "Live: fog lifts, ferry sails",
        ("Noon: the fog lifts, and the ferry sails with everybody on board.", "Eleven: pancakes.", ONE.lead, *ONE.more),
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_a_real_edit_passes(store: Store, edit: str) -> None:
    save(store, article(ONE), ONE)
    title, lines = EDITS[edit]
    assert save(store, article(ONE, title=title, lines=lines), ONE, TUESDAY).outcome == "changed"


def test_a_stub_that_grows_passes(store: Store) -> None:
    save(store, article(ONE, lines=(ONE.lead,)), ONE)
    assert save(store, article(ONE), ONE, TUESDAY).outcome == "changed"
    assert (
        save(store, article(ONE, title="Everything about the fog", lines=ONE.more), ONE, TUESDAY).outcome == "changed"
    )


def test_an_article_made_new_under_another_headline_passes_if_day_and_page_are_the_same(store: Store) -> None:
    save(store, article(ONE), ONE)
    assert save(store, article(ONE, title=TWO.title, lines=TWO.more), ONE, TUESDAY).outcome == "changed"


def test_a_page_that_somebody_released_is_not_doubted_again(store: Store, database: str) -> None:
    save(store, under_the_headline(ONE), ONE)
    save(store, under_the_headline(TWO), TWO)
    page, cleaned = fetched(under_the_headline(ONE), ONE)
    store.save(page, cleaned, None, reason="released")
    assert list(texts(database)) == [ONE.path]
