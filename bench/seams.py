"""Where the cleaner can be opened for measuring: stages are replaced, timed or watched for a while.

The only file here that knows the cleaner's inside; a name that is no longer there raises AttributeError.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import wraps
from importlib import import_module
from types import ModuleType
from typing import Any

from cleaning.draft import Draft, Drops
from cleaning.page import Page
from cleaning.rules import RULES, Rule

_CLEAN = import_module("cleaning.clean")  # the package's attribute of this name is the function
_RULES = import_module("cleaning.rules")
_REGION = import_module("cleaning.rules.region")

STAGES = (
    *("decode", "parse_html", "mark_layout", "read_blocks", "read_head", "title_of", "apply_rules"),
    *("is_doubtful", "reconsider", "surroundings", "read_metadata", "verdict"),
)
"""The steps of cleaning, in order, as its top file names them."""


@dataclass(frozen=True, slots=True)
class Variant:
    """The cleaner with one part taken out, or put in the place of another."""

    name: str
    module: ModuleType
    attribute: str
    value: Any

    @contextmanager
    def __call__(self) -> Iterator[None]:
        """While inside, the cleaner is this variant."""
        with replaced(self.module, self.attribute, self.value):
            yield


def _untitled(sheet: Any, title: str = "", *more: Any, **others: Any) -> Draft:
    return Draft(sheet, "", *more, **others)


VARIANTS = (
    Variant("second opinion", _CLEAN, "is_doubtful", lambda draft, root: False),
    Variant("second opinion only in doubt", _CLEAN, "is_doubtful", lambda draft, root: True),
    Variant("guard of MOST", _RULES, "MOST", 1.0),
    Variant("headline told to the rules", _CLEAN, "Draft", _untitled),
    Variant("head's authors told to the rules", _CLEAN, "authors_of", lambda head: ((), "")),
)
"""What each gives is the score with it minus the score of the cleaner so changed."""


def without(rule: str) -> Variant:
    """The cleaner without one of its rules."""
    return Variant(rule, _RULES, "RULES", tuple(each for each in RULES if each.__name__ != rule))


@contextmanager
def replaced(module: ModuleType, name: str, value: Any) -> Iterator[None]:
    """While inside, `module.name` is `value`."""
    before = getattr(module, name)
    setattr(module, name, value)
    try:
        yield
    finally:
        setattr(module, name, before)


@dataclass(slots=True)
class Watch:
    """What was seen of the cleaner at work."""

    ms: Counter[str] = field(default_factory=Counter)
    """CPU milliseconds, by stage or rule. What is worked out once for all falls to the first that asks for it."""
    calls: Counter[str] = field(default_factory=Counter)
    """How often a stage ran, and how often a rule dropped anything."""

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, its time taken and its calls counted."""

        @wraps(function)
        def run(*args: Any, **kwargs: Any) -> Any:
            began = time.thread_time_ns()
            try:
                return function(*args, **kwargs)
            finally:
                self.ms[name] += (time.thread_time_ns() - began) / 1e6  # type: ignore[assignment]  # a Counter of floats
                self.calls[name] += 1

        return run

    def rule(self, rule: Rule) -> Rule:
        """The rule, its time taken, and counted when it takes a block that still stood."""

        @wraps(rule)
        def run(draft: Draft) -> Drops:
            began = time.thread_time_ns()
            found = list(rule(draft))
            self.ms[rule.__name__] += (time.thread_time_ns() - began) / 1e6  # type: ignore[assignment]
            self.calls[rule.__name__] += any(draft.stands(index) for index, _ in found)
            return iter(found)

        return run


@contextmanager
def watched(names: Sequence[str] = STAGES) -> Iterator[Watch]:
    """While inside, these stages, and every rule, are timed and counted."""
    watch = Watch()
    with ExitStack() as stack:
        for name in names:
            stack.enter_context(replaced(_CLEAN, name, watch.timed(name, getattr(_CLEAN, name))))
        stack.enter_context(replaced(_RULES, "RULES", tuple(watch.rule(rule) for rule in RULES)))
        yield watch


@contextmanager
def asked() -> Iterator[Counter[str]]:
    """While inside, counts under "reconsider" how often the second opinion was asked."""
    watch = Watch()
    with replaced(_CLEAN, "reconsider", watch.timed("reconsider", _CLEAN.reconsider)):
        yield watch.calls


def scored_blocks(html: bytes, url: str) -> list[tuple[str, tuple[float, ...]]]:
    """The blocks that the scorecard is asked about on a page: text and features."""
    seen: list[tuple[str, tuple[float, ...]]] = []

    class Seen(_REGION.Features):  # type: ignore[misc, name-defined]  # modules are looked up by name here
        def of(self, index: int) -> tuple[float, ...]:
            features: tuple[float, ...] = super().of(index)
            seen.append((self._draft.blocks[index].text, features))
            return features

    with replaced(_REGION, "Features", Seen):
        _CLEAN.clean(Page(url=url, body=html))
    return seen
