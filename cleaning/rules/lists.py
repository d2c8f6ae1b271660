"""Lists of other articles, known by their shape: cards side by side."""

from __future__ import annotations

from collections.abc import Iterator

from cleaning.block import Kind
from cleaning.boxes import Prose, Sums, inside, show
from cleaning.draft import Draft, Drops
from cleaning.sheet import Node

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
    prose, links, headlines = Prose(draft), _link_lines(draft), _headlines(draft)
    for cards in _rows_of_boxes(draft):
        if sum(_is_card(draft, card, links) for card in cards) >= 0.7 * len(cards):
            inside_cards = sum(map(prose.within, cards))
            if _is_in_flow(prose, cards, inside_cards):
                continue
            enough = _ENOUGH_HEADED if _any_outside(headlines, cards) else _ENOUGH
            if inside_cards < 0.5 * prose.whole or prose.whole - inside_cards > enough:
                for card in (each for each in cards if _may_be_card(draft, each)):
                    evidence = f"one of {len(cards)} cards {show(card)}"
                    yield from ((index, evidence) for index in inside(draft, card))


def other_article(draft: Draft) -> Drops:
    """Whole articles below this one, to which a script scrolls on: an <article> each, with a top heading of its own."""
    around = draft.homes[draft.headline].chain() if draft.headline >= 0 else ()
    own = next((box for box in around if box.tag == "article"), None)
    if own is None or Prose(draft).within(own) < _ENOUGH:
        return
    for heading in draft.sheet.nodes:
        if heading.tag == "h1" and heading.start >= own.stop:
            others = (box for box in heading.chain() if box.tag == "article" and box.start >= own.stop)
            for index in inside(draft, next(others, heading)):
                yield index, "an article of its own, with its own headline"


def _is_in_flow(prose: Prose, cards: list[Node], inside_cards: float) -> bool:
    """Whether boxes that say something stand between the paragraphs of a text: entries of an article that is a list."""
    around = next(
        (node for node in (cards[0].parent and cards[0].parent.chain()) or () if node.tag not in _LISTS), None
    )
    beside = prose.within(around) - inside_cards if around else 0.0
    return beside > _ENOUGH and inside_cards > _SAYING * len(cards)


def _headlines(draft: Draft) -> list[int]:
    """Indexes of the headings that are the page's headline."""
    return [index for index in draft.titled() if draft.blocks[index].kind is Kind.HEADING]


def _any_outside(headlines: list[int], cards: list[Node]) -> bool:
    """Whether the page's headline stands as a heading outside the cards: they are then not the page itself."""
    return any(not any(card.start <= index < card.stop for card in cards) for index in headlines)


def _rows_of_boxes(draft: Draft) -> Iterator[list[Node]]:
    """Rows of boxes in a box that holds text enough for a row of cards."""
    for row in draft.rows.values():
        around = row[0].parent
        if len(row) >= _CARDS and around and around.stop - around.start >= _CARDS:
            yield row


def _is_card(draft: Draft, box: Node, links: Sums) -> bool:
    """A linked line of some words, and hardly any text beside it."""
    if not links.within(box):
        return False
    texts = {draft.blocks[i].text: i for i in inside(draft, box)}
    said = sum(draft.lengths[i] for i in texts.values())
    return said < _CARD_WORDS and sum(_unlinked(draft, i) for i in texts.values()) < _CARD_PROSE


def _may_be_card(draft: Draft, box: Node) -> bool:
    """Whether a box among cards holds no more than one: not the headline, nor, without a name, more than an excerpt.

    Boxes without a name are all alike: those of a whole page may stand in one row.
    """
    if box.start <= draft.headline < box.stop:
        return False
    return bool(box.label) or sum(draft.gains[index] for index in inside(draft, box)) < _CARD_PROSE


def _link_lines(draft: Draft) -> Sums:
    """How many blocks of any stretch are links and hardly anything else."""
    return Sums(draft, [block.links >= _LINK for block in draft.blocks])


def _unlinked(draft: Draft, index: int) -> float:
    return draft.lengths[index] * (1 - draft.blocks[index].links)
