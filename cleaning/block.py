"""A Block: one paragraph, heading, list entry, quote or caption of a page, in page order."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a block is in the page's own markup."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    QUOTE = "quote"
    CAPTION = "caption"
    ROW = "row"
    CODE = "code"


class Block(NamedTuple):
    """One block of text. `dropped_by` names the rule that took it for boilerplate, with its evidence.

    A page has hundreds: a named tuple is made, and sent to another process, in a third of a dataclass's time.
    """

    text: str
    kind: Kind = Kind.PARAGRAPH
    links: float = 0.0
    """Share of the text's characters that stand inside links, 0 to 1."""
    place: str = ""
    """Where it stood: tags from the root with class and id, such as "body/div.post/p"; empty for plain text."""
    position: int = 0
    """Its number in page order; on the further pages of a split article the count goes on."""
    dropped_by: str = ""
    evidence: str = ""

    def __reduce__(self) -> tuple[type[Block], tuple[str | float | int, ...]]:
        """Blocks travel between processes by the hundred: written as plain arguments they take half the usual time."""
        return Block, tuple(self)

    def dropped(self, rule: str, evidence: str) -> Block:
        """The same block, taken by a rule."""
        return Block._make((*self[:5], rule, evidence))
