"""A Block: one paragraph, heading, list entry, quote or caption of a page, in page order."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a block is in the page's own markup."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    QUOTE = "quote"
    CAPTION = "caption"
    ROW = "row"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Block:
    """One block of text. `dropped_by` names the rule that took it for boilerplate, with its evidence."""

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

    def __reduce__(self) -> tuple[type[Block], tuple[str, Kind, float, str, int, str, str]]:
        """Blocks travel between processes by the hundred: as arguments they take a third of the usual time."""
        fields = (self.text, self.kind, self.links, self.place, self.position, self.dropped_by, self.evidence)
        return Block, fields

    def dropped(self, rule: str, evidence: str) -> Block:
        """The same block, taken by a rule."""
        return Block(self.text, self.kind, self.links, self.place, self.position, rule, evidence)
