"""`winnow memory`: what was learned is listed with what becomes of it, and corrected by id or by words."""

from __future__ import annotations

from pathlib import Path

import pytest
from terminal import Terminal

NOTE = "Printed by hand in a shed that leans to the left, and read by all who lean to the right."


@pytest.fixture
def taught(terminal: Terminal, papers: Path) -> Terminal:
    """A database of three files that end in the same note; they have no publisher of their own but "files"."""
    for name in "abc":
        words = " ".join(f"{name}{chr(98 + number % 19)}{name * (number % 5)}ra" for number in range(60))
        (papers / f"{name}.txt").write_text(f"Word of {name}\n2 March 2026\n\n{words}.\n\n{NOTE}\n", encoding="utf-8")
    assert terminal.type("load", papers).exit_code == 0
    return terminal


def publisher(terminal: Terminal) -> str:
    (row,) = terminal.read("status")["publishers"]
    return str(row["publisher"])


def learned(terminal: Terminal) -> dict[str, tuple[str, str]]:
    return {row["block"]: (row["id"], row["acts"]) for row in terminal.read("memory", publisher(terminal))}


def test_what_was_learned_is_listed(taught: Terminal) -> None:
    assert learned(taught)[NOTE][1] == "goes"
    shown = taught.type("memory", publisher(taught)).output
    assert "3 of 3" in shown


@pytest.mark.parametrize("by_id", [True, False], ids=["by id", "by words"])
def test_a_block_is_kept_and_forgotten_by_hand(taught: Terminal, by_id: bool) -> None:
    name = learned(taught)[NOTE][0] if by_id else NOTE.upper()
    assert taught.type("memory", publisher(taught), "--keep", name).exit_code == 0
    assert learned(taught)[NOTE][1] == "kept by hand"
    assert taught.type("memory", publisher(taught), "--forget", name).exit_code == 0
    assert NOTE not in learned(taught)
    assert taught.type("memory", publisher(taught), "--forget", name).exit_code == 1


def test_of_a_publisher_that_taught_nothing_nothing_is_listed(terminal: Terminal) -> None:
    assert terminal.read("memory", "nobody.example") == []


def test_a_block_is_not_kept_and_forgotten_at_once(terminal: Terminal) -> None:
    assert terminal.type("memory", "nobody.example", "--keep", "a", "--forget", "b").exit_code == 2
