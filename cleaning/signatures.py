"""Who the page shows as its author: lines with a label, what the markup calls an author, names beside dates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import chain, islice, pairwise
from typing import Final, TypeAlias

from cleaning.bylines import (
    PARTS,
    RUN_ON,
    before_date,
    dateline_names,
    is_label,
    labelled_fields,
    other_hands,
    read_byline,
    unlabelled,
    up_to_name,
)
from cleaning.calendars import plain
from cleaning.dateline import only_labels
from cleaning.dates import Clues, scan
from cleaning.jsonld import tidy
from cleaning.likeness import words_of
from cleaning.names import clean_name, is_desk, is_name, is_team, looks_named, split_names, tells_role
from cleaning.relative import read_relative
from cleaning.sheet import SEAM
from cleaning.source import read_source_line

Signature: TypeAlias = tuple[tuple[str, ...], str]
"""Names, and the evidence for them."""
BOX: Final = "author box"
_NOW: Final = datetime(2900, 1, 1, tzinfo=UTC)
"""Some time or other: that a line tells a distance from it counts, not which."""
_EITHER: Final = Clues(order="DMY")
"""That a line has a date counts, not which of two."""
_PICTURES: Final = re.compile(r"photo|foto|фото|illustr|ilustr|camera|kamera", re.I)
_MOST_PARTS: Final = 12
_WORDED: Final = re.compile(r"[^\W_]")
_DIGIT: Final = re.compile(r"\d")
_SIGNS: Final = " |·•-–—,●/"
_LONGEST_LINK: Final = 120
_LONGEST_TEAM: Final = 40


def shown_names(
    bylines: Sequence[str],
    links: Sequence[str],
    later: Sequence[str],
    after: Sequence[str],
    pieces: Sequence[tuple[str, ...]],
    lead: str,
) -> Iterator[Signature]:
    """What the page shows, most trusted first; the arguments are those of `authors_of`."""
    yield from ((names, "byline") for names in _read(bylines))
    yield from ((names, "byline") for line, *parts in pieces for names in _read_pieces(line, parts))
    yield _names_in_links(links)[:6], "author link"
    yield _beside_roles(bylines, pieces), "name beside a role"
    yield from ((dateline_names(line), "dateline") for line in (*bylines, lead))
    yield from ((names, "byline") for names in _read(after))
    yield _names_in_links(later)[:6], "author link after the text"


def _read(lines: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Names in lines that say by whom, and in lines below one that is such a label alone."""
    for line in lines:
        yield read_byline(line) or (read_byline(_without_dates(line)) if _DIGIT.search(line) else ())
    for line in lines:
        if len(fields := labelled_fields(line)) > 1:
            yield from map(read_byline, fields)
    for label, name in pairwise(lines):
        if is_label(label) and all(map(is_name, names := tuple(split_names(name)))):
            yield names


def _read_pieces(line: str, parts: Sequence[str]) -> list[tuple[str, ...]]:
    """Names in those elements of a dated line that are bylines."""
    pairs = () if is_name(parts[0]) else pairwise(parts)
    labelled = [(name,) for label, name in pairs if is_label(label) and is_name(name)]
    return labelled + (list(filter(None, map(read_byline, parts))) if _dates(line) else [])


def _names_in_links(links: Sequence[str]) -> tuple[str, ...]:
    """Names in what the markup calls an author: what is a name as a whole, else what names can be read out of it."""
    lines = (line for link in links[:30] for line in _elements(link))
    whole = tuple(line for line in lines if is_name(line) or _is_desk_alone(line))
    plain = tuple(name for name in whole if not any(name != other and name.startswith(other) for other in whole))
    return plain or tuple(name for link in links[:12] for name in _names_in_link(link))


def _names_in_link(text: str) -> tuple[str, ...]:
    """Names in what the markup calls an author, which often runs on into a date, a role or a label."""
    line = joined(text)
    if named := read_byline(line):
        return tuple(_within_element(name, text) for name in named)
    if other_hands(line) or read_source_line(line):
        return ()
    told = unlabelled(line)
    rest = RUN_ON.sub("", before_date(told) or _without_dates(told))
    names = tuple(filter(None, map(clean_name, split_names(rest)))) if len(rest) <= _LONGEST_LINK else ()
    if len(names) == 1:
        names = (_within_element(names[0], text),)
    return tuple(name for name in names if is_name(name) or looks_named(name) or (len(names) == 1 and " " not in name))


