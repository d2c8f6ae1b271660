"""The guard in a real crawl: what is forbidden is not asked, not even for robots.txt, and not after a redirect."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CRAWL = """
import json, sys
import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from twisted.internet.address import IPv4Address
from crawlers.resolver import VettingResolver

urls, names, settings = json.loads(sys.argv[1])


class Names:
    def resolveHostName(self, receiver, host, port=0, types=None, semantics="TCP"):
        receiver.resolutionBegan(None)
        answers = names.get(host, [[host]])
        for address in answers.pop(0) if len(answers) > 1 else answers[0]:
            if address:
                receiver.addressResolved(IPv4Address("TCP", address, port))
        receiver.resolutionComplete()


class FakeResolver(VettingResolver):
    def find_inner(self, reactor):
        return Names()


class Asks(scrapy.Spider):
    name = "asks"

    async def start(self):
        for url in urls:
            yield scrapy.Request(url, errback=self.failed, dont_filter=True, meta={"asked": url})

    def parse(self, response):
        print(json.dumps([response.meta["asked"], response.text]))

    def failed(self, failure):
        reason = getattr(failure.value, "reason", "")
        print(json.dumps([failure.request.meta["asked"], type(failure.value).__name__ + ": " + reason]))


process = AsyncCrawlerProcess({
    "DOWNLOADER_MIDDLEWARES": {"crawlers.addresses.AddressGuard": 10, "crawlers.addresses.PeerGuard": 1000},
    "TWISTED_DNS_RESOLVER": FakeResolver, "ROBOTSTXT_OBEY": True, "RETRY_ENABLED": False, "LOG_LEVEL": "ERROR",
    "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False, "COOKIES_ENABLED": False, "DOWNLOAD_DELAY": 0,
    "DOWNLOAD_VERIFY_CERTIFICATES": True, **settings})
process.crawl(Asks)
process.start()
"""


@dataclass
class Site:
    """A server on loopback that remembers what it was asked, and redirects "/to/ADDRESS" there."""

    port: int
    asked: list[str] = field(default_factory=list)


@contextmanager
def served() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            moved = self.path.startswith("/to/")
            body = b"User-agent: *\nAllow: /\n" if self.path == "/robots.txt" else b"hello"
            self.send_response(302 if moved else 200)
            if moved:
                self.send_header("Location", self.path.removeprefix("/to/"))
            self.send_header("Content-Type", "text/plain")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        site = Site(server.server_port)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield site
        server.shutdown()


def crawl(
    urls: list[str], names: dict[str, list[list[str]]] | None = None, proxy: str = "", **settings: object
) -> dict[str, str]:
    """What each address brought: the body, or the failure with its reason. Names have several answers, used in turn."""
    order = json.dumps([urls, names or {}, settings])
    run = subprocess.run(
        [sys.executable, "-c", CRAWL, order],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "http_proxy": proxy},
    )
    assert run.returncode == 0, run.stderr
    return dict(json.loads(line) for line in run.stdout.splitlines())


def test_loopback_is_refused_by_default_under_every_name_and_never_asked() -> None:
    with served() as site:
        urls = [
            f"http://127.0.0.1:{site.port}/page",
            f"http://2130706433:{site.port}/page",
            f"http://[::ffff:127.0.0.1]:{site.port}/page",
            "http://loopback.example.com/page",
            "http://metadata.example.com:8080/latest",
            "http://unknown.example.com/",
            "http://harbour.example.com:22/",
        ]
        names = {
            "loopback.example.com": [["127.0.0.1"]],
            "metadata.example.com": [["169.254.169.254", "10.0.0.1"]],
            "unknown.example.com": [[""]],
        }
        brought = crawl(urls, names)
    assert site.asked == []
    assert [brought[url] for url in urls] == [
        "ForbiddenAddress: 127.0.0.1 is not public: loopback",
        "ForbiddenAddress: 127.0.0.1 is not public: loopback",
        "ForbiddenAddress: ::ffff:7f00:1 is not public: loopback",
        "ForbiddenAddress: 127.0.0.1 is not public: loopback",
        "ForbiddenAddress: 169.254.169.254 is not public: link-local, cloud metadata",
        "CannotResolveHostError: ",
        "ForbiddenAddress: port 22 is not allowed",
    ]


def test_what_the_operator_allows_is_reached_and_a_redirect_leads_no_further() -> None:
    with served() as site, served() as inner:
        allowed = f"127.0.0.1:{site.port}"
        page = f"http://127.0.0.1:{site.port}/page"
        by_name = f"http://news.example.com:{site.port}/page"
        moved = f"http://127.0.0.1:{site.port}/to/http://127.1:{inner.port}/secret"
        to_file = f"http://127.0.0.1:{site.port}/to/file:///etc/hostname"
        names = {"news.example.com": [["127.0.0.1"]]}
        brought = crawl([page, by_name, moved, to_file], names, WINNOW_ALLOW_PRIVATE=allowed)
    assert brought[page] == brought[by_name] == "hello"
    assert brought[moved] == "ForbiddenAddress: 127.0.0.1 is not public: loopback"
    assert brought[to_file] != "hello"
    assert "/robots.txt" in site.asked
    assert inner.asked == []


def test_a_name_that_changes_its_address_is_connected_where_it_was_vetted() -> None:
    with served() as site, served() as inner:
        url = f"http://rebind.example.com:{site.port}/page"
        answers = {"rebind.example.com": [["127.0.0.1"], ["127.0.0.2"]]}
        allowed = f"127.0.0.1:{site.port}"
        assert crawl([url], answers, WINNOW_ALLOW_PRIVATE=allowed) == {url: "hello"}
        forgetful = crawl([url], answers, WINNOW_ALLOW_PRIVATE=allowed, DNSCACHE_SIZE=0)
    assert forgetful[url].startswith(("ForbiddenAddress", "CannotResolveHostError"))
    assert inner.asked == []


def test_a_proxy_that_the_operator_did_not_name_is_not_used() -> None:
    with served() as site, served() as proxy:
        url = f"http://127.0.0.1:{site.port}/page"
        brought = crawl([url], proxy=f"http://127.0.0.1:{proxy.port}", WINNOW_ALLOW_PRIVATE="127.0.0.0/8")
    assert proxy.asked == []
    assert brought == {url: "hello"}


def test_a_private_proxy_needs_the_operators_leave_like_any_private_host() -> None:
    url = "http://news.example.com/page"
    with served() as proxy:
        place = f"127.0.0.1:{proxy.port}"
        refused = crawl([url], WINNOW_PROXIES={"http": f"http://{place}"})
        reached = crawl([url], WINNOW_PROXIES={"http": f"http://user:secret@{place}"}, WINNOW_ALLOW_PRIVATE=place)
    assert refused == {url: "ForbiddenAddress: 127.0.0.1 is not public: loopback"}
    assert url in proxy.asked
    assert reached[url] != refused[url]


def test_a_proxy_is_no_way_to_a_private_address() -> None:
    with served() as proxy:
        place = f"127.0.0.1:{proxy.port}"
        proxies = {"http": f"http://{place}"}
        brought = crawl(["http://10.0.0.1/page"], WINNOW_PROXIES=proxies, WINNOW_ALLOW_PRIVATE=place)
    assert brought == {"http://10.0.0.1/page": "ForbiddenAddress: 10.0.0.1 is not public: private"}
    assert proxy.asked == []
