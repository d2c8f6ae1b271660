"""A server that writes its answers byte by byte, and remembers who asked for what."""

from __future__ import annotations

import asyncio
import ssl
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Asked:
    """One request."""

    path: str
    headers: Mapping[str, str]
    at: float


@dataclass
class Exchange:
    """One request, and the way back to who sent it."""

    asked: Asked
    number: int
    """How often this path was asked for, this time included."""
    writer: asyncio.StreamWriter
    keep: bool = False
    """Whether the connection stays open for the next request."""

    async def send(self, data: bytes) -> None:
        """Send some bytes. Raises ConnectionError when nobody listens any more."""
        self.writer.write(data)
        await self.writer.drain()

    async def answer(self, body: bytes, status: str = "200 OK", **headers: str) -> None:
        """A whole answer with its length."""
        await self.send(head(status, Content_Length=str(len(body)), **headers) + body)
        self.keep = True


Handler = Callable[[Exchange], Awaitable[None]]


def head(status: str = "200 OK", **headers: str) -> bytes:
    """Status line and headers; of a header's name, "_" stands for "-"."""
    named = {"Content_Type": "text/html; charset=utf-8", **headers}
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in named.items()]
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode("latin-1")


@dataclass
class Site:
    """Handlers by path; what has none is asked of `other`, or answered 404."""

    handlers: dict[str, Handler] = field(default_factory=dict)
    other: Handler | None = None
    asked: list[Asked] = field(default_factory=list)
    base: str = ""
    tls: ssl.SSLContext | None = None
    address: str = "127.0.0.1"

    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [asked.path for asked in self.asked]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ssl.SSLError):
                while await self._exchange(await reader.readuntil(b"\r\n\r\n"), writer):
                    pass
        finally:
            writer.close()

    async def _exchange(self, request: bytes, writer: asyncio.StreamWriter) -> bool:
        first, *lines = request.decode("latin-1").strip().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        asked = Asked(first.split(" ")[1], headers, time.monotonic())
        self.asked.append(asked)
        exchange = Exchange(asked, self.paths().count(asked.path), writer)
        await self.handlers.get(asked.path, self.other or _missing)(exchange)
        return exchange.keep


async def _missing(exchange: Exchange) -> None:
    await exchange.answer(b"<html><body><p>Not here</p></body></html>", "404 Not Found")


@contextmanager
def serving(*sites: Site) -> Iterator[None]:
    """While inside, each site is served on a loopback port of its own, by a thread."""
    loop = asyncio.new_event_loop()
    ready = threading.Event()
    thread = threading.Thread(target=_run, args=(loop, sites, ready))
    thread.start()
    ready.wait()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


def _run(loop: asyncio.AbstractEventLoop, sites: tuple[Site, ...], ready: threading.Event) -> None:
    asyncio.set_event_loop(loop)
    loop.set_exception_handler(lambda loop, context: None)  # who asked hangs up in the middle, on purpose
    servers = []
    for site in sites:
        server = loop.run_until_complete(asyncio.start_server(site.serve, site.address, 0, ssl=site.tls))
        port = server.sockets[0].getsockname()[1]
        servers.append(server)
        site.base = f"{'https' if site.tls else 'http'}://{site.address}:{port}"
    ready.set()
    loop.run_forever()
    for server in servers:
        server.close()
    loop.run_until_complete(_end(asyncio.all_tasks(loop)))
    loop.close()


async def _end(tasks: set[asyncio.Task[object]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await asyncio.sleep(0.05)  # until the connections are closed, too