def _elements(text: str) -> list[str]:
    """What the markup calls an author as one line; where all of it could be a name, the names among its elements."""
    line = joined(text)
    parts = map(tidy, text.split(SEAM)) if SEAM in text and is_name(line) else ()
    return [part for part in parts if is_name(part)] or [line]


def joined(text: str) -> str:
    """What the markup calls an author as one line."""
    return tidy(text.replace(SEAM, " "))


def _within_element(name: str, text: str) -> str:
    """A name up to the end of the element it stands in, if what runs on into the next is a name already."""
    parts = map(tidy, text.split(SEAM))
    return next((part for part in parts if name.startswith(f"{part} ") and is_name(part)), name)


def _is_desk_alone(line: str) -> bool:
    return len(line.split()) <= 4 and len(line) <= 40 and is_desk(line) and unlabelled(line) == line


def boxed_name(links: Sequence[str]) -> Iterator[Signature]:
    """The names of the only byline or author box, wherever on the page it stands."""
    read = [(line,) if is_name(line) else read_byline(line) for line in map(joined, links)]
    found = {"".join(words_of(" ".join(names))): names for names in read if names}
    if len(found) == 1:
        yield next(iter(found.values())), BOX


def names_in_pieces(pieces: Sequence[tuple[str, ...]]) -> Iterator[Signature]:
    """A name that is an element of its own in a line with a date: "Jane Roe" in "Jane RoeFollowMar 4, 2025"."""
    for line, *parts in pieces:
        named = (part for part in map(up_to_name, parts) if is_name(part) and not only_labels(part))
        if _dates(line) and (name := next(named, "")):
            yield (name,), "name beside the date"


def _beside_roles(lines: Sequence[str], pieces: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Names that are elements or lines of their own, each before what she does: "Jane Roe", "Roads reporter"."""
    pairs = chain(
        pairwise(lines), (pair for _, *parts in pieces if len(parts) <= _MOST_PARTS for pair in pairwise(parts))
    )
    told = (name for name, role in pairs if is_name(name) and tells_role(role) and not _PICTURES.search(role))
    return tuple(dict.fromkeys(told))


def names_beside_dates(lines: Sequence[str]) -> Iterator[Signature]:
    """A name in one line with the date, or in the line before it, lines of signs aside."""
    lines = [line for line in lines if _WORDED.search(line)]
    for line, following in zip(lines, (*lines[1:], ""), strict=False):
        rest = _without_dates(line)
        dated = rest != tidy(line)
        if dated:
            names = tuple(islice(filter(is_name, map(up_to_name, PARTS.split(rest))), 1))
        else:
            names = tuple(map(clean_name, split_names(rest))) if len(rest) <= _LONGEST_LINK else ()
        people = tuple(filter(is_name, names))
        told = people and all(name in people or is_desk(name) for name in names) and not all(map(only_labels, people))
        if told and (dated or scan(following, _EITHER)):
            yield people, "name beside the date"


def teams_beside_dates(lines: Sequence[str]) -> Iterator[Signature]:
    """A line that names a team, before one with the date."""
    for line, following in pairwise(lines):
        if len(line) <= _LONGEST_TEAM and is_team(line) and scan(following, _EITHER):
            yield (line,), "team beside the date"


def _without_dates(line: str) -> str:
    """What a short line says beside its dates."""
    rest = line
    for start, end in reversed(_dates(line)):
        rest = rest[:start] + rest[end:]
    return tidy(rest).strip(_SIGNS)


def _dates(line: str) -> list[tuple[int, int]]:
    """Where the dates of a line stand; where it has none, the distance from now that it tells."""
    if not _DIGIT.search(line):
        return []
    if stamps := scan(line, _EITHER):
        return [(stamp.start, stamp.end) for stamp in stamps]
    told = read_relative(plain(line), _NOW)
    return [told[2:]] if told else []
