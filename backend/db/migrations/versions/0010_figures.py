"""Figures by agency, month, sender class and matter. What was derived is dropped, and derived anew from the facts."""

import sqlalchemy as sa
from alembic import op

from backend.db.types import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DELETE FROM correspondence_segment")
    op.execute("DELETE FROM correspondence")
    with op.batch_alter_table("correspondence") as table:
        table.add_column(sa.Column("waiting", sa.Boolean(), nullable=False))
        table.add_column(sa.Column("turn_since", UtcDateTime(), nullable=True))
        table.add_column(sa.Column("due_named_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("own_seconds", sa.BigInteger(), nullable=False))
    _waiting_index()
    _figure()
    op.create_table(
        "stale_figures",
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("month", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("marks", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("agency_code", "month", name="pk_stale_figures"),
    )
    op.execute("DELETE FROM source_position WHERE name = 'ground'")


def _waiting_index() -> None:
    columns = ["agency_code", "month", "sender_class", "matter", "standing"]
    columns += ["turn_since", "own_seconds", "sender_seconds", "other_seconds", "due_at"]
    op.create_index(
        "ix_correspondence_waiting",
        "correspondence",
        columns,
        postgresql_where=sa.text("waiting"),
        sqlite_where=sa.text("waiting = 1"),
    )


def _figure() -> None:
    counts = ["answered", "closed", "elsewhere", "reopened", "undated", "passed_on", "no_answer", "returned", "merged"]
    seconds = ["own_seconds", "sender_seconds", "other_seconds"]
    op.create_table(
        "figure",
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("month", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sender_class", sa.String(length=10), nullable=False),
        sa.Column("matter", sa.String(length=60), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in (*counts, *seconds)),
        sa.Column("median_seconds", sa.BigInteger(), nullable=True),
        sa.Column("p90_seconds", sa.BigInteger(), nullable=True),
        sa.Column("waits", sa.LargeBinary(), nullable=False),
        sa.Column("dues", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("agency_code", "month", "sender_class", "matter", name="pk_figure"),
    )
    op.create_index("ix_figure_month_agency_code", "figure", ["month", "agency_code"])
