"""Plain text to Blocks: one a line, for pages that were handed over as text with their furniture still in."""

from __future__ import annotations

from cleaning.block import Block, Kind
from cleaning.dateline import is_date_line
from cleaning.folding import fold
from cleaning.labels import labels_of
from cleaning.sheet import Node, Sheet
from cleaning.source import read_source_line
from cleaning.weights import words

_TOP = 12
_LONGEST_TITLE = 45.0
_STOPS = ".!?。！？؟…:;,"


def read_lines(text: str) -> Sheet:
    """The blocks of a plain text. All of them stand in one node, because a text has no tree."""
    root = Node("text", "", None, Kind.PARAGRAPH, 0)
    sheet = Sheet(nodes=[root])
    for line in text.splitlines():
        if tidy := " ".join(line.split()):
            sheet.blocks.append(Block(tidy, position=len(sheet.blocks)))
            sheet.homes.append(root)
    root.stop = len(sheet.blocks)
    return sheet


def first_title(sheet: Sheet) -> str | None:
    """The headline of a plain text: its first line that is neither prose nor furniture, before any prose.

    None when prose comes first: a subhead further down is no title.
    """
    source = _named_source(sheet)
    for block in sheet.blocks:
        if is_date_line(block.text) or labels_of(fold(block.text)) or (source and block.text.endswith(source)):
            continue
        return block.text if _could_head(block.text) else None
    return None


def _named_source(sheet: Sheet) -> str:
    """The source that a source line near the top names; the line above the headline often repeats it."""
    lines = (read_source_line(block.text) for block in sheet.blocks[:_TOP])
    return next((line.source for line in lines if line), "")


def _could_head(text: str) -> bool:
    return words(text) < _LONGEST_TITLE and text[-1] not in _STOPS
