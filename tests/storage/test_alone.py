"""A wall at one address only, under the article's own header, waits; a publisher's short articles do not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from material import MONDAY, ask

from bench.barriers import Disguise, Kind, Story, article, barrier, stories
from cleaning import Page, clean
from storage import RELEASED, Saved, Store

SITE = "https://lenne.example"
*OTHERS, STORY = stories(13)
OFFER = '<div class="offer"><p>Read on for a coin.</p><form><input type="email"><button>OK</button></form></div>'


def region_block(story: Story) -> str:
    return barrier(Kind.REGION, story, "en", Disguise.HEADED)


def stump(story: Story) -> str:
    return article(story, lines=(story.lead,)).replace("</article>", f"{OFFER}</article>")


WALLS = pytest.mark.parametrize("wall", [region_block, stump])
Print = Callable[[Story], str]


def save(store: Store, story: Story, html: str, run: int | None = None) -> Saved:
    page = Page(url=f"{SITE}{story.path}", body=html.encode(), fetched_at=MONDAY, publisher="lenne")
    store.keep(page)
    return store.save(page, clean(page), run)


def save_others(store: Store, run: int | None = None, among: Iterable[Story] = OTHERS, like: Print = article) -> None:
    assert {save(store, story, like(story), run).outcome for story in among} == {"new"}


def stored(database: str) -> set[str]:
    return {row.url.removeprefix(SITE) for row in ask(database, "SELECT url FROM v1_article")}


@WALLS
def test_a_wall_at_one_address_waits(store: Store, database: str, wall: Print) -> None:
    save_others(store)
    held = save(store, STORY, wall(STORY))
    assert (held.outcome, held.reason) == ("held", "suspect pages")
    assert stored(database) == {story.path for story in OTHERS}
    (hold,) = store.suspects.waiting()
    assert "characters" in hold.evidence and "of 12 pages" in hold.evidence


@WALLS
def test_a_wall_that_came_before_its_publisher_was_known_waits_after_the_run(
    store: Store, database: str, wall: Print
) -> None:
    run = store.start_run("crawl", "1", MONDAY) or 0
    assert save(store, STORY, wall(STORY), run).outcome == "new"
    save_others(store, run)
    assert store.watch.judge_run(run).withdrawn == {"lenne": ("new",)}
    assert stored(database) == {story.path for story in OTHERS}
    assert [hold.url for hold in store.suspects.waiting()] == [f"{SITE}{STORY.path}"]
    assert store.violations(deep=True) == []
    assert store.watch.judge_run(run).withdrawn == {"lenne": ()}


def test_a_good_page_in_its_place_ends_the_wait(store: Store, database: str) -> None:
    save_others(store)
    save(store, STORY, region_block(STORY))
    assert save(store, STORY, article(STORY)).outcome == "new"
    assert (len(stored(database)), store.suspects.waiting()) == (13, [])


def test_a_page_that_somebody_released_is_not_taken_back(store: Store, database: str) -> None:
    save_others(store)
    save(store, STORY, stump(STORY))
    run = store.start_run("release", "1", MONDAY) or 0
    page = store.suspects.page(store.suspects.waiting()[0])
    assert page is not None
    assert store.save(page, clean(page), run, reason=RELEASED).outcome == "new"
    assert store.watch.judge_run(run).withdrawn == {"lenne": ()}
    assert STORY.path in stored(database)


def test_a_short_article_without_an_offer_is_an_article(store: Store) -> None:
    save_others(store)
    assert save(store, STORY, article(STORY, lines=(STORY.lead,))).outcome == "new"


def test_a_short_article_above_a_form_is_one_where_all_articles_have_it(store: Store) -> None:
    save_others(store, like=lambda story: article(story).replace("</article>", f"{OFFER}</article>"))
    assert save(store, STORY, stump(STORY)).outcome == "new"


def test_a_short_article_is_one_where_short_ones_are_usual(store: Store) -> None:
    save_others(store, among=OTHERS[:8])
    save_others(store, among=OTHERS[8:], like=lambda story: article(story, lines=(story.lead,)))
    assert save(store, STORY, stump(STORY)).outcome == "new"


def test_a_short_text_astray_from_its_headline_is_one_where_headlines_tell_nothing(store: Store) -> None:
    save_others(store, among=OTHERS[:9])
    save_others(store, among=[replace(story, title=f"Amber zephyr {story.path[-3:]}") for story in OTHERS[9:]])
    assert save(store, STORY, region_block(STORY)).outcome == "new"


def test_nothing_is_held_as_long_as_hardly_anything_is_known(store: Store) -> None:
    run = store.start_run("crawl", "1", MONDAY) or 0
    save_others(store, run, OTHERS[:6])
    assert save(store, STORY, region_block(STORY), run).outcome == "new"
    assert store.watch.judge_run(run).withdrawn == {"lenne": ()}
