"""Who wrote it: names out of meta tags, JSON-LD and bylines, without roles, agencies, sites and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final

from cleaning.bylines import other_hands, read_byline, unlabelled
from cleaning.head import Head
from cleaning.jsonld import tidy
from cleaning.likeness import words_of
from cleaning.names import clean_name, is_desk, is_name, is_role, split_names
from cleaning.signatures import (
    BOX,
    boxed_name,
    joined,
    names_beside_dates,
    names_in_pieces,
    shown_names,
    teams_beside_dates,
)
from cleaning.titles import site_names
from cleaning.wordlists import words

__all__ = ["authors_of", "is_name", "read_byline"]

_ADDRESS: Final = re.compile(r"^(?:https?:)?//|^www\.|^[@/#]|^\S+\.[a-z]{2,10}/\S*$", re.I)
_HOUSES: Final = frozenset(words("AFP AP dpa DPA Reuters BBC CNN NPR UPI EFE ANSA TASS KCNA Xinhua APA SDA"))
_MOST: Final = 40
_INITIALS: Final = re.compile(r"[a-z]{2,4}")


def authors_of(
    head: Head,
    bylines: Sequence[str] = (),
    links: Sequence[str] = (),
    later_links: Sequence[str] = (),
    far_links: Sequence[str] = (),
    alone: Sequence[str] = (),
    after: Sequence[str] = (),
    pieces: Sequence[tuple[str, ...]] = (),
    lead: str = "",
) -> tuple[tuple[str, ...], str]:
    """Names of the authors and the evidence.

    `bylines`: lines that stand where a byline may, likeliest first; `links`, `later_links`, `far_links`: what the
    markup calls an author below the title, around the text, elsewhere on the page (believed if it is one name only);
    `alone`: lines at the text's head or tail that are a name and nothing else; `after`: lines right after the text and
    above the title, which may be about other articles; `pieces`: lines of several elements, each with the text of each
    element; `lead`: the text's first paragraph.
    People come before desks, desks before the site's own name, a full name before a user name.
    """
    sites = _sites(head)
    told = list(_named(_told(head), sites))
    if any(_only(_PERSON, told)):
        after, lead = (), ""
    else:
        sites = replace(sites, others=_other_hands((*bylines, *after, *links[:_MOST])))
    shown = list(_named(shown_names(bylines, links, later_links, after, pieces, lead), sites))
    people = [*_only(_PERSON, told), *_only(_PERSON, shown)]
    sure = (each for each in people if not each.handle or _is_confirmed(each, shown))
    guessed = _guessed((*bylines, *after), pieces, () if told else far_links, alone, sites)
    desks = (*_only(_DESK, told), *_only(_DESK, shown), *told, *shown)
    teams = _named(teams_beside_dates((*bylines, *after)), sites)
    best = next(chain(sure, people, _only(_NAMESAKE, told), guessed, desks, teams), None)
    return (_completed(best, shown), best.evidence) if best else ((), "")


def _guessed(
    bylines: Sequence[str],
    pieces: Sequence[tuple[str, ...]],
    far_links: Sequence[str],
    alone: Sequence[str],
    sites: _Sites,
) -> Iterator[_Named]:
    """People whom neither a label nor markup beside the text names."""
    guesses = chain(
        boxed_name(far_links),
        names_in_pieces(pieces),
        names_beside_dates(bylines),
        (((line,), "name line") for line in alone),
    )
    for each in _named(guesses, sites):
        if all(map(is_name, each.names)) or (each.evidence == BOX and each.handle):
            yield each


def _other_hands(lines: Iterable[str]) -> frozenset[str]:
    return frozenset(_key(name) for line in lines for name in other_hands(joined(line)))


def _sites(head: Head) -> _Sites:
    bare = (_key(clean_name(name)) for name in head.sites if name.endswith(")"))
    keys = frozenset(filter(None, (*map("".join, site_names(head)), *bare)))
    return _Sites(keys, head.article.houses if head.article else ())


@dataclass(frozen=True, slots=True)
class _Sites:
    """Names that are not those of people: keys of the site's own, and what JSON-LD says are organizations."""

    keys: frozenset[str]
    houses: tuple[str, ...] = ()
    others: frozenset[str] = frozenset()
    """Keys of those whom the page names as editors, translators and the like."""


