"""The sample sites as they are served: on loopback, with and without validators, in their own encodings."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlsplit

import pytest

from demo import Served, serve


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serve(first_port=0) as running:
        yield running


def ask(url: str, **headers: str) -> tuple[HTTPResponse, bytes]:
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc, timeout=10)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    connection.request("GET", target, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def test_each_site_has_a_loopback_address_of_its_own(served: Served) -> None:
    assert len(set(served.urls.values())) == 5
    assert all(url.startswith("http://127.0.0.1:") for url in served.urls.values())


def test_every_article_is_answered(served: Served) -> None:
    for site in served.sites:
        for path in site.articles:
            answer, body = ask(served.urls[site.name].rstrip("/") + path)
            assert (answer.status, len(body) > 1000) == (200, True)


def test_pages_name_the_address_at_which_they_are_served(served: Served) -> None:
    _, feed = ask(served.urls["fathom"] + "rss/latest-posts")
    assert f"<link>{served.urls['fathom']}".encode() in feed
    assert b"origin.invalid" not in feed


@pytest.mark.parametrize(
    ("site", "sent", "asked"), [("quay", "ETag", "If_None_Match"), ("meridian", "Last-Modified", "If_Modified_Since")]
)
def test_who_has_the_page_already_gets_304(served: Served, site: str, sent: str, asked: str) -> None:
    path = next(s for s in served.sites if s.name == site).articles[0]
    url = served.urls[site].rstrip("/") + path
    first, _ = ask(url)
    again, body = ask(url, **{asked: first.headers[sent]})
    assert (again.status, body) == (304, b"")


def test_the_aggregator_sends_no_validators(served: Served) -> None:
    answer, _ = ask(served.urls["tidewatch"])
    assert answer.headers["ETag"] is answer.headers["Last-Modified"] is None


def test_the_tables_come_in_windows_1251(served: Served) -> None:
    answer, body = ask(served.urls["tables"] + "show.asp?id=4914&print=1")
    assert answer.headers["Content-Type"] == "text/html"
    assert "Речной вестник" in body.decode("windows-1251")


def test_the_zipped_sitemap_is_zipped(served: Served) -> None:
    _, body = ask(served.urls["meridian"] + "sitemaps/stories-0.xml.gz")
    assert gzip.decompress(body).startswith(b"<?xml")


def test_the_stream_of_the_aggregator_goes_on_until_it_is_empty(served: Served) -> None:
    stream = served.urls["tidewatch"] + "wp-admin/admin-ajax.php?action=get_cat_by_source&die=true&from={}&to={}&sort="
    counts = [ask(stream.format(at, at + 10))[1].count(b'class="card"') for at in (0, 10, 20)]
    assert counts == [10, 8, 0]


def test_a_night_passes_while_the_sites_are_served() -> None:
    with serve(first_port=0) as running:
        gone = set(running.sites[3].articles)
        running.turn(2)
        gone -= set(running.sites[3].articles)
        answer, _ = ask(running.urls["meridian"].rstrip("/") + gone.pop())
        assert answer.status == 410
        assert running.requested["meridian"]


def test_an_unknown_path_is_404(served: Served) -> None:
    answer, _ = ask(served.urls["quay"] + "nothing/here/")
    assert answer.status == 404
