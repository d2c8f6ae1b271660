"""What stood on the publisher's other pages, too, word for word."""

from __future__ import annotations

from collections.abc import Mapping

from cleaning.block import Kind
from cleaning.draft import Draft, Drops
from cleaning.folding import fold
from cleaning.memory import OTHER_PAGES, Sighting, folded_hash, goes_everywhere, says_something

_SENTENCE_ENDS = '.!?…。！？؟”"»)'
_LINKED = 0.3
_NEWS = 20.0
"""Words of new prose that a page must have: one without is a reprint, and tells nothing of furniture."""


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


def _known(draft: Draft) -> dict[int, Sighting]:
    """The standing blocks that were seen on enough other pages."""
    memory, title, found = draft.memory, fold(draft.title), dict[int, Sighting]()
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
