"""A simulated year of made-up publishers, night by night: false alarms in normal years, and breakages that are missed.

Figures only, no pages: each night's pages are drawn as traits and judged by the functions that judge stored ones.
`python -m bench.quiet_year [--years 20] [--breakages 40]`; exit status 1 when a year has more than 3 false alarms on
average, or a breakage of a publisher of two articles a day or more is missed more than once in 20.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from statistics import fmean
from typing import Final

from storage.odds import share_tail
from storage.rhythm import IMPROBABLE as NEVER_SO_SILENT
from storage.rhythm import LOOKED_BACK, SCARCE, rhythm, scarce, silent
from storage.traits import (
    ENOUGH,
    IMPROBABLE,
    UNHEARD_OF,
    Oddity,
    Traits,
    Usual,
    beyond,
    oddities,
    out_of_line,
    unlike,
)
from storage.usual import LATEST, MOST, SPAN, summary

START: Final = date(2026, 1, 5)
_DAY: Final = timedelta(days=1)
HOLIDAYS: Final = frozenset(
    START + timedelta(days=n) for n in (*range(88, 92), 116, 129, 140, 151, 271, *range(353, 358), 361)
)
"""Easter, some single days, Christmas and New Year."""
LULL: Final = range(190, 236)
"""Summer."""


@dataclass(frozen=True)
class Publisher:
    """How much it publishes when, and what its pages are like."""

    name: str
    a_day: float
    weekend: float
    """Share of a weekday's articles that come on a Saturday or Sunday."""
    signed: float
    signed_weekend: float
    dated: float = 0.998
    special: float = 0.03
    """Share of pages of another kind: galleries, videos, letters; short, unsigned, under a template of their own."""
    refused: float = 0.03
    templates: int = 3


PUBLISHERS: Final = (
    Publisher("weekly", 0.15, 0.0, 0.95, 0.95, templates=1),
    Publisher("blog", 0.6, 0.4, 1.0, 1.0, special=0.0, templates=1),
    Publisher("daily", 2.0, 0.5, 0.9, 0.6),
    Publisher("ministry", 5.0, 0.02, 0.0, 0.0, special=0.01, templates=2),
    Publisher("town", 12.0, 0.4, 0.8, 0.3),
    Publisher("region", 40.0, 0.5, 0.6, 0.2, special=0.08, templates=5),
    Publisher("agency", 200.0, 0.6, 0.3, 0.15, special=0.05, refused=0.08, templates=6),
)


@dataclass(frozen=True)
class Row:
    """One page, as `storage.usual.summary` reads it."""

    at: datetime
    chars: int
    dropped: float
    titled: bool
    dated: bool
    signed: bool
    skeleton: int
    gated: bool
    odd: int = 0
    known: bool = False


Break = Callable[[Row], Row]


