"""Counts by day of what boxes' servers tell, months whose figures are sealed, and the way to facts that are deleted
after a while."""

import sqlalchemy as sa
from alembic import op

from backend.db.types import UtcDateTime

revision = "0022"
down_revision = "0021"
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
    op.create_index(
        "ix_fact_box_events",
        "fact",
        ["at"],
        postgresql_where=sa.text("kind IN ('opened', 'mdn_sent', 'counted')"),
        sqlite_where=sa.text("kind IN ('opened', 'mdn_sent', 'counted')"),
    )
