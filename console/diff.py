"""What changed between two texts, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher


def paragraph_diff(before: str, after: str) -> Iterator[str]:
    """Lines that begin with "-" for a paragraph that went, "+" for one that came; equal ones are left out."""
    old, new = _paragraphs(before), _paragraphs(after)
    for change, i, j, k, m in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if change != "equal":
            yield from (f"- {paragraph}" for paragraph in old[i:j])
            yield from (f"+ {paragraph}" for paragraph in new[k:m])


def _paragraphs(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]
