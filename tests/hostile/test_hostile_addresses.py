"""No address on a page leads a crawl where it must not go: in whatever spelling, in whatever place."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from bench.hostile import news
from bench.hostile.beset import lost
from bench.hostile.crawling import Crawled
from bench.hostile.wire import Exchange, Handler, Site, serving

Crawl = Callable[..., Crawled]
GOOD = range(1, 9)
SPELLINGS = (
    "http://127.0.0.1:{port}/", "http://2130706433:{port}/", "http://0x7f000001:{port}/", "http://0177.0.0.1:{port}/",
    "http://127.1:{port}/", "http://[::ffff:127.0.0.1]:{port}/", "http://[::1]:{port}/", "http://[::127.0.0.1]:{port}/",
    "http://[64:ff9b::127.0.0.1]:{port}/", "http://[2002:7f00:1::]:{port}/", "http://localhost:{port}/",
    "http://127.0.0.1.:{port}/", "http://１２７.０.０.１:{port}/", "http://127。0。0。1:{port}/", "http://0:{port}/",
    "http://quarter.example@127.0.0.1:{port}/", "http://user:secret@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}\\@quarter.example/", "//127.0.0.1:{port}/", "http:\\\\127.0.0.1:{port}\\",
    "\\\\127.0.0.1:{port}/", "ht\ntp://127.0.0.1:{port}/", "http://127.0.0.1\t:{port}/", "http:///127.0.0.1:{port}/",
    "http:127.0.0.1:{port}/", "file:///etc/passwd", "file:/one-slash", "data:text/html,hello", "ftp://127.0.0.1:{port}/",
    "s3://bucket/key", "gopher://127.0.0.1:{port}/", "javascript:location='http://127.0.0.1:{port}/'",
    "http://169.254.169.254/latest/", "http://10.0.0.1/", "http://" + "a" * 300 + ".example/",
)  # fmt: skip


def spelled(port: str) -> list[str]:
    return [spelling.format(port=port) for spelling in SPELLINGS]


def newspaper(port: str) -> Site:
    """Good articles; every other address on the site is one that must not be asked for, or leads to one."""
    site = Site(news.articles(GOOD))
    bad = spelled(port)
    for number, url in enumerate(bad):
        site.handlers[news.path(100 + number)] = _moved(url)
        site.handlers[f"/map-{number}.xml"] = _moved(url)
        site.handlers[news.path(200 + number)] = news.fixed(news.page(200 + number, head=_head(url), extra=_body(url)))
    numbers = [*GOOD, *range(100, 100 + len(bad)), *range(200, 200 + len(bad))]
    own = {news.path(number): news.title(number) for number in numbers}
    named = own | {url + news.path(300 + number)[1:]: news.title(300 + number) for number, url in enumerate(bad)}
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="{escape(url)}">' for url in bad)
    menu = "".join(f'<a href="{escape(url)}">Town {number}</a>' for number, url in enumerate(bad))
    following = "".join(f'<a class="next" rel="next" href="{escape(url)}">Next</a>' for url in bad)
    site.handlers["/"] = news.fixed(news.listing(named, f"<nav>{menu}</nav>{following}", links))
    site.handlers["/feed/"] = news.fixed(news.feed(named), "application/rss+xml")
    maps = [*bad, *(f"/map-{number}.xml" for number in range(len(bad)))]
    site.handlers["/robots.txt"] = news.fixed("\n".join(f"Sitemap: {url}" for url in maps).encode(), "text/plain")
    index = "".join(f"<sitemap><loc>{escape(url)}</loc></sitemap>" for url in bad)
    entries = "".join(f"<url><loc>{escape(url)}</loc></url>" for url in named)
    site.handlers["/sitemap.xml"] = news.fixed(f"<sitemapindex>{index}{entries}</sitemapindex>".encode(), "text/xml")
    return site


def _moved(url: str) -> Handler:
    async def answer(exchange: Exchange) -> None:
        target = url.encode("utf-8").replace(b"\n", b"").decode("latin-1")
        await exchange.answer(b"", "302 Found", Location=target)

    return answer


def _head(url: str) -> str:
    url = escape(url)
    return (
        f'<base href="{url}"><link rel="canonical" href="{url}"><meta http-equiv="refresh" content="0; url={url}">'
        f'<meta property="og:image" content="{url}"><link rel="next" href="{url}"><link rel="amphtml" href="{url}">'
    )


def _body(url: str) -> str:
    return f'<img src="{escape(url)}"><img src="/picture.png"><iframe src="{escape(url)}"></iframe>'


def test_nothing_is_asked_that_must_not_be_from_whatever_place_it_is_named(crawled: Crawl) -> None:
    forbidden = Site(other=news.fixed(b"secret"))
    with serving(forbidden):
        site = newspaper(forbidden.base.rpartition(":")[2])
        with serving(site):
            done = crawled(site)
    assert forbidden.asked == [], "neither pages nor robots.txt"
    assert lost(done, GOOD) == []
    assert "/picture.png" not in site.paths()
    assert not any("secret" in text for text in done.texts().values())
    redirects = [news.path(100 + number) for number in range(len(SPELLINGS))]
    assert {done.endings()[path][0] for path in redirects} <= {"failed", "forbidden", "gone", "refused"}


def test_what_the_operator_names_is_vetted_like_any_address(crawled: Crawl) -> None:
    forbidden = Site(other=news.fixed(news.page(1)))
    with serving(forbidden):
        done = crawled(forbidden, WINNOW_ALLOW_PRIVATE="")
        other = crawled(forbidden, WINNOW_ALLOW_PRIVATE="127.0.0.1:9")
    assert forbidden.asked == []
    assert done.status == other.status == 1
    assert all("not public" in each.report["problems"][0] for each in (done, other))
