"""Days that decisions set apart, by agency; weeks of a season and with an end."""

import sqlalchemy as sa
from alembic import op

from backend.db.types import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agency_day",
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("hours", sa.String(length=100), nullable=False),
        sa.Column("stands_for", sa.Date(), nullable=True),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("decision_number", sa.String(length=60), nullable=False),
        sa.Column("entered_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["agency_code"], ["agency.code"], name="fk_agency_day_agency_code"),
        sa.PrimaryKeyConstraint("agency_code", "day", name="pk_agency_day"),
    )
    _seasons()


def _seasons() -> None:
    """SQLite changes a key only by making the table anew, which batch mode does there and only there."""
    with op.batch_alter_table("agency_week") as weeks:
        weeks.add_column(sa.Column("season", sa.String(length=12), nullable=False, server_default=""))
        weeks.add_column(sa.Column("valid_to", sa.Date(), nullable=True))
        weeks.drop_constraint("pk_agency_week", type_="primary")
        weeks.create_primary_key("pk_agency_week", ["agency_code", "valid_from", "season"])
