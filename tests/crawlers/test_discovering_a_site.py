"""A bare address is enough: feeds, sitemaps and lists are found, and traps are walked around."""

from __future__ import annotations

from collections.abc import Callable

from madeup_pages import Crawl, article, listing, title
from madeup_site import Answer, Site, served

MENU = (
    '<nav><a href="/">Home</a><a href="/world/">World</a><a href="/sport/">Sport</a><a href="/about">About us</a>'
    '<a href="/calendar/2025/12/">Calendar</a><a href="/login">Log in</a></nav><footer>'
    + "".join(f'<a href="/tag/t{n}">t{n}</a>' for n in range(30))
    + "</footer>"
)
Stored = Callable[[], dict[str, str]]


def story(section: str, number: int) -> str:
    return f"/{section}/{'-'.join(title(number).split()[:5])}-{number}.html"


def site_of(numbers: range, per_page: int = 4, announced: str = "") -> Site:
    """A site of two sections in pages of some entries, with a calendar without end and tags."""
    sections = {"world": [n for n in numbers if n % 2], "sport": [n for n in numbers if not n % 2]}
    routes: dict[str, object] = {"/about": Answer(article("About the Gazette"))}
    for name, mine in sections.items():
        for n in mine:
            routes[story(name, n)] = Answer(article(title(n)))
        for at in range(0, len(mine), per_page):
            page = at // per_page + 1
            cards = {story(name, n): title(n) for n in mine[at : at + per_page]}
            more = f'<a href="/{name}/page/{page + 1}/">Older</a>' if at + per_page < len(mine) else ""
            routes[f"/{name}/" if page == 1 else f"/{name}/page/{page}/"] = Answer(listing(cards, MENU + more))
    newest = {story(name, mine[0]): title(mine[0]) for name, mine in sections.items()}
    routes["/"] = Answer(listing(newest, MENU, head=announced))
    return Site(routes)  # type: ignore[arg-type]


def test_lists_alone_are_enough(run_crawl: Crawl, stored: Stored) -> None:
    site = site_of(range(100_100, 100_124))
    with served(site):
        (report,) = run_crawl([{"base_url": site.base + "/"}])
    assert report["outcomes"] == {"new": 24}
    asked = set(site.paths())
    assert not asked & {"/about", "/login"} and not any(path.startswith("/calendar") for path in asked)
    assert len([path for path in asked if path.startswith("/tag/")]) <= 20
    assert len(site.paths()) == len(asked)


def test_announced_feeds_and_sitemaps_are_read_and_tags_left_alone(run_crawl: Crawl, stored: Stored) -> None:
    numbers = range(100_200, 100_212)
    feed = '<link rel="alternate" type="application/atom+xml" href="/news.atom">'
    site = site_of(numbers, announced=feed)
    hidden = [f"/opinion/{'-'.join(title(n).split()[:5])}-{n}.html" for n in range(100_300, 100_304)]
    locations = "".join(f"<url><loc>{path}</loc></url>" for path in (*hidden, "/about", "/tag/t1", "/files/map.pdf"))
    site.routes |= {path: Answer(article(title(n))) for n, path in enumerate(hidden, 100_300)}
    site.routes["/robots.txt"] = Answer(
        f"User-agent: *\nDisallow: /admin\nSitemap: {'{}'}/deep/map.xml", type="text/plain"
    )
    site.routes["/deep/map.xml"] = Answer(f"<urlset>{locations}</urlset>", type="text/xml")
    site.routes["/deep/more.xml"] = Answer(f"<urlset><url><loc>{story('world', 100_201)}</loc></url></urlset>")
    site.routes["/news.atom"] = Answer(
        f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="{story("sport", 100_200)}"/></entry></feed>'
    )
    with served(site):
        site.routes["/robots.txt"] = Answer(
            f"User-agent: *\nDisallow: /admin\nSitemap: {site.base}/deep/map.xml\nSitemap: /deep/more.xml"
        )
        (report,) = run_crawl([{"base_url": site.base}])
    assert report["outcomes"] == {"new": 16} and report["problems"] == []
    asked = set(site.paths())
    assert {"/deep/map.xml", "/deep/more.xml"} <= asked
    assert not any(path.startswith(("/tag", "/about", "/files", "/sitemap")) for path in asked)


def test_session_ids_and_endless_pages_are_bounded(run_crawl: Crawl, stored: Stored) -> None:
    numbers = range(100_400, 100_410)
    count = iter(range(10_000))

    def page(path: str) -> Answer:
        session = next(count)
        cards = {f"/show.asp?id={n}&s_id={session:x}": title(n) for n in numbers}
        other = '<a href="/list.asp?c=1">Home news</a><a href="/list.asp?c=2">Trade</a>'
        return Answer(listing(cards, f'{other}<a rel="next" href="/list.asp?c=1&page={session + 2}">Next</a>'))

    def show(path: str) -> Answer:
        return Answer(article(title(int(path.partition("id=")[2].partition("&")[0]))))

    site = Site({"/": page, "/list.asp?c=1": page, "/list.asp?c=2": page})
    fixed = site.routes

    class Routes(dict[str, object]):
        def get(self, path: str, default: object = None) -> object:
            return (
                show
                if path.startswith("/show.asp")
                else page
                if path.startswith("/list.asp")
                else fixed.get(path, default)
            )

    site.routes = Routes()  # type: ignore[assignment]
    with served(site):
        (report,) = run_crawl([{"base_url": site.base}])
    assert len(stored()) == 10
    assert report["outcomes"] == {"new": 10}
    assert len(site.asked) < 60


def test_a_site_that_cannot_be_reached_is_told(run_crawl: Crawl) -> None:
    empty = Site({})
    with served(empty):
        reports = run_crawl([{"base_url": "http://127.0.0.1:1"}, {"base_url": empty.base}])
    assert [bool(report["problems"]) for report in reports] == [True, True]
    assert [report["outcomes"] for report in reports] == [{}, {}]
