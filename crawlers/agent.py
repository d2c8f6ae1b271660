"""Who we say we are: the product, and how its operator can be reached."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

TOKEN = "Winnow"
"""What robots.txt calls us."""


def user_agent(contact: str = "") -> str:
    """The User-Agent header, with the operator's address (a page or a mail address) if there is one."""
    try:
        number = version("winnow")
    except PackageNotFoundError:  # run from a checkout
        number = "0"
    return f"{TOKEN}/{number} (+{contact})" if contact else f"{TOKEN}/{number}"