@dataclass
class Life:
    """One publisher's nights, and what the sentinel makes of them."""

    publisher: Publisher
    chance: Random
    rows: list[Row] = field(default_factory=list)
    came: dict[date, int] = field(default_factory=dict)
    nights: list[tuple[int, int]] = field(default_factory=list)
    """(refused, judged) of each."""
    open: set[str] = field(default_factory=set)
    stored_odd: int = 0
    """Broken pages that were stored; those that told the alarm are taken back."""
    extra: float = 0.0
    row: dict[Oddity, int] = field(default_factory=dict)
    """How many pages in a row were odd so."""

    def night(self, number: int, broken: Break | None = None, *, frozen: bool = False) -> set[str]:
        """One more night; returns the kinds of alarm that it raised."""
        day = START + number * _DAY
        count = 0 if frozen else self._count(number, day)
        self.came[day] = count
        pages = [self._page(day) for _ in range(count)]
        bad = [broken(page) for page in pages] if broken else pages
        raised = self._judged(bad, broken is not None) | self._refused(count) | self._quiet(day)
        fresh = raised - self.open
        self.open = raised
        return fresh

    def _count(self, number: int, day: date) -> int:
        rate = self.publisher.a_day * (self.publisher.weekend if day.weekday() > 4 else 1.0)
        rate *= 0.25 if day in HOLIDAYS else 1.0
        rate *= 0.5 if number in LULL else 1.0
        self.extra = 0.7 * self.extra + (self.chance.expovariate(0.5) if self.chance.random() < 0.03 else 0.0)
        rate *= (1 + self.extra) * self.chance.gammavariate(6, 1 / 6)
        return _poisson(self.chance, rate)

    def _page(self, day: date) -> Row:
        p, chance = self.publisher, self.chance
        at = datetime(day.year, day.month, day.day, 3, 30, tzinfo=UTC)
        signed = chance.random() < (p.signed_weekend if day.weekday() > 4 else p.signed)
        dated = chance.random() < p.dated
        chars = int(chance.lognormvariate(7.8, 0.55))
        template = 1 + min(int(chance.expovariate(1.2)), p.templates - 1)
        gated = chance.random() < 0.02
        if chance.random() < p.special:
            chars, signed, template = int(chance.lognormvariate(6.3, 0.5)), False, 100 + chance.randrange(3)
        if chance.random() < 0.002:
            template = chance.randrange(1000, 100_000)  # a page made by hand
        return Row(at, chars, min(0.95, chance.betavariate(4, 8)), True, dated, signed, template, gated)

    def _judged(self, pages: list[Row], broken: bool) -> set[str]:
        known = summary(self.publisher.name, self._past(), {})
        counts, odds, raised = Counter[Oddity](), list[Oddity](), set[str]()
        for number, page in enumerate(pages, 1):
            odd = oddities(_traits(page), "", known, None)
            odds.append(odd)
            counts.update(odd)
            self.row = {each: self.row.get(each, 0) + 1 for each in odd}
            raised |= {str(each.name) for each in odd if self._is_out(each, counts[each], number, known)}
        held = [self._held(odd, raised, known) for odd in odds]
        if any(one and not raised & {str(each.name) for each in odd} for one, odd in zip(held, odds, strict=True)):
            raised.add("SUSPECT")
        kept = [page for page, waits in zip(pages, held, strict=True) if not waits]
        self.stored_odd += len(kept) if broken else 0
        self.rows += kept
        return raised

    def _past(self) -> list[Row]:
        """The pages that are looked at, the newest first."""
        lately = [row for row in self.rows[-MOST:] if row.at > self.rows[-1].at - SPAN]
        return (lately if len(lately) >= LATEST else self.rows[-LATEST:])[::-1]

    def _is_out(self, each: Oddity, odd: int, pages: int, known: Usual) -> bool:
        """Out of line in this night, or in a row."""
        row, counted = min(self.row[each], 9), max(0, min(self.row[each], 9) - pages)
        shares = ((odd, pages, 0), (row, row, counted))
        return known.pages >= ENOUGH and any(out_of_line(each, a, b, known, c) < IMPROBABLE for a, b, c in shares)

    def _held(self, odd: Oddity, raised: set[str], known: Usual) -> bool:
        names = {str(each.name) for each in odd} - {"LEAN", "GATED"}
        return bool(names & (raised | self.open)) or (bool(odd) and unlike(odd, known) < UNHEARD_OF)

    def _refused(self, count: int) -> set[str]:
        cluster = self.chance.betavariate(1, 1 / self.publisher.refused)
        odd = sum(self.chance.random() < cluster for _ in range(count))
        before = [each for each in self.nights[-70:] if each[1]]
        was, of = sum(each[0] for each in before), sum(each[1] for each in before)
        worst = max((each[0] / each[1] for each in before if each[1] >= 3), default=0.0)
        out = of >= ENOUGH and odd > beyond(worst) * count and share_tail(odd, count, was, of) < IMPROBABLE
        if not out:
            self.nights.append((odd, count))
        return {"REFUSED"} if out else set()

    def _quiet(self, day: date) -> set[str]:
        days = [each for each, count in self.came.items() if count]
        if not days:
            return set()
        last = max(days)
        known = rhythm(self.came, max(days[0] + _DAY, last - LOOKED_BACK), min(last + _DAY, day))
        if known is None:
            return set()
        if silent(known, last, day) < NEVER_SO_SILENT:
            return {"SILENT"}
        return {"FEW"} if scarce(known, self.came, day) < SCARCE else set()


