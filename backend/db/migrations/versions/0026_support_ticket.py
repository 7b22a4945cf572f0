"""Tickets to the support desk: what went wrong where, from a closed list, with what the sender's programs are;
guides that somebody noted as read."""

import sqlalchemy as sa
from alembic import op

from backend.db.types import UtcDateTime

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "support_ticket",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("reference", sa.String(length=10), nullable=False),
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("login", sa.String(length=320), nullable=False),
        sa.Column("difficulty", sa.String(length=20), nullable=False),
        sa.Column("place", sa.String(length=20), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("browser", sa.String(length=32), nullable=False),
        sa.Column("bundle", sa.String(length=32), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(length=15), nullable=False),
        sa.Column("state_at", UtcDateTime(), nullable=False),
        sa.Column("handled_by", sa.String(length=26), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_support_ticket"),
    )
    op.create_index("ix_support_ticket_login", "support_ticket", ["login"])
    op.create_index("ix_support_ticket_agency_code_state_at", "support_ticket", ["agency_code", "state_at"])
    op.create_table(
        "guide_reading",
        sa.Column("login", sa.String(length=320), nullable=False),
        sa.Column("guide", sa.String(length=64), nullable=False),
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("read_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("login", "guide", name="pk_guide_reading"),
    )
    op.create_index("ix_guide_reading_agency_code", "guide_reading", ["agency_code"])
    op.create_index("ix_guide_reading_read_at", "guide_reading", ["read_at"])
