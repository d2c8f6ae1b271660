"""Redirects, followed by the same rules as any address, without what belonged to the old one."""

from __future__ import annotations

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from cleaning import same_site


class Astray(IgnoreRequest):
    """The address leads to no page of its site. `where` says where to instead."""

    def __init__(self, reason: str, where: str = "") -> None:
        super().__init__(reason)
        self.where = where[:500]


_CONDITIONS = ("If-None-Match", "If-Modified-Since")


class Redirects(RedirectMiddleware):
    """Downloader middleware: validators of the old address are not sent to the new one, which might match by chance."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """The response, or the request for the address it points to. Raises Astray if it points nowhere."""
        try:
            answer = super().process_response(request, response)
        except ValueError as error:
            raise Astray("leads to no address", str(error)) from error
        except IgnoreRequest as error:
            raise Astray("too many redirects", response.url) from error
        if isinstance(answer, Request):
            self._check(request, answer)
            for name in _CONDITIONS:
                answer.headers.pop(name, None)
        return answer

    def _check(self, request: Request, redirected: Request) -> None:
        """Only feeds, sitemaps and robots.txt may be somewhere else; and without cookies no circle ever ends."""
        if not request.meta.get("allow_offsite") and not same_site(request.url, redirected.url):
            raise Astray("leads to another site", redirected.url)
        if redirected.url in (request.url, *request.meta.get("redirect_urls", ())):
            raise Astray("redirects in a circle", redirected.url)

    def handle_referer(self, request: Request, response: Response) -> None:
        """No request tells where it came from."""
        request.headers.pop("Referer", None)

    def _engine_started(self) -> None:
        """Scrapy would warn here that the referer middleware is off, which is how we want it."""
