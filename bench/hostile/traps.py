"""A site that never ends: calendars, lists, facets, folders and session ids, and each story under eleven addresses."""

from __future__ import annotations

from itertools import count
from urllib.parse import parse_qs, urlsplit

from bench.hostile import news
from bench.hostile.wire import Exchange, Site

STORIES = range(1, 13)
_SPELLINGS = (
    "{path}", "{path}/", "{path}?utm_source=home", "{path}?sid={sid}", "{path}?PHPSESSID={sid}",
    "{path};jsessionid={sid}", "{path}?fbclid={sid}#comments", "/amp{path}", "{path}?print=1", "/s/{sid}{path}",
    "/quarter{path}",
)  # fmt: skip
"""The addresses of one story; {sid} is another one with every request."""


class Maze:
    """Answers every address. Stories are to be found in it; everything else leads on to more of its kind."""

    def __init__(self, dead: bool = True, pages: int = 10**6) -> None:
        self.dead = dead
        """Whether the endless lists name stories that are not there, or all the same page."""
        self.pages = pages
        """How many pages an endless list has."""
        self._sids = count(100_000)
        self.site = Site(other=self.answer)

    async def answer(self, exchange: Exchange) -> None:
        """What stands at an address."""
        parts = urlsplit(exchange.asked.path)
        path = parts.path.partition(";")[0]
        for number in STORIES:
            if news.path(number) in path:
                await exchange.answer(news.page(number))
                return
        if path == "/robots.txt":
            await exchange.answer(b"", "404 Not Found")
        elif path.startswith("/story/"):
            await self._no_story(exchange)
        else:
            await exchange.answer(self._list(path, parts.query))

    async def _no_story(self, exchange: Exchange) -> None:
        if self.dead:
            await exchange.answer(b"<html><body><p>No such story</p></body></html>", "404 Not Found")
        else:
            await exchange.answer(news.page(900))

    def _list(self, path: str, query: str) -> bytes:
        if path in ("/archive/", "/stream/"):
            asked = parse_qs(query)
            return self._endless(path, int((asked.get("page") or asked.get("after") or ["1"])[0]))
        if "/calendar" in path:
            return self._month(path)
        return news.listing(self._spelled(), self._menu(path))

    def _spelled(self) -> dict[str, str]:
        return {
            spelling.format(path=news.path(number), sid=f"{next(self._sids):x}c0ffee"): news.title(number)
            for number in STORIES
            for spelling in _SPELLINGS
        }

    def _menu(self, path: str) -> str:
        """Sections with session ids, facets, a calendar, an archive, and folders in folders."""
        sid = f"{next(self._sids):x}c0ffee"
        ways = [(colour, size, order) for colour in ("red", "blue") for size in "123" for order in ("up", "down")]
        facets = [f"/find?colour={colour}&size={size}&order={order}" for colour, size, order in ways]
        places = [f"/s/{sid}/town", f"/town?sid={sid}", "/calendar/2026/11/", "/archive/", "/stream/", *facets]
        places += [f"{path.rstrip('/')}/more/", "deeper/folder/", "../up/"]
        return "<nav>" + "".join(f'<a href="{p}">Place {n}</a>' for n, p in enumerate(places)) + "</nav>"

    def _endless(self, path: str, page: int) -> bytes:
        start = page * 10 + (1_000 if path == "/archive/" else 400_000)
        numbers = range(start, start + 10)
        name = "page" if path == "/archive/" else "after"
        following = f'<a class="next" href="{path}?{name}={page + 1}">Next</a>' if page < self.pages else ""
        return news.listing({news.path(n): news.title(n) for n in numbers}, following)

    def _month(self, path: str) -> bytes:
        year, month = (int(part) for part in path.strip("/").split("/")[1:3])
        later = f"/calendar/{year + month // 12}/{month % 12 + 1:02}/"
        days = {f"/calendar/{year}/{month:02}/{day:02}/": f"Events of day {day}" for day in range(1, 29)}
        return news.listing(days, f'<a rel="next" href="{later}">Next month</a>')
