"""A made-up gazette on loopback that counts what it is asked for: every address once in its sitemap, a text to each."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from threading import Event, Thread
from typing import cast

_PLACES = "harbour bridge council river museum market school orchard railway garden quarry lighthouse".split()
_BEGINNINGS, _ENDINGS = "b d f g k l m n p r s t v z br tr st".split(), "a e i o u an er is on".split()
_PARAGRAPHS = 6
_HEAD = "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {size}\r\n\r\n"


class Gazette:
    """A site of so many articles. `asked` counts requests by path; each `edition` has a new paragraph in every text."""

    def __init__(self, articles: int) -> None:
        self.asked: Counter[str] = Counter()
        self.edition = 1
        self.paths = [_path(number) for number in range(articles)]
        self.home = ""
        self._numbers = {path: number for number, path in enumerate(self.paths)}

    @property
    def urls(self) -> list[str]:
        """The addresses of all articles."""
        return [self.home.rstrip("/") + path for path in self.paths]

    def article_requests(self) -> int:
        """How often articles were asked for, all together."""
        return sum(count for path, count in self.asked.items() if path in self._numbers)

    def text(self, number: int) -> list[str]:
        """The paragraphs of an article, as its page has them in this edition: in turn each is written anew."""
        written = [max(0, self.edition - (self.edition - place) % _PARAGRAPHS) for place in range(_PARAGRAPHS)]
        return [
            _sentence(Random(f"{number} {place} {since}"), f"Desk {number}, edition {since}")
            for place, since in enumerate(written)
        ]

    def answer(self, path: str) -> bytes:
        """What is sent for this path."""
        self.asked[path] += 1
        if path in self._numbers:
            return _sent(self._page(path))
        if path == "/robots.txt":
            return _sent(f"User-agent: *\nDisallow:\nSitemap: {self.home}sitemap.xml\n", "text/plain")
        if path == "/sitemap.xml":
            listed = "".join(f"<url><loc>{url}</loc></url>" for url in self.urls)
            return _sent(f"<?xml version='1.0'?><urlset>{listed}</urlset>", "application/xml")
        if path == "/":
            links = "".join(f'<li><a href="{path}">Desk report {path[-7:-1]}</a></li>' for path in self.paths[:20])
            return _sent(f"<!doctype html><title>Gazette</title><main><ul>{links}</ul></main>")
        return _sent("nothing here", status="404 Not Found")

    def _page(self, path: str) -> str:
        number = self._numbers[path]
        title = f"What the {_PLACES[number % len(_PLACES)]} desk of {number} found"
        text = "".join(f"<p>{words}</p>" for words in self.text(number))
        return (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} | Gazette</title>'
            f'<meta property="article:published_time" content="2026-03-0{number % 9 + 1}T08:30:00+00:00"></head><body>'
            f'<nav><a href="/">Home</a></nav><main><article><h1>{title}</h1>{text}</article></main>'
            f"<footer>Printed for the {self.asked[path]}th time</footer></body></html>"
        )


@contextmanager
def printed(articles: int, host: str = "127.0.0.1") -> Iterator[Gazette]:
    """A gazette with its server, in a thread, until the block ends."""
    gazette, ready = Gazette(articles), Event()
    loop = asyncio.new_event_loop()
    thread = Thread(target=_serve, args=(loop, gazette, host, ready), daemon=True)
    thread.start()
    ready.wait()
    try:
        yield gazette
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


def _serve(loop: asyncio.AbstractEventLoop, gazette: Gazette, host: str, ready: Event) -> None:
    server = loop.run_until_complete(loop.create_server(lambda: _Client(gazette), host, 0))
    gazette.home = f"http://{host}:{server.sockets[0].getsockname()[1]}/"
    ready.set()
    loop.run_forever()
    server.close()
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()


class _Client(asyncio.Protocol):
    """One connection. Requests have no bodies, so each ends at an empty line."""

    def __init__(self, gazette: Gazette) -> None:
        self._gazette = gazette
        self._waiting = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.WriteTransport, transport)

    def data_received(self, data: bytes) -> None:
        *requests, self._waiting = (self._waiting + data).split(b"\r\n\r\n")
        for request in requests:
            self._transport.write(self._gazette.answer(request.split(b" ", 2)[1].decode("latin-1")))


def _path(number: int) -> str:
    chance = Random(number)
    slug = "-".join([chance.choice(_PLACES), *(_word(chance) for _ in range(3))])
    return f"/2026/03/{number % 28 + 1:02}/{slug}-{10_000 + number}/"


def _sentence(chance: Random, first: str) -> str:
    return f"{first}: {' '.join(_word(chance) for _ in range(40))}."


def _word(chance: Random) -> str:
    return "".join(chance.choice(_BEGINNINGS) + chance.choice(_ENDINGS) for _ in range(chance.choice((2, 2, 3))))


def _sent(body: str, kind: str = "text/html; charset=utf-8", status: str = "200 OK") -> bytes:
    raw = body.encode()
    return _HEAD.format(status=status, kind=kind, size=len(raw)).encode() + raw
