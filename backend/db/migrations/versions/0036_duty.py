"""What went wrong with the system, who is on duty, and what was handed over to the next."""

import sqlalchemy as sa
from alembic import op

from backend.db.types import UtcDateTime

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _incidents()
    _turns_and_sheets()


def _incidents() -> None:
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


def _turns_and_sheets() -> None:
    op.create_table(
        "duty_turn",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("begins_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("entered_by", sa.String(length=26), nullable=False),
        sa.Column("entered_at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_by", sa.String(length=26), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_duty_turn"),
    )
    op.create_index("ix_duty_turn_agency_code_ends_at", "duty_turn", ["agency_code", "ends_at"])
    op.create_table(
        "duty_handover",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("turn_id", sa.String(length=26), nullable=False),
        sa.Column("since_at", UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.String(length=26), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("sheet", sa.JSON(), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("taken_by", sa.String(length=26), nullable=True),
        sa.Column("taken_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_duty_handover"),
    )
    op.create_index("ix_duty_handover_turn_id", "duty_handover", ["turn_id"], unique=True)
    op.create_index("ix_duty_handover_agency_code_made_at", "duty_handover", ["agency_code", "made_at"])
