"""Made-up articles in any number: new stories, versions of earlier ones, and a phrase that stands under many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

_SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]
_PHRASE = "All the news of the harbour and the town comes to you every morning with the first ferry of the day."
_RECENT = 2_000
"""A version follows its story within so many articles."""


@dataclass(frozen=True, slots=True)
class Story:
    """One article, and which story it tells."""

    number: int
    story: int
    text: str


def stories(count: int, seed: int = 1, words: int = 400, versions: float = 0.15) -> Iterator[Story]:
    """So many articles of about so many words; a share of them are versions of earlier ones, a third have a phrase."""
    chance, recent = Random(seed), list[Story]()
    vocabulary = ["".join(chance.choices(_SYLLABLES, k=chance.randint(1, 4))) for _ in range(30_000)]
    weights = [1 / (rank + 10) for rank in range(len(vocabulary))]
    sums = list(_running(weights))
    for number in range(count):
        if recent and chance.random() < versions:
            origin = chance.choice(recent)
            made = Story(number, origin.story, _version(origin.text, chance))
        else:
            said = chance.choices(vocabulary, cum_weights=sums, k=chance.randint(words // 2, words * 3 // 2))
            made = Story(number, number, " ".join(said) + (f" {_PHRASE}" if chance.random() < 1 / 3 else ""))
            recent = [*recent[-_RECENT:], made]
        yield made


def _version(text: str, chance: Random) -> str:
    """The text cut by up to three tenths, every fortieth word changed, with a line of its own above."""
    words = text.split()
    words = words[: int(len(words) * chance.uniform(0.7, 1))]
    return "Seen first elsewhere. " + " ".join("other" if chance.random() < 0.025 else word for word in words)


def _running(weights: list[float]) -> Iterator[float]:
    total = 0.0
    for weight in weights:
        total += weight
        yield total