def _traits(page: Row) -> Traits:
    return Traits(**{name: getattr(page, name) for name in Traits.__dataclass_fields__})


def _poisson(chance: Random, rate: float) -> int:
    count, time = 0, chance.expovariate(1.0)
    while time < rate:
        count, time = count + 1, time + chance.expovariate(1.0)
    return count


BREAKAGES: Final[dict[str, Break]] = {
    "dates vanish": lambda row: replace(row, dated=False),
    "a wall": lambda row: replace(row, chars=800, dated=False, signed=False, skeleton=-1, gated=True),
    "a menu in place of the text": lambda row: replace(row, chars=1200, skeleton=-2),
    "emptied": lambda row: replace(row, chars=80, skeleton=-3, dropped=0.97),
    "the first paragraph": lambda row: replace(row, chars=int(row.chars * 0.12), dropped=min(0.97, row.dropped + 0.4)),
}


def quiet_years(years: int) -> Iterator[Counter[str]]:
    """The false alarms of each year, by publisher and kind."""
    for year in range(years):
        found = Counter[str]()
        for publisher in PUBLISHERS:
            life = Life(publisher, Random(f"{year} {publisher.name}"))
            for number in range(365):
                found.update(f"{publisher.name} {kind}" for kind in life.night(number))
        yield found


def broken(publisher: Publisher, how: Break | None, seed: int) -> tuple[int, int]:
    """(nights until the alarm, broken pages stored till then); 15 nights if there was none. None: a frozen feed."""
    life = Life(publisher, Random(f"break {seed} {publisher.name}"))
    begin = 40 + seed % 7 if publisher.a_day >= 1 else 150 + seed % 7
    for number in range(begin):
        life.night(number)
    life.open, life.stored_odd = set(), 0
    for night in range(1, 16):
        if life.night(begin + night - 1, how, frozen=how is None):
            return night, life.stored_odd
    return 15, life.stored_odd


def main() -> int:
    """Prints the figures; 1 if a promise is broken."""
    wish = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    wish.add_argument("--years", type=int, default=20)
    wish.add_argument("--breakages", type=int, default=40)
    given = wish.parse_args()
    found = list(quiet_years(given.years))
    totals = [sum(each.values()) for each in found]
    print(f"{given.years} normal years of {len(PUBLISHERS)} publishers: {fmean(totals):.2f} false alarms a year,")
    print(f"  at most {max(totals)}; {sum(each > 3 for each in totals)} years with more than 3", flush=True)
    for what, count in sum(found, Counter[str]()).most_common():
        print(f"  {count:4}  {what}")
    missed = 0
    print(
        f"\n{given.breakages} breakages of each kind: (nights until told, mean) stored pages of it till then | missed"
    )
    for name, how in (*BREAKAGES.items(), ("frozen feed", None)):
        for publisher in PUBLISHERS:
            told = [broken(publisher, how, seed) for seed in range(given.breakages)]
            lost = sum(night >= (11 if how is None else 8) for night, _ in told)
            missed += lost if publisher.a_day >= 2 else 0
            nights, stored = fmean(night for night, _ in told), fmean(each for _, each in told)
            print(
                f"  {name:28} {publisher.name:9} {nights:5.1f} nights  {stored:6.2f} stored  {lost:3} missed",
                flush=True,
            )
    cases = given.breakages * (len(BREAKAGES) + 1) * sum(each.a_day >= 2 for each in PUBLISHERS)
    return int(fmean(totals) > 3 or missed > cases / 20)


if __name__ == "__main__":
    sys.exit(main())
