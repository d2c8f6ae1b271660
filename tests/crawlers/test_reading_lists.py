"""List pages tell their links, where those stand, and what comes next."""

from __future__ import annotations

import json

import pytest

from cleaning import Page
from crawlers.listings import read_listing
from crawlers.paging import incremented, is_later_page, page_number
from crawlers.sources import Harvest, Listing, Place


def read(html: str, url: str = "https://gazette.example/news/", kind: str = "text/html") -> Harvest:
    return read_listing(Page(url=url, body=html.encode(), content_type=kind))


def test_links_know_whether_they_stand_in_a_menu() -> None:
    harvest = read(
        '<body class="has-sidebar"><nav><a href="/world">World</a></nav><main><a href="/a">A</a></main>'
        '<div class="site-footer"><a href="/about">About</a></div><a href="mailto:x@y">x</a><a href="#top">top</a>'
    )
    assert {link.url.rpartition("/")[2]: link.place for link in harvest.links} == {
        "world": Place.MENU,
        "a": Place.MAIN,
        "about": Place.MENU,
    }


def test_two_links_to_one_article_are_one_with_the_longer_title() -> None:
    harvest = read('<main><a href="/a"><img alt="Ferry"></a><a href="/a?utm_source=x">Ferry leaves at last</a></main>')
    assert [link.title for link in harvest.links] == ["Ferry leaves at last"]


def test_feeds_are_announced_without_those_of_comments() -> None:
    head = '<link rel="alternate" type="application/rss+xml" href="/{}">'
    assert read(f"<html><head>{head.format('feed/')}{head.format('comments/feed/')}").feeds == (
        "https://gazette.example/feed/",
    )


@pytest.mark.parametrize(
    ("html", "following"),
    [
        ('<a rel="next" href="?page=2">more</a>', "?page=2"),
        ('<html><head><link rel="next" href="/news/page/2/"></head>', "page/2/"),
        ('<html><a href="index2.html">2</a><a href="index3.html">3</a>', "index2.html"),
        ('<html><a href="?page=9">9</a><a href="?page=2">۲</a>', "?page=2"),
        ('<html><a class="older" href="?before=77">Older posts</a>', "?before=77"),
        ('<html><a href="page/2">下一页</a>', "page/2"),
        ('<html><a href="#" data-ajax="/news/?from=10&amp;to=20">Load more</a>', "?from=10&to=20"),
        ('<html><a href="https://elsewhere.example/?page=2">Next</a>', None),
        ('<html><a href="/?p=2077">Ferry</a>', None),
        ('<html><a href="/news/next-ferry-leaves">Next ferry leaves</a>', None),
    ],
)
def test_the_next_page_is_found(html: str, following: str | None) -> None:
    expected = following and f"https://gazette.example/news/{following}"
    assert read(html).next_page == expected


def test_a_later_page_goes_on_from_its_own_number() -> None:
    html = '<html><a href="/news/">1</a><a href="/news/?page=3">3</a><a href="/news/?page=4">4</a>'
    assert read(html, "https://gazette.example/news/?page=2").next_page == "https://gazette.example/news/?page=3"


def test_a_piece_of_a_list_goes_on_at_its_own_address() -> None:
    url = "https://gazette.example/more?from=10&to=20&id=3"
    assert read('<div><a href="/a">A</a></div>', url).next_page == "https://gazette.example/more?from=20&to=30&id=3"
    assert read("<div>no more</div>", url).next_page is None


def test_load_more_as_json_holds_markup_or_addresses() -> None:
    inside = json.dumps({"success": True, "data": {"html": '<a href="/a">A</a>', "next_page_url": "/more?page=3"}})
    harvest = read(inside, "https://gazette.example/more?page=2", "application/json")
    assert ([link.url for link in harvest.links], harvest.next_page) == (
        ["https://gazette.example/a"],
        "https://gazette.example/more?page=3",
    )
    plain = json.dumps([{"link": "https://gazette.example/b", "title": "B"}, {"url": "/c"}])
    assert len(read(plain, "https://gazette.example/wp-json?page=1").links) == 2


def test_numbers_of_pages_are_read_from_addresses() -> None:
    assert page_number("https://g.example/a/index2.html") == page_number("https://g.example/a/page/2/")
    assert page_number("https://g.example/list?c=3") == ("https://g.example/list?c=3", 1)
    assert page_number("https://g.example/list?c=3&page=4") == ("https://g.example/list?c=3", 4)
    assert is_later_page("https://g.example/a/page/2/")
    assert not is_later_page("https://g.example/?p=77")
    assert incremented("https://g.example/x?page=2&q=5") == "https://g.example/x?page=3&q=5"
    assert incremented("https://g.example/x") is None


def test_a_template_makes_the_addresses_of_later_pages() -> None:
    source = Listing("/", more="/ajax?die=true&from={from}&to={to}&page={page}", step=20)
    assert source.page_address(3) == "/ajax?die=true&from=40&to=60&page=3"


def test_a_hundred_thousand_links_and_deep_nesting_are_bounded() -> None:
    many = "".join(f'<a href="/a/{n}">{n}</a>' for n in range(20_000))
    assert len(read(f"<html>{many}").links) == 5000
    assert len(read("<html>" + "<div>" * 1000 + '<a href="/deep">x</a>').links) == 1


def test_old_encodings_and_empty_pages_are_read() -> None:
    page = Page(url="https://g.example/", body='<meta charset="gb2312"><a href="/a">北方日报</a>'.encode("gb18030"))
    assert read_listing(page).links[0].title == "北方日报"
    assert read("") == Harvest()
