"""Up to when, and from what, each agency's days of mailbox checks were counted."""

import sqlalchemy as sa
from alembic import op

from backend.db.types import UtcDateTime

revision = "0035"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mailbox_count",
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("all_from", sa.String(length=32), nullable=False),
        sa.Column("all_at", UtcDateTime(), nullable=False),
        sa.Column("last_from", sa.String(length=32), nullable=False),
        sa.Column("last_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("agency_code", name="pk_mailbox_count"),
    )
