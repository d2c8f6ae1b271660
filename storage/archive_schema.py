"""The raw archive's tables: page bodies by content, and the captures that say how each was fetched."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, MetaData, Table, Text

from storage.columns import Moment, Words

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

dictionary = Table(
    "raw_dictionary",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("host", Words, nullable=False, index=True),
    Column("made_at", Moment, nullable=False),
    Column("data", LargeBinary, nullable=False, comment="zstd, without a dictionary"),
)

raw = Table(
    "raw",
    metadata,
    Column("digest", Text, primary_key=True, comment="BLAKE2b-128 of the body"),
    Column("size", Integer, nullable=False, comment="of the body, in bytes"),
    Column("dictionary", Text, ForeignKey("raw_dictionary.digest")),
    Column("data", LargeBinary, nullable=False, comment="zstd"),
)

capture = Table(
    "capture",
    metadata,
    Column("id", Text, primary_key=True, comment="of the page with its continued pages"),
    Column("position", Integer, primary_key=True, autoincrement=False, comment="0: the page; 1..n: continued pages"),
    Column("digest", Text, ForeignKey("raw.digest"), nullable=False, index=True),
    Column("url", Words, nullable=False),
    Column("final_url", Words, nullable=False),
    Column("publisher", Words, nullable=False),
    Column("status", Integer, nullable=False),
    Column("content_type", Words, nullable=False),
    Column("etag", Words, nullable=False),
    Column("last_modified", Words, nullable=False),
    Column("fetched_at", Moment, nullable=False),
)
