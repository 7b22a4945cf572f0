"""Clearances of marked files by two named people, and reports of false alarms."""

import sqlalchemy as sa
from alembic import op

from backend.db.types import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "clearance",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("fingerprint", sa.String(length=22), nullable=False),
        sa.Column("decision_number", sa.String(length=60), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("valid_until", UtcDateTime(), nullable=False),
        sa.Column("entered_by", sa.String(length=26), nullable=False),
        sa.Column("entered_login", sa.String(length=320), nullable=False),
        sa.Column("entered_at", UtcDateTime(), nullable=False),
        sa.Column("approved_by", sa.String(length=26), nullable=True),
        sa.Column("approved_at", UtcDateTime(), nullable=True),
        sa.Column("revoked_by", sa.String(length=26), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_clearance"),
    )
    op.create_index("ix_clearance_agency_code_entered_at", "clearance", ["agency_code", "entered_at"])
    op.create_index("ix_clearance_valid_until", "clearance", ["valid_until"])
    op.create_table(
        "false_alarm",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("rule", sa.String(length=100), nullable=False),
        sa.Column("bundle", sa.String(length=100), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("containers", sa.JSON(), nullable=False),
        sa.Column("charset", sa.String(length=100), nullable=False),
        sa.Column("words_on_line", sa.BigInteger(), nullable=False),
        sa.Column("line", sa.BigInteger(), nullable=False),
        sa.Column("lines_on_page", sa.BigInteger(), nullable=False),
        sa.Column("page", sa.BigInteger(), nullable=False),
        sa.Column("pages", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_false_alarm"),
    )
    op.create_index("ix_false_alarm_at", "false_alarm", ["at"])