@dataclass(frozen=True, slots=True)
class _Named:
    """Names from one source, and what the best of them is."""

    names: tuple[str, ...]
    evidence: str
    rank: int

    @property
    def handle(self) -> bool:
        """Whether it is a user name or a first name rather than a full name."""
        return len(self.names) == 1 and " " not in self.names[0] and self.names[0].isascii()


_PERSON, _NAMESAKE, _DESK, _SITE = range(4)


def _only(rank: int, found: list[_Named]) -> Iterator[_Named]:
    return (each for each in found if each.rank == rank)


def _named(sources: Iterable[tuple[tuple[str, ...], str]], sites: _Sites) -> Iterator[_Named]:
    for values, evidence in sources:
        if not values:
            continue
        ranks = {name: _rank(name, sites) for name in _tidied(values, sites.keys) if _key(name) not in sites.others}
        if ranks:
            names = tuple(name for name in ranks if ranks[name] < _SITE) or tuple(ranks)
            yield _Named(names, evidence, max(_DESK, min(ranks.values())) if _is_house(names) else min(ranks.values()))


def _is_house(names: tuple[str, ...]) -> bool:
    """Whether names are the words of a house's: "Jobs & Boats" is no two people."""
    return len(names) > 1 and all(" " not in name and name.isascii() for name in names)


def _rank(name: str, sites: _Sites) -> int:
    """A person, a person (or house) that the site is named after, a desk, or the site itself."""
    if _key(name) in sites.keys:
        return _NAMESAKE if is_name(name) else _SITE
    if _key(name.partition("/")[0]) in sites.keys or _INITIALS.fullmatch(name):
        return _SITE
    return _DESK if is_desk(name) or is_role(name) or name in sites.houses else _PERSON


def _told(head: Head) -> Iterator[tuple[tuple[str, ...], str]]:
    """What the head tells, most trusted first."""
    if head.article and head.article.authors:
        yield head.article.authors, "JSON-LD author"
    for name in dict.fromkeys(said.name for said in head.authors):
        yield tuple(said.value for said in head.authors if said.name == name), f"meta {name}"


def _is_confirmed(handle: _Named, shown: list[_Named]) -> bool:
    """Whether the page shows a user name both in a byline and where its markup names the author."""
    return len({each.evidence for each in shown if each.names == handle.names}) > 1


def _completed(best: _Named, shown: list[_Named]) -> tuple[str, ...]:
    """The names as the page completes them: heads often tell the first author only, a first name or a user name."""
    keys = {_key(name) for name in best.names}
    for other in shown:
        theirs = {_key(name) for name in other.names}
        linked = other.evidence == "author link" and best.evidence == "byline"
        more = (linked or other.evidence == "byline") and keys < theirs and all(map(is_name, other.names))
        if more or (keys == theirs and _is_spaced(other.names, best.names)) or _is_fuller(other.names, best.names):
            return other.names
    return best.names


def _is_fuller(names: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether the one name of both is the same, with a surname where the other has none."""
    same = len(names) == len(others) == 1 and names[0].casefold().startswith(f"{others[0].casefold()} ")
    return same and " " not in others[0] and is_name(names[0])


def _is_spaced(names: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return sum(name.count(" ") for name in names) > sum(name.count(" ") for name in others)


def _key(name: str) -> str:
    return "".join(words_of(name))


def _tidied(values: Iterable[str], sites: frozenset[str]) -> tuple[str, ...]:
    """Each name once, in order, without what is not a name."""
    names: dict[str, str] = {}
    for value in list(values)[:_MOST]:
        text = unlabelled(tidy(value, 1000))
        parts = () if _ADDRESS.search(text) else tuple(split_names(text))
        if is_role(text) and not any(is_name(clean_name(part)) for part in parts):
            names.setdefault(_key(text), text)
            continue
        for name in filter(None, map(clean_name, parts)):
            names.setdefault(_key(name), _without_house(name, sites))
    return tuple(name for key, name in names.items() if key and not _within_another(key, names))[:_MOST]


def _without_house(name: str, sites: frozenset[str]) -> str:
    """ "Jane Roe, CNN" without the house she writes for."""
    first, _, last = name.rpartition(", ")
    return first if first and (_key(last) in sites or last in _HOUSES) else name


def _within_another(key: str, names: Iterable[str]) -> bool:
    return any(key != other and key in other and len(key) > 3 for other in names)
