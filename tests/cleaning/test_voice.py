"""The second opinion: whom it is asked about."""

from __future__ import annotations

from cleaning.blocks import read_blocks
from cleaning.draft import Draft
from cleaning.tree import parse_html
from cleaning.voice import is_doubtful


def doubtful(body: str) -> bool:
    root = parse_html(f"<html><body>{body}</body></html>")
    return is_doubtful(Draft(read_blocks(root)), root)


def test_a_page_of_few_words_is_doubtful_unless_it_has_ten_thousand_elements() -> None:
    assert doubtful("A ferry.")
    assert doubtful("A ferry." + "<br>" * 9_000)
    assert not doubtful("A ferry." + "<br>" * 10_000)
    assert not doubtful("The ferry left at dawn with forty crates of pears, and nobody on the quay waved. " * 3)
