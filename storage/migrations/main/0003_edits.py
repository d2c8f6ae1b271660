"""What an editor did in each revision, and which process a run is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("revision", sa.Column("edits", sa.Text(), server_default="[]", nullable=False, comment=EDITS))
    op.add_column("crawl_run", sa.Column("process", sa.Text(), server_default="", nullable=False, comment=PROCESS))
    op.execute("DROP VIEW v1_revision")
    op.execute(VIEW)


EDITS = "classes of what was changed"
PROCESS = "who runs it, and on which machine"
VIEW = """
    CREATE VIEW v1_revision AS SELECT page.url, revision.number AS revision, revision.title, revision.text,
    revision.created_at, revision.reason, revision.edits, revision.cleaner AS cleaner_version, revision.run_id AS run,
    revision.article_id FROM revision JOIN article ON article.id = revision.article_id JOIN page ON page.id =
    article.page_id
"""
