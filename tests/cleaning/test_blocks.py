"""A page's tree becomes blocks in page order: words whole, paragraphs apart, kinds and links known."""

from __future__ import annotations

import pytest

from cleaning.block import Kind
from cleaning.blocks import read_blocks
from cleaning.page import Layout
from cleaning.sheet import Sheet
from cleaning.tree import mark_layout, parse_html


def sheet(markup: str) -> Sheet:
    return read_blocks(parse_html(f"<html><body>{markup}</body></html>"))


def texts(markup: str) -> list[str]:
    return [block.text for block in sheet(markup).blocks]


def kinds(markup: str) -> list[tuple[str, Kind]]:
    return [(block.text, block.kind) for block in sheet(markup).blocks]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p><span>W</span>ord</p>", ["Word"]),
        ("<p>H<sub>2</sub>O</p>", ["H2O"]),
        ("<p>re<wbr>mark<b>able</b></p>", ["remarkable"]),
        ("<p>one <i>two</i> three</p>", ["one two three"]),
        ("<p>one\n   two\t\tthree</p>", ["one two three"]),
        ("<p>می\u200cشود</p>", ["می\u200cشود"]),
        ("<p>می&zwnj;شود</p>", ["می\u200cشود"]),
        ("<p>1&nbsp;000 &amp;amp; more</p>", ["1 000 &amp; more"]),
        ("<p>a &lt;p&gt; tag</p>", ["a <p> tag"]),
    ],
)
def test_words_stay_as_written(markup: str, expected: list[str]) -> None:
    assert texts(markup) == expected


@pytest.mark.parametrize(
    "markup",
    [
        "<p>one</p><p>two</p>",
        "<p>one<p>two",
        "one<br><br>two",
        "<div>one<div>two</div></div>",
        "<div><p>one</p>two</div>",
        "<span>one<div>two</div></span>",
        "one<hr>two",
        "<article-body>one</article-body><x-par>two</x-par>",
        "<p>one<script>var x = 1</script></p><style>p {}</style><p>two</p>",
        "<!-- zero --><p>one</p><noscript>or a half</noscript><p>two</p>",
        "<p>one</p><p> &nbsp; </p><p>\u200b</p><p>two</p>",
    ],
)
def test_block_elements_and_line_breaks_part_what_inline_elements_join(markup: str) -> None:
    assert [text for text in texts(markup) if text != "\u200b"] == ["one", "two"]


def test_a_block_knows_its_kind() -> None:
    assert kinds(
        "<h2>head</h2><p>par</p><ul><li>item</li></ul><blockquote><p>quote</p></blockquote>"
        "<figure><img src=x><figcaption>cap</figcaption></figure><div class='wp-caption-text'>also</div>"
        "<pre>  code\n x</pre>"
    ) == [
        ("head", Kind.HEADING),
        ("par", Kind.PARAGRAPH),
        ("item", Kind.ITEM),
        ("quote", Kind.QUOTE),
        ("cap", Kind.CAPTION),
        ("also", Kind.CAPTION),
        ("  code\n x", Kind.CODE),
    ]


def test_a_heading_that_was_never_closed_is_no_heading() -> None:
    assert kinds(f"<h2>{'The ferry is late again. ' * 20}") == [
        (("The ferry is late again. " * 20).strip(), Kind.PARAGRAPH)
    ]


def test_a_table_of_figures_is_read_by_rows() -> None:
    assert kinds(
        "<table><tr><th></th><th>2023</th><th>2024</th></tr><tr><td>Sheep</td><td></td><td><b>9</b></td></tr></table>"
    ) == [
        ("2023 | 2024", Kind.ROW),
        ("Sheep | 9", Kind.ROW),
    ]


def test_a_table_that_lays_out_a_page_is_read_by_cells() -> None:
    text = "The ferry runs every hour from six in the morning until midnight, except on Sundays and in fog. " * 2
    rows = f"<tr><td><ul><li>Home</li></ul></td><td>{text}</td></tr><tr><td>one<br>two</td><td>three</td></tr>"
    assert kinds(f"<table>{rows}</table>") == [
        ("Home", Kind.ITEM),
        (text.strip(), Kind.PARAGRAPH),
        ("one", Kind.PARAGRAPH),
        ("two", Kind.PARAGRAPH),
        ("three", Kind.PARAGRAPH),
    ]


