"""Lines that address the reader instead of telling the story: share, subscribe, read also, comment."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaning.block import Kind
from cleaning.draft import Draft, Drops
from cleaning.labels import Label, labels_of, opens_with
from cleaning.weights import SENTENCE_ENDS

_FURNITURE = (
    Label.ADVERTISEMENT,
    Label.NEXT_PREVIOUS,
    Label.TAGS,
    Label.LOAD_MORE,
    Label.RIGHTS,
    Label.POPULAR,
)
_LINKED = 0.3
_LONGEST_LABEL = 100
_SMALL_BOX = 60.0
_SMALL_SHARE = 0.25
_TOLD = 60.0
"""Words of prose above the comments that make an article."""
_NOTICE = 20.0
"""The same where a heading stands over the comments, as it does not over their number below a headline."""
_NUMBERS = re.compile(r"\b\d+\b|\bs$")


def _lines_that_say(draft: Draft, *labels: Label) -> Drops:
    """Blocks that are one of the labels and nothing else."""
    for index in draft.standing():
        said = labels_of(draft.folded[index]) if len(draft.blocks[index].text) < 120 else frozenset()
        if not said.isdisjoint(labels):
            yield index, f"is the label '{draft.blocks[index].text[:60]}'"


def also_read(draft: Draft) -> Drops:
    """A link to another article inside the text, after words such as "Also read:"."""
    for index in draft.standing():
        block = draft.blocks[index]
        if block.links >= _LINKED and draft.lengths[index] < 40:
            phrase = opens_with(draft.folded[index], Label.ALSO_READ) or _announced(draft, index)
            if phrase:
                yield index, f"a link after '{phrase}'"


def _announced(draft: Draft, index: int) -> str:
    """The phrase for related articles that a line begins with, unless a sentence does: "Plus de" may be either."""
    phrase, text = opens_with(draft.folded[index], Label.RELATED), draft.blocks[index].text
    apart = re.match(rf"(?:[\W_]*[^\W_]+){{{len(phrase.split())}}}\s*[:：|>»→–—-]", text) if phrase else None
    return phrase if apart or text[-1] not in SENTENCE_ENDS else ""


def newsletter_box(draft: Draft) -> Drops:
    """A newsletter's heading with the lines of its own box."""
    return _boxes_headed(draft, Label.NEWSLETTER)


def comment_box(draft: Draft) -> Drops:
    """The heading over readers' comments or their form, with the lines of its own box."""
    return _boxes_headed(draft, Label.COMMENTS)


def after_comments(draft: Draft) -> Drops:
    """Everything from the heading over readers' comments on ("13 Comments"), once the article has been told."""
    said = 0.0
    for index in draft.standing():
        if said >= (_NOTICE if draft.blocks[index].kind is Kind.HEADING else _TOLD) and _heads_comments(draft, index):
            yield from ((below, "stands below the heading over the comments") for below in draft.standing(index))
            return
        said += draft.gains[index]


def _heads_comments(draft: Draft, index: int) -> bool:
    """Whether a short line is a label of comments, with or without their number, and no link that leads to them."""
    text = draft.folded[index]
    return (
        draft.blocks[index].links < _LINKED
        and len(text) < _LONGEST_LABEL
        and (Label.COMMENTS in labels_of(_NUMBERS.sub("", text).strip()))
    )


def author_box(draft: Draft) -> Drops:
    """ "About the author" with the name and the lines of its own box."""
    return _boxes_headed(draft, Label.ABOUT_AUTHOR)


def related_heading(draft: Draft) -> Drops:
    """ "Related articles" or "Most read" with the lines of its own box, be they one card or two."""
    return _boxes_headed(draft, Label.RELATED, Label.POPULAR)


def _boxes_headed(draft: Draft, *labels: Label) -> Drops:
    for index in draft.standing():
        heading = draft.blocks[index]
        if _is_labelled(draft, index, labels):
            yield index, f"is the label '{heading.text[:60]}'"
            for other in _rest_of_box(draft, index):
                yield other, f"in the box headed '{heading.text[:60]}'"


def _is_labelled(draft: Draft, index: int, labels: tuple[Label, ...]) -> bool:
    text, block = draft.folded[index], draft.blocks[index]
    if len(block.text) > _LONGEST_LABEL:
        return False
    if not labels_of(text).isdisjoint(labels):
        return True
    begun = block.kind is Kind.HEADING and any(opens_with(text, label) for label in labels)
    return begun and not _heads_prose(draft, index)


def _heads_prose(draft: Draft, index: int) -> bool:
    """Whether running text stands right under a heading: "Related species" is then a subhead, whatever its words."""
    below = next(draft.standing(index + 1), None)
    return below is not None and draft.prose(below) and draft.blocks[below].links < _LINKED


def _rest_of_box(draft: Draft, index: int) -> Iterator[int]:
    """The blocks under a heading in the box that it begins, if the box is small beside the text."""
    home = draft.homes[index]
    box = home if home.stop - home.start > 1 else home.parent
    if box is None or next(iter(draft.standing(box.start, box.stop))) != index:
        return
    said, whole = (sum(draft.lengths[i] for i in draft.standing(*ends)) for ends in ((box.start, box.stop), (0, None)))
    if said < max(_SMALL_BOX, _SMALL_SHARE * whole):
        yield from draft.standing(index + 1, box.stop)


def share_line(draft: Draft) -> Drops:
    """ "Share this article", "Print", "What's your reaction?"."""
    return _lines_that_say(draft, Label.SHARE, Label.PRINT, Label.REACTIONS)


def furniture_line(draft: Draft) -> Drops:
    """ "Advertisement", "Next article", "Tags", "Load more", "Most read", "All rights reserved"."""
    return _lines_that_say(draft, *_FURNITURE)
