"""The guard under every outgoing request: nothing is asked, and nothing connected to, that was not vetted."""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawlers.proxies import SETTING as PROXIES
from crawlers.proxies import Proxies, without_credentials
from crawlers.resolver import SETTING, installed_resolver
from crawlers.vetting import Allowed, ForbiddenAddress, as_ip, check_url, target, vetted

__all__ = ["AddressGuard", "Allowed", "ForbiddenAddress", "PeerGuard", "check_url"]


class AddressGuard:
    """Downloader middleware, outermost: vets the address of each request and all that its host resolves to.

    Redirects, robots.txt, feeds and images come as requests of their own, so they all pass here. Through a proxy of
    the operator's it is the proxy that looks names up, so the proxy's own address is vetted instead.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._allowed = Allowed.parse(crawler.settings.get(SETTING) or "")
        self._proxies = proxies_of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The guard with what the crawler's setting allows. Raises ValueError if the setting can't be read."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let the request pass, or raise ForbiddenAddress. Raises CannotResolveHostError for an unknown host."""
        host, port = check_url(request.url, self._allowed)
        proxy = self._proxies.of(request.url)
        request.meta["proxy"] = proxy  # None, too, has a meaning: no proxy from elsewhere
        if proxy:
            host, port = check_url(without_credentials(proxy), self._allowed)
        if as_ip(f"[{host}]" if ":" in host else host) is None:
            await installed_resolver(self._crawler).vetted(host, port)


class PeerGuard:
    """Downloader middleware, innermost: no other speaks for us, and the one who answered may be spoken to."""

    def __init__(self, crawler: Crawler) -> None:
        self._allowed = Allowed.parse(crawler.settings.get(SETTING) or "")
        self._proxies = proxies_of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The guard with what the crawler's setting allows. Raises ValueError if the setting can't be read."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Refuse a proxy that the operator did not name: it would look names up for itself, after our vetting."""
        if request.meta.get("proxy") and request.meta["proxy"] != self._peer(request):
            raise ForbiddenAddress("a proxy would connect in our place")

    def process_response(self, request: Request, response: Response) -> Response:
        """The response, if the address it came from may be connected to; else raises ForbiddenAddress."""
        if response.ip_address is not None:
            vetted(*target(self._peer(request)), [response.ip_address], self._allowed)
        return response

    def _peer(self, request: Request) -> str:
        """The address that is connected to for a request: its own, or that of the operator's proxy."""
        proxy = self._proxies.of(request.url)
        return without_credentials(proxy) if proxy else request.url


def proxies_of(crawler: Crawler) -> Proxies:
    """The proxies that the operator named."""
    return Proxies(crawler.settings.getdict(PROXIES))
