"""Who wrote it: names out of meta tags, JSON-LD and bylines, without roles, agencies, sites and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from cleaning.bylines import read_byline, unlabelled
from cleaning.dates import NO_CLUES, scan
from cleaning.head import Head
from cleaning.jsonld import tidy
from cleaning.likeness import words_of
from cleaning.names import clean_name, is_desk, is_name, looks_named, split_names
from cleaning.titles import site_names
from cleaning.wordlists import words

__all__ = ["authors_of", "is_name", "read_byline"]

_ADDRESS: Final = re.compile(r"^(?:https?:)?//|^www\.|^[@/#]|^\S+\.[a-z]{2,10}/\S*$", re.I)
_HOUSES: Final = frozenset(words("AFP AP dpa DPA Reuters BBC CNN NPR UPI EFE ANSA TASS KCNA Xinhua APA SDA"))
# What may follow a name without a space between: "Jane RoeDec 14", "Jane RoeLast updated: ...".
_RUN_ON: Final = re.compile(
    r"(?:(?<=[a-zà-ÿ])|(?<=\s)|^)(?:(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|"
    r"july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.? ?\d|last |updated|published|"
    r"posted|reviewed|view |read more|follow\b|(?-i:About )|\d).*",
    re.I,
)
_LONGEST_LINK: Final = 120
_MOST: Final = 40


def authors_of(head: Head, bylines: Sequence[str] = (), links: Sequence[str] = ()) -> tuple[tuple[str, ...], str]:
    """Names of the authors and the evidence.

    `bylines`: lines that stand where a byline may (near the title, after the text), likeliest first; `links`: texts of
    links to author pages. People come before desks, desks before the site's own name.
    """
    sites = frozenset("".join(name) for name in site_names(head))
    told, shown = list(_named(_told(head), sites)), list(_named(_shown(bylines, links), sites))
    best = next(iter((*_only(_PERSON, told), *_only(_PERSON, shown), *_only(_NAMESAKE, told))), None) or _less_certain(
        bylines, told, shown, sites
    )
    return (_completed(best, shown), best.evidence) if best else ((), "")


@dataclass(frozen=True, slots=True)
class _Named:
    """Names from one source, and what the best of them is."""

    names: tuple[str, ...]
    evidence: str
    rank: int


_PERSON, _NAMESAKE, _DESK, _SITE = range(4)


def _only(rank: int, found: list[_Named]) -> Iterator[_Named]:
    return (each for each in found if each.rank == rank)


def _named(sources: Iterable[tuple[tuple[str, ...], str]], sites: frozenset[str]) -> Iterator[_Named]:
    for values, evidence in sources:
        ranks = {name: _rank(name, sites) for name in _tidied(values, sites)}
        if ranks:
            yield _Named(
                tuple(name for name in ranks if ranks[name] < _SITE) or tuple(ranks), evidence, min(ranks.values())
            )


def _rank(name: str, sites: frozenset[str]) -> int:
    """A person, a person (or house) that the site is named after, a desk, or the site itself."""
    if _key(name) in sites:
        return _NAMESAKE if is_name(name) else _SITE
    return _DESK if is_desk(name) else _PERSON


def _names_in_link(text: str) -> tuple[str, ...]:
    """Names in what the markup calls an author, which often runs on into a date, a role or a label."""
    line = tidy(text)
    if named := read_byline(line):
        return named
    rest = _RUN_ON.sub("", _without_dates(unlabelled(line)))
    names = tuple(filter(None, map(clean_name, split_names(rest)))) if len(rest) <= _LONGEST_LINK else ()
    return tuple(name for name in names if is_name(name) or looks_named(name) or (len(names) == 1 and " " not in name))


def _less_certain(
    lines: Sequence[str], told: list[_Named], shown: list[_Named], sites: frozenset[str]
) -> _Named | None:
    """Where nobody is named plainly: a name beside the date, a desk, a bare name, at last the site's own name."""
    beside = list(_named(_beside_dates(lines), sites))
    bare = _named((((line,), "name line") for line in lines if is_name(tidy(line))), sites)
    return next(iter((*beside, *_only(_DESK, told), *_only(_DESK, shown), *bare, *told, *shown)), None)


def _told(head: Head) -> Iterator[tuple[tuple[str, ...], str]]:
    """What the head tells, most trusted first."""
    if head.article and head.article.authors:
        yield head.article.authors, "JSON-LD author"
    for name in dict.fromkeys(said.name for said in head.authors):
        yield tuple(said.value for said in head.authors if said.name == name), f"meta {name}"


def _shown(bylines: Sequence[str], links: Sequence[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """What the page shows, most trusted first."""
    for line in bylines:
        yield read_byline(line) or read_byline(_without_dates(line)), "byline"
    yield tuple(name for link in links[:12] for name in _names_in_link(link))[:6], "author link"


def _beside_dates(lines: Sequence[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """A name in one line with the date, or in the line before it."""
    for line, following in zip(lines, (*lines[1:], ""), strict=False):
        name = _without_dates(line)
        if is_name(name) and (name != tidy(line) or scan(following, NO_CLUES)):
            yield (name,), "name beside the date"


def _without_dates(line: str) -> str:
    """What a short line says beside its dates."""
    rest = line
    for stamp in reversed(scan(line, NO_CLUES)):
        rest = rest[: stamp.start] + rest[stamp.end :]
    return tidy(rest).strip(" |·•-–—,●/")


def _completed(best: _Named, shown: list[_Named]) -> tuple[str, ...]:
    """The names as a visible byline completes them: heads often tell the first author only, or a user name."""
    keys = {_key(name) for name in best.names}
    for other in shown:
        theirs = {_key(name) for name in other.names}
        if (
            other.evidence == "byline"
            and keys <= theirs
            and (len(theirs) > len(keys) or _is_spaced(other.names, best.names))
        ):
            return other.names
    return best.names


def _is_spaced(names: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return sum(name.count(" ") for name in names) > sum(name.count(" ") for name in others)


def _key(name: str) -> str:
    return "".join(words_of(name))


def _tidied(values: Iterable[str], sites: frozenset[str]) -> tuple[str, ...]:
    """Each name once, in order, without what is not a name."""
    names: dict[str, str] = {}
    for value in list(values)[:_MOST]:
        text = unlabelled(tidy(value, 1000))
        parts = () if _ADDRESS.search(text) else split_names(text)
        for name in filter(None, map(clean_name, parts)):
            names.setdefault(_key(name), _without_house(name, sites))
    return tuple(name for key, name in names.items() if key and not _within_another(key, names))[:_MOST]


def _without_house(name: str, sites: frozenset[str]) -> str:
    """ "Jane Roe, CNN" without the house she writes for."""
    first, _, last = name.rpartition(", ")
    return first if first and (_key(last) in sites or last in _HOUSES) else name


def _within_another(key: str, names: Iterable[str]) -> bool:
    return any(key != other and key in other and len(key) > 3 for other in names)
