"""Addresses: one page has one key, two pages have two, and what is stored can be fetched."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleaning.page import Layout
from cleaning.urls import canonicalize, identity, publisher_name, same_site, url_key

HEX = "4f3a9c1be07d2268a51f"
TOKEN = "lit3py55t21z5v55vlm25s55"

SAME_PAGE = [
    ("http://harbour.example.com/a/story", "https://harbour.example.com/a/story"),
    ("https://www.harbour-news.com/story", "https://harbour-news.com/story"),
    ("https://m.harbour-news.com/story", "https://www.harbour-news.com/story"),
    ("https://mobile.harbour-news.co.uk/story", "https://harbour-news.co.uk/story"),
    ("https://amp.harbour-news.com/story", "https://harbour-news.com/story"),
    ("https://en.m.wikipedia.org/wiki/Harbour", "https://en.wikipedia.org/wiki/Harbour"),
    ("https://www.m.harbour-news.com/story", "https://harbour-news.com/story"),
    ("https://harbour-news.com/story/amp", "https://harbour-news.com/story"),
    ("https://harbour-news.com/story/amp/", "https://harbour-news.com/story/"),
    ("https://harbour-news.com/amp/2024/05/story", "https://harbour-news.com/2024/05/story"),
    ("https://harbour-news.com/story.amp.html", "https://harbour-news.com/story.html"),
    ("https://harbour-news.com/story?amp=1", "https://harbour-news.com/story"),
    ("https://harbour-news.com/story?amp", "https://harbour-news.com/story"),
    ("https://harbour-news.com/story?outputType=amp", "https://harbour-news.com/story"),
    ("https://www.google.com/amp/s/www.harbour-news.com/story/amp/", "https://harbour-news.com/story"),
    ("https://www.google.co.uk/amp/harbour-news.com/story", "https://harbour-news.com/story"),
    ("https://harbour--news-com.cdn.ampproject.org/c/s/harbour-news.com/story", "https://harbour-news.com/story"),
    ("https://cdn.ampproject.org/v/harbour-news.com/story?amp_js_v=0.1&usqp=mq331", "https://harbour-news.com/story"),
    ("https://www.bing.com/amp/s/harbour-news.com/story?id=5", "https://harbour-news.com/story?id=5"),
    ("https://harbour-news.com/story/print/", "https://harbour-news.com/story"),
    ("https://harbour-news.com/story?print=1", "https://harbour-news.com/story"),
    ("https://harbour-news.com/story?view=print", "https://harbour-news.com/story"),
    ("https://harbour-news.com/story?utm_source=x&utm_medium=y", "https://harbour-news.com/story"),
    ("https://harbour-news.com/story?id=7&fbclid=IwAR0x", "https://harbour-news.com/story?id=7"),
    ("https://harbour-news.com/story?UTM_Source=x&gclid=a&mc_cid=b&igshid=c&yclid=d&_ga=1.2&spm=e&cmpid=f",
     "https://harbour-news.com/story"),
    ("https://harbour-news.com/story?from=rss", "https://harbour-news.com/story"),
    ("https://harbour-news.com/story?referrer=https%3A%2F%2Fx.example%2F", "https://harbour-news.com/story"),
    ("https://harbour-news.com/story?elqTrackId=a1&elq=b2&cx_testId=3&_x_tr_sl=en", "https://harbour-news.com/story"),
    ("https://harbour-news.com/story?utmsource=x&mibextid=Zx&dicbo=v2&spref=tw", "https://harbour-news.com/story"),
    ("https://harbour-news.com/story?mobile=1", "https://harbour-news.com/story"),
    ("https://harbour-news.com/story.cfm?CFID=1234567&CFTOKEN=87654321", "https://harbour-news.com/story.cfm"),
    ("https://harbour--news-com.cdn.ampproject.org/wp/s/harbour-news.com/story", "https://harbour-news.com/story"),
    ("https://harbour--news-com.amp.cloudflare.com/c/s/harbour-news.com/story", "https://harbour-news.com/story"),
    ("https://новости.рф/a", "https://xn--b1amnebsh.xn--p1ai/a"),
    ("https://harbour-news.com/story?share=facebook&nb=1", "https://harbour-news.com/story"),
    ("https://harbour-news.com/story?replytocom=812#respond", "https://harbour-news.com/story"),
    ("https://harbour-news.com/story?%75tm_source=x", "https://harbour-news.com/story"),
    (f"https://harbour-news.com/story?PHPSESSID={HEX}", "https://harbour-news.com/story"),
    (f"https://harbour-news.com/story?sid={HEX}&id=3", "https://harbour-news.com/story?id=3"),
    (f"https://harbour-news.com/story;jsessionid={HEX.upper()}.node1?id=3", "https://harbour-news.com/story?id=3"),
    (f"https://harbour-news.com/(S({TOKEN}))/story.aspx", "https://harbour-news.com/story.aspx"),
    (f"https://harbour-news.com/sid/{HEX}/story", "https://harbour-news.com/story"),
    (f"https://harbour-news.com/sid={HEX}/story", "https://harbour-news.com/story"),
    ("http://harbour-news.com:80/story", "https://harbour-news.com:443/story"),
    ("https://harbour-news.com/index.html", "https://harbour-news.com"),
    ("https://harbour-news.com/news/index.php", "https://harbour-news.com/news/"),
    ("https://harbour-news.com/news/Default.asp?id=4", "https://harbour-news.com/news/?id=4"),
    ("https://harbour-news.com/caf%c3%a9", "https://harbour-news.com/caf%C3%A9"),
    ("https://harbour-news.com/café", "https://harbour-news.com/caf%C3%A9"),
    ("https://harbour-news.com/%7Eanna/%61bout", "https://harbour-news.com/~anna/about"),
    ("https://hafen-büro.de/x", "https://xn--hafen-bro-w9a.de/x"),
    ("https://i❤.ws/x", "https://xn--i-7iq.ws/x"),
    ("https://HARBOUR-news.COM./story", "https://harbour-news.com/story"),
    ("https://harbour-news.com/s?b=2&a=1", "https://harbour-news.com/s?a=1&b=2"),
    ("https://harbour-news.com/s?q=a+b", "https://harbour-news.com/s?q=a%20b"),
    ("https://harbour-news.com/s?a=1&amp;b=2", "https://harbour-news.com/s?a=1&b=2"),
    ("https://harbour-news.com/story/", "https://harbour-news.com/story"),
    ("https://harbour-news.com/story?", "https://harbour-news.com/story"),
    ("https://harbour-news.com/story?&&", "https://harbour-news.com/story"),
    ("https://harbour-news.com/story#comments", "https://harbour-news.com/story"),
    ("https://harbour-news.com/story#:~:text=boats", "https://harbour-news.com/story"),
    ("https://harbour-news.com//a/./b/../story", "https://harbour-news.com/a/story"),
    ("https:\\\\harbour-news.com\\story", "https://harbour-news.com/story"),
    ("//harbour-news.com/story", "https://harbour-news.com/story"),
    (" https://harbour-news.com/st\nory ", "https://harbour-news.com/story"),
]  # fmt: skip

TWO_PAGES = [
    ("https://harbour-news.com/show.asp?id=1", "https://harbour-news.com/show.asp?id=2"),
    ("https://harbour-news.com/?p=101", "https://harbour-news.com/?p=102"),
    ("https://harbour-news.com/news?page=2", "https://harbour-news.com/news?page=3"),
    ("https://harbour-news.com/news?page=2", "https://harbour-news.com/news"),
    ("https://harbour-news.com/news/page/2/", "https://harbour-news.com/news/"),
    ("https://harbour-news.com/x?ref=4711", "https://harbour-news.com/x?ref=4712"),
    ("https://harbour-news.com/x?ref=home", "https://harbour-news.com/x"),
    ("https://harbour-news.com/x?ref=rss", "https://harbour-news.com/x?ref=top"),
    ("https://harbour-news.com/x?source=rss", "https://harbour-news.com/x"),
    ("https://harbour-news.com/x?from=2026-01-01", "https://harbour-news.com/x?from=2026-02-01"),
    ("https://harbour-news.com/x?m=202603", "https://harbour-news.com/x?m=202604"),
    ("https://harbour-news.com/x?cfid=12", "https://harbour-news.com/x?cfid=13"),
    ("https://harbour-news.com/x?mobile=nokia", "https://harbour-news.com/x"),
    ("https://harbour-news.com/x?sid=1234567890123456", "https://harbour-news.com/x?sid=1234567890123457"),
    ("https://harbour-news.com/index.php/story-one", "https://harbour-news.com/index.php/story-two"),
    ("https://harbour-news.com/x?source=reuters", "https://harbour-news.com/x?source=kyodo"),
    ("https://harbour-news.com/x?lang=en", "https://harbour-news.com/x?lang=ko"),
    ("https://harbour-news.com/x?story=5", "https://harbour-news.com/x"),
    ("https://harbour-news.com/#!boats", "https://harbour-news.com/#!fish"),
    ("https://harbour-news.com/Story", "https://harbour-news.com/story"),
    ("https://harbour-news.com:8080/story", "https://harbour-news.com/story"),
    ("http://harbour-news.com:443/story", "https://harbour-news.com/story"),
    ("http://127.8.0.1:8800/story", "http://127.8.0.1:8801/story"),
    ("http://127.8.0.1:8800/story", "http://127.8.0.2:8800/story"),
    ("https://sport.harbour-news.com/x", "https://harbour-news.com/x"),
    ("https://anna.github.io/x", "https://berta.github.io/x"),
    ("https://m.com/x", "https://www.com/x"),
    ("https://amp.dev/x", "https://dev/x"),
    ("https://harbour-news.com/x?sid=5121", "https://harbour-news.com/x?sid=5122"),
    ("https://harbour-news.com/x?sid=harvest2024festival", "https://harbour-news.com/x"),
    ("https://harbour-news.com/x?session=spring", "https://harbour-news.com/x?session=autumn"),
    (f"https://harbour-news.com/session/{HEX}", "https://harbour-news.com/session"),
    (f"https://harbour-news.com/article/{HEX}", "https://harbour-news.com/article"),
    ("https://harbour-news.com/a%2Fb", "https://harbour-news.com/a/b"),
    ("https://harbour-news.com/s?q=a%26b=1", "https://harbour-news.com/s?q=a&b=1"),
    ("https://harbour-news.com/s?q=a%2Bb", "https://harbour-news.com/s?q=a+b"),
    ("https://harbour-news.com/lamp", "https://harbour-news.com/l"),
    ("https://harbour-news.com/camp/", "https://harbour-news.com/"),
    ("https://harbour-news.com/amp/", "https://harbour-news.com/"),
    ("https://harbour-news.com/shop?amp=50w", "https://harbour-news.com/shop"),
    ("https://harbour-news.com/index-2.html", "https://harbour-news.com/"),
    ("https://harbour-news.com/x?type=story", "https://harbour-news.com/x"),
    ("https://harbour-news.com/x?a=1&a=2", "https://harbour-news.com/x?a=2&a=1"),
    ("ftp://harbour-news.com/x", "http://harbour-news.com/x"),
    ("https://google.com/amp/s/one.example.com/x", "https://google.com/amp/s/two.example.com/x"),
]


@pytest.mark.parametrize(("one", "other"), SAME_PAGE)
def test_two_addresses_of_one_page_have_one_key(one: str, other: str) -> None:
    assert url_key(one) == url_key(other)


@pytest.mark.parametrize(("one", "other"), TWO_PAGES)
def test_addresses_of_two_pages_have_two_keys(one: str, other: str) -> None:
    assert url_key(one) != url_key(other)


@pytest.mark.parametrize("url", [url for pair in SAME_PAGE + TWO_PAGES for url in pair])
def test_what_is_stored_has_the_identity_of_what_was_found(url: str) -> None:
    assert url_key(canonicalize(url)) == url_key(url)


@pytest.mark.parametrize(
    ("given_url", "stored"),
    [
        ("HTTPS://WWW.Harbour-News.com/Story/?utm_source=x#top", "https://www.harbour-news.com/Story/"),
        ("https://harbour-news.com", "https://harbour-news.com/"),
        ("https://harbour-news.com/s?b=2&fbclid=x&a=1", "https://harbour-news.com/s?b=2&a=1"),
        ("https://harbour-news.com/story/amp/", "https://harbour-news.com/story/amp/"),
        ("https://harbour-news.com/a%2fb?q=%7e", "https://harbour-news.com/a%2fb?q=%7e"),
        ("https://harbour-news.com/a b/ü?q=ü", "https://harbour-news.com/a%20b/%C3%BC?q=%C3%BC"),
        ("https://harbour-news.com/#!boats", "https://harbour-news.com/#!boats"),
        (f"http://127.8.0.1:8800/x;jsessionid={HEX}?id=1", "http://127.8.0.1:8800/x?id=1"),
        ("mailto:anna@harbour-news.com", "mailto:anna@harbour-news.com"),
        ("/relative path", "/relative path"),
        ("https://no host/a b#c", "https://no host/a b#c"),
        ("https://a.com:port/x", "https://a.com:port/x"),
    ],
)
def test_a_stored_address_is_as_given_without_what_is_not_needed_to_fetch_it(given_url: str, stored: str) -> None:
    assert canonicalize(given_url) == stored


def test_a_key_has_no_scheme_and_keeps_host_port_and_ids() -> None:
    assert url_key("http://127.8.0.1:8800/show.asp?id=7&lang=en") == "127.8.0.1:8800/show.asp?id=7&lang=en"


def test_the_publishers_own_id_is_the_identity_where_it_has_one() -> None:
    layout = Layout(identity=r"/newstream/(\d+-\d+)/")
    first = identity("https://www.stream.example.org/newstream/1701-3/boats/", layout)
    assert first == identity("http://stream.example.org/newstream/1701-3/other-slug/?utm_source=x", layout)
    assert first == "id:stream.example.org/1701-3"
    assert identity("http://127.8.0.1:8800/newstream/1701-3/x", layout) == "id:127.8.0.1:8800/1701-3"


def test_without_an_own_id_the_key_is_the_identity() -> None:
    url = "https://stream.example.org/about/"
    assert identity(url, Layout(identity=r"/newstream/(\d+-\d+)/")) == identity(url, Layout()) == url_key(url)


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("https://www.harbour.co.uk/a", "http://sport.harbour.co.uk:8080/b", True),
        ("https://harbour.co.uk/a", "https://quay.co.uk/a", False),
        ("https://anna.github.io/a", "https://berta.github.io/a", False),
        ("http://127.8.0.1:8800/a", "http://127.8.0.1:8800/b", True),
        ("http://127.8.0.1:8800/a", "http://127.8.0.1:8801/a", False),
        ("http://localhost:8800/a", "http://localhost:8800/b", True),
        ("mailto:a@b.example", "mailto:a@b.example", False),
    ],
)
def test_one_site_is_one_registered_domain_or_one_ip_and_port(a: str, b: str, same: bool) -> None:
    assert same_site(a, b) is same


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.kcnawatch.org/newstream/", "kcnawatch.org"),
        ("http://127.8.0.1:8800/x", "127.8.0.1:8800"),
        ("https://news.harbour.example.com:443/", "news.harbour.example.com"),
        ("https://www.com/", "www.com"),
        ("mailto:anna@example.com", ""),
    ],
)
def test_a_publisher_is_called_by_its_host(url: str, name: str) -> None:
    assert publisher_name(url) == name


PIECES = st.sampled_from(
    ["http:", "https:", "//", "/", "www.", "m.", "amp", "a.com", "google.com", "127.0.0.1", ":80", ":443", "@", "?",
     "#", "#!", "&", "amp;", "=", "utm_x", "sid", HEX, ";jsessionid=", "index.html", "print", ".amp", "%41", "%2F", "%",
     "..", ".", "ü", "\\", " ", "+", "[", "]", "s", "c", "cdn.ampproject.org", "(S(", "))", "\t", "ß。"]
)  # fmt: skip
MADE = st.lists(PIECES, max_size=14).map("".join)
URLS = st.one_of(st.text(), MADE, MADE.map("https://a.com/{}".format))


@given(URLS)
@example("google.com/amp/" * 50)
def test_a_key_is_its_own_key(url: str) -> None:
    assert url_key(url_key(url)) == url_key(url)


@pytest.mark.parametrize("part", ["google.com/amp/", "m.", "/..", "&a=1", "index.html/", ";jsessionid=x", "%", "a@"])
def test_an_endless_address_is_left_as_it_is(part: str) -> None:
    url = "https://a.com/" + part * 20_000
    assert url_key(url) == canonicalize(url) == url


@given(URLS)
def test_a_stored_address_is_its_own_stored_address(url: str) -> None:
    assert canonicalize(canonicalize(url)) == canonicalize(url)


@given(URLS)
def test_storing_never_changes_identity(url: str) -> None:
    assert url_key(canonicalize(url)) == url_key(url)


@given(URLS)
def test_a_stored_web_address_can_be_sent(url: str) -> None:
    stored = canonicalize(url)
    if re.match("https?://[a-z0-9.]+/", stored):
        assert stored.isascii() and " " not in stored
