"""From sources to rows over a real network: every address is asked politely and ends in exactly one outcome."""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Callable

from madeup_pages import Crawl, article, listing, title
from madeup_site import Answer, Site, served

STORIES = {f"/story/{n:06}-{'-'.join(title(n).split()[:4])}": title(n) for n in range(100_001, 100_013)}
PATHS = list(STORIES)
RULES = {"article_urls": r"^/story/\d+-"}
Stored = Callable[[], dict[str, str]]


def feed(paths: list[str]) -> Answer:
    items = "".join(f"<item><title>{STORIES[p]}</title><link>{p}?utm_source=rss</link></item>" for p in paths)
    return Answer(f"<rss><channel>{items}</channel></rss>", type="application/rss+xml")


def sitemap(paths: list[str]) -> Answer:
    return Answer(
        "<urlset>" + "".join(f"<url><loc>{path}</loc></url>" for path in paths) + "</urlset>", type="text/xml"
    )


def pages() -> dict[str, Answer]:
    return {path: Answer(article(name), etag=f'"{path[-20:]}"') for path, name in STORIES.items()}


def given(site: Site, *listings: list[str]) -> dict[str, object]:
    return {"base_url": site.base, "listings": [list(each) for each in listings], **RULES}


def test_feed_sitemap_and_lists_together_bring_every_article_once(run_crawl: Crawl, stored: Stored) -> None:
    index = Answer(
        "<sitemapindex><sitemap><loc>/part.xml.gz</loc></sitemap><sitemap><loc>/map.xml</loc></sitemap></sitemapindex>"
    )
    packed = gzip.compress(sitemap(PATHS[:6]).payload)
    listed = {path: STORIES[path] for path in PATHS[8:11]}
    site = Site(
        pages()
        | {
            "/feed": feed(PATHS[4:8]),
            "/map.xml": index,
            "/part.xml.gz": Answer(packed, type="application/gzip"),
            "/": Answer(listing(listed, '<a class="next" href="/?page=2">Next</a>')),
            "/?page=2": Answer(listing({PATHS[11]: STORIES[PATHS[11]], "/about": "About"})),
        }
    )
    with served(site):
        sources = (["feed", "/feed"], ["sitemap", "/map.xml"], ["listing", "/"])
        (report,) = run_crawl([given(site, *sources)])
        first = site.paths()
        (again,) = run_crawl([given(site, *sources)])
    assert report["outcomes"] == {"new": 12} and report["problems"] == []
    assert len(stored()) == 12
    assert first[0] == "/robots.txt"
    assert sorted(first) == sorted(set(first)), "nothing is asked twice"
    assert again["outcomes"] == {"same": 12}
    assert len([path for path in site.paths()[len(first) :] if path == "/?page=2"]) == 0, "nothing new, so not read on"


def test_faults_are_retried_and_what_stays_broken_is_failed(run_crawl: Crawl, stored: Stored) -> None:
    whole = pages()
    good = [whole[path] for path in PATHS]
    site = Site(whole | {"/feed": feed(PATHS[:8])})
    site.routes[PATHS[0]] = [Answer("busy", 503, headers={"Retry-After": "0"}), good[0]]
    site.routes[PATHS[1]] = [Answer(good[1].body, missing=500), good[1]]
    site.routes[PATHS[2]] = Answer(good[2].body, missing=500)
    packed = gzip.compress(good[3].payload)
    site.routes[PATHS[3]] = Answer(packed[:-200], headers={"Content-Encoding": "gzip"})
    site.routes[PATHS[4]] = Answer("gone", 410)
    site.routes[PATHS[5]] = Answer("broken", 500)
    site.routes[PATHS[6]] = Answer("", 301, headers={"Location": PATHS[6]})
    site.routes[PATHS[7]] = Answer("", 302, headers={"Location": "http://127.0.0.2:9/elsewhere"})
    with served(site):
        (report,) = run_crawl([given(site, ["feed", "/feed"])])
    assert report["outcomes"] == {"new": 2, "failed": 5, "gone": 1}
    assert report["failures"]["transfer was cut"] == 2 and report["failures"]["status 500"] == 1
    assert {url.removeprefix(site.base) for url in stored()} == {PATHS[0], PATHS[1]}
    assert site.paths().count(PATHS[2]) == site.paths().count(PATHS[5]) == 3


def test_a_split_article_is_one_text_or_none(run_crawl: Crawl, stored: Stored) -> None:
    one, two, broken = PATHS[0], PATHS[1], PATHS[2]
    site = Site(
        {
            "/feed": feed([one, two, broken]),
            one: Answer(article(STORIES[one], following=one + "?page=2"), etag='"one"'),
            one + "?page=2": Answer(article(STORIES[one], seed=2, following=one + "?page=3"), etag='"one-2"'),
            one + "?page=3": Answer(article(STORIES[one], seed=3), etag='"one-3"'),
            two: Answer(article(STORIES[two]), etag='"two"'),
            broken: Answer(article(STORIES[broken], following=broken + "?page=2")),
            broken + "?page=2": Answer("broken", 500),
        }
    )
    with served(site):
        (report,) = run_crawl([given(site, ["feed", "/feed"])])
        texts = stored()
        before = len(site.asked)
        (again,) = run_crawl([given(site, ["feed", "/feed"])])
    assert report["outcomes"] == {"new": 2, "refused": 1}
    assert report["refused"] == {"a part is missing": 1}
    assert len(texts[site.base + one]) > 2.5 * len(texts[site.base + two])
    assert again["outcomes"]["same"] == 2
    conditional = {asked.path for asked in site.asked[before:] if "if-none-match" in asked.headers}
    assert {one, one + "?page=2", one + "?page=3", two} <= conditional


