"""What the publisher's other pages tell: what stood there, too, word for word, and where only lists did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from cleaning.block import Kind
from cleaning.draft import Draft, Drops
from cleaning.memory import (
    CARDS,
    OTHER_PAGES,
    Sighting,
    card_hash,
    folded_hash,
    goes_everywhere,
    list_evidence,
    says_something,
)

_SENTENCE_ENDS = '.!?…。！？؟”"»)'
_LINKED = 0.3
_NEWS = 20.0
"""Words of new prose that a page must have: one without is a reprint, and tells nothing of furniture."""
_REST = 60.0
"""Words of prose that must stand outside known lists."""


def known_furniture(draft: Draft) -> Drops:
    """Blocks that stood on two other pages of the publisher or more.

    Between paragraphs of the article only short ones go, or those of ten pages. Never the title, nor a heading of
    something new; and nothing on a page without new prose, which is a reprint.
    """
    known, settled = _known(draft), draft.memory.settled
    if known and not settled and _new_prose(draft, known) < _NEWS:
        return
    for index, seen in known.items():
        if settled or _is_furniture(draft, known, index):
            yield index, seen.evidence


def known_cards(draft: Draft) -> Drops:
    """Three blocks or more at a place of the tree where, on two other pages or more, nothing but lists was dropped.

    Their texts may be new each day: the place is what is known, as long as no article has stood there. Nothing goes
    from a page that would keep less than 60 words: there the article itself may stand at such a place.
    """
    found = _cards(draft)
    rest = sum(draft.lengths[index] for index in draft.standing() if index not in found and draft.prose(index))
    if draft.memory.settled or rest >= _REST:
        yield from found.items()


def _cards(draft: Draft) -> dict[int, str]:
    """The standing blocks at places of lists, each with the evidence."""
    memory, places, found = draft.memory, defaultdict[str, list[int]](list), dict[int, str]()
    for index in draft.standing() if memory.blocks else ():
        places[draft.blocks[index].place].append(index)
    for place, cards in places.items():
        seen = memory.blocks.get(card_hash(place)) if place else None
        if seen and memory.settled:
            found |= dict.fromkeys(cards, seen.evidence)
        elif seen and len(cards) >= CARDS and seen.pages - memory.own >= OTHER_PAGES:
            found |= dict.fromkeys(cards, list_evidence(place, seen.evidence))
    return found


def _known(draft: Draft) -> dict[int, Sighting]:
    """The standing blocks that were seen on enough other pages."""
    memory, title, found = draft.memory, draft.folded_title, dict[int, Sighting]()
    for index in draft.standing() if memory.blocks else ():
        folded = draft.folded[index]
        learnable = folded != title and (says_something(folded) or memory.settled)
        seen = memory.blocks.get(folded_hash(folded)) if learnable else None
        if seen and (memory.settled or seen.pages - memory.own >= OTHER_PAGES):
            found[index] = seen
    return found


def _new_prose(draft: Draft, known: Mapping[int, Sighting]) -> float:
    """Words of the standing prose that is not known."""
    return sum(draft.lengths[index] for index in draft.standing() if index not in known and draft.prose(index))


def _is_furniture(draft: Draft, known: Mapping[int, Sighting], index: int) -> bool:
    everywhere = goes_everywhere(draft.lengths[index], known[index].pages - draft.memory.own)
    return not _heads_news(draft, known, index) and (everywhere or not _inside(draft, known, index))


def _inside(draft: Draft, known: Mapping[int, Sighting], index: int) -> bool:
    """Whether the nearest blocks above and below that are new are paragraphs of the same box."""
    above = next((i for i in draft.standing_above(index) if i not in known), None)
    below = next((i for i in draft.standing(index + 1) if i not in known), None)
    box = draft.homes[index].parent
    return all(i is not None and draft.prose(i) and draft.homes[i].parent is box for i in (above, below))


def _heads_news(draft: Draft, known: Mapping[int, Sighting], index: int) -> bool:
    """Whether a block heads something new in its box, or on the next page: it stands on other pages by chance.

    A heading may head whatever is not linked, any other line without a full stop only a paragraph.
    """
    block, box, below = draft.blocks[index], draft.homes[index].parent, next(draft.standing(index + 1), None)
    ends = below is None or (box is not None and below >= box.stop)
    if ends or below is None:
        return draft.continues and block.kind is Kind.HEADING
    if block.kind is Kind.HEADING:
        return below not in known and draft.blocks[below].links < _LINKED
    return below not in known and draft.prose(below) and block.text[-1] not in _SENTENCE_ENDS
