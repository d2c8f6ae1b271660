"""How much a block says, and what it is worth as article text."""

from __future__ import annotations

import re

from cleaning.block import Block, Kind

SENTENCE_ENDS = ".!?…。！？؟"
_WIDE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff]")
_LETTERS_A_WORD = 6
_LINK_PENALTY = 2.5
_PRICE = 4.0
"""Words that a block must say before it counts for the article: many short blocks are a list, not prose."""
_WORST = -12.0
_WORST_HEADING = -3.0


def words(text: str) -> float:
    """The length of a text in words of about six characters; scripts without spaces count three to a character."""
    if text.isascii():
        return len(text) / _LETTERS_A_WORD
    return (len(text) + 2 * len(_WIDE.findall(text))) / _LETTERS_A_WORD


def worth(block: Block, length: float) -> float:
    """Words outside links, less a penalty for those inside, less the price of being a block of its own.

    `length`: how many words the block says.
    """
    value = length * (1 - _LINK_PENALTY * block.links) - _PRICE
    if block.kind is Kind.HEADING:
        return max(_WORST_HEADING, min(value, 0.0))
    return max(value, _WORST)
