"""The tables of doubt: pages that wait in quarantine, and texts known to be walls."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Table, Text, text

from storage.columns import Moment, Words
from storage.schema import Id, metadata

quarantine = Table(
    "quarantine",
    metadata,
    Column("id", Id, primary_key=True),
    Column("page_id", Id, ForeignKey("page.id"), nullable=False, index=True),
    Column("publisher", Words, nullable=False),
    Column("capture", Text, nullable=False, index=True, comment="the raw pages that wait"),
    Column("run_id", Id, ForeignKey("crawl_run.id"), index=True),
    Column("reason", Words, nullable=False),
    Column("evidence", Words, nullable=False, server_default=""),
    Column("title", Words),
    Column("excerpt", Words, nullable=False, server_default=""),
    Column("held_at", Moment, nullable=False),
    Column("state", Text, nullable=False, comment="held, released, rejected or passed"),
    Column("decided_at", Moment),
    Index(
        "ix_quarantine_open",
        "page_id",
        unique=True,
        sqlite_where=text("state = 'held'"),
        postgresql_where=text("state = 'held'"),
    ),
)

wall = Table(
    "wall",
    metadata,
    Column("publisher", Words, primary_key=True),
    Column("gist", BigInteger, primary_key=True, autoincrement=False, comment="of the text: article.gist"),
    Column("url", Words, nullable=False, comment="one of the addresses that it came from"),
    Column("since", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    sqlite_with_rowid=False,
)
