"""What a page announces of its text (headline, description), and whether the text keeps that promise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from cleaning.asking import asks_among
from cleaning.block import Block
from cleaning.head import Head
from cleaning.sheet import Sheet
from cleaning.signs import Sign
from cleaning.telling import perhaps_told, telling, told
from cleaning.weights import words

Words = frozenset[str]

_UNRELATED, _RELATED = 0.25, 0.5
_OWN: Final = 1 / 3
"""A description with this share of the headline's words is the article's, not the site's."""
_FEWEST, _FEWEST_OWN = 2, 4
_SHORT: Final = 160.0


def announced_signs(
    head: Head, titles: Sequence[str], sheet: Sheet, kept: Sequence[Block], asks: bool
) -> Iterator[Sign]:
    """Signs that the text is not what is announced, or no more than that.

    `titles`: the headline as the page announces it to other machines, and as it shows it; `asks`: whether
    something is asked for right below the text.
    """
    name, text = telling(titles[0]), _without("\n".join(block.text for block in kept), titles)
    if len(name) < _FEWEST or not text or not sheet.blocks:
        return
    if not perhaps_told(name, text):
        yield from _astray(head, name, telling(text), sheet, kept, asks)
    elif asks and _said(kept) < _SHORT:
        yield Sign.BEGUN


def _astray(head: Head, name: Words, text: Words, sheet: Sheet, kept: Sequence[Block], asks: bool) -> Iterator[Sign]:
    """Signs on a page whose headline may be about something else than its text."""
    about = told(name, text)
    if about is None or about >= _UNRELATED:
        return
    found = [(told(words_of - name, text), _is_own(words_of, name)) for words_of in map(telling, head.descriptions)]
    if any(share is not None and share >= _RELATED for share, _ in found):
        return
    yield Sign.ASTRAY
    own = [share for share, is_own in found if is_own and share is not None]
    if own and max(own) < _UNRELATED:
        yield Sign.BELIED
    if asks or (_said(kept) < _SHORT and asks_among(sheet, kept, head.url)):
        yield Sign.ASKING


def _is_own(description: Words, name: Words) -> bool:
    return (
        len(description) >= _FEWEST_OWN
        and len(description & name) >= _OWN * len(name)
        and description > description & name
    )


def _said(blocks: Sequence[Block]) -> float:
    return sum(words(block.text) for block in blocks)


def _without(text: str, titles: Sequence[str]) -> str:
    """The text without its headline in it: a wall may name what it keeps from the reader."""
    for title in titles:
        text = text.replace(title, " ") if title else text
    return text
