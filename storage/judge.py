"""What a cleaned page does to what we have: a pure verdict, before anything is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b

from cleaning import Article, Details, Outcome, Refusal, Wording, changes, kinds, only_counted
from storage.columns import storable

SHORT_TEXT = 200
"""Characters below which an equal text is no proof of an equal article ("Watch the video below.")."""
ALIKE = 0.5
COLLAPSE_FROM, COLLAPSE_TO = 1_000, 0.25
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """What the page says now, as it can be stored."""

    title: str | None
    text: str
    fingerprint: str
    details: Details
    gist: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Have:
    """The article we have, in its current revision."""

    article_id: int
    page_id: int
    title: str | None
    text: str
    fingerprint: str
    details: Details
    revision: int
    cleaner: str
    first_seen: datetime
    last_changed: datetime
    duplicate_of: int | None
    gone: bool
    capture: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How the page ends, and what is to be written."""

    outcome: Outcome
    reason: str = ""
    evidence: str = ""
    rewrites: bool = False
    """A new revision."""
    amends: bool = False
    """Metadata in place."""
    returns: bool = False
    """The article was gone and is back."""
    takes_back: int | None = None
    """The article whose current text turned out to be a wall."""


def judge(
    article: Article,
    cleaned: Cleaned,
    have: Have | None,
    twin: int | None,
    version: str,
    *,
    same_page: bool = False,
    trusted: bool = False,
) -> Verdict:
    """The verdict on a page whose article is `have` (None: not stored yet) and whose text another one has (`twin`).

    `same_page`: what we have was made of these bytes, so that it cannot have become a wall or an error since.
    `trusted`: somebody has looked at the page and found it good.
    """
    if article.refusal is not None:
        return Verdict(outcome=Outcome.REFUSED, reason=article.refusal.value, evidence=article.refusal_evidence)
    if have is None:
        return Verdict(outcome=Outcome.NEW if twin is None else Outcome.DUPLICATE, rewrites=True)
    if have.cleaner == version and not (same_page or trusted) and collapsed(have.text, cleaned.text):
        evidence = f"{len(cleaned.text)} characters where there were {len(have.text)}"
        return Verdict(outcome=Outcome.REFUSED, reason=Refusal.COLLAPSED.value, evidence=evidence)
    rewrites = have.title != cleaned.title or not (
        have.text == cleaned.text or (not same_page and only_counted(have.text, cleaned.text))
    )
    amends = have.details != cleaned.details
    outcome = Outcome.CHANGED if rewrites else Outcome.SAME
    reason = "metadata" if amends and not rewrites else ""
    return Verdict(outcome=outcome, reason=reason, rewrites=rewrites, amends=amends, returns=have.gone)


def read(article: Article) -> Cleaned:
    """The article's words as they can be stored and compared."""
    title, text = _word(article.title), storable(article.text)
    details = Details(
        canonical_url=storable(article.canonical_url),
        authors=_words(article.authors),
        published=_word(article.published),
        published_precision=article.published_precision,
        language=_word(article.language),
        image=_word(article.image),
        section=_word(article.section),
        tags=_words(article.tags),
        source=_word(article.source),
        source_url=_word(article.source_url),
    )
    return Cleaned(title=title, text=text, fingerprint=fingerprint(title, text), details=details, gist=article.gist)


def dated(cleaned: Cleaned, have: Have | None) -> Cleaned:
    """The words with the date we have, where the page tells none any more: a date that vanishes was not wrong."""
    if have is None or have.details.published is None or cleaned.details.published is not None:
        return cleaned
    known = have.details
    details = replace(cleaned.details, published=known.published, published_precision=known.published_precision)
    return replace(cleaned, details=details)


def fingerprint(title: str | None, text: str) -> str:
    """Equal for equal texts, whatever their white space; a short text counts with its title. 32 hex digits."""
    folded = " ".join(text.split())
    named = folded if len(folded) >= SHORT_TEXT else f"{title}\n{folded}"
    return blake2b(named.encode(), digest_size=16).hexdigest()


def collapsed(before: str, now: str) -> bool:
    """Whether a long text shrank to a stump: more likely a wall or an error than an edit."""
    return len(before) >= COLLAPSE_FROM and len(now) < len(before) * COLLAPSE_TO


def alike(have: Have, cleaned: Cleaned) -> bool:
    """Whether the page can be the article we have: the same title, or half of the words in common."""
    if have.fingerprint == cleaned.fingerprint or (have.title and have.title == cleaned.title):
        return True
    ours, theirs = set(_WORD.findall(have.text)), set(_WORD.findall(cleaned.text))
    return len(ours & theirs) >= ALIKE * max(len(ours | theirs), 1)


def edits(have: Have, cleaned: Cleaned, *, recleaned: bool) -> tuple[str, ...]:
    """The classes of what was changed."""
    before, after = Wording(have.title, have.text), Wording(cleaned.title, cleaned.text)
    return tuple(kind.value for kind in kinds(changes(before, after, recleaned=recleaned)))


def _word(text: str | None) -> str | None:
    return None if text is None else storable(text)


def _words(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(storable, texts))
