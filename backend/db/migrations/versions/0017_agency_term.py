"""Ordinary terms that agencies set by a decision of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agency_term",
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("days", sa.BigInteger(), nullable=False),
        sa.Column("decision_number", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["agency_code"], ["agency.code"], name="fk_agency_term_agency_code"),
        sa.PrimaryKeyConstraint("agency_code", "valid_from", name="pk_agency_term"),
    )
