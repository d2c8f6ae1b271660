"""Feeds, sitemaps and robots.txt of strangers: the good entries come, and nothing that they name costs much."""

from __future__ import annotations

from collections.abc import Callable

from bench.hostile import news, sources
from bench.hostile.attacks import dripping
from bench.hostile.beset import MEGABYTES, lost
from bench.hostile.crawling import Crawled
from bench.hostile.wire import Exchange, Handler, Site, serving
from crawlers.robots import LIMIT

Crawl = Callable[..., Crawled]
GOOD = range(1, 4)


def test_the_good_entries_of_broken_sources_come_and_the_others_cost_little(crawled: Crawl) -> None:
    site, good = sources.newspaper(entries=200, megabytes=20)
    with serving(site):
        done = crawled(site)
    assert lost(done, good) == []
    assert done.report["new"] == len(good)
    assert done.megabytes <= MEGABYTES
    assert done.status == 1, "sources that could not be read are told"
    assert not any(path.startswith(("/dtd", "/secret")) for path in site.paths())
    assert sum(path.startswith("/part-") for path in site.paths()) <= 20, "an index of nothing is left"
    assert site.paths().count("/map-7.xml") == 1, "an index that names itself is read once"


def test_robots_txt_decides_and_where_it_cannot_be_read_nothing_is_asked(crawled: Crawl) -> None:
    far = b"# padding\n" * (LIMIT // 10 + 10)
    papers = {
        "500": (_paper(news.fixed(b"oops", status="500 Internal Server Error")), 0),
        "silence": (_paper(dripping(b"", b"", 1.0)(0)), 0),
        "a circle": (_paper(_to_itself), 0),
        "busy": (_paper(news.fixed(b"", status="429 Too Many Requests")), 0),
        "html": (_paper(news.fixed(b"<html><body>Welcome</body></html>")), len(GOOD)),
        "missing": (_paper(news.fixed(b"no", status="404 Not Found")), len(GOOD)),
        "5 MB": (_paper(_rules(b"User-agent: *\nDisallow: /story/\n" + far * 10)), 0),
        "rules too far down": (_paper(_rules(far + b"\nUser-agent: *\nDisallow: /\n")), len(GOOD)),
        "endless": (_paper(dripping(_HEAD, b"User-agent: *\nDisallow: /story/\n# and so on\n" * 500, 0.0)(0)), 0),
    }
    sites = [site for site, _ in papers.values()]
    with serving(*sites):
        allowed = ",".join(site.base.partition("://")[2] for site in sites)
        done = crawled(sites[0], *(f"{site.base}/" for site in sites), WINNOW_ALLOW_PRIVATE=allowed)
    counted = dict(done.rows("SELECT publisher, count(*) FROM v1_article GROUP BY publisher"))
    got = {name: counted.get(site.base.partition("://")[2], 0) for name, (site, _) in papers.items()}
    assert got == {name: expected for name, (_, expected) in papers.items()}
    for name in ("500", "silence", "a circle", "busy"):
        assert set(papers[name][0].paths()) == {"/robots.txt"}, name


_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"


def _paper(robots: Handler) -> Site:
    handlers = news.articles(GOOD) | {"/robots.txt": robots}
    handlers["/"] = news.fixed(news.listing({news.path(n): news.title(n) for n in GOOD}))
    return Site(handlers)


def _rules(text: bytes) -> Handler:
    return news.fixed(text, "text/plain")


async def _to_itself(exchange: Exchange) -> None:
    await exchange.answer(b"", "302 Found", Location=exchange.asked.path)
