"""The tables: addresses, articles with what belongs to them, what publishers taught, changes, and runs."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from storage.columns import Facts, Moment, Names, Words

Id = BigInteger().with_variant(Integer, "sqlite")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

page = Table(
    "page",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", Words, nullable=False, unique=True, comment="identity: one row per key"),
    Column("url", Words, nullable=False, comment="address to ask"),
    Column("address", Text, nullable=False, index=True, comment="digest of url"),
    Column("publisher", Words, nullable=False),
    Column("title", Words, nullable=False, server_default="", comment="as its listing says"),
    Column("source", Words, nullable=False, server_default="", comment="listing where it was found"),
    Column("found_at", Moment, nullable=False),
    Column("listed_at", Moment, comment="last seen in a listing"),
    Column("lastmod", Moment, comment="last change, as its listing says"),
    # what the last fetch brought
    Column("status", Integer),
    Column("outcome", Text, comment="empty: never asked"),
    Column("reason", Words, nullable=False, server_default=""),
    Column("evidence", Words, nullable=False, server_default=""),
    Column("fetched_at", Moment),
    Column("etag", Words, nullable=False, server_default=""),
    Column("last_modified", Words, nullable=False, server_default=""),
    Column("digest", Text, nullable=False, server_default="", comment="of the last good body"),
    Column("cleaner", Text, nullable=False, server_default="", comment="version that cleaned the last good body"),
    # when to ask again
    Column("next_attempt", Moment),
    Column("hold_until", Moment, comment="the server asked to wait until then"),
    Column("not_modified", Integer, nullable=False, server_default="0", comment="304 answers since the last full one"),
    Column("failures", Integer, nullable=False, server_default="0", comment="since the last good fetch"),
    Column("missing", Integer, nullable=False, server_default="0", comment="runs in which it was not found (404)"),
    # what it belongs to
    Column("article_id", Id, index=True, comment="no foreign key: article points back to page"),
    Column("part_of", Id, ForeignKey("page.id"), comment="a page 2..n of that address"),
    Column("moved_to", Id, ForeignKey("page.id")),
    Column("parts", Names, nullable=False, server_default="[]", comment="addresses of its pages 2..n"),
    Column("capture", Text, nullable=False, server_default="", comment="raw pages of the current article"),
    Column("refused_capture", Text, nullable=False, server_default="", comment="raw pages refused since then"),
    # how it was counted in the last run that touched it
    Column("run_id", Id, ForeignKey("crawl_run.id")),
    Column("counted", Text, nullable=False, server_default=""),
    Column("counted_for", Words, nullable=False, server_default=""),
    Index("ix_page_due", "publisher", "next_attempt"),
    Index("ix_page_found", "publisher", "found_at"),
    Index("ix_page_run", "run_id", "publisher"),
)

article = Table(
    "article",
    metadata,
    Column("id", Id, primary_key=True),
    Column("page_id", Id, ForeignKey("page.id"), unique=True, comment="its address; empty once merged"),
    Column("publisher", Words, nullable=False),
    Column("canonical_url", Words, nullable=False, server_default=""),
    Column("fingerprint", Text, nullable=False, index=True, comment="of the current text"),
    Column("gist", BigInteger, index=True, comment="of its words without numbers and those of the title"),
    Column("authors", Names, nullable=False),
    Column("published", Words),
    Column("published_precision", Text),
    Column("language", Words),
    Column("image", Words),
    Column("section", Words),
    Column("tags", Names, nullable=False),
    Column("source", Words),
    Column("source_url", Words),
    Column("evidence", Facts, nullable=False, server_default="{}"),
    Column("first_seen", Moment, nullable=False, index=True),
    Column("last_changed", Moment, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("cleaner", Text, nullable=False, comment="version that made the dropped blocks"),
    Column("duplicate_of", Id, ForeignKey("article.id"), index=True),
    Column("merged_into", Id, ForeignKey("article.id")),
    Column("gone_at", Moment),
)

revision = Table(
    "revision",
    metadata,
    Column("article_id", Id, ForeignKey("article.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("title", Words),
    Column("text", Words, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("reason", Text, nullable=False, comment="new, changed or recleaned"),
    Column("edits", Names, nullable=False, server_default="[]", comment="classes of what was changed"),
    Column("cleaner", Text, nullable=False),
    Column("capture", Text, nullable=False, comment="raw pages it was made of"),
    Column("run_id", Id, ForeignKey("crawl_run.id")),
)

dropped = Table(
    "dropped",
    metadata,
    Column("article_id", Id, ForeignKey("article.id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("text", Words, nullable=False),
    Column("rule", Words, nullable=False),
    Column("evidence", Words, nullable=False),
    Column("kind", Text, nullable=False),
)

sketch = Table(
    "sketch",
    metadata,
    Column("hash", Integer, primary_key=True, autoincrement=False),
    Column("article_id", Id, primary_key=True, autoincrement=False, comment="no foreign key: 12 rows an article"),
    sqlite_with_rowid=False,
)

membership = Table(
    "membership",
    metadata,
    Column("article_id", Id, ForeignKey("article.id"), primary_key=True, autoincrement=False),
    Column("cluster_id", Id, nullable=False, index=True, comment="id of the article that founded the cluster"),
    Column("near_id", Id, comment="the article of the cluster that it was found near to"),
    Column("relation", Text, comment="exact, copy, cut or extended, to that article"),
    Column("containment", Float, comment="share of the shorter text that the longer one holds"),
    Column("appeared", BigInteger, nullable=False, comment="published, else first seen: seconds since 1970"),
    Column("version", Integer, nullable=False, comment="of the sketch; 0: not sketched"),
    Index(
        "ix_membership_near",
        "near_id",
        sqlite_where=text("near_id IS NOT NULL"),
        postgresql_where=text("near_id IS NOT NULL"),
    ),
)

publisher_memory = Table(
    "publisher_memory",
    metadata,
    Column("id", Id, primary_key=True),
    Column("publisher", Words, nullable=False),
    Column("epoch", Integer, nullable=False, comment="from 1; the next one begins with a redesign"),
    Column("pages", Integer, nullable=False, comment="that taught"),
    Column("since", Moment, nullable=False),
    Column("strangers", Integer, nullable=False, comment="pages in a row on which nothing known was met"),
    Column("pruned_at", Moment, nullable=False),
    UniqueConstraint("publisher", "epoch"),
)

publisher_block = Table(
    "publisher_block",
    metadata,
    Column("memory_id", Id, primary_key=True, autoincrement=False, comment="no foreign key: many rows a page"),
    Column("hash", BigInteger, primary_key=True, autoincrement=False),
    Column("pages", Integer, nullable=False, comment="on which it stood"),
    Column("earlier", Integer, nullable=False, comment="pages that taught before it was first seen"),
    Column("since", Moment, nullable=False),
    Column("last_seen", Moment, nullable=False),
    Column("text", Words, comment="its beginning, once it was seen again"),
    Column("kept", Boolean, nullable=False, server_default=false(), comment="by hand: never dropped"),
    Index(
        "ix_publisher_block_known",
        "memory_id",
        "pages",
        sqlite_where=text("pages >= 2"),
        postgresql_where=text("pages >= 2"),
    ),
    sqlite_with_rowid=False,
)

source = Table(
    "source",
    metadata,
    Column("publisher", Words, primary_key=True),
    Column("digest", Text, primary_key=True, comment="of url"),
    Column("url", Words, nullable=False, comment="as the publisher's file, or the site, names it"),
    Column("kind", Text, nullable=False, comment="feed, sitemap or list"),
    Column("moved_to", Words, nullable=False, comment="for good, as it said itself"),
    Column("asked_at", Moment),
    Column("answered_at", Moment, comment="last read well"),
    Column("fresh_at", Moment, comment="last named an address that was not known"),
    Column("named", Integer, nullable=False, comment="addresses in it when last read"),
    Column("etag", Words, nullable=False),
    Column("last_modified", Words, nullable=False),
    Column("not_modified", Integer, nullable=False, comment="304 answers since the last full one"),
    Column("strikes", Integer, nullable=False, comment="failures by weight since it was last read well"),
    Column("failures", Integer, nullable=False),
    Column("failing_since", Moment),
    Column("reason", Words, nullable=False),
    Column("next_attempt", Moment),
)

change = Table(
    "change",
    metadata,
    Column("cursor", Id, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("article_id", Id, ForeignKey("article.id"), nullable=False),
    Column("url", Words, nullable=False, comment="at that time"),
    Column("at", Moment, nullable=False),
    Column("run_id", Id, ForeignKey("crawl_run.id")),
    sqlite_autoincrement=True,
)

crawl_run = Table(
    "crawl_run",
    metadata,
    Column("id", Id, primary_key=True),
    Column("job", Words, nullable=False),
    Column("slot", Words, nullable=False),
    Column("state", Text, nullable=False, comment="running, done, failed..."),
    Column("reason", Words, nullable=False, server_default=""),
    Column("version", Words, nullable=False, server_default=""),
    Column("started_at", Moment, nullable=False),
    Column("heartbeat_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("process", Text, nullable=False, server_default="", comment="who runs it, and on which machine"),
    Column("attempts", Integer, nullable=False, server_default="1", comment="how often it was begun; interrupts aside"),
    UniqueConstraint("job", "slot"),
    Index(
        "ix_crawl_run_alive",
        "job",
        unique=True,
        sqlite_where=text("state = 'running'"),
        postgresql_where=text("state = 'running'"),
    ),
    sqlite_autoincrement=True,
)

scheduler = Table(
    "scheduler",
    metadata,
    Column("id", Id, primary_key=True),
    Column("host", Words, nullable=False),
    Column("process", Text, nullable=False),
    Column("plans", Words, nullable=False, comment="what it was to run, and when: JSON"),
    Column("resident", Boolean, nullable=False, comment="a service; else one that looked in now and then"),
    Column("started_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False, index=True, comment="its latest sign of life"),
    Column("ended_at", Moment),
)

run_count = Table(
    "run_count",
    metadata,
    Column("run_id", Id, ForeignKey("crawl_run.id"), primary_key=True),
    Column("publisher", Words, primary_key=True),
    Column("outcome", Text, primary_key=True),
    Column("reason", Words, primary_key=True),
    Column("pages", Integer, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("seconds", Float, nullable=False),
)
