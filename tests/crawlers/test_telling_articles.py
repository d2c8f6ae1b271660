"""Articles of an unknown site are told from lists, pages about itself and traps by the shape of their addresses."""

from __future__ import annotations

import pytest

from crawlers.judging import Knowledge, learn
from crawlers.noise import noisy_parameters, without
from crawlers.sections import section_links, stray_links
from crawlers.shapes import is_media, shape
from crawlers.sources import Link, Place

BASE = "https://gazette.example"
HEADLINE = "Ferry leaves harbour after long talks about costs"


def link(path: str, title: str = HEADLINE, place: Place = Place.MAIN) -> Link:
    return Link(url=BASE + path, key=path, title=title, place=place)


@pytest.mark.parametrize(
    ("path", "exact"),
    [
        ("/2025/11/10/ferry-leaves/", "/Y/D/D/T"),
        ("/news/2025/11/123456.html", "/news/Y/D/I"),
        ("/n1/2025/1110/c123456.html", "/n1/Y/D/I"),
        ("/12345/press-review/", "/I/T"),
        ("/newstream/1762759920-107003/press-review/", "/newstream/I/T"),
        ("/ferry-leaves-harbour-2akb", "/T"),
        ("/a/0a1b2c3d4e5f60718293a4b5c6d7e8f9", "/a/I"),
        ("/news/show.asp?id=100003", "/news/show&id=I"),
        ("/news/list.asp?c=3", "/news/list&c=n"),
        ("/category/world/", "/category/world"),
        ("/calendar/2025/12/", "/calendar/Y/D"),
        ("/news/%D9%87%DA%A9%D8%AA%D8%A7%D8%B1-%D8%B2%D9%85%DB%8C%D9%86-%D8%AF%D8%B1", "/news/T"),
    ],
)
def test_an_address_has_a_shape(path: str, exact: str) -> None:
    assert shape(BASE + path).exact == exact


def test_pictures_and_documents_are_no_pages() -> None:
    assert is_media(BASE + "/img/1.JPG") and is_media(BASE + "/report.pdf?x=1")
    assert not is_media(BASE + "/story.html")


def test_a_feed_teaches_what_articles_look_like() -> None:
    known = learn([link("/story/one-two-three-99/", place=Place.FEED)], [])
    assert known.is_article(link("/story/other-words-here-12/"))
    assert known.is_article(link("/sport/match-ends-in-draw-13/")), "another section"
    for path in (
        "/",
        "/story/",
        "/tag/one-two-three/",
        "/author/anna-b-larsen/",
        "/about/",
        "/2025/11/",
        "/img/a-b-c.jpg",
    ):
        assert not known.is_article(link(path)), path


def test_a_menu_entry_is_an_article_only_if_its_very_shape_is_known() -> None:
    known = learn([link("/story/one-two-three-99/", place=Place.FEED)], [])
    assert known.is_article(link("/story/other-words-here-12/", place=Place.MENU)), "most read"
    assert not known.is_article(link("/section/foreign-affairs-and-defence/", place=Place.MENU))


def test_without_any_feed_headlines_in_lists_teach() -> None:
    cards = [link(f"/{section}/words-of-title-{n}") for n, section in enumerate(("world", "sport", "opinion"))]
    tags = [link(f"/topic-of-the-day-{n}/x", "x") for n in range(9)]
    known = learn([], [*cards, *tags, link("/world", "World", Place.MENU)])
    assert known.is_article(link("/culture/new-words-again-7"))
    assert not known.is_article(link("/topic-of-the-day-3/x"))
    assert not known.is_article(link("/world"))


def test_in_scripts_without_spaces_a_short_headline_is_long() -> None:
    cards = [link(f"/n1/2025/1110/c12345{n}.html", "港口渡轮恢复运营") for n in range(3)]
    assert learn([], cards).is_article(link("/n1/2025/1109/c777777.html", "x"))


def test_few_odd_entries_of_a_big_sitemap_are_no_articles() -> None:
    entries = [link(f"/story/some-long-title-{n}", "", Place.SITEMAP) for n in range(200)]
    odd = [link("/shop/item/blue-cotton-shirt-xl", "", Place.SITEMAP), link("/privacy-policy", "", Place.SITEMAP)]
    known = learn([*entries, *odd], [])
    assert known.is_article(entries[7])
    assert not any(known.is_article(each) for each in odd)


def test_entries_of_news_sitemaps_are_articles_whatever_their_address() -> None:
    assert Knowledge().is_article(link("/x", "", Place.NEWS_SITEMAP))


def test_sections_are_read_menus_first_and_traps_not_at_all() -> None:
    known = learn([link("/story/one-two-three-99/", place=Place.FEED)], [])
    links = [
        link("/list.asp?c=2", "Sport"),
        link("/world/", "World", Place.MENU),
        link("/tag/ferry/", "ferry", Place.MENU),
        *(
            link(path, "x", Place.MENU)
            for path in ("/about/", "/search/?q=1", "/calendar/2025/12/", "/2025/11/", "/login")
        ),
        link("/world/page/2/", "2", Place.MENU),
        link("/story/one-two-three-98/"),
    ]
    assert [each.url.removeprefix(BASE) for each in section_links(links, known)] == ["/world/", "/list.asp?c=2"]
    assert [each.url.removeprefix(BASE) for each in stray_links(links, known)] == ["/tag/ferry/"]


def test_a_parameter_that_changes_under_one_headline_is_noise() -> None:
    links = [
        link(f"/show.asp?id={n}&sid={session}", f"{HEADLINE} {n}") for n in range(1000, 1004) for session in ("a", "b")
    ]
    assert noisy_parameters(links) == {"sid"}
    assert without(links[0].url, {"sid"}) == BASE + "/show.asp?id=1000"


def test_a_parameter_that_brings_another_headline_is_none() -> None:
    links = [link(f"/show.asp?id={n}", f"{HEADLINE} {n}") for n in range(9)]
    assert noisy_parameters(links) == frozenset()
