"""Who may be one person writing from two addresses, by what clerks said."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "joined_correspondent",
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("correspondent_id", sa.String(length=26), nullable=False),
        sa.Column("other_id", sa.String(length=26), nullable=False),
        sa.PrimaryKeyConstraint("agency_code", "correspondent_id", "other_id", name="pk_joined_correspondent"),
    )
