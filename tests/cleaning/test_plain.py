"""Plain text: a block a line, and a headline only where there is one."""

from __future__ import annotations

import pytest

from cleaning import Page, clean
from cleaning.plain import first_title, read_lines

PROSE = "The ferry to the outer islands was late again on Monday, and nobody on the pier was surprised by it any more."


def test_lines_become_blocks_and_blank_lines_nothing() -> None:
    sheet = read_lines(f"One\r\n\r\n  two \t words \n\n\n{PROSE}\u2028last")
    assert [block.text for block in sheet.blocks] == ["One", "two words", PROSE, "last"]
    assert (sheet.nodes[0].start, sheet.nodes[0].stop) == (0, 4)
    assert all(home is sheet.nodes[0] for home in sheet.homes)


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["Ferry Late Again", PROSE], "Ferry Late Again"),
        (["May 14, 2024May 14, 2024", "Ferry Late Again", PROSE], "Ferry Late Again"),
        (["Share this article", "May 14, 2024", "Ferry Late Again", PROSE], "Ferry Late Again"),
        (
            ["EFNA Harbour Board (EN)", "Ferry Late", "Date: 14/05/2024 | Source: Harbour Board (EN)", PROSE],
            "Ferry Late",
        ),
        ([PROSE, "A subhead", PROSE], None),
        (["May 14, 2024", PROSE, "A subhead"], None),
        (["渡船又迟到了", "周一，开往外岛的渡船又迟到了，码头上没有人感到惊讶。"], "渡船又迟到了"),
        (["May 14, 2024"], None),
        ([], None),
    ],
)
def test_the_headline_is_the_first_line_that_is_neither_prose_nor_furniture(
    lines: list[str], title: str | None
) -> None:
    assert first_title(read_lines("\n\n".join(lines))) == title


def test_text_is_not_read_as_markup() -> None:
    line = "Whoever writes <b> or &amp; in a plain text means just that, and so it has to stay."
    body = f"Tags in a text\n\n{line}\n\n{PROSE}"
    article = clean(Page(url="file:///a.txt", body=body.encode(), content_type="text/plain"))
    assert article.text == body.partition("\n\n")[2]
    assert article.title == "Tags in a text"


def test_text_in_another_charset_is_read_by_its_header() -> None:
    body = (
        "Паром опоздал\n\nПаром на дальние острова в понедельник снова опоздал, и на причале этому никто не удивился."
    )
    page = Page(url="file:///a.txt", body=body.encode("koi8-r"), content_type="text/plain; charset=koi8-r")
    assert clean(page).text == body.partition("\n\n")[2]
