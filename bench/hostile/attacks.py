"""What a server may answer to a request for one page: each attack is a handler and where its address may end."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain, repeat

import brotli
import zstandard

from bench.hostile import bombs
from bench.hostile.news import page
from bench.hostile.wire import Exchange, Handler, head

LOST = frozenset({"failed", "refused"})
GOOD = frozenset({"new"})


@dataclass(frozen=True)
class Attack:
    """One hostile answer. `number` is the article that it pretends to be."""

    name: str
    handler: Callable[[int], Handler]
    ends: frozenset[str] = LOST
    reasons: tuple[str, ...] = field(default=())
    """Where given, the words of which the recorded reason must hold one."""


def raw(*pieces: bytes, pause: float = 0.0) -> Callable[[int], Handler]:
    """Sends these bytes, and hangs up."""

    def of(number: int) -> Handler:
        async def answer(exchange: Exchange) -> None:
            for piece in pieces:
                await exchange.send(piece)
                await asyncio.sleep(pause)

        return answer

    return of


def wrapped(before: bytes, after: Callable[[bytes], bytes] = lambda body: body) -> Callable[[int], Handler]:
    """Sends these bytes, then an article as `after` makes it, and hangs up."""
    return lambda number: raw(before + after(page(number)))(number)


def whole(before: bytes = b"", status: str = "200 OK", **headers: str) -> Callable[[int], Handler]:
    """Sends an article with its length and these headers."""

    def of(number: int) -> Handler:
        body = page(number)
        return raw(before + head(status, Content_Length=str(len(body)), **headers) + body)(number)

    return of


def packed(name: str, pack: Callable[[bytes], bytes], cut: int = 0) -> Callable[[int], Handler]:
    """Sends a compressed article with a true length, of which the last `cut` bytes were never written."""

    def of(number: int) -> Handler:
        body = pack(page(number))
        body = body[: len(body) - cut]
        return raw(head(Content_Encoding=name, Content_Length=str(len(body))) + body)(number)

    return of


def poured(name: str, pieces: Callable[[], Iterator[bytes]]) -> Callable[[int], Handler]:
    """Sends a stream without a length, piece by piece, as long as somebody listens."""

    def of(number: int) -> Handler:
        async def answer(exchange: Exchange) -> None:
            await exchange.send(head(**({"Content_Encoding": name} if name else {}), Connection="close"))
            for piece in pieces():
                await exchange.send(piece)

        return answer

    return of


def dripping(first: bytes, drop: bytes, pause: float) -> Callable[[int], Handler]:
    """Sends a beginning, and then for ever the same few bytes after each pause."""

    def of(number: int) -> Handler:
        async def answer(exchange: Exchange) -> None:
            await exchange.send(first)
            while True:
                await exchange.send(drop)
                await asyncio.sleep(pause)

        return answer

    return of


def moved(to: str, status: str = "302 Found") -> Callable[[int], Handler]:
    """Redirects to an address; {number} is the article's."""
    return lambda number: raw(head(status, Location=to.format(number=number), Content_Length="0"))(number)


def status(line: str, **headers: str) -> Callable[[int], Handler]:
    """Sends an article under another status."""
    return whole(b"", line, **headers)


async def _silence(exchange: Exchange) -> None:
    await asyncio.sleep(3600)


def _chunked(body: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(body), body)


