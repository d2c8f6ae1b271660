"""Memory: addresses, articles, revisions and runs, in SQLite or PostgreSQL."""

from storage.migrate import NewerDatabase
from storage.nouns import (
    ArticleRow,
    Due,
    Fetch,
    Found,
    PublisherStatus,
    RevisionRow,
    RunCounts,
    RunRow,
    Saved,
)
from storage.store import RECLEANED, Store
from storage.writer import Closed

__all__ = [
    "RECLEANED",
    "ArticleRow",
    "Closed",
    "Due",
    "Fetch",
    "Found",
    "NewerDatabase",
    "PublisherStatus",
    "RevisionRow",
    "RunCounts",
    "RunRow",
    "Saved",
    "Store",
]
