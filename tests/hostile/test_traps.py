"""A site without end is left after a bounded number of requests, with each story stored once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bench.hostile import news
from bench.hostile.beset import lost
from bench.hostile.crawling import Crawled
from bench.hostile.traps import STORIES, Maze
from bench.hostile.wire import serving
from cleaning import Outcome, slug
from crawlers.fruit import BARREN, TWINS, Fruit
from crawlers.links import absolute

Crawl = Callable[..., Crawled]


def test_session_ids_calendars_facets_and_folders_cost_little_and_double_nothing(crawled: Crawl) -> None:
    maze = Maze(pages=10)
    with serving(maze.site):
        first = crawled(maze.site)
        asked = len(maze.site.asked)
        again = crawled(maze.site)
    assert lost(again, STORIES) == [] or _under_other_addresses(again)
    assert len(again.texts()) == len(STORIES), "one row for each story, however many addresses it has"
    assert asked < 360 and len(maze.site.asked) - asked < 360
    assert first.report["new"] == len(STORIES) and again.report["new"] == 0
    assert again.report["same"] == len(STORIES)


def _under_other_addresses(done: Crawled) -> bool:
    texts = list(done.texts().values())
    return all(sum(not news.missing_words(number, text) for text in texts) == 1 for number in STORIES)


def test_one_shape_of_dead_addresses_is_given_up_and_others_are_not() -> None:
    fruit, source = Fruit(), "https://quarter.example/archive/?page="
    dead = [f"https://quarter.example/story/{number}-no-such-story-here" for number in range(BARREN)]
    for number, url in enumerate(dead):
        assert not fruit.barren(url, f"{source}{number}")
        fruit.ended(url, Outcome.GONE)
    one = "https://quarter.example/story/9-or-is-there"
    assert fruit.barren(one, source + "9") == "such addresses bring no article"
    assert not fruit.barren(one, "https://quarter.example/feed.xml"), "another source is trusted by itself"
    assert not fruit.barren("https://quarter.example/2026/11/02/another-shape-of-address/", source + "9")


def test_a_shape_that_brings_something_is_asked_on() -> None:
    fruit = Fruit()
    for number in range(BARREN):
        fruit.barren(url := f"https://quarter.example/story/{number}-gone-to-the-fair")
        fruit.ended(url, Outcome.GONE)
        if number % 20 == 0:
            fruit.barren(f"https://quarter.example/story/{number}-back-from-the-fair")
            fruit.ended(f"https://quarter.example/story/{number}-back-from-the-fair", Outcome.NEW)
    assert not fruit.barren("https://quarter.example/story/9-or-is-there")


def test_further_addresses_of_stories_are_given_up_when_they_bring_nothing_new() -> None:
    fruit = Fruit()
    for number in range(TWINS):
        fruit.ended(f"https://quarter.example/story/{number}00000-ferry-repaired", Outcome.NEW)
        fruit.ended(f"https://quarter.example/town/{number}00000-ferry-repaired", Outcome.MOVED)
    assert "nothing new" in fruit.barren("https://quarter.example/harbour/100000-ferry-repaired")
    assert not fruit.barren("https://quarter.example/harbour/100000-ferry-sunk")


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://quarter.example/town/100000-ferry-repaired?utm_source=x", "100000-ferry-repaired"),
        ("https://quarter.example/s/a1b2c3d4e5/ferry-is-repaired-again.html", "ferry-is-repaired-again.html"),
        ("https://quarter.example/news/20261104/", "20261104"),
        ("https://quarter.example/news/", ""),
        ("https://quarter.example/show.asp?id=20261104", ""),
        ("https://quarter.example/", ""),
    ],
)
def test_the_last_part_of_an_address_names_a_story_only_if_it_can(url: str, name: str) -> None:
    assert slug(url) == name


@pytest.mark.parametrize(
    "href", ["/a/b/a/b/a/b/story-of-the-day", "/" + "x/" * 3, "/" + "/".join(map(str, range(40))), "/" + "y" * 3000]
)
def test_an_address_that_goes_in_circles_is_none(href: str) -> None:
    assert absolute("https://quarter.example/", href) is None
    assert absolute("https://quarter.example/", "/2011/11/11/11-pipers-piping")
