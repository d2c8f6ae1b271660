"""Serves the sample sites on loopback, each on a port of its own."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC
from email.utils import format_datetime
from hashlib import blake2b
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from demo.site import ORIGIN, Resource, Site
from demo.sites import build

FIRST_PORT = 8811
"""The same ports each time, so that a second night finds the addresses of the first."""

NOT_FOUND = Resource("<!doctype html><title>404</title><h1>Not found</h1>\n", status=404)


class SiteServer(ThreadingHTTPServer):
    """One site on one port."""

    daemon_threads = True

    def __init__(self, site: Site, port: int) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.site = site
        self.requested: list[str] = []

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self.server_port}"


@dataclass(frozen=True, slots=True)
class Served:
    """The sites that are being served."""

    servers: tuple[SiteServer, ...]

    @property
    def urls(self) -> dict[str, str]:
        """Each site's front page, by the site's name."""
        return {server.site.name: f"{server.origin}/" for server in self.servers}

    @property
    def sites(self) -> tuple[Site, ...]:
        """The sites as they are now."""
        return tuple(server.site for server in self.servers)

    @property
    def requested(self) -> dict[str, list[str]]:
        """What each site was asked for so far, in order."""
        return {server.site.name: list(server.requested) for server in self.servers}

    def turn(self, night: int) -> None:
        """Let it become another night: the sites change as sites do."""
        for server, site in zip(self.servers, build(night), strict=True):
            server.site = site


@contextmanager
def serve(night: int = 1, first_port: int = FIRST_PORT) -> Iterator[Served]:
    """Serve all sites until the context ends. With first_port=0, or where a port is taken, a free one is chosen."""
    with ExitStack() as stack:
        servers = tuple(
            stack.enter_context(_started(site, first_port and first_port + at)) for at, site in enumerate(build(night))
        )
        yield Served(servers)


@contextmanager
def _started(site: Site, port: int) -> Iterator[SiteServer]:
    try:
        server = SiteServer(site, port)
    except OSError:
        server = SiteServer(site, 0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    with server:
        thread.start()
        yield server
        server.shutdown()
        thread.join()


class Handler(BaseHTTPRequestHandler):
    """Answers with what the site has, or with 304 to those who have it already."""

    server: SiteServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer a request."""
        site = self.server.site
        self.server.requested.append(self.path)
        resource = site.find(self.path) or NOT_FOUND
        content = _content(resource, self.server.origin)
        validators = _validators(site, resource, content)
        if resource.status == 200 and self._has_already(validators):
            self._send(304, validators, b"")
        else:
            self._send(resource.status, {"Content-Type": resource.content_type, **validators}, content)

    do_HEAD = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Keep the terminal for the crawl."""

    def _has_already(self, validators: dict[str, str]) -> bool:
        asked = {"ETag": self.headers["If-None-Match"], "Last-Modified": self.headers["If-Modified-Since"]}
        return any(asked[name] == value for name, value in validators.items())

    def _send(self, status: int, headers: dict[str, str], content: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


def _content(resource: Resource, origin: str) -> bytes:
    content = resource.text.replace(ORIGIN, origin).encode(resource.charset, "xmlcharrefreplace")
    return gzip.compress(content, mtime=0) if resource.gzipped else content


def _validators(site: Site, resource: Resource, content: bytes) -> dict[str, str]:
    if resource.status != 200:
        return {}
    found = {"ETag": f'"{blake2b(content, digest_size=8).hexdigest()}"'} if site.etags else {}
    if resource.modified is not None:
        found["Last-Modified"] = format_datetime(resource.modified.astimezone(UTC), usegmt=True)
    return found
