"""What a run touched is found by an index: at the end of each night it is counted and judged."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_index("ix_page_run", "page", ["run_id", "publisher"])