def test_a_changed_further_page_makes_a_revision(run_crawl: Crawl, stored: Stored) -> None:
    one = PATHS[0]
    site = Site(
        {
            "/feed": feed([one]),
            one: Answer(article(STORIES[one], following=one + "?page=2"), etag='"one"'),
            one + "?page=2": Answer(article(STORIES[one], seed=2), etag='"old"'),
        }
    )
    with served(site):
        run_crawl([given(site, ["feed", "/feed"])])
        before = stored()
        site.routes[one + "?page=2"] = Answer(article(STORIES[one], seed=7), etag='"new"')
        (again,) = run_crawl([given(site, ["feed", "/feed"])])
    assert again["outcomes"] == {"changed": 1}
    assert stored()[site.base + one] != before[site.base + one]


def test_robots_txt_is_kept_to_the_letter(run_crawl: Crawl, stored: Stored) -> None:
    rules = "\ufeff# ours\r\nUSER-AGENT: *\r\ndisallow: /story/100002\r\nCrawl-Delay: 0.3\r\n"
    site = Site(pages() | {"/feed": feed(PATHS[:4]), "/robots.txt": Answer(rules, type="text/plain")})
    with served(site):
        (report,) = run_crawl([given(site, ["feed", "/feed"])], agent="Winnow/1 (+https://operator.example)")
    assert report["outcomes"] == {"new": 3, "forbidden": 1}
    assert PATHS[1] not in site.paths()
    assert min(site.gaps()) >= 0.3, "robots.txt to first page included"
    assert {asked.headers["user-agent"] for asked in site.asked} == {"Winnow/1 (+https://operator.example)"}
    assert not any(name in asked.headers for asked in site.asked for name in ("cookie", "referer"))


def test_where_robots_txt_is_broken_nothing_else_is_asked(run_crawl: Crawl) -> None:
    broken = Site(pages() | {"/feed": feed(PATHS[:2]), "/robots.txt": Answer("oops", 500)})
    looping = Site({"/feed": feed(PATHS[:2]), "/robots.txt": Answer("", 302, headers={"Location": "/robots.txt"})})
    missing = Site(pages() | {"/feed": feed(PATHS[:2])})
    page = Site(pages() | {"/feed": feed(PATHS[:2]), "/robots.txt": Answer("<html>Welcome</html>")})
    sites = (broken, looping, missing, page)
    with served(*sites):
        reports = run_crawl([given(site, ["feed", "/feed"]) for site in sites])
    assert [bool(report["problems"]) for report in reports] == [True, True, False, False]
    assert set(broken.paths()) == set(looping.paths()) == {"/robots.txt"}
    assert [sum(report["outcomes"].values()) for report in reports] == [0, 0, 2, 2]


def test_limits_leave_the_rest_for_later_and_the_next_crawl_takes_it(run_crawl: Crawl, stored: Stored) -> None:
    site = Site(pages() | {"/feed": feed(PATHS)})
    with served(site):
        (first,) = run_crawl([given(site, ["feed", "/feed"])], max_pages=5)
        (second,) = run_crawl([given(site, ["feed", "/feed"])], time_limit=0.0)
        (third,) = run_crawl([given(site, ["feed", "/feed"])])
    assert first["outcomes"] == {"new": 5, "later": 7}
    assert second["outcomes"].keys() == {"later"} and second["stopped"] == "time limit"
    assert third["outcomes"]["new"] == 7
    assert len(stored()) == 12


def test_a_moved_article_stays_one(run_crawl: Crawl, stored: Stored, database: str) -> None:
    old, new = PATHS[0], PATHS[0] + "-corrected"
    site = Site(pages() | {"/feed": feed([old])})
    with served(site):
        run_crawl([given(site, ["feed", "/feed"])])
        moved = article(STORIES[old], extra=f'<a href="{new}">Permanent link</a>')
        site.routes |= {new: Answer(moved, etag='"moved"'), old: Answer("", 301, headers={"Location": new})}
        run_crawl([given(site, ["feed", "/feed"])])
    assert [url.removeprefix(site.base) for url in stored()] == [new]
    asked = [each for each in site.asked if each.path == new]
    assert "if-none-match" not in asked[-1].headers, "the old address's validators are not the new one's"


def test_single_addresses_are_fetched_anew_without_reading_sources(run_crawl: Crawl, stored: Stored) -> None:
    site = Site(pages() | {"/feed": feed(PATHS)})
    with served(site):
        (report,) = run_crawl([{"urls": [site.base + PATHS[3], site.base + PATHS[4] + "?utm_source=x"]}])
    assert report["outcomes"] == {"new": 2}
    assert set(site.paths()) == {"/robots.txt", PATHS[3], PATHS[4]}


def test_a_private_address_is_reached_only_by_permission(run_crawl: Crawl, database: str) -> None:
    site = Site(pages() | {"/feed": feed(PATHS)})
    with served(site):
        (report,) = run_crawl([{**given(site, ["feed", "/feed"]), "base_url": "http://10.0.0.1"}])
    assert site.asked == [] and report["fetched"] == 0
    assert "not public" in report["problems"][0]
    with sqlite3.connect(database.removeprefix("sqlite:///")) as connection:
        assert connection.execute("SELECT count(*) FROM v1_article").fetchone() == (0,)
