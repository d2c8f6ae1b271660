"""What is usual of a publisher, alarms, and the report of a run."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_index("ix_page_found", "page", ["publisher", "found_at"])
    _traits()
    _alarms()
    for view in VIEWS:
        op.execute(view)


def _traits() -> None:
    op.create_table(
        "trait",
        sa.Column("page_id", Id, autoincrement=False, nullable=False, comment="no foreign key: a row a page"),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("run_id", Id),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("chars", sa.Integer(), nullable=False),
        sa.Column("dropped", sa.Float(), nullable=False, comment="share of the words that was dropped"),
        sa.Column("titled", sa.Boolean(), nullable=False),
        sa.Column("dated", sa.Boolean(), nullable=False),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.Column("skeleton", sa.BigInteger(), nullable=False, comment="the boxes in which the text stands"),
        sa.Column("gated", sa.Boolean(), nullable=False, comment="signs that readers are kept out"),
        sa.Column("odd", sa.Integer(), nullable=False, comment="in what it differed from what was usual: Oddity"),
        sa.Column("known", sa.Boolean(), nullable=False, comment="an article was stored of this address before"),
        sa.Column("good", sa.Boolean(), nullable=False, comment="stored as an article; false: it waits"),
        sa.PrimaryKeyConstraint("page_id", name="pk_trait"),
    )
    op.create_index("ix_trait_publisher_at", "trait", ["publisher", "at"])
    op.create_index("ix_trait_run_id", "trait", ["run_id", "publisher"])
    op.create_table(
        "template",
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("skeleton", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "same", sa.Integer(), nullable=False, comment="known articles that say under it what they said before"
        ),
        sa.Column("other", sa.Integer(), nullable=False, comment="known articles that say something else under it"),
        sa.PrimaryKeyConstraint("publisher", "skeleton", name="pk_template"),
    )
    op.create_table(
        "usual_since",
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("oddity", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Text(), nullable=False, comment="pages before it say nothing about what is usual"),
        sa.PrimaryKeyConstraint("publisher", "oddity", name="pk_usual_since"),
    )


def _alarms() -> None:
    op.create_table(
        "alarm",
        sa.Column("id", Id, nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("oddity", sa.Integer(), server_default="0", nullable=False, comment=HELD),
        sa.Column("run_id", Id, comment="that raised it"),
        sa.Column("last_run_id", Id, comment="that saw it last"),
        sa.Column("cause", sa.Text(), nullable=False, comment="what is suspected"),
        sa.Column("figures", sa.Text(), server_default="{}", nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False, comment="a sample"),
        sa.Column("excerpt", sa.Text(), server_default="", nullable=False),
        sa.Column("opened_at", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.Text()),
        sa.Column(
            "accepted", sa.Boolean(), server_default=sa.false(), nullable=False, comment="somebody found it usual"
        ),
        sa.Column("notified_at", sa.Text()),
        sa.ForeignKeyConstraint(["run_id"], ["crawl_run.id"], name="fk_alarm_run_id"),
        sa.ForeignKeyConstraint(["last_run_id"], ["crawl_run.id"], name="fk_alarm_last_run_id"),
        sa.PrimaryKeyConstraint("id", name="pk_alarm"),
    )
    still = sa.text("closed_at IS NULL")
    columns = ["publisher", "kind"]
    op.create_index("ix_alarm_open", "alarm", columns, unique=True, sqlite_where=still, postgresql_where=still)
    op.create_table(
        "run_report",
        sa.Column("run_id", Id, autoincrement=False, nullable=False),
        *(sa.Column(name, sa.BigInteger(), server_default="0", nullable=False) for name in FIGURES),
        sa.Column("seconds", sa.Float(), server_default="0", nullable=False),
        sa.Column("finish", sa.Text(), nullable=False, comment="why it ended"),
        sa.Column("report", sa.Text(), nullable=False, comment="JSON"),
        sa.ForeignKeyConstraint(["run_id"], ["crawl_run.id"], name="fk_run_report_run_id"),
        sa.PrimaryKeyConstraint("run_id", name="pk_run_report"),
    )


FIGURES = (
    *("publishers", "found", "fetched", "not_modified", "new", "changed", "same", "duplicate", "refused", "held"),
    *("part", "moved", "gone", "forbidden", "failed", "later", "bytes", "alarms", "miscounted"),
)
HELD = "what pages are held for while it is open"
VIEWS = (
    """
    CREATE VIEW v1_alarm AS SELECT alarm.publisher, alarm.kind, alarm.cause, alarm.figures, alarm.url, alarm.excerpt,
    alarm.opened_at, alarm.closed_at, alarm.run_id AS run, alarm.last_run_id AS last_run, alarm.notified_at FROM alarm
    """,
    """
    CREATE VIEW v1_run_report AS SELECT run_report.run_id AS run, crawl_run.job, crawl_run.slot, run_report.publishers,
    run_report.found, run_report.fetched, run_report.not_modified, run_report.new, run_report.changed, run_report.same,
    run_report.duplicate, run_report.refused, run_report.held, run_report.part, run_report.moved, run_report.gone,
    run_report.forbidden, run_report.failed, run_report.later, run_report.bytes, run_report.alarms,
    run_report.miscounted, run_report.seconds, run_report.finish, crawl_run.version, run_report.report FROM run_report
    JOIN crawl_run ON crawl_run.id = run_report.run_id
    """,
)
