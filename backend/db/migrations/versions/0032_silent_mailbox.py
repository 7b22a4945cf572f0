"""Published mailboxes that fell silent, each silence once."""

import sqlalchemy as sa
from alembic import op

from backend.db.types import UtcDateTime

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "silent_mailbox",
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("box", sa.String(length=320), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("found_at", UtcDateTime(), nullable=False),
        sa.Column("longest_seconds", sa.BigInteger(), nullable=False),
        sa.Column("gaps", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("agency_code", "box", "way", "since", name="pk_silent_mailbox"),
    )
    op.create_index("ix_silent_mailbox_ended_at", "silent_mailbox", ["ended_at"])
