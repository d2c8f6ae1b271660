"""The headline: what the page shows as h1, checked against what its head says, without the site's name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from cleaning.head import Head
from cleaning.jsonld import tidy
from cleaning.likeness import likeness, words_of

LONGEST: Final = 400
_SIGN: Final = re.compile(r"\s+[|\-–—―·•»«:/]+\s+|\s*[|｜»«]\s*|\s*::\s*|(?<=[^\d\s]):\s+|\s+[_~]\s+|(?<=\S)_(?=\S)|(?<=[^\x00-\x7f])[-_](?=\S)")
_ENDING: Final = re.compile(r"\.(?:com?|org|net|gov|edu|info)\b.*")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One wording of the headline and where it stands."""

    text: str
    evidence: str

    @property
    def words(self) -> tuple[str, ...]:
        """Its words, for comparing."""
        return words_of(self.text)


def title_of(head: Head, h1s: Sequence[str], near: Sequence[str] = ()) -> tuple[str | None, str]:
    """The headline and its evidence. `h1s`: texts of the page's h1 elements in order; `near`: other headings shown near the top."""
    names = site_names(head)
    told = [Candidate(text, each.evidence) for each in _told(head) if (text := without_site(each.text, names))]
    told = _agreed(told)
    shown = [Candidate(text, "h1") for h1 in h1s[:12] if (text := tidy(h1)[:LONGEST]) and not _is_site(words_of(text), names)]
    headings = [Candidate(text, "heading near the top") for line in near[:12] if (text := tidy(line)[:LONGEST])]
    best = _confirmed(shown, told) or _confirmed(headings, told) or (told[0] if told and not _trustworthy(shown) else None)
    best = best or next(iter(shown), None) or next(iter(told), None)
    return (best.text, best.evidence) if best else (None, "")


def _told(head: Head) -> Iterator[Candidate]:
    """Headlines that the head tells, most trusted first."""
    if head.article and head.article.is_article:
        yield Candidate(head.article.headline, "JSON-LD headline")
    yield from (Candidate(said.value, said.name) for said in head.titles)
    yield Candidate(head.title_tag, "title tag")


def _agreed(told: list[Candidate]) -> list[Candidate]:
    """Tails that stand in one wording and not in another that begins alike are not the headline."""
    plain = [each for each in told if each.evidence != "title tag"]
    return sorted(told, key=lambda each: _is_longer_copy(each, plain))


def _is_longer_copy(each: Candidate, others: list[Candidate]) -> bool:
    return any(len(each.text) > len(other.text) > 15 and each.text.startswith(other.text) for other in others)


def _confirmed(shown: list[Candidate], told: list[Candidate]) -> Candidate | None:
    """The shown heading that is most like something the head tells, if any is like it at all."""
    ranked = [(max((_match(each.words, other.words) for other in told), default=0.0), -place, each) for place, each in enumerate(shown)]
    best = max(ranked, key=lambda item: item[:2], default=None)
    return best[2] if best and best[0] >= 0.5 else None


def _match(shown: tuple[str, ...], told: tuple[str, ...]) -> float:
    """1 if the one stands whole at an end of the other and is more than a word or two of it, else their likeness."""
    if len(shown) >= 3 and (told[: len(shown)] == shown or told[-len(shown) :] == shown):
        return 1.0
    return likeness(shown, told)


def _trustworthy(shown: list[Candidate]) -> bool:
    """Whether an h1 that nothing confirms is a headline by itself: the only one, and a sentence's length."""
    return len(shown) == 1 and len(shown[0].words) >= 4


def site_names(head: Head) -> tuple[tuple[str, ...], ...]:
    """Word lists the site goes by: its declared names, its host and the label of its domain."""
    host = (urlsplit(head.url).hostname or "").removeprefix("www.") if "://" in head.url else ""
    names = [words_of(name) for name in (*head.sites, host, _ENDING.sub("", host))]
    return tuple(dict.fromkeys(name for name in names if name))


def _is_site(words: tuple[str, ...], names: tuple[tuple[str, ...], ...]) -> bool:
    """Whether these words are a name of the site, spaces aside."""
    joined = "".join(words)
    return bool(joined) and any(joined == name or joined.removeprefix("the") == name.removeprefix("the") for name in map("".join, names))


def without_site(title: str, names: tuple[tuple[str, ...], ...]) -> str:
    """A title without the site's name and what stands beyond it at either end; other parts with signs in them stay."""
    text = tidy(title)[:LONGEST]
    signs = list(_SIGN.finditer(text))
    for sign in signs[-3:]:
        if sign.start() and _names_site(text[sign.end() :], signs, text, names):
            text = text[: sign.start()]
            break
    first = _SIGN.search(text)
    if first and first.start() and _is_site(words_of(text[: first.start()]), names) and text[first.end() :].strip():
        text = text[first.end() :]
    return text.strip(" |-–—·•»«:")


def _names_site(tail: str, signs: list[re.Match[str]], text: str, names: tuple[tuple[str, ...], ...]) -> bool:
    """Whether a tail is the site's name, or parts one of which is."""
    return any(_is_site(words_of(part), names) or _starts_with_site(words_of(part), names) for part in _SIGN.split(tail) if part)


def _starts_with_site(words: tuple[str, ...], names: tuple[tuple[str, ...], ...]) -> bool:
    """"Metro Wire Online" for Metro Wire: the name and at most two words more."""
    return any(words[: len(name)] == name and len(words) <= len(name) + 2 for name in names if len(name) > 1 or len("".join(name)) > 5)