@pytest.mark.parametrize(
    ("markup", "share"),
    [
        ("<p>no link at all</p>", 0.0),
        ("<p><a href='/x'>a link</a></p>", 1.0),
        ("<p><a href='/x'><b>a longer</b> <i>link</i></a></p>", 1.0),
        ("<p><a href='/x'>four</a> and</p>", 0.5),
    ],
)
def test_a_block_knows_what_share_of_it_is_linked(markup: str, share: float) -> None:
    assert sheet(markup).blocks[0].links == pytest.approx(share, abs=0.13)


def test_a_link_around_two_paragraphs_links_both() -> None:
    assert [block.links for block in sheet("<a href='/x'><h3>title</h3><p>excerpt</p></a>").blocks] == [1.0, 1.0]


def test_a_block_knows_where_it_stood() -> None:
    found = sheet("<main id=m><div class='a B'><p>here</p></div></main>").blocks[0]
    assert found.place == "html/body/main.m/div.a.b/p" or found.place == "body/main.m/div.a.b/p"


def test_nodes_hold_the_blocks_that_stand_in_them() -> None:
    found = sheet("<div id=a><p>0</p><div id=b><p>1</p><p>2</p></div></div><div id=c>3</div>")
    held = {node.label: (node.start, node.stop) for node in found.nodes if node.label}
    assert held == {"a": (0, 3), "b": (1, 3), "c": (3, 4)}
    assert (found.nodes[0].start, found.nodes[0].stop) == (0, 4)


def test_links_times_and_names_are_noted_with_their_block() -> None:
    found = sheet(
        "<p>0</p><p>1 <a href='/one'>first</a></p>"
        "<p><time datetime='2024-05-14'>14 May</time> <a rel=author href='/w'>Ann Lovell</a></p>"
    )
    assert list(found.links(1, 2)) == [("first", "/one")]
    assert [(time.when, time.text, time.index) for time in found.times] == [("2024-05-14", "14 May", 2)]
    assert found.signed == [(2, "Ann Lovell")]


def test_a_byline_run_together_is_also_known_with_its_seams() -> None:
    found = sheet("<p><span>By Ann Lovell</span><span>14 May 2024</span></p>")
    assert found.blocks[0].text == "By Ann Lovell14 May 2024"
    assert found.spaced == {0: "By Ann Lovell 14 May 2024"}


def test_headlines_are_the_top_headings() -> None:
    assert sheet("<h1>one <span>more</span></h1><h2>two</h2><header><h1>three</h1></header>").headlines() == [
        "one more",
        "three",
    ]


@pytest.mark.parametrize("hiding", ["hidden", "style='display: none'", "style='color:red;DISPLAY:none'"])
def test_what_the_page_hides_is_marked_with_all_in_it(hiding: str) -> None:
    found = sheet(f"<div {hiding}><p>0</p></div><p>1</p>")
    assert [home.hidden for home in found.homes] == [True, False]


def test_three_hundred_nested_boxes_lose_nothing() -> None:
    """libxml2 stops at 256 unless told otherwise."""
    markup = "<div>" * 300 + "<p>deep down</p>" + "</div>" * 300 + "<p>and up again</p>"
    assert texts(markup) == ["deep down", "and up again"]


def test_an_open_button_does_not_swallow_the_article() -> None:
    assert texts("<button>menu</button><p>one</p><button>open<p>two</p><p>three</p>")[-2:] == ["two", "three"]


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "no tags", "<", "<!doctype html>", "<html/>", "<?xml version='1.0'?>", "]]>"]
)
def test_whatever_is_no_page_has_few_blocks_and_no_error(text: str) -> None:
    assert len(read_blocks(parse_html(text)).blocks) <= 1


def test_a_layout_marks_what_it_points_at() -> None:
    root = parse_html("<body><div class=b><h4>T</h4><p>text</p><p class=x>no</p></div></body>")
    mark_layout(root, Layout(body="div.b", title="h4", remove=("p.x", ".absent")))
    assert [home.mark for home in read_blocks(root).homes] == ["title", "", "remove"]


def test_a_layout_with_a_broken_selector_is_the_publishers_mistake() -> None:
    with pytest.raises(ValueError, match="not a CSS selector"):
        mark_layout(parse_html("<p>x</p>"), Layout(body="div[[["))
