"""What was told of letters that come due, and which urgent papers whoever is on duty was alerted to: each once."""

import sqlalchemy as sa
from alembic import op

from backend.db.types import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "escalation_told",
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("correspondence_id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("told_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint(
            "agency_code", "correspondence_id", "kind", "level", "due_at", name="pk_escalation_told"
        ),
    )
    op.create_table(
        "urgent_alert",
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("correspondence_id", sa.String(length=26), nullable=False),
        sa.Column("alerted_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("not_before", UtcDateTime(), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("outcome", sa.String(length=60), nullable=True),
        sa.PrimaryKeyConstraint("agency_code", "correspondence_id", name="pk_urgent_alert"),
    )
    op.create_index("ix_urgent_alert_state_not_before", "urgent_alert", ["state", "not_before"])
