"""The tables of the sentinel: what is usual of a publisher, alarms, and runs as told."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Index, Integer, Table, Text, false, text

from storage.columns import Facts, Moment, Words
from storage.schema import Id, metadata

FIGURES = (
    *("publishers", "found", "fetched", "not_modified", "new", "changed", "same", "duplicate", "refused", "held"),
    *("part", "moved", "gone", "forbidden", "failed", "later", "bytes", "alarms", "miscounted"),
)
"""The figures of a run, in order."""

trait = Table(
    "trait",
    metadata,
    Column("page_id", Id, primary_key=True, autoincrement=False, comment="no foreign key: a row a page"),
    Column("publisher", Words, nullable=False),
    Column("run_id", Id),
    Column("at", Moment, nullable=False),
    Column("chars", Integer, nullable=False),
    Column("dropped", Float, nullable=False, comment="share of the words that was dropped"),
    Column("titled", Boolean, nullable=False),
    Column("dated", Boolean, nullable=False),
    Column("signed", Boolean, nullable=False),
    Column("skeleton", BigInteger, nullable=False, comment="the boxes in which the text stands"),
    Column("gated", Boolean, nullable=False, comment="signs that readers are kept out"),
    Column("odd", Integer, nullable=False, comment="in what it differed from what was usual: Oddity"),
    Column("known", Boolean, nullable=False, comment="an article was stored of this address before"),
    Column("good", Boolean, nullable=False, comment="stored as an article; false: it waits"),
    Index("ix_trait_publisher_at", "publisher", "at"),
    Index("ix_trait_run_id", "run_id", "publisher"),
)

template = Table(
    "template",
    metadata,
    Column("publisher", Words, primary_key=True),
    Column("skeleton", BigInteger, primary_key=True, autoincrement=False),
    Column("same", Integer, nullable=False, comment="known articles that say under it what they said before"),
    Column("other", Integer, nullable=False, comment="known articles that say something else under it"),
)

usual_since = Table(
    "usual_since",
    metadata,
    Column("publisher", Words, primary_key=True),
    Column("oddity", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False, comment="pages before it say nothing about what is usual"),
)

alarm = Table(
    "alarm",
    metadata,
    Column("id", Id, primary_key=True),
    Column("publisher", Words, nullable=False),
    Column("kind", Text, nullable=False),
    Column("oddity", Integer, nullable=False, server_default="0", comment="what pages are held for while it is open"),
    Column("run_id", Id, ForeignKey("crawl_run.id"), comment="that raised it"),
    Column("last_run_id", Id, ForeignKey("crawl_run.id"), comment="that saw it last"),
    Column("cause", Words, nullable=False, comment="what is suspected"),
    Column("figures", Facts, nullable=False, server_default="{}"),
    Column("url", Words, nullable=False, server_default="", comment="a sample"),
    Column("excerpt", Words, nullable=False, server_default=""),
    Column("opened_at", Moment, nullable=False),
    Column("closed_at", Moment),
    Column("accepted", Boolean, nullable=False, server_default=false(), comment="somebody found it usual"),
    Column("notified_at", Moment),
    Index(
        "ix_alarm_open",
        "publisher",
        "kind",
        unique=True,
        sqlite_where=text("closed_at IS NULL"),
        postgresql_where=text("closed_at IS NULL"),
    ),
)

run_report = Table(
    "run_report",
    metadata,
    Column("run_id", Id, ForeignKey("crawl_run.id"), primary_key=True, autoincrement=False),
    *(Column(name, BigInteger, nullable=False, server_default="0") for name in FIGURES),
    Column("seconds", Float, nullable=False, server_default="0"),
    Column("finish", Words, nullable=False, comment="why it ended"),
    Column("report", Words, nullable=False, comment="JSON"),
)
