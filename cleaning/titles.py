"""The headline: what the page shows as h1, checked against what its head and address say, without the site's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import unquote, urlsplit

from cleaning.fragments import without_tags
from cleaning.head import Head
from cleaning.jsonld import tidy
from cleaning.likeness import likeness, words_of
from cleaning.wordlists import words

LONGEST: Final = 400
_LONGEST_H1: Final = 200
_MOST_LINES: Final = 250
_SURE: Final = 0.9
"""How like a told title a heading must be to need no other evidence."""
_SURE_WORDS: Final = 3
_GOOD_PART: Final = 0.25
_LONGEST_NAME: Final = 8
"""In words: what is longer is a headline that some node of the structured data has for its name."""
_TAILING: Final = frozenset(words("| ｜ _ - – — « » :: •"))
Words = tuple[str, ...]
_SIGN: Final = re.compile(
    r"\s+[|\-–—―·•»«:/<>←→]+\s+|\s*[|｜»«]\s*|\s*::\s*|(?<=[^\d\s]):\s+|\s+[_~]\s+|(?<=\S)_(?=\S)|"
    r"(?<=[^\x00-\x7f])[-_](?=\S)"
)
_GAP: Final = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff《“])")
"""A space in Chinese, which sets none between words."""
_ENDING: Final = re.compile(r"\.(?:com?|org|net|gov|edu|info)?(?:\.\w{2,3})?$|\.\w+$")
_COMMON_LABELS: Final = frozenset(words("www blog blogs news wordpress blogspot medium github substack edition"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """One wording of the headline, where it stands, and its words."""

    text: str
    evidence: str
    words: tuple[str, ...]


def title_of(
    head: Head, h1s: Sequence[str], near: Sequence[str] = (), pictured: Sequence[str] = ()
) -> tuple[str | None, str]:
    """The headline and its evidence.

    `h1s`: texts of the page's h1 elements in order; `near`: texts of short blocks in page order, of which one may be
    the headline on a page without h1; `pictured`: what pictures in h1 elements say, believed if head or address
    confirm it."""
    names, others = site_names(head), _by_difference(head)
    shown = _candidates(((h1, "h1") for h1 in h1s[:12] if len(h1) <= _LONGEST_H1), names, others)
    drawn = _candidates(((said, "picture in h1") for said in pictured[:4]), names, others)
    slug = _slug(head.url)
    told = _by_address(_candidates(_told(head), names, others), slug)
    best = _of_heading(shown, drawn, told, slug, near) or _by_slug(told, slug) or next(iter(shown), None)
    if best is None:
        return next(((tidy(raw)[:LONGEST], source) for raw, source in _told(head) if tidy(raw)), (None, ""))
    plain = _without_more(best, told)
    return plain.text, plain.evidence


def _of_heading(
    shown: list[Candidate], drawn: list[Candidate], told: list[Candidate], slug: Words, near: Sequence[str]
) -> Candidate | None:
    """The headline as the page shows it. A line that says just what the head tells comes before an h1 that is only
    somewhat like it: that may be the site's slogan or a heading in the text."""
    best = _confirmed([*shown, *drawn], told, slug)
    if best and max((_match(best.words, other.words) for other in told), default=0.0) >= _SURE:
        return best
    part = _part_shown(told, near)
    if part and _size(part.words) >= _SURE_WORDS:
        return part
    alone = len({each.words[-_SURE_WORDS:] for each in shown}) == 1
    return best or (shown[0] if alone and _size(shown[0].words) >= _SURE_WORDS else part)


def _told(head: Head) -> Iterator[tuple[str, str]]:
    """Headlines that the head tells, most trusted first."""
    if head.article and head.article.is_article:
        yield head.article.headline, "JSON-LD headline"
    yield from ((without_tags(said.value), said.name) for said in head.titles)
    yield head.title_tag, "title tag"


def _candidates(texts: Iterator[tuple[str, str]], names: frozenset[Words], others: frozenset[Words]) -> list[Candidate]:
    """Wordings that are not just the site's name, without it."""
    found = []
    for shown, evidence in texts:
        text = without_site(shown, names, others)
        words = words_of(text)
        if words and not _is_site(words, names | others) and not _is_site(words_of(shown), names):
            found.append(Candidate(text, evidence, words))
    return found


