"""Column types: the one boundary where Python values become what SQLite and PostgreSQL can both hold."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator

READABLE = "%Y-%m-%dT%H:%M:%SZ"


def storable(text: str) -> str:
    """The text without what no database takes: NUL is left out, a lone surrogate becomes U+FFFD."""
    if "\0" in text:
        text = text.replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def all_storable(texts: Sequence[str]) -> Sequence[str]:
    """The same of many texts; looked at together, because hardly any lacks it."""
    together = "".join(texts)
    return texts if storable(together) is together else list(map(storable, texts))


class Words(TypeDecorator[str]):
    """Text as written, made storable."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(value)


class Moment(TypeDecorator[datetime]):
    """A time in UTC to the second, kept as text that sorts and reads the same on every database."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else value.astimezone(UTC).strftime(READABLE)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


class Names(TypeDecorator[tuple[str, ...]]):
    """Several strings in order, as a JSON array."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Iterable[str] | None, dialect: Dialect) -> str:
        return json.dumps([storable(each) for each in value or ()], ensure_ascii=False)

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[str, ...]:
        return tuple(json.loads(value)) if value else ()


class Facts(TypeDecorator[Mapping[str, str]]):
    """Named strings, as a JSON object."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Mapping[str, str] | None, dialect: Dialect) -> str:
        named = {storable(name): storable(fact) for name, fact in (value or {}).items()}
        return json.dumps(named, ensure_ascii=False)

    def process_result_value(self, value: Any, dialect: Dialect) -> Mapping[str, str]:
        return json.loads(value) if value else {}
