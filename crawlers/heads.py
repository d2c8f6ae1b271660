"""The connection: the head of an answer is bounded, and an answer that goes on after its end is not whole."""

from __future__ import annotations

import re
from typing import Any

from scrapy.core.downloader.handlers.http11 import (
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from twisted.internet.defer import Deferred
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS, ParseError, ResponseFailed
from twisted.web.http import _DataLoss

HEAD = 256 * 1024
"""Bytes of status line and headers, those of interim answers (1xx) included, beyond which an answer is given up."""
_STATUS = re.compile(rb"[1-9]\d\d")
"""RFC 9112, section 4."""


class _Parser(_LenientHTTPClientParser):
    """Tells a body that is longer than its Content-Length says: what we were given is a piece of it."""

    overrun = False

    def statusReceived(self, status: bytes) -> None:
        """Python reads "+4_04" and thirty nines as numbers, too, which are no statuses, and which no row can hold."""
        if not _STATUS.fullmatch(status.partition(b" ")[2].partition(b" ")[0]):
            raise ParseError("no status", status)  # type: ignore[no-untyped-call]
        super().statusReceived(status)  # type: ignore[no-untyped-call]  # Twisted is typed in parts

    def _finished(self, rest: bytes) -> None:
        if rest.strip():
            self.overrun = self.connHeaders.getRawHeaders(b"Transfer-Encoding") is None
            self.request.persistent = False  # what comes next on this connection is nobody's answer
        super()._finished(rest)  # type: ignore[no-untyped-call]  # Twisted is typed in parts

    def connectionLost(self, reason: Failure | None = None) -> None:
        if self.overrun and self.bodyDecoder is not None:
            failure: Any = Failure  # Twisted is typed in parts
            loss = failure(_DataLoss("the body is longer than its declared length"))
            self.response._bodyDataFinished(failure(ResponseFailed([loss], self.response)))  # type: ignore[no-untyped-call]
        else:
            super().connectionLost(reason)


class _Protocol(_LenientHTTP11ClientProtocol):
    """Counts the bytes of heads."""

    _heads = 0

    def request(self, request: Any) -> Deferred[Any]:
        self._heads = 0
        answer = super().request(request)
        assert self._parser is not None
        self._parser.__class__ = _Parser
        return answer

    def dataReceived(self, data: bytes) -> None:
        if self._parser is not None and self._parser.state in (STATUS, HEADER):
            self._heads += len(data)
            if self._heads > HEAD:
                self._giveUp(Failure(ParseError("the head is too long", b"")))  # type: ignore[no-untyped-call]
                return
        super().dataReceived(data)  # type: ignore[no-untyped-call]


class BoundedFactory(_LenientHTTP11ClientFactory):
    """Makes connections whose answers have bounded heads."""

    def buildProtocol(self, addr: Any) -> _Protocol:
        """A connection, for Twisted's pool."""
        return _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
