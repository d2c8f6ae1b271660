"""How a crawl went: counted while it runs, and told at its end, every address in exactly one number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

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

    def withdrawing(self, outcomes: Sequence[Outcome]) -> Report:
        """The same when addresses that were counted so are held now."""
        moved = Counter(self.outcomes)
        moved.subtract(outcomes)
        moved[Outcome.HELD] += len(outcomes)
        return replace(self, outcomes=dict(+moved))


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

    def withdraw(self, outcomes: Iterable[Outcome]) -> None:
        """Addresses that were counted so are held now."""
        for outcome in outcomes:
            self.outcomes[outcome] -= 1
            self.outcomes[Outcome.HELD] += 1

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
        """The count as it stands. Addresses that ended nowhere, or twice, are a problem."""
        if self.done != self.due:
            self.trouble(f"{self.due} addresses were due, and {self.done} are counted")
        ended = dict(+self.outcomes)
        return Report(
            publisher=publisher, outcomes=ended, refused=dict(self.refused), failures=dict(self.failures),
            new_addresses=self.new_addresses, fetched=self.fetched, bytes=self.bytes, seconds=seconds,
            problems=tuple(self.problems), notes=tuple(self.notes), stopped=stopped,
        )  # fmt: skip
