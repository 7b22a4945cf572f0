"""Letters of agencies, three clocks, what people did. What was derived is dropped, and derived anew from the facts."""

import sqlalchemy as sa
from alembic import op

from backend.db.types import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("correspondence_segment")
    op.drop_table("correspondence")
    _correspondence()
    _correspondence_segment()
    with op.batch_alter_table("correspondent") as table:
        table.add_column(sa.Column("agency_code", sa.String(length=35), nullable=True))
        table.create_unique_constraint("uq_correspondent_agency_code", ["agency_code"])
    with op.batch_alter_table("outbox") as table:
        table.add_column(sa.Column("kind", sa.String(length=20), nullable=False, server_default="acknowledgement"))
        table.add_column(sa.Column("data", sa.JSON(), nullable=False, server_default="{}"))
    op.execute("DELETE FROM source_position WHERE name = 'ground'")


def _correspondence() -> None:  # long because a table is one statement
    op.create_table(
        "correspondence",
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("correspondent_id", sa.String(length=26), nullable=False),
        sa.Column("sender_class", sa.String(length=10), nullable=False),
        sa.Column("mailbox", sa.String(length=320), nullable=False),
        sa.Column("message_id", sa.String(length=998), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("month", sa.BigInteger(), nullable=False),
        sa.Column("standing", sa.String(length=15), nullable=False),
        sa.Column("awaits_answer", sa.Boolean(), nullable=False),
        sa.Column("may_acknowledge", sa.Boolean(), nullable=False),
        sa.Column("shielded", sa.Boolean(), nullable=False),
        sa.Column("disputed", sa.Boolean(), nullable=False),
        sa.Column("reopened", sa.BigInteger(), nullable=False),
        sa.Column("matter", sa.String(length=60), nullable=False),
        sa.Column("urgency", sa.String(length=15), nullable=False),
        sa.Column("valid_paper_on", sa.Date(), nullable=True),
        sa.Column("deadline_id", sa.String(length=60), nullable=True),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("receipt_due_at", UtcDateTime(), nullable=True),
        sa.Column("task_due_on", sa.Date(), nullable=True),
        sa.Column("acknowledged_at", UtcDateTime(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("answered_by", sa.String(length=10), nullable=True),
        sa.Column("answer_message_id", sa.String(length=998), nullable=True),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("acknowledged_seconds", sa.BigInteger(), nullable=True),
        sa.Column("working_seconds", sa.BigInteger(), nullable=True),
        sa.Column("settled_seconds", sa.BigInteger(), nullable=True),
        sa.Column("sender_seconds", sa.BigInteger(), nullable=False),
        sa.Column("other_seconds", sa.BigInteger(), nullable=False),
        sa.Column("closed_because", sa.String(length=40), nullable=False),
        sa.Column("passed_to", sa.String(length=35), nullable=False),
        sa.Column("came_from", sa.String(length=35), nullable=False),
        sa.Column("first_received_at", UtcDateTime(), nullable=True),
        sa.Column("merged_into", sa.String(length=26), nullable=False),
        sa.Column("recalled", sa.String(length=10), nullable=False),
        sa.Column("register_number", sa.String(length=60), nullable=False),
        sa.Column("paper_symbol", sa.String(length=60), nullable=False),
        sa.Column("paper_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("agency_code", "id", name="pk_correspondence"),
    )
    for columns in (
        ["agency_code", "received_at"],
        ["agency_code", "standing", "due_at"],
        ["agency_code", "message_id"],
        ["agency_code", "paper_symbol"],
        ["agency_code", "correspondent_id"],
        ["id"],
        ["standing", "due_at"],
    ):
        op.create_index(f"ix_correspondence_{'_'.join(columns)}", "correspondence", columns)


def _correspondence_segment() -> None:
    op.create_table(
        "correspondence_segment",
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("correspondence_id", sa.String(length=26), nullable=False),
        sa.Column("ordinal", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("turn", sa.String(length=15), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("because", sa.String(length=15), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_code", "correspondence_id"],
            ["correspondence.agency_code", "correspondence.id"],
            name="fk_correspondence_segment_agency_code_correspondence_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("agency_code", "correspondence_id", "ordinal", name="pk_correspondence_segment"),
    )
