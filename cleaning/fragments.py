"""Markup inside a value: a headline in JSON-LD may hold tags, and they are not words."""

from __future__ import annotations

import re

_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")


def without_tags(text: str) -> str:
    """The words of a short value, white space tidied; the value itself if it holds no tags."""
    if not _TAG.search(text):
        return text
    from bs4 import BeautifulSoup  # here: few pages need it, and it takes long to load

    return " ".join(BeautifulSoup(text, "lxml").get_text().split())
