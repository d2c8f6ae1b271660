"""Who we say we are: the product, and how its operator can be reached."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

TOKEN = "Winnow"
"""What robots.txt calls us."""


UNKNOWN = "unknown"


def code_version() -> str:
    """The version of Winnow that runs; "unknown" for a checkout that is not installed."""
    try:
        return version("winnow")
    except PackageNotFoundError:
        return UNKNOWN


def user_agent(contact: str = "") -> str:
    """The User-Agent header, with the operator's address (a page or a mail address) if there is one."""
    number = code_version()
    return f"{TOKEN}/{number} (+{contact})" if contact else f"{TOKEN}/{number}"
