"""Stories: a file of sentences with alternatives, read with dice, becomes an article that nobody else has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from string import Template

from demo.dice import Dice
from demo.names import CASTS, Cast

FOLDER = Path(__file__).parent / "stories"
KINDS = tuple(sorted(path.stem for path in FOLDER.glob("*.txt")))
RUSSIAN_KINDS = tuple(sorted(f"ru/{path.stem}" for path in FOLDER.glob("ru/*.txt")))

_CHOICE = re.compile(r"\{([^{}]*)\}")
_NUMBERS = re.compile(r"(\d+)-(\d+)")


class Part(StrEnum):
    """What a line of a story is."""

    PARAGRAPH = "p"
    HEADING = "h2"
    QUOTE = "blockquote"
    ITEM = "li"


@dataclass(frozen=True, slots=True)
class Story:
    """An article before it is put on a page."""

    number: int
    title: str
    standfirst: str
    body: tuple[tuple[Part, str], ...]
    author: str
    section: str
    town: str
    published: datetime

    @property
    def slug(self) -> str:
        """The title in plain letters and hyphens."""
        return re.sub(r"[^a-z0-9]+", "-", self.title.lower().replace("'", "")).strip("-")

    @property
    def excerpt(self) -> str:
        """The first 120 characters of the text, as lists show it."""
        text = self.body[0][1]
        return text if len(text) <= 120 else text[:120].rstrip() + "…"


def write(kind: str, number: int, published: datetime, salt: str = "") -> Story:
    """The story of this kind and number; another salt words it differently."""
    names, lines = _read(kind)
    dice = Dice(f"{kind}/{number}/{salt}")
    cast = CASTS["ru" if kind.startswith("ru/") else "en"]
    slots = _slots(names, cast, dice)
    titles = [_said(line[1:], slots, dice) for line in lines if line.startswith("=")]
    standfirst = next(_said(line[1:], slots, dice) for line in lines if line.startswith("!"))
    body = tuple(_part(line, slots, dice) for line in lines if line[0] not in "=!")
    return Story(
        number=number,
        title=titles[number % len(titles)],
        standfirst=standfirst,
        body=body,
        author=dice.pick(cast.reporters),
        section=slots["section"],
        town=slots["town"],
        published=published,
    )


@cache
def _read(kind: str) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """A file's names with their options, and its lines."""
    head, _, body = (FOLDER / f"{kind}.txt").read_text("utf-8").partition("---\n")
    names = tuple((name, options.strip()) for name, options in (line.split(":", 1) for line in head.splitlines()))
    return names, tuple(line for line in body.splitlines() if line)


def _slots(names: tuple[tuple[str, str], ...], cast: Cast, dice: Dice) -> dict[str, str]:
    person, witness = dice.pick_two(cast.people)
    town, other = dice.pick_two(cast.towns)
    slots = {"town": town, "other": other, "person": person, "witness": witness}
    slots |= {"river": dice.pick(cast.rivers), "weekday": dice.pick(cast.weekdays)}
    slots |= {name: _one_of(options, dice) for name, options in names}
    slots |= {f"{name}_last": slots[name].split()[-1] for name in ("person", "witness")}
    return slots | {f"{name}_title": value[:1].upper() + value[1:] for name, value in slots.items()}


def _one_of(options: str, dice: Dice) -> str:
    numbers = _NUMBERS.fullmatch(options)
    if numbers:
        low, high = int(numbers[1]), int(numbers[2])
        return str(low + dice.below(high - low + 1))
    return dice.pick(options.split("|"))


def _part(line: str, slots: dict[str, str], dice: Dice) -> tuple[Part, str]:
    marks = {"## ": Part.HEADING, "> ": Part.QUOTE, "- ": Part.ITEM}
    for mark, part in marks.items():
        if line.startswith(mark):
            return part, _said(line[len(mark) :], slots, dice)
    return Part.PARAGRAPH, _said(line, slots, dice)


def _said(text: str, slots: dict[str, str], dice: Dice) -> str:
    """The text with one of each alternative chosen and the names filled in."""
    chosen = _CHOICE.sub(lambda found: dice.pick(found[1].split("|")), text.strip())
    said = Template(chosen).substitute(slots)
    return said[:1].upper() + said[1:]
