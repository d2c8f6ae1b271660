"""What stands around the text: the lines that dates, bylines and sources are read from."""

from __future__ import annotations

import re
from datetime import date
from itertools import islice

from cleaning.block import Block, Kind
from cleaning.bylines import labelled_fields, read_byline
from cleaning.dates import scan
from cleaning.draft import Draft
from cleaning.metadata import Surroundings
from cleaning.names import is_name, split_names, tells_role
from cleaning.source import SourceLine, read_source_line
from cleaning.urls import absolute

_ABOVE_TITLE = 6
_BELOW_FIRST = 4
"""So far below the first block of the text the headline may stand: a kicker or a standfirst is set above it."""
_BELOW_TITLE = 14
_FAR_BELOW = 40
_AFTER_TEXT = 4
_FAR_AFTER = 10
_APART = 3
_LONGEST_LINE = 220
_LINK = 0.6
_FOR_LOOKS = ("outside_article", "unlike_article")
"""Rules that go by the looks of a block alone."""
_LONGEST_DATE = 60
_LONGEST_ENTRY = 300
_ENTRY = re.compile(
    r"\b(?:entry|post|article|story|page) was (?:first |originally )?(?:posted|published|written|filed)|"
    r"\bwurde am\b.{6,50}\b(?:gepostet|veröffentlicht|erstellt|geschrieben|verfasst|publiziert)|"
    r"\ba été (?:publié|écrit|posté)|\bfue (?:publicad|escrit)|\bfoi (?:publicad|escrit)|"
    r"\bè stat[oa] (?:pubblicat|inserit|scritt)|"
    r"\b(?:werd|is) (?:geplaatst|gepubliceerd) |\bopublikowan|\bопубликован|\bзаписан",
    re.I,
)
_LEADING = re.compile(r"\s*([^–—|]{6,30}?)\s*(?:[–—|]|\s-\s)")
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ABOUT_OTHERS = frozenset(
    {
        "more_from_list",
        "card_list",
        "teaser_run",
        "known_cards",
        "other_article",
        "comments",
        "related_box",
        "also_read",
        "comment_box",
        "about_author",
    }
)
"""Rules whose blocks tell of other articles or of readers: their names and dates are not this article's."""
_ROWS = ("card_list", "teaser_run", "more_from_list")
_CLOSE = 4
"""So many lines below the headline may look like cards and yet be its date and author."""


def surroundings(draft: Draft, url: str, served: date | None = None) -> Surroundings:
    """What stands around the text of a draft on which all rules have spoken.

    `served`: the day the server says the page was last changed.
    """
    title, first, last = _landmarks(draft)
    begin, end = min(title, first), last + _AFTER_TEXT
    below = min(last, max(title + _BELOW_TITLE, min(first + 2, title + _FAR_BELOW)))
    beside = [*range(begin, below), *range(max(0, begin - _ABOVE_TITLE), begin)]
    near = [draft.line(i) for i in beside if _may_tell(draft, i)]
    near += [draft.line(i) for i in beside if _heads_text(draft, i)]
    signing = [i for i in beside if _may_sign(draft, i)]
    near += [lead for i in beside if (lead := _leading_date(draft, i))]
    after = tuple(draft.line(i) for i in _after(draft, last))
    signed = [(i, text) for i, text in draft.sheet.signed if _of_article(draft, i) or _about_author(draft, i)]
    marked = range(max(0, begin - _ABOVE_TITLE), end)
    dated = [i for i in sorted(draft.dropped) if _may_be_dated(draft.blocks[i])]
    return Surroundings(
        near_title=near,
        times=[(time.when, time.text, time.label) for time in draft.sheet.times if _in(draft, time.index, marked)],
        bylines=(*(draft.line(i) for i in signing if i >= begin), *_lines_of(draft, "byline", 0, last)),
        pieces=[(draft.line(i), *parts) for i in signing if i > title and len(parts := draft.sheet.pieces(i)) > 1],
        author_links=_nearest([(index, text) for index, text in signed if begin <= index <= below], title),
        later_author_links=[text for index, text in signed if index in marked and not begin <= index <= below],
        far_author_links=[text for index, text in signed if index not in marked],
        names_alone=_lines_of(draft, "byline"),
        after_text=after,
        signed_off=_lines_of(draft, "byline", last),
        above_title=[draft.line(i) for i in signing if i < begin],
        date_lines=_lines_of(draft, "date_line"),
        lines=[draft.line(i) for i in dated if _of_article(draft, i)],
        other_dates=[draft.line(i) for i in dated if _tells_order(draft, i)],
        lead=next((draft.blocks[i].text for i in draft.standing(first) if draft.prose(i)), ""),
        source=_source_line(draft, url),
        served=served,
    )


def _after(draft: Draft, last: int) -> list[int]:
    """The first few blocks after the text that may follow it, those that are links left out of the count."""
    worded = (i for i in range(last, min(last + _FAR_AFTER, len(draft.blocks))) if draft.blocks[i].links < _LINK)
    nearest = {*range(last, min(last + _AFTER_TEXT, len(draft.blocks))), *islice(worded, _AFTER_TEXT)}
    return [index for index in sorted(nearest) if _may_follow(draft, index)]


