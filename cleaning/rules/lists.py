"""Lists of other articles, known by their shape: cards, link lists, boxes worth nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from cleaning.block import Kind
from cleaning.blocks import Node
from cleaning.boxes import Prose, inside, row_of, show
from cleaning.draft import Draft, Drops
from cleaning.folding import fold
from cleaning.weights import words

_CARDS = 3
_CARD_WORDS = 130
_CARD_PROSE = 70
_LINK = 0.8
_LISTS = ("ul", "ol", "dl")
_SAYING = 4.0
"""Words of prose in each box of a row that make it more than a link."""
_ENOUGH = 40.0
"""Words of prose outside the cards that make an article of its own."""
_ENOUGH_HEADED = 12.0
"""The same where the headline stands outside them too: a short notice above a long list."""


def card_list(draft: Draft) -> Drops:
    """Three or more boxes alike, side by side, each with a linked title and at most a short excerpt."""
    prose = Prose(draft)
    for cards in _rows_of_boxes(draft):
        if len(cards) >= _CARDS and sum(_is_card(draft, card) for card in cards) >= 0.7 * len(cards):
            inside_cards = sum(map(prose.within, cards))
            if _is_in_flow(prose, cards, inside_cards):
                continue
            enough = _ENOUGH_HEADED if _headline_outside(draft, cards) else _ENOUGH
            if inside_cards < 0.5 * prose.whole or prose.whole - inside_cards > enough:
                for card in cards:
                    for index in inside(draft, card):
                        yield index, f"one of {len(cards)} cards {show(card)}"


def _is_in_flow(prose: Prose, cards: list[Node], inside_cards: float) -> bool:
    """Whether boxes that say something stand between the paragraphs of a text: entries of an article that is a list."""
    around = next(
        (node for node in (cards[0].parent and cards[0].parent.chain()) or () if node.tag not in _LISTS), None
    )
    beside = prose.within(around) - inside_cards if around else 0.0
    return beside > _ENOUGH and inside_cards > _SAYING * len(cards)


def _headline_outside(draft: Draft, cards: list[Node]) -> bool:
    """Whether the page's headline stands as a heading outside the cards: they are then not the page itself."""
    title = fold(draft.title)
    heads = (i for i, text in enumerate(draft.folded) if text == title and draft.blocks[i].kind is Kind.HEADING)
    return any(not any(card.start <= i < card.stop for card in cards) for i in heads)


def _rows_of_boxes(draft: Draft) -> Iterator[list[Node]]:
    """Boxes of one tag and first class name that share a parent."""
    rows: dict[tuple[int, str, str], list[Node]] = defaultdict(list)
    for node in draft.sheet.nodes[1:]:
        rows[row_of(node)].append(node)
    yield from rows.values()


def _is_card(draft: Draft, box: Node) -> bool:
    """A linked line of some words, and hardly any text beside it."""
    held = list(inside(draft, box))
    if not held or not any(draft.blocks[i].links >= _LINK for i in held):
        return False
    texts = {draft.blocks[i].text: draft.blocks[i].links for i in held}
    said = sum(words(text) for text in texts)
    return said < _CARD_WORDS and sum(words(text) * (1 - links) for text, links in texts.items()) < _CARD_PROSE


def link_list(draft: Draft) -> Drops:
    """A box of two or more blocks that are nearly nothing but links."""
    for node in draft.sheet.nodes[1:]:
        held = list(inside(draft, node)) if node.stop - node.start >= 2 else []
        if len(held) >= 2 and all(draft.blocks[i].links >= _LINK for i in held):
            for index in held:
                yield index, f"{len(held)} links in {show(node)}"


def worthless_box(draft: Draft) -> Drops:
    """A box inside the article whose blocks together are worth less than nothing: links, labels, counters."""
    for node in draft.sheet.nodes[1:]:
        held = list(inside(draft, node)) if node.stop - node.start >= 2 else []
        if len(held) < 2 or node.tag == "p" or node.kind in (Kind.ITEM, Kind.QUOTE, Kind.ROW):
            continue
        linked = sum(words(draft.blocks[i].text) * draft.blocks[i].links for i in held)
        said = sum(words(draft.blocks[i].text) for i in held)
        if sum(draft.worths[i] for i in held) < 0 and linked > 0.3 * said:
            for index in held:
                yield index, f"mostly links: {show(node)}"
