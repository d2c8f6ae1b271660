"""Choices that look like chance and are the same on every machine."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """A series of choices that its name decides: two dice of one name fall alike."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._thrown = 0

    def below(self, limit: int) -> int:
        """A number from 0 up to, but without, the limit."""
        self._thrown += 1
        digest = blake2b(f"{self._name}/{self._thrown}".encode(), digest_size=8).digest()
        return int.from_bytes(digest) % limit

    def pick(self, options: Sequence[T]) -> T:
        """One of the options."""
        return options[self.below(len(options))]

    def pick_two(self, options: Sequence[T]) -> tuple[T, T]:
        """Two of the options that stand at different places."""
        first = self.below(len(options))
        second = (first + 1 + self.below(len(options) - 1)) % len(options)
        return options[first], options[second]
