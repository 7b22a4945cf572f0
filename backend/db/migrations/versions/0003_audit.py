"""The audit log."""

import sqlalchemy as sa
from alembic import op

from backend.db.types import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _audit_entry()


def _audit_entry() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("login", sa.String(length=320), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=True),
        sa.Column("deed", sa.String(length=60), nullable=False),
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("subject_id", sa.String(length=60), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_entry"),
    )
    op.create_index("ix_audit_entry_agency_code_at", "audit_entry", ["agency_code", "at"])
