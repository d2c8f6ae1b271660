"""Sources from night to night: only what changed is read, a moved one is followed, a broken one told."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from madeup_pages import Crawl, article, listing, title
from madeup_site import Answer, Site, served

PATHS = {f"/story/{n:06}-tale": title(n) for n in range(200_001, 200_007)}
Stored = Callable[[], dict[str, str]]


def feed(count: int, **more: str) -> Answer:
    items = "".join(f"<item><title>{PATHS[p]}</title><link>{p}</link></item>" for p in list(PATHS)[:count])
    return Answer(f"<rss><channel>{items}</channel></rss>", type="application/rss+xml", **more)


def site(**routes: Answer) -> Site:
    return Site({path: Answer(article(name), etag=f'"{path}"') for path, name in PATHS.items()} | routes)


def given(site: Site, *listings: list[str]) -> dict[str, object]:
    return {"base_url": site.base, "listings": [list(each) for each in listings], "article_urls": r"^/story/\d+-"}


def test_a_feed_that_did_not_change_is_not_read_again(run_crawl: Crawl, stored: Stored) -> None:
    made = site(**{"/feed": feed(2, etag='"one"')})
    with served(made):
        for count in (2, 2, 3):
            made.routes["/feed"] = feed(count, etag=f'"{count}"')
            (report,) = run_crawl([given(made, ["feed", "/feed"])])
            assert report["problems"] == [] and report["outcomes"].get("new", 0) + report["outcomes"].get("same", 0)
            assert len(stored()) == count
    sent = [asked.headers.get("if-none-match") for asked in made.asked if asked.path == "/feed"]
    assert sent == [None, '"2"', '"2"']


def test_a_feed_that_moved_for_good_is_asked_at_its_new_address(run_crawl: Crawl, stored: Stored) -> None:
    made = site(**{"/feed": Answer("", 301, headers={"Location": "/rss"}), "/rss": feed(2)})
    with served(made):
        run_crawl([given(made, ["feed", "/feed"])])
        made.routes["/feed"], made.routes["/rss"] = Answer("", 404), feed(4)
        (report,) = run_crawl([given(made, ["feed", "/feed"])])
    assert report["problems"] == [] and len(stored()) == 4
    assert [path for path in made.paths() if path in ("/feed", "/rss")] == ["/feed", "/rss", "/rss"]


def test_a_redirect_for_now_is_not_believed_for_ever(run_crawl: Crawl) -> None:
    made = site(**{"/feed": Answer("", 302, headers={"Location": "/rss"}), "/rss": feed(2)})
    with served(made):
        run_crawl([given(made, ["feed", "/feed"])])
        run_crawl([given(made, ["feed", "/feed"])])
    assert made.paths().count("/feed") == 2


def test_a_feed_and_a_list_that_name_nothing_any_more_are_told(run_crawl: Crawl, database: str) -> None:
    made = site(**{"/feed": feed(2), "/": Answer(listing(PATHS))})
    sources = (["feed", "/feed"], ["listing", "/"])
    with served(made):
        run_crawl([given(made, *sources)])
        made.routes |= {"/feed": Answer("<html>Welcome</html>"), "/": Answer("<html><body>Loading</body></html>")}
        (report,) = run_crawl([given(made, *sources)])
        made.routes |= {"/feed": feed(3), "/": Answer(listing(PATHS))}
        (mended,) = run_crawl([given(made, *sources)])
    assert sorted(report["problems"]) == [
        f"{made.base}/: names nothing any more",
        f"{made.base}/feed: names nothing any more",
    ]
    assert mended["problems"] == []
    with sqlite3.connect(database.removeprefix("sqlite:///")) as connection:
        rows = connection.execute("SELECT kind, named, failures, reason FROM v1_source ORDER BY kind").fetchall()
    assert rows == [("feed", 3, 0, ""), ("list", 6, 0, "")]
