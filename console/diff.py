"""What changed between two texts, as lines to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cleaning import Change


def diff_lines(found: Iterable[Change]) -> Iterator[str]:
    """Lines that begin with "-" for a paragraph that went, "+" for one that came; "title:" names the headline."""
    for change in found:
        name = "title: " if change.headline else ""
        yield from (f"- {name}{paragraph}" for paragraph in change.before)
        yield from (f"+ {name}{paragraph}" for paragraph in change.after)


def colour(line: str) -> str:
    """How a terminal shows such a line."""
    return "green" if line.startswith("+") else "red"
