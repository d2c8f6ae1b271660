"""Lines about the article rather than of it: dates, sources, bylines, captions, credits. They become metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleaning.authors import read_byline
from cleaning.block import Kind
from cleaning.bylines import is_label, labelled_fields, other_hands
from cleaning.dateline import is_date_line, only_labels
from cleaning.dates import Stamp, read_dates
from cleaning.draft import Draft, Drops
from cleaning.folding import fold
from cleaning.labels import labels_of
from cleaning.names import clean_name, is_desk, is_name, is_role, tells_role
from cleaning.source import SourceLine, read_source_line
from cleaning.weights import words

_PHOTO = re.compile(
    r"(?i)\b(?:photos?|pictures?|images?|illustration|fotos?|bild|imagen|immagine|zdjęcie|фото|фотография|عکس|تصویر|صورة)"
    r"\s*(?:\||:|/|by\b|©|credit|courtesy)|(?:©|\(c\))\s*\w+|getty|/(?:AP|AFP|Reuters|EPA|Getty|TASS|Xinhua)\)?$|"
    r"(?:图|摄|写真|사진)\s*[:：/=]"
)
_CREDIT = re.compile(
    r"(?i:^[-–—(\[\s]*(?:0|30|ends?|\W*\*\W*\*\W*\*|#+|完|конец|끝)[-–—)\]\s.]*$)|"
    r"^[(\[]?[A-Z]{2,8}(?:[/ ][A-Z][\w.]{1,12})?[)\]]?$"
)
_LONGEST_CAPTION = 45.0
_MOST_SOURCES = 20
_LONGEST_CREDIT = 12.0
_LONGEST_BYLINE = 160
_LONGEST_BY = 8
_AFTER_STANDFIRST = 4
"""A byline may stand below a standfirst, which reads like the text's first paragraph."""
_COUNTS = re.compile(r"(?<!\S)\d[\d.,:]*[kKmM]?(?!\S)")
"""Numbers standing alone in a line: views, comments, minutes."""
_COLONS = (":", "：")
_WORDED = re.compile(r"[^\W_]")
_MOST_WORDS = 4
_AGENCY = re.compile(r"[A-Z]{2,5}$")
_PARTS = re.compile(r"[|·•;]|\.(?:\s|$)")


def head_and_tail(draft: Draft) -> tuple[int, int]:
    """Where the running text begins and ends: index of its first block of prose, and the one after its last."""
    prose = [index for index in draft.standing() if draft.prose(index)]
    return (prose[0], prose[-1] + 1) if prose else (len(draft.blocks), len(draft.blocks))


def source_line(draft: Draft) -> Drops:
    """ "Date: ... | Source: ... | Read original", and above it the heading that repeats the source's name."""
    for count, (index, line) in enumerate(_source_lines(draft)):
        yield index, f"names the source '{line.source}'" if line.source else "a line of labels and values"
        for above in draft.standing(0, index) if line.source and count < _MOST_SOURCES else ():
            text = draft.blocks[above].text
            if text.endswith(line.source) and words(text) < words(line.source) + 6:
                yield above, f"ends with the source '{line.source}'"


def _source_lines(draft: Draft) -> Iterator[tuple[int, SourceLine]]:
    for index in draft.standing():
        if line := read_source_line(draft.blocks[index].text):
            yield index, line


def date_line(draft: Draft) -> Drops:
    """A line that is a date and nothing else, unless it is a subhead of a chronicle."""
    dates = [index for index in draft.standing() if is_date_line(draft.line(index))]
    subheads = set(_dated_subheads(draft, dates))
    yield from ((index, "is a date") for index in dates if index not in subheads)


def _dated_subheads(draft: Draft, dates: list[int]) -> list[int]:
    """Dates that head running text, if there are two of them or more: one alone is the date of the article."""
    heads = [index for index in dates if draft.blocks[index].kind is Kind.HEADING and _heads_prose(draft, index)]
    return heads if len(heads) > 1 else []


def _heads_prose(draft: Draft, index: int) -> bool:
    below = next(draft.standing(index + 1), None)
    return below is not None and draft.prose(below)


def byline(draft: Draft) -> Drops:
    """ "By Jane Roe" at the head or tail of the text, with or without a date, or a bare name standing alone there."""
    first, last = head_and_tail(draft)
    known = {fold(name) for name in draft.authors}
    found = set()
    for index in (*draft.standing(0, first + _AFTER_STANDFIRST), *draft.standing(max(last, first + _AFTER_STANDFIRST))):
        line, kind = draft.line(index), draft.blocks[index].kind
        bare = kind is not Kind.HEADING and not first < index < last and not (kind is Kind.ITEM and index >= last)
        if len(line) < _LONGEST_BYLINE and (_names_author(line, known, bare) or _is_made_of_names(draft, index)):
            found.add(index)
            yield index, "names the author"
    for index in draft.standing():
        if index + 1 in found and len(draft.blocks[index].text) <= _LONGEST_BY:
            yield index, "stands before the author's name"


