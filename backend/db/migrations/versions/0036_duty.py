"""What went wrong with the system, and what those on duty noted of it."""

import sqlalchemy as sa
from alembic import op

from backend.db.types import UtcDateTime

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "incident",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("service", sa.String(length=12), nullable=False),
        sa.Column("severity", sa.String(length=12), nullable=False),
        sa.Column("seen", sa.String(length=180), nullable=False),
        sa.Column("began_at", UtcDateTime(), nullable=False),
        sa.Column("opened_by", sa.String(length=26), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("mended_at", UtcDateTime(), nullable=True),
        sa.Column("cause", sa.String(length=180), nullable=True),
        sa.Column("mended_by_what", sa.String(length=180), nullable=True),
        sa.Column("closed_by", sa.String(length=26), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("outage_by", sa.String(length=26), nullable=True),
        sa.Column("outage_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_incident"),
    )
    op.create_index("ix_incident_agency_code_closed_at", "incident", ["agency_code", "closed_at"])
    op.create_table(
        "incident_note",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("incident_id", sa.String(length=26), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("noted_by", sa.String(length=26), nullable=False),
        sa.Column("noted_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name="fk_incident_note_incident_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_incident_note"),
    )
    op.create_index("ix_incident_note_incident_id", "incident_note", ["incident_id"])
