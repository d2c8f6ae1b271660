"""The sample sites: enough of them, each article its own, and the oddities that a first run should show."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape

import pytest

from demo import Site, build
from demo.fathom import LOST
from demo.meridian import CHECKED
from demo.site import ORIGIN
from demo.story import KINDS, RUSSIAN_KINDS

SITES = build()
FURNITURE = ("in your inbox", "writes about the coast", "Tidewatch gathers")


def named(name: str, night: int = 1) -> Site:
    return next(site for site in build(night) if site.name == name)


def paragraphs(site: Site, path: str) -> list[str]:
    found = re.findall(r"<p>([^<]{80,})</p>", site.resources[path].text)
    return [unescape(text) for text in found if not any(words in text for words in FURNITURE)]


def test_five_sites_hold_more_than_seventy_articles() -> None:
    assert len(SITES) == 5
    assert all(len(site.articles) >= 14 for site in SITES)
    assert sum(len(site.articles) for site in SITES) >= 70


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.name)
def test_every_article_is_there_under_an_address_of_its_own(site: Site) -> None:
    assert len(set(site.articles)) == len(site.articles)
    assert all(site.find(path) is not None for path in site.articles)


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.name)
def test_no_slot_of_a_template_or_story_stays_open(site: Site) -> None:
    for resource in site.resources.values():
        assert "$" not in resource.text
        assert not re.search(r"[{}]", re.sub(r"<script.*?</script>", "", resource.text, flags=re.DOTALL))


def test_building_twice_gives_the_same_sites() -> None:
    assert build(3) == build(3)


def test_no_two_stories_are_alike_but_the_agencys() -> None:
    texts = Counter(
        tuple(paragraphs(site, path)) for site in SITES for path in site.articles if len(paragraphs(site, path)) > 2
    )
    repeated = [text for text, times in texts.items() if times > 1]
    assert len(repeated) == 1


def test_every_site_links_or_lists_all_its_articles() -> None:
    for site in SITES:
        lists = [r.text for path, r in site.resources.items() if path not in site.articles]
        missing = [path for path in site.articles if not any(path in text for text in lists)]
        assert missing == []


def test_the_aggregator_prints_each_card_twice_and_todays_date_on_top() -> None:
    first, second = named("tidewatch", 1), named("tidewatch", 2)
    path = first.articles[0]
    title = re.findall(r"<h5[^>]*>([^<]+)</h5>", first.resources[path].text)[0]
    assert first.resources[path].text.count(title) == 2
    assert "May 13, 2025" in first.resources[path].text
    assert "May 14, 2025" in second.resources[path].text
    assert paragraphs(first, path) == paragraphs(second, path)


def test_one_story_is_split_over_three_pages() -> None:
    site = named("quay")
    (split,) = [path for path in site.articles if f"{path}2/" in site.resources]
    texts = [paragraphs(site, path) for path in (split, f"{split}2/", f"{split}3/")]
    assert all(texts)
    assert len({text for part in texts for text in part}) == sum(map(len, texts))


def test_pages_that_are_no_articles_are_found_but_not_counted() -> None:
    assert "Page not found" in named("fathom").resources[LOST].text
    assert LOST in named("fathom").resources["/sitemap.xml"].text
    assert "Just a moment" in named("meridian").resources[CHECKED].text
    assert LOST not in named("fathom").articles
    assert CHECKED not in named("meridian").articles


def test_one_article_is_gone_on_the_second_night_and_none_is_new() -> None:
    before, after = named("meridian", 1), named("meridian", 2)
    (gone,) = set(before.articles) - set(after.articles)
    assert after.resources[gone].status == 410
    assert set(after.articles) < set(before.articles)
    assert all(
        one.articles == two.articles for one, two in zip(build(1), build(2), strict=True) if one.name != "meridian"
    )


def test_one_story_has_two_addresses_and_one_canonical_link() -> None:
    site = named("fathom")
    (second,) = [path for path in site.resources if path.count("/") == 2 and f"/{path.split('/')[2]}" in site.articles]
    first = f"/{second.split('/')[2]}"
    assert site.resources[second] == site.resources[first]
    assert f'<link rel="canonical" href="{ORIGIN}{first}">' in site.resources[second].text


def test_the_tables_are_in_windows_1251() -> None:
    site = named("tables")
    for path in site.articles:
        resource = site.find(path)
        assert resource is not None
        assert resource.text.encode("windows-1251")
        assert "charset" not in resource.content_type


def test_all_kinds_of_stories_are_used() -> None:
    assert len(KINDS) >= 12
    assert len(RUSSIAN_KINDS) >= 5
