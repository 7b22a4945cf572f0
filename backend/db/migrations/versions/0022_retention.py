"""Counts by day of what boxes' servers tell, months whose figures are sealed, and the way to facts that are deleted
after a while; requests of people about data held on them; files by the
fingerprint of the key before."""

import sqlalchemy as sa
from alembic import op

from backend.db.types import UtcDateTime

revision = "0022"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "box_day",
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("box", sa.String(length=320), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("agency_code", "day", "box", "what", name="pk_box_day"),
    )
    op.create_table(
        "sealed_month",
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("month", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sealed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("agency_code", "month", name="pk_sealed_month"),
    )
    _subject_request()
    op.add_column("gate_check", sa.Column("earlier", sa.String(length=22), nullable=True))
    op.create_index(
        "ix_fact_box_events",
        "fact",
        ["at"],
        postgresql_where=sa.text("kind IN ('opened', 'mdn_sent', 'counted')"),
        sqlite_where=sa.text("kind IN ('opened', 'mdn_sent', 'counted')"),
    )


def _subject_request() -> None:
    op.create_table(
        "subject_request",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("about", sa.String(length=20), nullable=False),
        sa.Column("wanted", sa.String(length=200), nullable=False),
        sa.Column("official_id", sa.String(length=26), nullable=True),
        sa.Column("correspondent_id", sa.String(length=26), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("said", sa.String(length=200), nullable=False),
        sa.Column("decided_by", sa.String(length=26), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_subject_request"),
    )
    op.create_index("ix_subject_request_agency_code_asked_at", "subject_request", ["agency_code", "asked_at"])
    op.create_index("ix_subject_request_official_id", "subject_request", ["official_id"])
    op.create_index("ix_subject_request_correspondent_id", "subject_request", ["correspondent_id"])
