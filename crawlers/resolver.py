"""Names to addresses: only vetted ones are handed on, so what was vetted is what is connected to."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, Literal, Protocol, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError
from scrapy.utils.datatypes import LocalCache
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred, succeed
from twisted.internet.interfaces import IAddress, IHostnameResolver, IHostResolution, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]  # it carries no types

from crawlers.ranges import IP
from crawlers.vetting import Allowed, ForbiddenAddress, vetted

SETTING = "WINNOW_ALLOW_PRIVATE"


class Receiver(Protocol):
    """Twisted's IResolutionReceiver, as a type."""

    def resolutionBegan(self, resolutionInProgress: Any) -> None: ...

    def addressResolved(self, address: IPv4Address | IPv6Address) -> None: ...

    def resolutionComplete(self) -> None: ...


@implementer(IHostnameResolver)
class VettingResolver:
    """Twisted's resolver for names, which hands on only vetted addresses: what was vetted is what is connected to."""

    def __init__(self, reactor: ReactorBase, allowed: Allowed, timeout: float, cache_size: int) -> None:
        self._reactor = reactor
        self._inner = self.find_inner(reactor)
        self._allowed = allowed
        self._timeout = timeout
        self._known: LocalCache[str, list[IP]] = LocalCache(cache_size)

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        """The resolver with these settings: WINNOW_ALLOW_PRIVATE, DNS_TIMEOUT (seconds), DNSCACHE_SIZE (names)."""
        settings = crawler.settings
        allowed = Allowed.parse(settings.get(SETTING) or "")
        return cls(reactor, allowed, settings.getfloat("DNS_TIMEOUT"), settings.getint("DNSCACHE_SIZE"))

    def find_inner(self, reactor: ReactorBase) -> Any:
        """The resolver that looks names up: the reactor's own. Tests put one here that knows names of its own."""
        current = reactor.nameResolver
        return current._inner if isinstance(current, VettingResolver) else current

    def install_on_reactor(self) -> None:
        """Make this the resolver of every connection."""
        resolver: Any = self  # what zope.interface promises, mypy can't see
        self._reactor.installNameResolver(resolver)

    async def vetted(self, host: str, port: int) -> list[IP]:
        """The addresses of a host that may be connected to.

        Raises ForbiddenAddress if it has others only, CannotResolveHostError if it has none or the time is over.
        """
        try:
            async with asyncio.timeout(self._timeout):
                addresses = await maybe_deferred_to_future(self._look_up(host))
        except TimeoutError:
            addresses = []
        if not addresses:
            raise CannotResolveHostError(f"no address found for {host}")
        return vetted(host, port, addresses, self._allowed)

    def resolveHostName(
        self,
        resolutionReceiver: Receiver,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[type[IAddress]] | None = None,
        transportSemantics: Literal["TCP", "UDP"] = "TCP",
    ) -> _Resolution:
        """Twisted's way to ask: vetted addresses go to the receiver, one by one; none if none may be connected to."""

        def hand_over(addresses: list[IP]) -> None:
            host = hostName.lower().removesuffix(".")
            for address in self._vetted_or_none(host, portNumber, addresses):
                kind = IPv4Address if address.version == 4 else IPv6Address
                if addressTypes is None or kind in addressTypes:
                    resolutionReceiver.addressResolved(kind(transportSemantics, str(address), portNumber))
            resolutionReceiver.resolutionComplete()

        resolution = _Resolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)
        self._look_up(hostName).addCallback(hand_over)
        return resolution

    def _vetted_or_none(self, host: str, port: int, addresses: list[IP]) -> list[IP]:
        try:
            return vetted(host, port, addresses, self._allowed)
        except ForbiddenAddress:
            return []

    def _look_up(self, host: str) -> Deferred[list[IP]]:
        if host in self._known:
            return succeed(self._known[host])
        found: Deferred[list[IP]] = Deferred()
        self._inner.resolveHostName(_Collector(found), host)
        return found.addCallback(self._remember, host)

    def _remember(self, addresses: list[IP], host: str) -> list[IP]:
        if addresses:
            self._known[host] = addresses
        return addresses


def installed_resolver(crawler: Crawler) -> VettingResolver:
    """The vetting resolver of the running reactor; put in place if another stands there."""
    from twisted.internet import reactor

    if TYPE_CHECKING:
        assert isinstance(reactor, ReactorBase)
    if not isinstance(reactor.nameResolver, VettingResolver):
        VettingResolver.from_crawler(crawler, reactor).install_on_reactor()
    assert isinstance(reactor.nameResolver, VettingResolver)
    return reactor.nameResolver


@implementer(IHostResolution)
class _Resolution:
    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        """A look-up runs to its end; its result is not waited for."""


@implementer(IResolutionReceiver)
class _Collector:
    """Gathers all addresses of one look-up."""

    def __init__(self, found: Deferred[list[IP]]) -> None:
        self._found = found
        self._addresses: list[IP] = []

    def resolutionBegan(self, resolutionInProgress: Any) -> None:
        """Nothing to prepare."""

    def addressResolved(self, address: IAddress) -> None:
        if isinstance(address, IPv4Address | IPv6Address):
            self._addresses.append(ip_address(address.host))

    def resolutionComplete(self) -> None:
        if not self._found.called:
            self._found.callback(self._addresses)