def _names_author(line: str, known: set[str], bare: bool) -> bool:
    """Whether a line, dates aside, is a byline, an author the page's head names, or (if `bare`) just a name."""
    stamps = read_dates(line, order="DMY")
    named = [part for part in _parts(line, stamps) if not other_hands(part) and not read_source_line(part)]
    people = [
        part for part in named if _is_known(fold(part), known) or read_byline(part) or (bare and _is_person(part))
    ]
    if stamps:
        people += [part for part in named if _AGENCY.match(part) or (people and _is_house(part))]
    return bool(people) and set(people) == set(named)


def _is_house(part: str) -> bool:
    """Whether a part of a line is the name of a desk or house."""
    return part.count(" ") < _MOST_WORDS and is_desk(part)


def _parts(line: str, stamps: Sequence[Stamp]) -> Iterator[str]:
    """What a line says beside its dates, part by part, without bare labels."""
    for stamp in reversed(stamps):
        line = line[: stamp.start] + " | " + line[stamp.end :]
    for part in _PARTS.split(_COUNTS.sub(" ", line)):
        for said in map(_tidied, labelled_fields(part)):
            if said and not only_labels(said) and (not said.endswith(_COLONS) or read_byline(said.rstrip(" :："))):
                yield said.rstrip(" :：")


def _tidied(part: str) -> str:
    return part.strip(" ,|-–—·•/،")


def _is_made_of_names(draft: Draft, index: int) -> bool:
    """Whether each element of a line is a name, what somebody does, a label or a date, and they are not all names."""
    pieces = draft.sheet.pieces(index)
    names = set(filter(is_name, pieces)) if len(pieces) > 1 else set()
    others = [piece for piece in pieces if piece not in names] if names else []
    telling = [piece for piece in others if tells_role(piece) or is_label(piece) or is_date_line(piece)]
    return bool(telling) and all(piece in telling or not _WORDED.search(piece) for piece in others)


def _is_person(part: str) -> bool:
    """Whether a part of a line is a name, or a name with what she does: "Jane Roe reporter"."""
    return is_name(part) or (is_role(part) and is_name(clean_name(part)))


def _is_known(folded: str, known: set[str]) -> bool:
    """Whether a line is authors the page's head names, with at most two words beside ("Reporter", "By", "and")."""
    rest = folded
    for name in known:
        rest = rest.replace(name, " ") if name else rest
    return rest != folded and len(rest.split()) <= 2


def caption(draft: Draft) -> Drops:
    """What stands under a picture: marked as such, alone with one in a box, or ending in a photo credit."""
    beside, above = _alone_with_pictures(draft), True
    for index in draft.standing():
        if why := _captioned(draft, index, beside, above):
            yield index, why
        elif draft.prose(index):
            above = False


def _captioned(draft: Draft, index: int, beside: set[int], above: bool) -> str:
    """By what a block is known as a caption, "" if it is none. `above`: whether no running text stands before it."""
    block, short = draft.blocks[index], draft.lengths[index] < _LONGEST_CAPTION
    if block.kind is Kind.CAPTION and not _below_headline(draft, index):
        return "marked as caption"
    if short and index in beside:
        return "alone with a picture"
    may_be_credited = short and (above or draft.lengths[index] < _LONGEST_CREDIT)
    return "ends in a photo credit" if may_be_credited and _PHOTO.search(block.text) else ""


def _below_headline(draft: Draft, index: int) -> bool:
    """Whether a block stands with the headline in what is marked as one caption: the lead, laid over a picture."""
    boxes = (node for node in draft.homes[index].chain() if "caption" in node.tag or "caption" in node.label)
    box = next(boxes, None)
    return box is not None and box.start <= draft.headline < box.stop


def _alone_with_pictures(draft: Draft) -> set[int]:
    """Blocks that are the only text of a small box with a picture in it."""
    boxes = (box for node in draft.sheet.pictures for box in (node, node.parent) if box is not None)
    return {box.start for box in boxes if box.stop - box.start == 1 and draft.blocks[box.start].kind is Kind.PARAGRAPH}


def credit(draft: Draft) -> Drops:
    """The agency's sign-off after the last paragraph: "KCNA", "-0-", "(END)"."""
    _, last = head_and_tail(draft)
    for index in draft.standing(last):
        if _CREDIT.match(draft.blocks[index].text) and not labels_of(draft.folded[index]):
            yield index, "sign-off after the text"
