"""What a request can end in without anybody's mistake."""

from __future__ import annotations

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)

FAULTS: tuple[type[Exception], ...] = (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
    OSError,
    ValueError,
)
"""It was sent and failed, or could not be sent."""
UNANSWERED: tuple[type[Exception], ...] = (IgnoreRequest, *FAULTS)
"""It failed, or was not sent on purpose."""
_NAMES: dict[type[Exception], str] = {
    CannotResolveHostError: "host not found",
    DownloadCancelledError: "too large",
    DownloadConnectionRefusedError: "connection refused",
    DownloadTimeoutError: "timeout",
    ResponseDataLossError: "transfer was cut",
}


def told(fault: Exception) -> str:
    """A fault in few words, the same for the same cause, so that causes can be counted."""
    return _NAMES.get(type(fault), type(fault).__name__)