CHUNKS = head(Transfer_Encoding="chunked")
CUTS = (
    Attack("short body", wrapped(head(Content_Length="99999")), reasons=("cut",)),
    Attack("long body", wrapped(head(Content_Length="700")), reasons=("cut",)),
    Attack("cut chunk", wrapped(CHUNKS, lambda body: _chunked(body)[:-300]), reasons=("cut",)),
    Attack("no last chunk", wrapped(CHUNKS, _chunked), reasons=("cut",)),
    Attack("no end of any kind", wrapped(head(), lambda body: body[:-700]), reasons=("cut",)),
    Attack("cut gzip", packed("gzip", gzip.compress, 90), reasons=("cut",)),
    Attack("gzip without its checksum", packed("gzip", gzip.compress, 4), reasons=("cut",)),
    Attack("cut deflate", packed("deflate", zlib.compress, 90), reasons=("cut",)),
    Attack("cut brotli", packed("br", brotli.compress, 90), reasons=("cut",)),
    Attack("cut zstd", packed("zstd", zstandard.compress, 90), reasons=("cut",)),
    Attack("cut gzip in brotli", packed("gzip, br", lambda body: brotli.compress(gzip.compress(body)[:-90])),
           reasons=("cut",)),
    Attack("206 for a whole request", status("206 Partial Content", Content_Range="bytes 0-8/99"), reasons=("cut",)),
)  # fmt: skip
ODDITIES = (
    Attack("early hints", whole(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"), GOOD),
    Attack("continue", whole(b"HTTP/1.1 100 Continue\r\n\r\n" * 20), GOOD),
    Attack("no reason", whole(status="200"), GOOD),
    Attack("a charset as encoding", whole(Content_Encoding="utf-8"), GOOD),
    Attack("identity as encoding", whole(Content_Encoding="identity"), GOOD),
    Attack("no end, but whole", wrapped(head()), GOOD),
    Attack("length and chunks", wrapped(head(Content_Length="20", Transfer_Encoding="chunked"),
                                        lambda body: _chunked(body) + b"0\r\n\r\n"), GOOD | LOST),
    Attack("203", status("203 Non-Authoritative Information"), GOOD | LOST),
    Attack("two lengths", wrapped(b"HTTP/1.1 200 OK\r\nContent-Length: 40\r\nContent-Length: 700\r\n\r\n")),
    Attack("negative length", wrapped(head(Content_Length="-5"))),
    Attack("bad chunk size", wrapped(CHUNKS, lambda body: b"zz\r\n" + body)),
    Attack("huge chunk size", wrapped(CHUNKS, lambda body: b"ffffffffffffffff\r\n" + body)),
    Attack("unknown transfer coding", wrapped(head(Transfer_Encoding="rot13"))),
    Attack("HTTP/0.9", wrapped(b"")),
    Attack("bad status line", raw(b"HTTP/1.1 OK 200\r\n\r\n")),
    Attack("status 99999", raw(b"HTTP/1.1 99999 Huge\r\nContent-Length: 2\r\n\r\nhi")),
    *(Attack(f"status {odd}", raw(b"HTTP/1.1 %s Odd\r\nContent-Length: 2\r\n\r\nhi" % odd.encode()))
      for odd in ("9" * 30, "99999999999", "-5", "0", "+404", "4_04")),
    Attack("another protocol", raw(b"SSH-2.0-OpenSSH_9.0\r\n")),
    Attack("closed at once", raw()),
    Attack("closed after the head", raw(head(Content_Length="3000"))),
    Attack("2,000 headers", raw(b"HTTP/1.1 200 OK\r\n", *(b"X-%d: %s\r\n" % (n, b"y" * 200) for n in range(2000)))),
    Attack("a header of 1 MB", raw(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 1_000_000 + b"\r\n\r\n")),
    Attack("no gzip", whole(Content_Encoding="gzip")),
    Attack("gzip twice, told once", packed("gzip", lambda body: gzip.compress(gzip.compress(body)))),
    Attack("nine encodings", whole(Content_Encoding=", ".join(["gzip"] * 9))),
    Attack("an image", raw(head(Content_Type="image/png", Content_Length="2004") + b"\x89PNG" + bytes(range(250)) * 8)),
    Attack("204", status("204 No Content")),
    Attack("205", raw(head("205 Reset Content", Content_Length="0"))),
    Attack("300", status("300 Multiple Choices")),
    Attack("304 that nobody asked for", raw(head("304 Not Modified")), frozenset({"failed"})),
    Attack("401", status("401 Unauthorized", WWW_Authenticate='Basic realm="all"')),
    Attack("407", status("407 Proxy Authentication Required", Proxy_Authenticate="Basic")),
    Attack("429 for ever", status("429 Too Many Requests", Retry_After="0")),
    Attack("451", status("451 Unavailable For Legal Reasons")),
    Attack("500", status("500 Internal Server Error")),
    Attack("503 for ten years", status("503 Service Unavailable", Retry_After="315360000")),
    Attack("503 for longer than time", status("503 Service Unavailable", Retry_After="9" * 40)),
    Attack("503 until yesterday", status("503 Service Unavailable", Retry_After="Mon, 01 Jan 1990 00:00:00 GMT")),
    Attack("503 until never", status("503 Service Unavailable", Retry_After="Mon, 99 Foo 99999 99:99:99 GMT")),
    Attack("503 until ²", status("503 Service Unavailable", Retry_After="\u00b2")),
    Attack("404", status("404 Not Found"), frozenset({"gone", "failed"})),
    Attack("410", status("410 Gone"), frozenset({"gone"})),
)  # fmt: skip
REDIRECTS = (
    Attack("to itself", lambda number: _to_itself, frozenset({"failed"})),
    Attack("to itself, with a cookie", lambda number: _with_cookie, frozenset({"failed"})),
    Attack("a chain of 50", moved("/chain/{number}/1"), frozenset({"failed"})),
    Attack("without a place", raw(head("302 Found", Content_Length="0")), frozenset({"failed"})),
    Attack("to nothing", moved(""), frozenset({"failed"})),
    Attack("to a broken host", moved("http://[::1"), frozenset({"failed"})),
    Attack("to a broken port", moved("http://quarter.example:99999/"), frozenset({"failed", "forbidden"})),
    Attack("to 1 MB", moved("/" + "y" * 9000), frozenset({"failed", "gone"})),
    Attack("to bytes", moved("/\u00ff\u00fe\u0080"), frozenset({"failed", "gone"})),
    Attack("to a file", moved("file:///etc/passwd"), frozenset({"failed", "forbidden"})),
    Attack("to data", moved("data:text/html,hello"), frozenset({"failed", "forbidden"})),
    Attack("to another site", moved("http://quarter.example/"), frozenset({"failed"})),
    Attack("to metadata", moved("http://169.254.169.254/latest/"), frozenset({"failed", "forbidden"})),
    Attack("to the home page", moved("/"), frozenset({"failed", "refused", "moved"})),
)  # fmt: skip
SLOW = (
    Attack("silence", lambda number: _silence, reasons=("timeout",)),
    Attack("a slow head", dripping(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n", 0.2), reasons=("timeout",)),
    Attack("a slow body", dripping(head(Content_Length="99999"), b"y", 0.2), reasons=("timeout",)),
    Attack("slow chunks", dripping(CHUNKS, b"1\r\ny\r\n", 0.2), reasons=("timeout",)),
    Attack("interim answers for ever", dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100, 0.0)),
    Attack("headers for ever", dripping(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n" * 1000, 0.0)),
)  # fmt: skip


def large(megabytes: int) -> tuple[Attack, ...]:
    """What unpacks to so many MiB, or is so large."""
    mib = 1024 * 1024
    return (
        Attack("gzip bomb", poured("gzip", lambda: bombs.deflated(megabytes))),
        Attack("deflate bomb", poured("deflate", lambda: bombs.deflated(megabytes, 15))),
        Attack("bare deflate bomb", poured("deflate", lambda: bombs.deflated(megabytes, -15))),
        Attack("brotli bomb", poured("br", lambda: bombs.brotlied(megabytes))),
        Attack("zstd bomb", poured("zstd", lambda: bombs.zstandard(megabytes))),
        Attack("gzip in gzip", poured("gzip, gzip", lambda: bombs.within(bombs.deflated(megabytes)))),
        Attack("zstd in gzip", poured("zstd, gzip", lambda: bombs.within(bombs.zstandard(megabytes)))),
        Attack("members", poured("gzip", lambda: iter([bombs.members(megabytes * 4000)]))),
        Attack("a page too long", poured("", lambda: chain([page(1)], repeat(b"<p>more</p>" * 9000, megabytes * 10)))),
        Attack("a page too long, as it says", raw(head(Content_Length=str(megabytes * mib)), b"y" * mib)),
        Attack("endless chunks", dripping(CHUNKS, _chunked(b"<p>more</p>" * 6000), 0.0)),
    )  # fmt: skip


async def _to_itself(exchange: Exchange) -> None:
    await exchange.answer(b"", "302 Found", Location=exchange.asked.path)


async def _with_cookie(exchange: Exchange) -> None:
    await exchange.answer(b"", "302 Found", Location=exchange.asked.path, Set_Cookie=f"seen={exchange.number}")
