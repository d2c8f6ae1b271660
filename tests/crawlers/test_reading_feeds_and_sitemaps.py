"""Feeds and sitemaps of all kinds and states become links."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cleaning import Layout, Page
from crawlers.feeds import read_feed
from crawlers.links import dated
from crawlers.sitemaps import read_sitemap
from crawlers.sources import Harvest, Link, Place

BASE = "https://gazette.example/feed/"


def feed(body: str | bytes) -> Harvest:
    return read_feed(Page(url=BASE, body=body.encode() if isinstance(body, str) else body))


def sitemap(body: str | bytes) -> Harvest:
    page = Page(url="https://gazette.example/sitemap.xml", body=body.encode() if isinstance(body, str) else body)
    return read_sitemap(page)


def urls(harvest: Harvest) -> list[str]:
    return [link.url for link in harvest.links]


def test_rss_names_articles_with_titles_and_dates() -> None:
    harvest = feed(
        "<rss><channel><link>https://gazette.example/</link><item><title>Ferry &amp; bridge</title>"
        "<link>https://gazette.example/a-1?utm_source=rss&amp;id=7</link>"
        "<pubDate>Mon, 10 Nov 2025 08:00:00 +0900</pubDate></item></channel></rss>"
    )
    (link,) = harvest.links
    assert (link.url, link.title, link.place) == ("https://gazette.example/a-1?id=7", "Ferry & bridge", Place.FEED)
    assert link.modified is not None
    assert link.modified.isoformat() == "2025-11-09T23:00:00+00:00"


def test_atom_takes_the_alternate_link() -> None:
    harvest = feed(
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>tag:x,1</id><link rel="edit" href="/edit/1"/>'
        '<link rel="alternate" href="/story/1"/><updated>2025-11-10T08:00:00Z</updated></entry></feed>'
    )
    assert urls(harvest) == ["https://gazette.example/story/1"]


def test_rdf_and_json_feeds_are_feeds() -> None:
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        '<item rdf:about="https://gazette.example/r/1"><title>One</title></item></rdf:RDF>'
    )
    assert urls(feed(rdf)) == ["https://gazette.example/r/1"]
    assert urls(feed('{"items": [{"url": "/j/1", "title": "One"}, {"id": 5}]}')) == ["https://gazette.example/j/1"]


def test_malformed_xml_loses_no_entry() -> None:
    items = "".join(
        f"<item><title>Fish & chips {n} &nbsp; <b>now</title><link>/a/{n}</link><description>a < b &foo;</item>"
        for n in range(20)
    )
    assert len(feed(f'<?xml version="1.0"?><rss><channel>\x0b{items}').links) == 20


def test_an_entry_that_is_not_closed_hides_no_other() -> None:
    open_ends = ("<title>Open <link>/a/{n}</link>", "<link>/a/{n}</link><description>Open", "<link>/a/{n}")
    for form in open_ends:
        items = "".join(f"<item>{form.format(n=n)}</item>" for n in range(9))
        assert len(feed(f"<rss><channel>{items}").links) == 9, form


def test_a_guid_is_an_address_only_if_it_looks_like_one() -> None:
    assert urls(feed("<rss><item><guid>https://gazette.example/g</guid></item><item><guid>77</guid></item></rss>")) == [
        "https://gazette.example/g"
    ]


def test_an_entity_bomb_costs_nothing_and_hides_nothing() -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY l0 "lol">{levels}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    entries = "<item><title>&l11;&f;</title><link>/bomb</link></item><item><link>/good</link></item>"
    harvest = feed(f"{bomb}<rss>{entries}</rss>")
    assert urls(harvest) == ["https://gazette.example/bomb", "https://gazette.example/good"]
    assert "root:" not in harvest.links[0].title


def test_identity_folds_spellings_of_one_article() -> None:
    body = "<rss><item><link>https://gazette.example/n/5-a/</link></item><item><link>/n/5-b/</link></item></rss>"
    page = Page(url=BASE, body=body.encode())
    assert len(read_feed(page).links) == 2
    assert len(read_feed(page, Layout(identity=r"/n/(\d+)")).links) == 1


def test_a_sitemap_index_names_its_parts_newest_first() -> None:
    parts = "".join(f"<sitemap><loc>/part-{n}.xml</loc><lastmod>2025-0{n}-01</lastmod></sitemap>" for n in (1, 3, 2))
    harvest = sitemap(f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{parts}</sitemapindex>')
    assert [url[-5] for url in harvest.sitemaps] == ["3", "2", "1"]


def test_gzip_cut_gzip_and_plain_text_are_read() -> None:
    entries = "".join(f"<url><loc>https://gazette.example/{n}</loc></url>" for n in range(2000))
    packed = gzip.compress(f"<urlset>{entries}</urlset>".encode())
    assert len(sitemap(packed).links) == 2000
    assert 0 < len(sitemap(packed[: len(packed) // 2]).links) < 2000
    assert urls(sitemap("https://gazette.example/1\nnot an address\nhttps://gazette.example/2\n")) == [
        "https://gazette.example/1",
        "https://gazette.example/2",
    ]


def test_news_entries_and_image_addresses_are_told_apart() -> None:
    harvest = sitemap(
        '<urlset xmlns:news="n" xmlns:image="i"><url><loc>/story</loc><image:image><image:loc>/p.jpg</image:loc>'
        "</image:image><news:news><news:publication_date>2025-11-10</news:publication_date>"
        "<news:title>Told</news:title></news:news></url></urlset>"
    )
    (link,) = harvest.links
    assert (link.url, link.place, link.title) == ("https://gazette.example/story", Place.NEWS_SITEMAP, "Told")


@given(st.binary(max_size=400))
def test_garbage_is_no_reason_to_fail(body: bytes) -> None:
    for start in (b"", b"<rss><item><link>/x</link>", b"{", b"\x1f\x8b", b"<urlset><url><loc>/x</loc>"):
        feed(start + body)
        sitemap(start + body)


def test_dates_of_a_source_that_stamps_everything_now_are_not_believed() -> None:
    now = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)

    def links(*minutes: int) -> list[Link]:
        return [Link(url=f"{BASE}{n}", key=str(n), modified=now - timedelta(minutes=m)) for n, m in enumerate(minutes)]

    assert {link.modified for link in dated(links(0, 0, 1, 2, 500, 3), now)} == {None}
    for honest in (links(5, 300, 900, 1500, 9000), links(1, 2, 3), []):
        assert dated(honest, now) == honest