def _by_address(told: list[Candidate], slug: Words) -> list[Candidate]:
    """A title tag of several parts is the part that the address names: "Site » Archive » Headline"."""
    found = []
    for each in told:
        parts = _SIGN.split(each.text) if each.evidence == "title tag" else []
        named = [part for part in parts if _in_slug(words_of(part), slug) >= 0.75]
        best = named[0] if len(named) == 1 and parts.index(named[0]) > 0 else each.text
        found.append(Candidate(best, each.evidence, words_of(best)))
    return found


def _confirmed(shown: list[Candidate], told: list[Candidate], slug: Words) -> Candidate | None:
    """The h1 that is most like something the head or the address tells, if any is like it at all."""
    best, most = None, (0.0, 0.0, 0.0)
    for each in shown:
        match = max((_match(each.words, other.words) for other in told), default=0.0)
        alike = (match, _in_slug(each.words, slug), _size(each.words))
        if (alike[0] >= 0.5 or alike[1] >= 0.75) and alike > most:
            best, most = each, alike
    return best


def _match(shown: Words, told: Words) -> float:
    """At least `_SURE` if the one stands whole at an end of the other and is more than a word or two of it, else their
    likeness."""
    whole = len(shown) >= 3 and (told[: len(shown)] == shown or told[-len(shown) :] == shown)
    return max(_SURE if whole else 0.0, likeness(shown, told))


def _size(words: Words) -> float:
    """Number of words; two characters of a script without spaces count as one."""
    return sum(0.5 if len(word) == 1 and word > "\u0e00" else 1 for word in words)


def _part_shown(told: list[Candidate], near: Sequence[str]) -> Candidate | None:
    """The longest run of parts at either end of a told title, or part between two signs, that stands as a line of its
    own on the page and is a good part of it."""
    lines = {words_of(line): line for line in reversed(near[:_MOST_LINES]) if len(line) <= LONGEST}
    for each in told:
        shown = [line for part in _pieces(each.text) if (line := lines.get(words_of(part)))]
        best = max(shown, key=lambda line: _size(words_of(line)), default="")
        if _size(words_of(best)) >= 1.5 and len(words_of(best)) >= _GOOD_PART * len(each.words):
            return Candidate(tidy(best), f"line that is part of {each.evidence}", words_of(best))
    return None


def _pieces(text: str) -> Iterator[str]:
    """A title, what of it stands before and after each of its signs, and what stands between two of them."""
    yield text
    for sign in _SIGN.finditer(text):
        yield text[: sign.start()]
        yield text[sign.end() :]
    yield from (text[gap.end() :] for gap in _GAP.finditer(text))
    yield from _SIGN.split(text)[1:-1]


def _by_slug(told: list[Candidate], slug: Words) -> Candidate | None:
    """The first wording that the address confirms; else the first, and of a bare title tag only its main part."""
    best = next((each for each in told if _in_slug(each.words, slug) >= 0.6), next(iter(told), None))
    if best is None or best.evidence != "title tag":
        return best
    signs = [sign for sign in _SIGN.finditer(best.text) if sign[0].strip() in _TAILING]
    text = best.text[: signs[0].start()] if signs else best.text
    return Candidate(text, "title tag", words_of(text)) if _size(words_of(text)) >= 4 else best


def _without_more(best: Candidate, told: list[Candidate]) -> Candidate:
    """The wording of the head where the h1 is the same with a topic line before it or the site's sections after it."""
    if best.evidence != "h1" or any(each.words == best.words for each in told if each.evidence != "title tag"):
        return best
    return next((each for each in told if _is_core(each, best)), best)


def _is_core(part: Candidate, whole: Candidate) -> bool:
    size = len(part.words)
    if part.evidence == "title tag" or not 3 <= size < len(whole.words):
        return False
    if whole.words[-size:] == part.words:
        return 2 * size >= len(whole.words) and not _is_one_word_more(part, whole)
    rest = whole.text[len(part.text) :].lstrip()
    return whole.text.startswith(part.text) and rest[:1] in ("|", "｜", "»")


def _is_one_word_more(part: Candidate, whole: Candidate) -> bool:
    """ "Most common faults" beside "Common faults": a word before it without a sign belongs to the sentence."""
    lead = whole.text[: len(whole.text) - len(part.text)].rstrip()
    return len(whole.words) == len(part.words) + 1 and whole.words[0] != part.words[0] and lead[-1:].isalnum()


def _slug(url: str) -> Words:
    """Words of the longest part of an address."""
    path = unquote(urlsplit(url).path) if "://" in url and "[" not in url else ""
    return words_of(max(re.split(r"[/.]", path), key=len, default=""))


