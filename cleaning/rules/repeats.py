"""What a page says twice: the headline again, cards printed for two screen sizes, lists in plain text."""

from __future__ import annotations

from collections import Counter

from cleaning.block import Kind
from cleaning.dateline import is_date_line
from cleaning.draft import Draft, Drops
from cleaning.folding import fold
from cleaning.weights import words

_REPEATED_SHARE = 0.5
_LONGEST_CARD_LINE = 45.0
_LONGEST_REFRAIN = 12.0
_LINK = 0.8
_SHORTEST_QUOTE = 4.0
_SENTENCE_ENDS = ".!?,;:…。！？؟"


def repeated_header(draft: Draft) -> Drops:
    """The headline again: as a heading, a caption or a line of its own. It stands once, as the title."""
    title = draft.folded_title
    for index in draft.standing():
        if title and draft.folded[index] == title:
            yield index, "is the title"


def headline_path(draft: Draft) -> Drops:
    """The way to the headline, where no name of its box tells it: links, and the headline at their end.

    It speaks once the region is known: where that begins such a line may tell.
    """
    end = f" {draft.folded_title}"
    for index in draft.standing():
        if len(end) > 1 and draft.folded[index].endswith(end) and _is_way(draft, index):
            yield index, "links with the title at their end"


def _is_way(draft: Draft, index: int) -> bool:
    """Whether a line is links and the title at its end, with signs in between: "Home > City > Bridge closed"."""
    links = [fold(text) for text, _ in draft.sheet.links(index, index + 1)]
    folders = links[:-1] if links and links[-1] == draft.folded_title else links
    return bool(folders) and draft.folded[index] == " ".join((*folders, draft.folded_title))


def more_from_list(draft: Draft) -> Drops:
    """A list of cards at the end, each line of it printed twice or a date, and the heading over it.

    Known by shape, not by the words "More From": from the first line that stands twice to the end of the page, at
    least half of the lines are repetitions, and no line in between is prose that stands only once.
    """
    lines = list(draft.standing())
    times = Counter(draft.folded[i] for i in lines)
    start = _start_of_cards(draft, lines, times) if _repeated(draft, lines, times) >= 4 else None
    if start is None:
        return
    cards = lines[start:]
    evidence = f"in a list of cards: {_repeated(draft, cards, times)} of {len(cards)} lines stand twice"
    yield from ((i, evidence) for i in cards)


def _repeated(draft: Draft, lines: list[int], times: Counter[str]) -> int:
    """How many of some lines stand more than once."""
    return sum(times[draft.folded[i]] > 1 for i in lines)


def _start_of_cards(draft: Draft, lines: list[int], times: Counter[str]) -> int | None:
    """Position of the first line of the final stretch that is all repetitions, dates and short labels."""
    start, loose = len(lines), 0
    for position in range(len(lines) - 1, -1, -1):
        i = lines[position]
        if draft.lengths[i] > _LONGEST_CARD_LINE:
            break
        if times[draft.folded[i]] > 1:
            start = position
        elif not is_date_line(draft.blocks[i].text):
            loose += 1
            if draft.lengths[i] > 12 or loose > 3:
                break
    if len(lines) - start < 4:
        return None
    share = _repeated(draft, lines[start:], times) / (len(lines) - start)
    return _with_heading(draft, lines, start) if share >= _REPEATED_SHARE else None


def _with_heading(draft: Draft, lines: list[int], start: int) -> int:
    """The line before the cards belongs to them if it is a short line without a full stop."""
    if start:
        above = draft.blocks[lines[start - 1]].text
        if words(above) < 12 and above[-1] not in ".!?。！？…”\"'»":
            return start - 1
    return start


def repeated_line(draft: Draft) -> Drops:
    """A line that stands again word for word, from its second time on. A refrain or a question may stand again.

    A link stands aside for the heading of the same words to which it leads. A short quote that the text says as well
    goes: it was lifted out of it to catch the eye.
    """
    yield from _lifted(draft)
    seen: dict[str, int] = {}
    for index in draft.standing():
        text = draft.folded[index]
        first = seen.setdefault(text, index)
        if len(text) <= 3 or first == index:
            continue
        if _leads_to(draft, first, index):
            seen[text] = index
            yield first, "is a link to the heading below"
        elif not _is_refrain(draft, first, index):
            yield index, "stands word for word above"


def _lifted(draft: Draft) -> Drops:
    for index in draft.standing():
        if _SHORTEST_QUOTE <= draft.lengths[index] <= _LONGEST_CARD_LINE and _is_quote(draft, index):
            others = (other for other in draft.standing() if draft.lengths[other] > draft.lengths[index])
            if any(draft.folded[index] in draft.folded[other] for other in others):
                yield index, "stands in the text as well"


def _is_quote(draft: Draft, index: int) -> bool:
    home = draft.homes[index]
    return draft.blocks[index].kind is Kind.QUOTE or any("quote" in box.label for box in (home, home.parent or home))


def _leads_to(draft: Draft, link: int, heading: int) -> bool:
    """Whether a line is a link and a heading of the same words is none: the one is of a table of contents."""
    above, below = draft.blocks[link], draft.blocks[heading]
    return above.links >= _LINK and below.links < _LINK and below.kind is Kind.HEADING


def _is_refrain(draft: Draft, first: int, again: int) -> bool:
    """Whether a repetition is the author's own: in the same box, but not at once; in a plain text a short sentence."""
    block = draft.blocks[again]
    if block.kind in (Kind.ROW, Kind.CODE, Kind.QUOTE):
        return True
    if again - first == 1 or draft.homes[first].parent is not draft.homes[again].parent:
        return False
    plain = draft.homes[again].parent is None
    return not plain or (draft.lengths[again] < _LONGEST_REFRAIN and block.text[-1] in _SENTENCE_ENDS)
