"""What became of mailbox checks: each day's windows counted, and who was reminded of a missed one."""

import sqlalchemy as sa
from alembic import op

from backend.db.types import UtcDateTime

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mailbox_day",
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kept", sa.BigInteger(), nullable=False),
        sa.Column("declared", sa.BigInteger(), nullable=False),
        sa.Column("missed", sa.BigInteger(), nullable=False),
        sa.Column("unseen", sa.BigInteger(), nullable=False),
        sa.Column("counted_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("agency_code", "day", name="pk_mailbox_day"),
    )
    op.create_index("ix_mailbox_day_day", "mailbox_day", ["day"])
    op.create_table(
        "mailbox_reminder",
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("mailbox", sa.String(length=320), nullable=False),
        sa.Column("window_start", UtcDateTime(), nullable=False),
        sa.Column("audience", sa.String(length=10), nullable=False),
        sa.Column("missed", sa.BigInteger(), nullable=False),
        sa.Column("letters", sa.BigInteger(), nullable=False),
        sa.Column("reminded_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("agency_code", "mailbox", "window_start", "audience", name="pk_mailbox_reminder"),
    )
    op.create_index("ix_mailbox_reminder_reminded_at", "mailbox_reminder", ["reminded_at"])
