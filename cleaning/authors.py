"""Who wrote it: names out of meta tags, JSON-LD and bylines, without roles, agencies, sites and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from cleaning.bylines import read_byline, unlabelled
from cleaning.dates import NO_CLUES, scan
from cleaning.head import Head
from cleaning.jsonld import tidy
from cleaning.likeness import words_of
from cleaning.names import clean_name, is_desk, is_name, split_names
from cleaning.titles import site_names

__all__ = ["authors_of", "is_name", "read_byline"]

_ADDRESS: Final = re.compile(r"^(?:https?:)?//|^www\.|^[@/#]|^\S+\.[a-z]{2,10}/\S*$", re.I)
_MOST: Final = 40


def authors_of(head: Head, bylines: Sequence[str] = (), links: Sequence[str] = ()) -> tuple[tuple[str, ...], str]:
    """Names of the authors and the evidence.

    `bylines`: lines that stand where a byline may (near the title, after the text), likeliest first; `links`: texts of
    links to author pages. People come before desks, desks before the site's own name.
    """
    sites = frozenset("".join(name) for name in site_names(head))
    found = [(names, evidence) for values, evidence in _sources(head, bylines, links) if (names := _tidied(values))]
    people = [(tuple(name for name in names if not _is_site(name, sites)), evidence) for names, evidence in found]
    people = [each for each in people if each[0]]
    persons = [each for each in people if not all(is_desk(name) for name in each[0])]
    best = next(iter(persons or people or found), ((), ""))
    return _completed(best, persons)


def _sources(head: Head, bylines: Sequence[str], links: Sequence[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """What is told about the authors, most trusted first."""
    if head.article and head.article.authors:
        yield head.article.authors, "JSON-LD author"
    for name in dict.fromkeys(said.name for said in head.authors):
        yield tuple(said.value for said in head.authors if said.name == name), f"meta {name}"
    for line in bylines:
        yield read_byline(line), "byline"
    yield tuple(links[:6]), "author link"
    for line, beside in zip(bylines, (*bylines[1:], ""), strict=False):
        name = _without_dates(line)
        if is_name(name) and (name != tidy(line) or not beside or scan(beside, NO_CLUES)):
            yield (name,), "name beside the date"
    yield from (((line,), "name line") for line in bylines if is_name(tidy(line)))


def _without_dates(line: str) -> str:
    """What a short line says beside its dates."""
    rest = line
    for stamp in reversed(scan(line, NO_CLUES)):
        rest = rest[: stamp.start] + rest[stamp.end :]
    return tidy(rest).strip(" |·•-–—,●/")


def _completed(best: tuple[tuple[str, ...], str], others: list[tuple[tuple[str, ...], str]]) -> tuple[tuple[str, ...], str]:
    """The names with those a visible byline adds to them: heads often tell the first author only."""
    keys = {_key(name) for name in best[0]}
    longer = (each for each in others if each[1] == "byline" and len(each[0]) > len(keys) and keys <= {_key(name) for name in each[0]})
    return next(longer, best)


def _is_site(name: str, sites: frozenset[str]) -> bool:
    """Whether a name is the site's own; a person whom the site is named after is still a person."""
    return _key(name) in sites and not is_name(name)


def _key(name: str) -> str:
    return "".join(words_of(name))


def _tidied(values: Iterable[str]) -> tuple[str, ...]:
    """Each name once, in order, without what is not a name."""
    names: dict[str, str] = {}
    for value in list(values)[:_MOST]:
        text = unlabelled(tidy(value, 1000))
        parts = () if _ADDRESS.search(text) else split_names(text)
        for name in filter(None, map(clean_name, parts)):
            names.setdefault(_key(name), name)
    return tuple(name for key, name in names.items() if key and not _within_another(key, names))[:_MOST]


def _within_another(key: str, names: Iterable[str]) -> bool:
    return any(key != other and key in other and len(key) > 3 for other in names)
