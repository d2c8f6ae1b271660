"""The stock of raw pages: which of them stand behind articles or were refused, and these pages themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, func, select

from cleaning import Layout, Page
from storage.raw import Archive
from storage.schema import page as page_table
from storage.standing import home_id

CHUNK = 50
_P = page_table.c


def pages(archive: Archive, names: Sequence[str]) -> Iterator[Page]:
    """The pages of these captures, in their order, each with its parts; only a few are in memory at a time."""
    for start in range(0, len(names), CHUNK):
        chunk = names[start : start + CHUNK]
        found = archive.pages(chunk)
        yield from (found[name] for name in chunk if name in found)


def captures(
    connection: Connection, publisher: str | None, urls: Iterable[str] | None, layout: Layout, besides: int | None
) -> Iterator[str]:
    """The names of the pages behind the articles, and of those refused since, oldest addresses first.

    What was counted in the run `besides` is left out, but for addresses with a page of each kind: they count once,
    so that nobody knows whether both were cleaned.
    """
    wanted = select(_P.capture, _P.refused_capture).where(*_stock(publisher, besides)).order_by(_P.id)
    if urls is None:
        queries = [wanted]
    else:
        homes = (home_id(connection, url, layout) for url in urls)
        queries = [wanted.where(_P.id == home) for home in dict.fromkeys(homes) if home is not None]
    for query in queries:
        for row in connection.execute(query):
            yield from filter(None, row)


def count(connection: Connection, publisher: str | None, besides: int | None) -> int:
    """How many pages `captures` names."""
    good, refused = (func.count(func.nullif(column, "")) for column in (_P.capture, _P.refused_capture))
    return connection.execute(select(good + refused).where(*_stock(publisher, besides))).scalar_one()


def sample(connection: Connection, size: int, publisher: str | None) -> list[str]:
    """So many pages behind articles, in the order of their names, which are as good as chance."""
    wanted = select(_P.capture).where(_P.capture != "", *_stock(publisher, None)).order_by(_P.capture).limit(size)
    return list(connection.execute(wanted).scalars())


def _stock(publisher: str | None, besides: int | None) -> Iterator[ColumnElement[bool]]:
    yield _P.moved_to.is_(None)
    yield _P.part_of.is_(None)
    if publisher is not None:
        yield _P.publisher == publisher
    if besides is not None:
        both = (_P.capture != "") & (_P.refused_capture != "")
        yield _P.run_id.is_distinct_from(besides) | both
