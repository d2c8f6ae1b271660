"""The operator's proxies: a request goes through one only where it was named, and it is vetted like any host."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit
from urllib.request import proxy_bypass_environment  # type: ignore[attr-defined]  # documented, but not typed

SETTING = "WINNOW_PROXIES"


@dataclass(frozen=True, slots=True)
class Proxies:
    """Addresses of proxies by scheme, as urllib reads them from the environment; "no" lists hosts asked directly."""

    by_scheme: Mapping[str, str] = field(default_factory=dict)

    def of(self, url: str) -> str | None:
        """The proxy for an address, with its credentials if it has any; None for a direct connection."""
        parts = urlsplit(url)
        proxy = self.by_scheme.get(parts.scheme) or self.by_scheme.get("all")
        if not proxy or proxy_bypass_environment(parts.netloc, dict(self.by_scheme)):
            return None
        return proxy if "://" in proxy else f"http://{proxy}"


def without_credentials(proxy: str) -> str:
    """A proxy's address without user name and password."""
    parts = urlsplit(proxy)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
