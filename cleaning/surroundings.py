"""What stands around the text: the lines that dates, bylines and sources are read from."""

from __future__ import annotations

from urllib.parse import urljoin

from cleaning.block import Kind
from cleaning.draft import Draft
from cleaning.folding import fold
from cleaning.metadata import Surroundings
from cleaning.source import SourceLine, read_source_line

_ABOVE_TITLE = 3
_BELOW_TITLE = 12
_AFTER_TEXT = 4
_LONGEST_LINE = 300
_ABOUT_OTHERS = frozenset(
    ("more_from_list", "card_list", "link_list", "comments", "related_box", "also_read", "comment_box", "about_author")
)
"""Rules whose blocks tell of other articles or of readers: their names and dates are not this article's."""


def surroundings(draft: Draft, url: str) -> Surroundings:
    """What stands around the text of a draft on which all rules have spoken."""
    title, first, last = _landmarks(draft)
    texts = [draft.line(index) if _may_tell(draft, index) else "" for index in range(len(draft.blocks))]
    begin, end = min(title, first), last + _AFTER_TEXT
    near = tuple(texts[i] for i in range(begin, last) if texts[i] and (i < first or _about_article(draft, i)))
    after = tuple(
        texts[i] for i in range(last, min(end, len(texts))) if texts[i] and draft.blocks[i].kind is not Kind.HEADING
    )
    marked = range(max(0, begin - _ABOVE_TITLE), end)
    return Surroundings(
        h1s=draft.sheet.headlines(),
        near_title=near,
        times=[
            (time.when, time.text, time.label)
            for time in draft.sheet.times
            if time.index in marked and _of_article(draft, time.index)
        ],
        bylines=(*_lines_of(draft, "byline"), *near, *after),
        author_links=[text for index, text in draft.sheet.signed if index in marked and _of_article(draft, index)],
        after_text=after,
        source=_source_line(draft, url),
    )


def _may_tell(draft: Draft, index: int) -> bool:
    if draft.folded[index] == fold(draft.title):
        return False
    return len(draft.blocks[index].text) <= _LONGEST_LINE and _of_article(draft, index)


def _of_article(draft: Draft, index: int) -> bool:
    rule, _ = draft.dropped.get(index, ("", ""))
    return rule not in _ABOUT_OTHERS


def _about_article(draft: Draft, index: int) -> bool:
    """Whether a line inside the text was taken for a line about it."""
    return draft.dropped.get(index, ("", ""))[0] in ("date_line", "byline", "source_line")


def _landmarks(draft: Draft) -> tuple[int, int, int]:
    """Indexes of the headline, of the first block of the text, and of the one after its last."""
    standing = list(draft.standing())
    first, last = (standing[0], standing[-1] + 1) if standing else (len(draft.blocks), len(draft.blocks))
    title = fold(draft.title)
    places = [index for index in range(first) if title and draft.folded[index] == title]
    headings = [index for index in places if draft.homes[index].within("h1")]
    return (headings or places or [max(0, first - _BELOW_TITLE)])[-1], first, last


def _lines_of(draft: Draft, rule: str) -> list[str]:
    return [draft.blocks[index].text for index, (name, _) in sorted(draft.dropped.items()) if name == rule]


def _source_line(draft: Draft, url: str) -> SourceLine | None:
    """The outlet an aggregator took the text from, and the address of the original."""
    for index, (rule, _) in sorted(draft.dropped.items()):
        if rule == "source_line":
            links = [(text, urljoin(url, href)) for text, href in draft.sheet.links(index, index + 1)]
            if line := read_source_line(draft.blocks[index].text, links):
                return line
    return None
