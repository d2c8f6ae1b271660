"""A sample site: what it answers at which path. Nothing here knows where it is served."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, urlsplit

ORIGIN = "https://origin.invalid"
"""Stands in all pages for the address at which the site will be served."""

TELLING = ("id", "page", "from")
"""Parameters that choose another page; all others are ignored, as most servers do."""


@dataclass(frozen=True, slots=True)
class Resource:
    """One answer: its text with ORIGIN in place of the site's address."""

    text: str
    content_type: str = "text/html; charset=utf-8"
    charset: str = "utf-8"
    status: int = 200
    gzipped: bool = False
    modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """A sample publisher."""

    name: str
    title: str
    resources: Mapping[str, Resource]
    """By path, with the one telling parameter if there is one: "/show.asp?id=7"."""
    articles: tuple[str, ...]
    """Paths of the articles that a crawl should bring home, each once."""
    crawl_as: str = ""
    """The publisher whose rules fit this site; empty if none is needed."""
    etags: bool = False

    def find(self, target: str) -> Resource | None:
        """The answer to a request's path and query; None if there is nothing."""
        parts = urlsplit(target)
        telling = [f"{parts.path}?{name}={value}" for name, value in parse_qsl(parts.query) if name in TELLING]
        return next((self.resources[key] for key in (*telling, parts.path) if key in self.resources), None)