def _in_slug(words: Words, slug: Words) -> float:
    """Share of an address's words that a heading has, 0 for an address that says little."""
    return len(set(words) & set(slug)) / len(set(slug)) if len(set(slug)) >= 3 else 0.0


# ---- the site's name -----------------------------------------------------------------------------------------------


def site_names(head: Head) -> frozenset[Words]:
    """Word lists the site goes by: its declared names, its host and the labels of its domain."""
    return _site_names(head.sites, head.host)


@lru_cache(maxsize=4)
def _site_names(sites: tuple[str, ...], host: str) -> frozenset[Words]:
    """Remembered, because titles and authors ask for those of the same page."""
    labels = [label for label in _ENDING.sub("", host).split(".") if len(label) > 3 and label not in _COMMON_LABELS]
    names = [words_of(name) for name in (*sites, host, _ENDING.sub("", host), *labels)]
    return frozenset(name for name in names if name and _size(name) <= _LONGEST_NAME)


def at_an_end(head: Head, names: Iterable[str]) -> tuple[str, ...]:
    """Those names that are the first or the last part of the title tag, and not all of it.

    What stands before a colon is the headline's own where another name ends it: "KCNA: Talks Begin | KCNA Watch".
    """
    called = {words_of(name): name for name in names}
    signs = list(_SIGN.finditer(head.title_tag))
    for some in ([sign for sign in signs if sign[0].strip() != ":"], signs):
        if some:
            ends = head.title_tag[: some[0].start()], head.title_tag[some[-1].end() :]
            if found := [called[end] for end in map(words_of, ends) if end in called]:
                return tuple(found)
    return ()


def announced_headline(head: Head, title: str) -> str:
    """The headline that the head tells other machines, else `title`; empty if all of them only name the site."""
    names = site_names(head)
    told = (said for said, source in _told(head) if source != "title tag")
    return next((each for each in (*told, title) if (words := words_of(each)) and not _is_site(words, names)), "")


def _by_difference(head: Head) -> frozenset[Words]:
    """What the title tag has beyond a headline told elsewhere: "Site: Headline" beside og:title "Headline"."""
    found, own = set(), site_names(head)
    told = [said.value for said in head.titles if not _is_site(words_of(said.value), own)]
    for sign in _SIGN.finditer(head.title_tag):
        ends = head.title_tag[: sign.start()].strip(), head.title_tag[sign.end() :].strip()
        found |= {words_of(ends[value == ends[0]]) for value in told if value in ends and ends[0] != ends[1]}
    return frozenset(name for name in found if name)


def _is_site(words: Words, names: frozenset[Words]) -> bool:
    """Whether these words are a name of the site, spaces and articles aside."""
    joined = "".join(words).removeprefix("the")
    return bool(joined) and any(joined == "".join(name).removeprefix("the") for name in names)


def without_site(title: str, names: frozenset[Words], others: frozenset[Words] = frozenset()) -> str:
    """A title without the site's name at either end, and without the sections beside it; other parts with signs
    stay. `others`: what else is no part of it, if it is just that."""
    text = tidy(title).replace("\ufeff", "")[:LONGEST]
    signs = list(_SIGN.finditer(text))
    if not signs:
        return text
    parts = [
        text[a:b] for a, b in zip((0, *(s.end() for s in signs)), (*(s.start() for s in signs), len(text)), strict=True)
    ]
    last = next((k for k in range(1, len(parts)) if _names_site(words_of(parts[k]), names, others)), len(parts))
    while (
        last < len(parts)
        and last > 1
        and signs[last - 2][0] == signs[last - 1][0]
        and len(words_of(parts[last - 1])) <= 2
    ):
        last -= 1
    first = 1 if last > 1 and _is_site(words_of(parts[0]), names | others) else 0
    start, end = signs[first - 1].end() if first else 0, signs[last - 1].start() if last < len(parts) else len(text)
    kept = text[start:end].strip(" |-–—·•:/")
    return kept if kept.count("«") == kept.count("»") else kept.strip("»« ")


def _names_site(words: Words, names: frozenset[Words], others: frozenset[Words]) -> bool:
    """Whether a part is the site's name, perhaps with a word or two more: "Metro Wire Online"."""
    if not words or _is_site(words, names | others):
        return bool(words)
    joined = "".join(words)
    return len(words) <= 6 and any(
        len(whole) > 4
        and ((whole in joined and len(words) <= len(name) + 3) or (len(joined) > 3 and whole.endswith(joined)))
        for name in names
        if (whole := "".join(name))
    )
