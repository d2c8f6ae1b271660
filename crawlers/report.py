"""How a crawl went: counted while it runs, and told at its end, every address in exactly one number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from cleaning import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One publisher's part of a crawl."""

    publisher: str
    outcomes: Mapping[Outcome, int]
    """Addresses by where they ended."""
    refused: Mapping[str, int]
    """Refused addresses by reason."""
    failures: Mapping[str, int]
    """Failed and forbidden addresses by reason."""
    new_addresses: int
    """Addresses that were not known before."""
    fetched: int
    """Answers of any kind, lists and robots.txt included."""
    bytes: int
    seconds: float
    problems: tuple[str, ...]
    """Sources that could not be read at all: the crawl may have missed articles, and should not exit 0."""
    notes: tuple[str, ...] = ()
    """What else the operator should know, such as sources that robots.txt forbids."""
    stopped: str = ""
    """Why the crawl ended early, if it did."""

    @property
    def found(self) -> int:
        """All addresses of this crawl."""
        return sum(self.outcomes.values())


@dataclass(slots=True)
class Tally:
    """The running count of one publisher's crawl."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    new_addresses: int = 0
    fetched: int = 0
    bytes: int = 0
    due: int = 0
    """Addresses to ask for in this crawl, once they are known."""
    sources: int = 0
    """Feeds, sitemaps and list pages read so far."""
    source_bytes: int = 0
    """Their size, unpacked."""
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def count(self, outcome: Outcome, reason: str = "") -> None:
        """One address ended here."""
        self.outcomes[outcome] += 1
        if outcome is Outcome.REFUSED:
            self.refused[reason] += 1
        elif outcome in (Outcome.FAILED, Outcome.FORBIDDEN):
            self.failures[reason] += 1

    def trouble(self, what: str) -> None:
        """A source could not be read; told once."""
        if what not in self.problems:
            self.problems.append(what)

    def note(self, what: str) -> None:
        """Something the operator should know; told once."""
        if what not in self.notes:
            self.notes.append(what)

    @property
    def done(self) -> int:
        """Addresses that ended somewhere."""
        return sum(self.outcomes.values())

    def report(self, publisher: str, seconds: float, stopped: str = "") -> Report:
        """The count as it stands."""
        return Report(
            publisher=publisher, outcomes=dict(self.outcomes), refused=dict(self.refused), failures=dict(self.failures),
            new_addresses=self.new_addresses, fetched=self.fetched, bytes=self.bytes, seconds=seconds,
            problems=tuple(self.problems), notes=tuple(self.notes), stopped=stopped,
        )  # fmt: skip
