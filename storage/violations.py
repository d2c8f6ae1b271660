"""What must be true of the rows at any moment, whatever died or failed before: each rule is a query for what breaks it.

Reads only. The quick rules are asked of both databases; the deep ones also read every text and every raw page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from heapq import merge
from itertools import chain, groupby
from typing import Any, Final

from sqlalchemy import Connection, Engine, select, text
from zstandard import ZstdCompressionDict, ZstdError

from storage.archive_schema import dictionary, raw
from storage.columns import READABLE
from storage.engine import reading
from storage.judge import fingerprint
from storage.packing import lesson, unpack
from storage.raw import EXAMPLE_BYTES
from storage.schema import revision

MOST: Final = 5
"""Examples that are told of one rule."""
_TEXTS: Final = "('new', 'duplicate', 'changed', 'recleaned')"
_TAKEN_BACK: Final = "('held', 'restored')"
RULES: Final[Mapping[str, str]] = {
    "an article without its current text": """
        SELECT a.id FROM article a LEFT JOIN revision r ON r.article_id = a.id AND r.number = a.revision
        WHERE (a.page_id IS NOT NULL OR a.merged_into IS NOT NULL)
        AND (r.number IS NULL OR r.fingerprint <> a.fingerprint)""",
    "a gap in the numbers of revisions": """
        SELECT article_id FROM revision GROUP BY article_id HAVING count(*) <> max(number) OR min(number) <> 1""",
    "an article whose address does not point back": """
        SELECT a.id FROM article a LEFT JOIN page p ON p.id = a.page_id
        WHERE a.page_id IS NOT NULL AND (p.article_id IS NULL OR p.article_id <> a.id)""",
    "an article that nobody took out": """
        SELECT a.id FROM article a LEFT JOIN change c ON c.article_id = a.id AND c.kind = 'held'
        WHERE a.page_id IS NULL AND a.merged_into IS NULL AND c.cursor IS NULL""",
    "an address that points to no article": """
        SELECT p.url FROM page p LEFT JOIN article a ON a.id = p.article_id
        WHERE p.article_id IS NOT NULL AND (a.id IS NULL OR a.page_id IS NULL)""",
    "an address that leads to itself": "SELECT url FROM page WHERE moved_to = id OR part_of = id",
    "an article that was never asked for": """
        SELECT p.url FROM page p JOIN article a ON a.page_id = p.id WHERE p.outcome IS NULL OR p.capture = ''""",
    "a merged article that still stands for itself": """
        SELECT a.id FROM article a LEFT JOIN article b ON b.id = a.merged_into
        LEFT JOIN membership m ON m.article_id = a.id LEFT JOIN sketch s ON s.article_id = a.id
        WHERE a.merged_into IS NOT NULL AND (a.page_id IS NOT NULL OR b.merged_into IS NOT NULL
        OR m.article_id IS NOT NULL OR s.article_id IS NOT NULL)""",
    "a duplicate of what is not its original": """
        SELECT a.id FROM article a JOIN article b ON b.id = a.duplicate_of
        WHERE b.id = a.id OR b.merged_into IS NOT NULL OR b.duplicate_of IS NOT NULL
        OR b.fingerprint <> a.fingerprint""",
    "an article without its place in a cluster": """
        SELECT a.id FROM article a LEFT JOIN membership m ON m.article_id = a.id
        WHERE a.page_id IS NOT NULL AND m.article_id IS NULL""",
    "a cluster without its founder": """
        SELECT m.article_id FROM membership m LEFT JOIN membership f ON f.article_id = m.cluster_id
        WHERE f.cluster_id IS NULL OR f.cluster_id <> m.cluster_id""",
    "a copy of what stands nowhere": """
        SELECT m.article_id FROM membership m LEFT JOIN membership n ON n.article_id = m.near_id
        WHERE m.near_id IS NOT NULL AND n.article_id IS NULL""",
    "a sketch of nothing": """
        SELECT s.article_id FROM sketch s LEFT JOIN membership m ON m.article_id = s.article_id
        WHERE m.article_id IS NULL""",
    "revisions that were not told to readers": f"""
        SELECT r.article_id FROM (SELECT article_id, count(*) AS texts FROM revision GROUP BY article_id) r
        LEFT JOIN (SELECT article_id, sum(CASE WHEN kind IN {_TEXTS} THEN 1
        WHEN kind IN {_TAKEN_BACK} THEN -1 ELSE 0 END) AS told FROM change GROUP BY article_id) c
        ON c.article_id = r.article_id WHERE c.told IS NULL OR c.told <> r.texts""",
    "a merger that was not told to readers": """
        SELECT a.id FROM article a LEFT JOIN change c ON c.article_id = a.id AND c.kind = 'merged'
        WHERE a.merged_into IS NOT NULL AND c.cursor IS NULL""",
    "an address counted that its run has not counted": """
        SELECT p.run_id, p.publisher, p.counted FROM page p LEFT JOIN run_count c ON c.run_id = p.run_id
        AND c.publisher = p.publisher AND c.outcome = p.counted AND c.reason = p.counted_for
        WHERE p.counted <> '' GROUP BY p.run_id, p.publisher, p.counted, p.counted_for
        HAVING min(coalesce(c.pages, 0)) < count(*)""",
    "a block of a memory that is not there": """
        SELECT b.memory_id FROM publisher_block b LEFT JOIN publisher_memory m ON m.id = b.memory_id
        WHERE m.id IS NULL""",
    "two runs of one job at once": """
        SELECT job FROM crawl_run WHERE state = 'running' GROUP BY job HAVING count(*) > 1""",
}
_OF_SQLITE: Final = {
    "a gap in the changes": "SELECT max(cursor) FROM change HAVING max(cursor) <> count(*)",
    "a damaged file": "SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
    "a row that refers to nothing": 'SELECT "table" FROM pragma_foreign_key_check',
}
_NAMED: Final = """
    SELECT capture AS name FROM revision UNION SELECT capture FROM page WHERE capture <> ''
 UNION SELECT refused_capture FROM page WHERE refused_capture <> ''
    UNION SELECT capture FROM quarantine WHERE state = 'held'"""
_KEPT: Final = "SELECT DISTINCT id AS name FROM capture"
_IN_PARTS: Final = """
    SELECT id FROM capture GROUP BY id HAVING min(position) <> 0 OR max(position) <> count(*) - 1"""


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that is broken, with examples of what breaks it."""

    rule: str
    examples: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.rule}: {', '.join(self.examples)}"


