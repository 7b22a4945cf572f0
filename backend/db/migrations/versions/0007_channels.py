"""Channels by which agencies take papers, by kind and day."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agency_channel",
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("document_kind", sa.String(length=10), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["agency_code"], ["agency.code"], name="fk_agency_channel_agency_code"),
        sa.PrimaryKeyConstraint("agency_code", "document_kind", "valid_from", name="pk_agency_channel"),
    )
