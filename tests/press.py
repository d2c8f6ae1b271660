"""A made-up newspaper: its pages, and a server on loopback that prints them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Event, Thread
from typing import Any

STORIES: Mapping[str, tuple[str, str]] = {
    "/2026/03/02/bridge-closed-for-a-week/": (
        "Bridge closed for a week",
        "The old bridge over the Lenne stays closed until Monday, the town's engineer said, because two of its bolts"
        " were found loose.",
    ),
    "/2026/03/03/bakers-count-their-loaves/": (
        "Bakers count their loaves",
        "Nine bakers of the upper town counted their loaves on Tuesday and found that rye had outsold wheat for the"
        " first time since the flood.",
    ),
    "/2026/03/04/library-lends-out-its-ladder/": (
        "Library lends out its ladder",
        "Whoever has no ladder may borrow one from the library, its keeper Ilse Marten announced, as long as it comes"
        " back dry.",
    ),
}
MORE = (
    "Neighbours who were asked about it in the market hall said that they had expected as much since the autumn.",
    "A decision is due in the council's next meeting, which begins at seven in the evening and is open to everyone.",
    "Until then nothing changes for those who come by bus, and the timetable at the station remains as it is printed.",
)


def front_page(stories: Mapping[str, tuple[str, str]] = STORIES) -> str:
    """A list of all stories."""
    links = "".join(f'<li><a href="{path}">{escape(title)}</a></li>' for path, (title, _) in stories.items())
    head = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    return f"<!doctype html><html><head><title>Lenne Post</title>{head}</head><body><ul>{links}</ul></body></html>"


def feed(stories: Mapping[str, tuple[str, str]] = STORIES) -> str:
    """The same list as RSS, with addresses from the root as some have them."""
    items = "".join(
        f"<item><title>{escape(title)}</title><link>{path}</link></item>" for path, (title, _) in stories.items()
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Lenne Post</title>{items}</channel></rss>'


def article(title: str, lead: str, *, more: tuple[str, ...] = MORE, head: str = "", tail: str = "") -> str:
    """A story's page: navigation, headline, byline, text and a footer."""
    text = "".join(f"<p>{escape(words)}</p>" for words in (lead, *more))
    footer = "<footer><p>Lenne Post, Mill Lane 4</p></footer>"
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)} | Lenne Post</title>'
        f'<meta property="article:published_time" content="2026-03-04T08:30:00+01:00">{head}</head><body>'
        f'<nav><a href="/">Home</a> <a href="/contact/">Contact</a></nav><main><article><h1>{escape(title)}</h1>'
        f'<p class="byline">By <a rel="author" href="/by/ada-lindqvist/">Ada Lindqvist</a></p>'
        f'<div class="text">{text}</div></article>{tail}</main>{footer}</body></html>'
    )


@dataclass
class Press:
    """A site on loopback; change `pages` (path -> body) while it runs. What is not there is answered 404."""

    pages: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    stuck: set[str] = field(default_factory=set)
    """Paths that are never answered."""
    withdrawn: set[str] = field(default_factory=set)
    """Paths that are answered 410."""
    home: str = ""
    turn: Condition = field(default_factory=Condition)

    def wait_for(self, path: str) -> None:
        """Returns once this path was asked for."""
        with self.turn:
            self.turn.wait_for(lambda: path in self.asked)

    @property
    def host(self) -> str:
        return self.home.removeprefix("http://").rstrip("/")

    def print_stories(self, stories: Mapping[str, tuple[str, str]] = STORIES) -> None:
        self.pages |= {"/": front_page(stories), "/feed.xml": feed(stories)}
        self.pages |= {path: article(title, lead) for path, (title, lead) in stories.items()}


@contextmanager
def running() -> Iterator[Press]:
    """A press with its server, which ends with the block."""
    press = Press()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with press.turn:
                press.asked.append(self.path)
                press.turn.notify_all()
            if self.path in press.stuck:
                Event().wait()
            body = press.pages.get(self.path)
            self.send_response(410 if self.path in press.withdrawn else 404 if body is None else 200)
            kind = "application/rss+xml" if self.path.endswith(".xml") else "text/html; charset=utf-8"
            self.send_header("Content-Type", kind)
            raw = (body or "nothing here").encode()
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, format: str, *args: Any) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    server.daemon_threads = True
    press.home = f"http://127.0.0.1:{server.server_port}/"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield press
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