def violations(engine: Engine, archive: Engine, *, deep: bool = False) -> list[Violation]:
    """The rules that are broken; none as long as nobody wrote past Winnow, and the disk keeps what it took."""
    found = {rule: _asked(engine, query) for rule, query in RULES.items()}
    found["a page in parts"] = _asked(archive, _IN_PARTS)
    found["a raw page that is missing"] = _first(
        name for name, kept in _together(engine, _NAMED, archive, _KEPT) if not kept
    )
    for each in {engine, archive} if engine.dialect.name == "sqlite" else ():
        found |= {f"{rule} in {each.url.database}": _asked(each, query) for rule, query in _rules_of(each, engine)}
    if deep:
        found["a text that is not whole"] = reading(engine, lambda c: _first(_torn_texts(c)))
        found["a raw page that is not whole"] = reading(archive, lambda c: _first(_torn_bodies(c)))
    return [Violation(rule, examples) for rule, examples in found.items() if examples]


def loose(engine: Engine, archive: Engine, before: datetime) -> Iterator[str]:
    """The captures fetched before then that nothing refers to: their process died before they were saved."""
    old = f"{_KEPT} WHERE fetched_at < '{before.astimezone(UTC).strftime(READABLE)}'"
    return (name for name, refers in _together(archive, old, engine, _NAMED) if not refers)


def _together(one: Engine, query: str, other: Engine, wanted: str) -> Iterator[tuple[str, bool]]:
    """Each name of the one query, and whether the other one has it, too.

    Both sides come in order, so that neither has to be held in memory.
    """
    with one.connect() as here, other.connect() as there:
        mine = ((name, 0) for name in _ordered(here, query))
        others = ((name, 1) for name in _ordered(there, wanted))
        for name, sides in groupby(merge(mine, others), key=lambda each: each[0]):
            found = {side for _, side in sides}
            if 0 in found:
                yield name, 1 in found


def _ordered(connection: Connection, query: str) -> Iterator[str]:
    streamed = connection.execution_options(yield_per=1000)
    collated = ' COLLATE "C"' if connection.dialect.name == "postgresql" else ""
    return (
        str(row[0]) for row in streamed.execute(text(f"SELECT name FROM ({query}) AS names ORDER BY name{collated}"))
    )


def _rules_of(engine: Engine, main: Engine) -> Iterator[tuple[str, str]]:
    return ((rule, query) for rule, query in _OF_SQLITE.items() if engine is main or " change" not in query)


def _asked(engine: Engine, query: str) -> tuple[str, ...]:
    limited = text(f"{query} LIMIT {MOST}")
    rows = reading(engine, lambda connection: connection.execute(limited).all())
    return tuple(" ".join(map(str, row)) for row in rows)


def _first(found: Iterator[str]) -> tuple[str, ...]:
    return tuple(name for name, _ in zip(found, range(MOST), strict=False))


def _torn_texts(connection: Connection) -> Iterator[str]:
    r = revision.c
    rows = connection.execution_options(yield_per=100).execute(
        select(r.article_id, r.number, r.title, r.text, r.fingerprint)
    )
    return (f"{row.article_id} {row.number}" for row in rows if fingerprint(row.title, row.text) != row.fingerprint)


def _torn_bodies(connection: Connection) -> Iterator[str]:
    """One dictionary after the other, so that each is read once."""
    rows = connection.execution_options(yield_per=100).execute(_BODIES)
    for _, of_one in groupby(rows, key=lambda row: row.dictionary):
        first = next(of_one)
        taught = _lesson(first)
        yield from (row.digest for row in chain((first,), of_one) if not _is_whole(row, taught))


def _lesson(row: Any) -> ZstdCompressionDict | None:
    with suppress(ZstdError):  # then no body of it is whole
        return lesson(unpack(row.lesson, EXAMPLE_BYTES.stop)) if row.lesson else None
    return None


def _is_whole(row: Any, taught: ZstdCompressionDict | None) -> bool:
    with suppress(ZstdError):
        return blake2b(unpack(row.data, row.size, taught), digest_size=16).hexdigest() == str(row.digest)
    return False


_BODIES = (
    select(raw.c.digest, raw.c.size, raw.c.data, raw.c.dictionary, dictionary.c.data.label("lesson"))
    .outerjoin(dictionary, dictionary.c.digest == raw.c.dictionary)
    .order_by(raw.c.dictionary)
)
