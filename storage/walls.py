"""Walls that comparison shows: another page than before, an article cut off, one text under many headlines. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Final

from cleaning import Article, Refusal, folded_words, same_script, slug_words, telling, told
from storage.judge import Cleaned, Have

Words = frozenset[str]
Found = tuple[Refusal, str] | None

_WORD: Final = re.compile(r"\w")
_RUN, _UNLIKE = 3, 0.15
"""Of the runs of three words of the shorter text, the longer one has so many at least if it is the same article."""
_UNRELATED, _RELATED = 0.25, 0.5
_AKIN: Final = 1 / 3
_KEPT_COMPANY, _ENOUGH_COMPANY = 0.5, 3
"""Share of what stood around the text that still does on a page of the same kind; how many blocks tell that."""
_HALF: Final = 0.5


@dataclass(frozen=True, slots=True)
class Announced:
    """One address, and by which headlines it is announced: its listing's, its page's, and the words of the address."""

    url: str
    listed: str
    title: str

    def names(self, text: Words, *, titled: bool) -> tuple[Words, ...]:
        """The headlines that tell something of a text like this."""
        slug = slug_words(self.url)
        page = telling(self.title) if titled else Words()
        said = (telling(self.listed), page, slug if same_script(slug, text) else Words())
        return tuple(name for name in said if told(name, text) is not None)


def another_page(have: Have, cleaned: Cleaned, article: Article, around: Set[str]) -> Found:
    """Why this cannot be an edit of the article that we have, if it cannot.

    `around`: the blocks that were dropped from its page. A rewritten article keeps its headline; one that gets another
    headline keeps some of its words, or at least its day and the page around it.
    """
    before, now = _runs(have.text), _runs(cleaned.text)
    if len(before & now) >= _UNLIKE * min(len(before), len(now)):
        return _cut_off(have, cleaned, article, around)
    company = _company(article, around)
    usual = company is not None and company >= _KEPT_COMPANY
    if _same_title(have.title, cleaned.title):
        return _rewritten(have, cleaned, article, usual)
    same_day = article.published is not None and article.published[:10] == (have.details.published or "")[:10]
    if usual and same_day:
        return None
    return Refusal.REPLACED, f"another headline, and {len(before & now)} of {len(now)} runs of words are as before"


def two_stories(one: Announced, other: Announced, text: str) -> bool:
    """Whether two addresses are announced as two stories, though one text stands at both.

    They are if no headline of the one is like one of the other, and the text is about neither.
    """
    words = telling(text)
    titled = not _same_title(one.title, other.title)
    ours, theirs = one.names(words, titled=titled), other.names(words, titled=titled)
    if not ours or not theirs or any(_akin(a, b) for a in ours for b in theirs):
        return False
    less, more = sorted(max(told(name, words) or 0.0 for name in names) for names in (ours, theirs))
    return less < _UNRELATED and more < _RELATED


def unannounced(address: Announced, article: Article) -> bool:
    """Whether neither headline nor text of a page has anything of what its listing announced."""
    name = telling(address.listed)
    if len(name) < 3 or article.published or article.authors or article.source:
        return False
    share = told(name, telling(f"{article.title or ''}\n{article.text}"))
    return share is not None and share < _UNRELATED


def _rewritten(have: Have, cleaned: Cleaned, article: Article, usual: bool) -> Found:
    """All words are new under the old headline: a wall is about something else, and has lost the page around it."""
    if usual and not (article.signs and _is_astray(have, cleaned)):
        return None
    if have.details.published and not article.published and not article.authors:
        return Refusal.REPLACED, "no word is as before, day and author are gone, and so is the page around the text"
    if _is_astray(have, cleaned):
        return Refusal.REPLACED, "no word is as before, and the text is not about its headline any more"
    return None


def _is_astray(have: Have, cleaned: Cleaned) -> bool:
    """Whether the text was about its headline, and is not any more."""
    name = telling(have.title or "")
    before, now = told(name, telling(have.text)), told(name, telling(cleaned.text))
    return before is not None and now is not None and before >= _RELATED and now < _UNRELATED


def _cut_off(have: Have, cleaned: Cleaned, article: Article, around: Set[str]) -> Found:
    """The beginning of the article, and then something that its page never had: an offer to read on elsewhere."""
    if len(cleaned.text) >= _HALF * len(have.text):
        return None
    old = [block for block in article.blocks if block.text in have.text]
    if not old or not have.text.startswith(old[0].text) or old[-1].text not in have.text[: len(have.text) // 2 + 1]:
        return None
    end = old[-1].position
    below = (block.text for block in (*article.blocks, *article.dropped) if block.position > end)
    offer = next((text for text in below if text not in around and text not in have.text and _WORD.search(text)), "")
    if not offer:
        return None
    return Refusal.PAYWALL, f"{len(cleaned.text)} of {len(have.text)} characters, and below them: {offer[:80]}"


def _company(article: Article, around: Set[str]) -> float | None:
    """Share of the blocks around the text that are still on the page; None if there were too few to tell."""
    here = {block.text for block in (*article.blocks, *article.dropped, *article.captions)}
    return len(around & here) / len(around) if len(around) >= _ENOUGH_COMPANY else None


def _akin(one: Words, other: Words) -> bool:
    return len(one & other) > _AKIN * min(len(one), len(other))


def _same_title(one: str | None, other: str | None) -> bool:
    a, b = telling(one or ""), telling(other or "")
    return one == other or (bool(a and b) and len(a & b) * 2 >= max(len(a), len(b)))


def _runs(text: str) -> Set[tuple[str, ...]]:
    words: Sequence[str] = folded_words(text)
    size = min(_RUN, max(1, len(words)))
    return {tuple(words[place : place + size]) for place in range(len(words) - size + 1)}
