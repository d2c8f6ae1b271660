"""What cleaning the archive again would do, as it adds up: counts, what would be lost, and a sample of the changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from heapq import nsmallest
from threading import Lock
from typing import Any, Final

from cleaning import changes
from console.diff import colour, diff_lines
from console.out import complain, say, table
from storage import Harm, Preview

SAMPLE: Final = 5
"""Articles whose changes are shown."""
_NAMED: Final = 1000
"""Articles that are named; of more the number tells enough."""
_LINES, _LONGEST = 8, 300


@dataclass(frozen=True, slots=True)
class Harmed:
    """An article that would lose text."""

    url: str
    harm: Harm
    reason: str
    before: int
    """Characters."""
    after: int


@dataclass(frozen=True, slots=True)
class Sample:
    """One article's changes, as lines."""

    url: str
    diff: tuple[str, ...]


@dataclass(slots=True)
class Survey:
    """Adds up previews. Thread-safe."""

    outcomes: Counter[str] = field(default_factory=Counter)
    harms: Counter[Harm] = field(default_factory=Counter)
    harmed: list[Harmed] = field(default_factory=list)
    mishaps: list[Harmed] = field(default_factory=list)
    """Pages that the cleaner broke on: they keep what they have."""
    missing: int = 0
    """Pages that are not in the archive."""
    _samples: dict[bytes, Sample] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def add(self, preview: Preview) -> None:
        """One page more."""
        chance, sample = _sampled(preview)
        with self._lock:
            self.outcomes[preview.saved.outcome.value] += 1
            self._note(preview)
            if sample and (len(self._samples) < SAMPLE or chance < max(self._samples)):
                self._samples[chance] = sample
                self._samples = {each: self._samples[each] for each in nsmallest(SAMPLE, self._samples)}

    @property
    def samples(self) -> list[Sample]:
        """Some of the articles that would change, chosen by chance, but the same ones for the same stock."""
        return [self._samples[chance] for chance in sorted(self._samples)]

    def _note(self, preview: Preview) -> None:
        harm, notes = preview.harm, self.mishaps if preview.mishap else self.harmed
        if harm is not None:
            self.harms[harm] += 1
        if (harm or preview.mishap) and len(notes) < _NAMED:
            before, after = (len(each.text) if each else 0 for each in (preview.before, preview.after))
            notes.append(Harmed(preview.saved.url, harm or Harm.LOST, preview.saved.reason, before, after))


def _sampled(preview: Preview) -> tuple[bytes, Sample | None]:
    """The changes of an article, and its place in a row that is as good as chance."""
    if preview.before is None or preview.after is None or preview.before == preview.after:
        return b"", None
    url = preview.saved.url
    chance = blake2b(url.encode("utf-8", "replace"), digest_size=16).digest()
    return chance, Sample(url, tuple(diff_lines(changes(preview.before, preview.after))))


def as_record(survey: Survey) -> dict[str, Any]:
    """The survey for machines: outcome -> pages, and the lists."""
    return {
        **survey.outcomes,
        "lost": [_record(each) for each in survey.harmed if each.harm is Harm.LOST],
        "halved": [_record(each) for each in survey.harmed if each.harm is Harm.HALVED],
        "crashed": [_record(each) for each in survey.mishaps],
        "samples": [{"url": each.url, "diff": list(each.diff)} for each in survey.samples],
    }


def show(survey: Survey) -> None:
    """The survey for a person."""
    table(("outcome", "pages"), list(survey.outcomes.items()), "would become")
    for sample in survey.samples:
        say(sample.url, "bold")
        for line in sample.diff[:_LINES]:
            say("  " + _cut(line), colour(line))
        if len(sample.diff) > _LINES:
            say(f"  and {len(sample.diff) - _LINES} more")
    _complain_of(survey.harmed)
    _complain_of(survey.mishaps)


def _complain_of(notes: Sequence[Harmed]) -> None:
    for each in notes:
        complain(f"would be {each.harm}: {each.url}: {each.reason or f'{each.before} characters to {each.after}'}")


def _cut(line: str) -> str:
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def _record(each: Harmed) -> dict[str, Any]:
    return {"url": each.url, "reason": each.reason, "before": each.before, "after": each.after}
