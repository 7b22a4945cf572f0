"""What agencies chose for entries of "Nơi nhận", remembered by agency and revocable."""

import sqlalchemy as sa
from alembic import op

from backend.db.types import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "recipient_correction",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("agency_code", sa.String(35), nullable=False),
        sa.Column("entry", sa.String(300), nullable=False),
        sa.Column("codes", sa.JSON(), nullable=False),
        sa.Column("chosen_by", sa.String(26), nullable=False),
        sa.Column("chosen_login", sa.String(320), nullable=False),
        sa.Column("chosen_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_by", sa.String(26), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["agency_code"], ["agency.code"], name="fk_recipient_correction_agency_code_agency"),
        sa.ForeignKeyConstraint(["chosen_by"], ["official.id"], name="fk_recipient_correction_chosen_by_official"),
        sa.ForeignKeyConstraint(["revoked_by"], ["official.id"], name="fk_recipient_correction_revoked_by_official"),
        sa.PrimaryKeyConstraint("id", name="pk_recipient_correction"),
    )
    op.create_index(
        "ix_recipient_correction_agency_code_entry", "recipient_correction", ["agency_code", "entry"], unique=False
    )