def _may_tell(draft: Draft, index: int) -> bool:
    """Whether a block is a short line about the article: not its title, not running text, not about others."""
    if draft.folded[index] == draft.folded_title or not (_of_article(draft, index) or _about_author(draft, index)):
        return False
    if _is_teaser(draft, index) and not _follows_title(draft, index):
        return False
    return len(draft.blocks[index].text) <= _LONGEST_LINE and not (draft.stands(index) and draft.prose(index))


def _is_teaser(draft: Draft, index: int) -> bool:
    """Whether a line that is nearly all link was dropped for its looks and names no author: another headline."""
    rule, _ = draft.dropped.get(index, ("", ""))
    return rule in _FOR_LOOKS and draft.blocks[index].links >= _LINK and not read_byline(draft.line(index))


def _follows_title(draft: Draft, index: int) -> bool:
    """Whether a block stands right below the headline, where no teaser does."""
    return index > 0 and draft.folded[index - 1] == draft.folded_title


def _leading_date(draft: Draft, index: int) -> str:
    """The date that a paragraph of the text begins with, cut off by a dash: "29.11.2022 – ..."; "" without one."""
    found = _LEADING.match(draft.line(index)) if draft.stands(index) else None
    return found[1] if found and _is_dated(found[1]) else ""


def _heads_text(draft: Draft, index: int) -> bool:
    """Whether a block is a short first line of the text that a date takes a good part of: "Berlin, 5 May 2020"."""
    return draft.stands(index) and len(draft.blocks[index].text) <= _LONGEST_DATE and _is_dated(draft.line(index))


def _is_dated(line: str) -> bool:
    return any((stamp.end - stamp.start) * 3 >= len(line) for stamp in scan(line))


def _may_sign(draft: Draft, index: int) -> bool:
    """Whether a line may name the author; one that names the outlet does not, nor one that is nearly all links."""
    return (
        _may_tell(draft, index)
        and (not _is_teaser(draft, index) or _has_role_below(draft, index))
        and (draft.dropped.get(index, ("", ""))[0] != "source_line" or _names_somebody(draft.line(index)))
    )


def _has_role_below(draft: Draft, index: int) -> bool:
    """Whether a line is a name, and the next says what she does."""
    below = draft.line(index + 1) if index + 1 < len(draft.blocks) else ""
    return tells_role(below) and is_name(draft.line(index))


def _names_somebody(line: str) -> bool:
    return any(map(read_byline, labelled_fields(line)[1:])) or any(map(is_name, split_names(line)))


def _may_be_dated(block: Block) -> bool:
    """Whether a line may be about a date: a short one, or a sentence such as "This entry was posted on 4 May"."""
    text = block.text
    if len(text) <= _LONGEST_DATE:
        return bool(_DIGIT.search(text))
    return len(text) <= _LONGEST_ENTRY and block.links < _LINK and bool(_YEAR.search(text) and _ENTRY.search(text))


def _tells_order(draft: Draft, index: int) -> bool:
    """Whether a date there tells how this site writes dates: on a line of its own, or of another article."""
    return draft.dropped[index][0] == "date_line" or not _of_article(draft, index)


def _may_follow(draft: Draft, index: int) -> bool:
    return _of_article(draft, index) and _may_tell(draft, index) and draft.blocks[index].kind is not Kind.HEADING


def _in(draft: Draft, index: int, marked: range) -> bool:
    return index in marked and _of_article(draft, index)


def _of_article(draft: Draft, index: int) -> bool:
    """Whether a block tells of this article: what looks like a row of cards right below the headline does, too."""
    rule, _ = draft.dropped.get(index, ("", ""))
    return rule not in _ABOUT_OTHERS or (rule in _ROWS and 0 < index - draft.headline <= _CLOSE)


def _nearest(signed: list[tuple[int, str]], title: int) -> list[str]:
    """Those texts that stand nearest to the title, and those that follow them closely."""
    near: list[str] = []
    last = min((index for index, _ in signed if index > title), default=title)
    for index, text in signed:
        if last <= index <= last + _APART:
            near.append(text)
            last = index
    return near or [text for _, text in signed]


def _about_author(draft: Draft, index: int) -> bool:
    return draft.dropped.get(index, ("", ""))[0] in ("about_author", "author_box")


def _landmarks(draft: Draft) -> tuple[int, int, int]:
    """Indexes of the headline, of the first block of the text, and of the one after its last."""
    standing = list(draft.standing())
    first, last = (standing[0], standing[-1] + 1) if standing else (len(draft.blocks), len(draft.blocks))
    places = draft.titled() if draft.folded_title else []
    headings = [index for index in places if draft.homes[index].within("h1")]
    near = first + _BELOW_FIRST
    above = [at for at in headings if at < near] or [at for at in places if at < near]
    return (above or (headings or places)[:1] or [max(0, first - _BELOW_TITLE)])[-1], first, last


def _lines_of(draft: Draft, rule: str, start: int = 0, stop: int | None = None) -> list[str]:
    found = sorted(index for index, (name, _) in draft.dropped.items() if name == rule and index >= start)
    return [draft.blocks[index].text for index in found if stop is None or index < stop]


def _source_line(draft: Draft, url: str) -> SourceLine | None:
    """The outlet an aggregator took the text from, and the address of the original."""
    for index, (rule, _) in sorted(draft.dropped.items()):
        if rule == "source_line":
            links = [(text, absolute(url, href)) for text, href in draft.sheet.links(index, index + 1)]
            if line := read_source_line(draft.blocks[index].text, links):
                return line
    return None
