"""What a request can end in without anybody's mistake."""

from __future__ import annotations

from OpenSSL.SSL import Error as TLSError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from service_identity import VerificationError
from twisted.internet.error import ConnectError, ConnectionDone, ConnectionLost
from twisted.web._newclient import BadHeaders, ParseError

from crawlers.decoding import TooLarge, Unreadable

_NAMES: dict[type[Exception], str] = {
    CannotResolveHostError: "host not found",
    DownloadCancelledError: "too large",
    DownloadConnectionRefusedError: "connection refused",
    DownloadTimeoutError: "timeout",
    ResponseDataLossError: "transfer was cut",
    TooLarge: "too large",
    Unreadable: "cannot be unpacked",
    ParseError: "not an HTTP answer",
    BadHeaders: "not an HTTP answer",
    TLSError: "no secure connection",
    VerificationError: "certificate is not of this host",
    ConnectionLost: "connection was closed",
    ConnectionDone: "connection was closed",
    ConnectError: "connection failed",
}


TOO_LARGE = (DownloadCancelledError, TooLarge)
"""More bytes than the request allowed."""


def told(fault: BaseException) -> str:
    """A fault in few words, the same for the same cause, so that causes can be counted."""
    return _named(fault) or type(fault).__name__


def _named(fault: BaseException) -> str:
    """The words for a fault, or for the first of its causes that has any."""
    own = next((_NAMES[kind] for kind in type(fault).__mro__ if kind in _NAMES), "")
    causes = [fault.__cause__, *(reason.value for reason in getattr(fault, "reasons", ()))]
    return own or next(filter(None, (_named(cause) for cause in causes if cause is not None)), "")
