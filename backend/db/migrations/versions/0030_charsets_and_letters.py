"""What letters that agencies sent were written in, counted by day; letters to agencies that fall short."""

import sqlalchemy as sa
from alembic import op

from backend.db.types import UtcDateTime

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "charset_day",
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("charset", sa.String(length=12), nullable=False),
        sa.Column("letters", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("agency_code", "day", "charset", name="pk_charset_day"),
    )
    op.create_table(
        "quarterly_letter",
        sa.Column("quarter", sa.String(length=6), nullable=False),
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("docx", sa.LargeBinary(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("noted_by", sa.String(length=26), nullable=True),
        sa.Column("noted_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("quarter", "agency_code", name="pk_quarterly_letter"),
    )
