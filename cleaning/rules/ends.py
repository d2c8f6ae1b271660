"""The two ends of the article: where it really begins, where it is over."""

from __future__ import annotations

from cleaning.block import Kind
from cleaning.draft import Draft, Drops
from cleaning.weights import SENTENCE_ENDS

_MOSTLY_LINK = 0.6
_ALL_LINK = 0.8
_LIST = 4
"""As many lines at the place of the paragraphs are a list that ends or opens the text."""


def before_headline(draft: Draft) -> Drops:
    """What stands above the headline when the headline is in the main region: crumbs, section, date of the day."""
    title = draft.folded_title
    prose = next((index for index in draft.standing() if draft.prose(index)), 0)
    for index in range(prose):
        if title and draft.folded[index] == title:
            yield from ((above, "stands above the headline") for above in draft.standing(0, index))


def lone_heading(draft: Draft) -> Drops:
    """A heading at the end whose own lines were dropped, or that stands in no box of running text.

    On a page that is continued elsewhere its lines may be on the next page.
    """
    if draft.continues:
        return
    for index in sorted(draft.standing(), reverse=True):
        if draft.blocks[index].kind is not Kind.HEADING:
            return
        if not _ends_prose(draft, index):
            yield index, "heads nothing that was kept"


def _ends_prose(draft: Draft, index: int) -> bool:
    """Whether a heading is simply the last line of a box of running text, as where a text was cut short."""
    box = draft.homes[index].parent
    return box is not None and index + 1 >= box.stop and any(map(draft.prose, draft.standing(box.start, index)))


def loose_end(draft: Draft) -> Drops:
    """Short linked lines after the last paragraph, and short linked lines before the first."""
    prose = [index for index in draft.standing() if draft.prose(index)]
    if not prose:
        return
    loose = [
        index
        for index in (*draft.standing(0, prose[0]), *draft.standing(prose[-1] + 1))
        if draft.blocks[index].links > 0.3 and not _says_more(draft, index)
    ]
    listed = [index for index in loose if _among_prose(draft, prose, index)]
    for index in loose:
        if index not in listed or len(listed) < _LIST:
            yield index, "a link outside the running text"


def _among_prose(draft: Draft, prose: list[int], index: int) -> bool:
    """Whether a line that is not all link stands where the first or the last paragraph stands."""
    place = draft.blocks[index].place
    return draft.blocks[index].links < _ALL_LINK and any(draft.blocks[i].place == place for i in (prose[0], prose[-1]))


def _says_more(draft: Draft, index: int) -> bool:
    """Whether a linked line is a sentence that says something outside its link: a short last paragraph."""
    block = draft.blocks[index]
    return block.links < _MOSTLY_LINK and block.kind is Kind.PARAGRAPH and block.text[-1] in SENTENCE_ENDS
