"""Text for a terminal: what could steer it is shown, not sent."""

from __future__ import annotations

import re

STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """The text with control characters and direction overrides replaced; stored text keeps them."""
    return STEERING.sub("\N{REPLACEMENT CHARACTER}", text)
