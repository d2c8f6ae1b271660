"""What was fetched: a Page of bytes, and the Layout that says what is particular about its publisher."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import blake2b

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What is particular about one publisher's pages; every field is optional, and empty for most."""

    body: str = ""
    """CSS selector of the element that holds the article's text."""
    remove: tuple[str, ...] = ()
    """CSS selectors of things inside it that are not the article."""
    title: str = ""
    """CSS selector of the headline."""
    date_order: str = ""
    """Order of day, month and year in numeric dates: "DMY", "MDY" or "YMD"."""
    timezone: str = ""
    """IANA zone of dates shown without an offset, such as "Asia/Seoul"."""
    identity: str = ""
    """Regular expression whose first group is the publisher's own article id in an address."""


class _Digested:
    """Room for what is no field, because it follows from the body."""

    __slots__ = ("_digest",)
    _digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(_Digested):
    """One fetched page. `body` is the decompressed payload as bytes, before any decoding."""

    url: str
    body: bytes = field(repr=False)
    fetched_at: datetime = EPOCH
    """When the response arrived (aware, UTC)."""
    publisher: str = ""
    final_url: str = ""
    """Address after redirects; the same as `url` when there was none."""
    status: int = 200
    content_type: str = "text/html"
    """The Content-Type header as sent, with the charset if it names one."""
    etag: str = ""
    last_modified: str = ""
    continued: tuple[Page, ...] = ()
    """Pages 2..n of the same article, in order."""

    def __post_init__(self) -> None:
        if not self.final_url:
            object.__setattr__(self, "final_url", self.url)

    @property
    def digest(self) -> str:
        """Content address of the body: 32 hex digits of BLAKE2b, made when it is first asked for."""
        try:
            return self._digest
        except AttributeError:
            object.__setattr__(self, "_digest", blake2b(self.body, digest_size=16).hexdigest())
            return self._digest

    def with_next(self, page: Page) -> Page:
        """This page with one more continuation page at its end."""
        return replace(self, continued=(*self.continued, page))
