"""Alembic's entry: runs revisions on the connection that storage.migrate hands over."""

from __future__ import annotations

from alembic import context

given = context.config.attributes
context.configure(
    connection=given["connection"],
    target_metadata=given["metadata"],
    version_table=given["version_table"],
)
with context.begin_transaction():
    context.run_migrations()
