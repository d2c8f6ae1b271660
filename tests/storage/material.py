"""Made-up pages and articles for the tests of storage, and a look at the rows they leave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import text

from cleaning import Article, Block, Kind, Page, Refusal
from storage import Found, Saved, Store
from storage.engine import open_engine, raw_url, read_url

MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
NIGHT = timedelta(days=1)
SITE = "https://harbour.example.com"
WORDS = "The ferry left the harbour at dawn with forty crates of pears, and nobody on the quay waved. "
FURNITURE = (
    Block("More from the harbour", Kind.HEADING, dropped_by="more_from_list", evidence="heading of 3 cards"),
    Block("A pear is weighed", Kind.ITEM, 1.0, dropped_by="more_from_list", evidence="card 1 of 3"),
)


def a_page(path: str = "/one", body: str = "first print", at: datetime = MONDAY, **more: Any) -> Page:
    """A fetched page of the made-up site."""
    url = path if "://" in path else SITE + path
    return Page(url=url, body=f"<p>{body}</p>".encode(), fetched_at=at, publisher="harbour", **more)


def an_article(path: str = "/one", words: str = "", title: str | None = "Ferry leaves", **more: Any) -> Article:
    """What that page becomes. Without words of its own it has a text made from its path."""
    url = path if "://" in path else SITE + path
    first = words or f"{WORDS * 3}It was ferry {path}."
    more = {"dropped": FURNITURE, **more}
    return Article(url=url, publisher="harbour", title=title, blocks=(Block(first), Block("So it was.")), **more)


def a_refusal(path: str = "/one", why: Refusal = Refusal.BLOCK_PAGE) -> Article:
    """A page that is not an article."""
    return Article(url=SITE + path, publisher="harbour", refusal=why, refusal_evidence="it asks who you are")


def put(store: Store, page: Page, article: Article, run: int | None = None, **more: Any) -> Saved:
    """Keep and save, as ingest does."""
    store.keep(page)
    return store.save(page, article, run, **more)


def found(*paths: str, modified: datetime | None = None) -> list[Found]:
    """Addresses as a listing names them."""
    return [Found(SITE + path, SITE.removeprefix("https://") + path, modified) for path in paths]


def a_story(seed: int, words: int = 120) -> str:
    """A text like no other; the same for the same seed."""
    chance = Random(seed)
    made = ("".join(chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(3)) for _ in range(words))
    return f"{' '.join(made)}."


def paths_of(seed: int) -> list[str]:
    """Pages that one of several processes saves: every tenth is everybody's."""
    return [f"/{number}" if number % 10 == 0 else f"/{seed}/{number}" for number in range(60)]


def ask(database: str, query: str, *, raw: bool = False) -> Sequence[Any]:
    """Rows of a query, past the store."""
    url = read_url(database)
    engine = open_engine(raw_url(url) if raw else url)
    with engine.connect() as connection:
        rows = connection.execute(text(query)).all()
    engine.dispose()
    return rows


def sizes(database: str) -> dict[str, int]:
    """How many rows each table has that may not grow in a quiet night."""
    tables = ("page", "article", "revision", "dropped", "change")
    counted = {table: ask(database, f"SELECT count(*) FROM {table}")[0][0] for table in tables}
    archived = ("raw", "capture", "raw_dictionary")
    return counted | {table: ask(database, f"SELECT count(*) FROM {table}", raw=True)[0][0] for table in archived}


__all__ = [
    "FURNITURE",
    "MONDAY",
    "NIGHT",
    "SITE",
    "WORDS",
    "a_page",
    "a_refusal",
    "a_story",
    "an_article",
    "ask",
    "found",
    "put",
    "sizes",
]
