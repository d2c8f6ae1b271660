"""A small HTTP site on loopback for tests: routes are data, every request is kept with its time."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise


@dataclass(frozen=True)
class Answer:
    body: str | bytes = ""
    status: int = 200
    type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    missing: int = 0
    """So many bytes at the end are promised but not sent."""
    etag: str = ""

    @property
    def payload(self) -> bytes:
        return self.body.encode() if isinstance(self.body, str) else self.body


@dataclass(frozen=True)
class Asked:
    path: str
    at: float
    headers: Mapping[str, str]


Route = Answer | list[Answer] | Callable[[str], Answer]


class Site:
    """Routes by path with query. A list is used up one answer at a time, its last one stays."""

    def __init__(self, routes: Mapping[str, Route]) -> None:
        self.routes = dict(routes)
        self.asked: list[Asked] = []
        self.base = ""

    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def gaps(self) -> list[float]:
        times = [asked.at for asked in self.asked]
        return [b - a for a, b in pairwise(times)]

    def answer(self, path: str) -> Answer:
        route = self.routes.get(path, Answer("gone fishing", 404))
        if isinstance(route, list):
            return route.pop(0) if len(route) > 1 else route[0]
        return route(path) if callable(route) else route

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while (head := await reader.readuntil(b"\r\n\r\n")) and await self.reply(head.decode("latin-1"), writer):
                pass
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def reply(self, head: str, writer: asyncio.StreamWriter) -> bool:
        """Answer one request; whether the connection stays open."""
        first, *lines = head.strip().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        path = first.split(" ")[1]
        self.asked.append(Asked(path, time.monotonic(), headers))
        answer = self.answer(path)
        unchanged = bool(answer.etag) and headers.get("if-none-match") == answer.etag
        status, body = (304, b"") if unchanged else (answer.status, answer.payload)
        extra = {"Content-Type": answer.type, "Content-Length": str(len(body)), **answer.headers}
        extra |= {"ETag": answer.etag} if answer.etag else {}
        lines = [f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in extra.items()), "", ""]
        writer.write("\r\n".join(lines).encode() + body[: len(body) - answer.missing])
        await writer.drain()
        return answer.missing == 0


@contextmanager
def served(*sites: Site) -> Iterator[None]:
    """Serve each site at a loopback port of its own, in a thread."""
    ready = threading.Event()
    ending: list[Callable[[], None]] = []
    thread = threading.Thread(target=lambda: asyncio.run(_serve(sites, ready, ending)))
    thread.start()
    ready.wait()
    try:
        yield
    finally:
        ending[0]()
        thread.join()


async def _serve(sites: Sequence[Site], ready: threading.Event, ending: list[Callable[[], None]]) -> None:
    loop, end = asyncio.get_running_loop(), asyncio.Event()
    servers = [await asyncio.start_server(site.serve, "127.0.0.1", 0) for site in sites]
    for site, server in zip(sites, servers, strict=True):
        site.base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    ending.append(partial(_end, loop, end))
    ready.set()
    await end.wait()
    for server in servers:
        server.close()


def _end(loop: asyncio.AbstractEventLoop, end: asyncio.Event) -> None:
    loop.call_soon_threadsafe(end.set)
