"""Pages served from memory: made-up newspapers on loopback addresses, each with robots.txt, sitemap and front page.

python -m bench.static_site --corpus DIR --pages N --hosts N --port N [--no-validators]

Prints one line when it is ready. HTTP/1.1 with keep-alive; every page has an ETag and answers 304 to it.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from random import Random
from typing import cast

import uvloop

from bench.corpus import Gold, golds

_FRONT = 25
"""Links on a front page."""
_WORDS = "harbour bridge council budget river museum storm ferry market school orchard winter railway garden".split()


@dataclass(frozen=True, slots=True)
class Site:
    """One newspaper: its address, and path -> page."""

    base: str
    pages: dict[str, Gold]

    @property
    def urls(self) -> list[str]:
        return [self.base + path for path in self.pages]


def chosen(corpus: Path, count: int) -> list[Gold]:
    """So many pages of the corpus, of all sets alike, always the same ones."""
    pages = sorted(golds(corpus), key=lambda gold: gold.id)
    return Random(1).sample(pages, min(count, len(pages)))


def sites(pages: Sequence[Gold], hosts: int, port: int) -> list[Site]:
    """The pages dealt out to newspapers, at addresses as articles have them."""
    dealt = [pages[host::hosts] for host in range(hosts)]
    return [
        Site(f"http://127.0.1.{host + 1}:{port}", {_path(number): gold for number, gold in enumerate(mine)})
        for host, mine in enumerate(dealt)
    ]


def _path(number: int) -> str:
    words = Random(number).sample(_WORDS, 4)
    return f"/news/2024/{number % 12 + 1:02}/{number % 28 + 1:02}/{'-'.join(words)}-{10_000 + number}.html"


@dataclass(frozen=True, slots=True)
class Served:
    """A body on its way: the whole answer, and the short one to who knows it."""

    tag: bytes
    whole: bytes
    not_modified: bytes


def shelf(site: Site, validators: bool = True) -> dict[str, Served]:
    """Path -> answer, for everything that a newspaper serves."""
    addresses = "".join(f"<url><loc>{url}</loc></url>" for url in site.urls)
    links = "".join(f'<li><a href="{path}">Story {path[-10:-5]}</a></li>' for path in list(site.pages)[:_FRONT])
    head = "<head><title>Harbour Gazette</title></head>"
    made = {
        "/robots.txt": (f"User-agent: *\nDisallow: /private/\nSitemap: {site.base}/sitemap.xml\n", "text/plain"),
        "/sitemap.xml": (f"<?xml version='1.0'?><urlset>{addresses}</urlset>", "application/xml"),
        "/": (f"<!doctype html><html>{head}<body><main><ul>{links}</ul></main></body></html>", "text/html"),
    }
    answers = {path: _served(body.encode(), kind, validators) for path, (body, kind) in made.items()}
    return answers | {path: _served(gold.html(), "text/html", validators) for path, gold in site.pages.items()}


def _served(body: bytes, kind: str, validators: bool) -> Served:
    tag = f'"{blake2b(body, digest_size=8).hexdigest()}"' if validators else ""
    told = f"ETag: {tag}\r\n" if tag else ""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{told}\r\n"
    unchanged = f"HTTP/1.1 304 Not Modified\r\n{told}\r\n"
    return Served(tag.encode(), head.encode() + body, unchanged.encode())


_MISSING = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 9\r\n\r\nNot found"


@dataclass(slots=True, eq=False)
class Connection(asyncio.Protocol):
    """One client. Requests have no bodies, so each ends at an empty line."""

    answers: dict[str, Served]
    transport: asyncio.WriteTransport | None = None
    waiting: bytes = field(default=b"", init=False)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.WriteTransport, transport)

    def data_received(self, data: bytes) -> None:
        *requests, self.waiting = (self.waiting + data).split(b"\r\n\r\n")
        for request in requests:
            assert self.transport
            self.transport.write(self._answer(request))
            if b"connection: close" in request.lower():
                self.transport.close()

    def _answer(self, request: bytes) -> bytes:
        path = request.split(b" ", 2)[1].decode("latin-1")
        served = self.answers.get(path)
        if served is None:
            return _MISSING
        return served.not_modified if served.tag and served.tag in request else served.whole


async def serve(papers: Sequence[Site], validators: bool) -> None:
    """Serves until it is ended."""
    loop = asyncio.get_running_loop()
    for site in papers:
        host, _, port = site.base.removeprefix("http://").partition(":")
        answers = shelf(site, validators)
        await loop.create_server(lambda answers=answers: Connection(answers), host, int(port), backlog=512)  # type: ignore[misc]
    print("ready", flush=True)
    await asyncio.Event().wait()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--pages", type=int, required=True)
    parser.add_argument("--hosts", type=int, required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--no-validators", action="store_true", help="send no ETag")
    told = parser.parse_args()
    papers = sites(chosen(told.corpus, told.pages), told.hosts, told.port)
    try:
        uvloop.run(serve(papers, not told.no_validators))
    except KeyboardInterrupt:
        sys.exit(0)


if __name__ == "__main__":
    main()
