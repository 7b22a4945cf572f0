"""Facts, correspondences, acknowledgements, outbox."""

import sqlalchemy as sa
from alembic import op

from backend.db.types import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _acknowledgement()
    _correspondence()
    _correspondent()
    _fact()
    _letter_reference()
    _outbox()
    _source_position()
    _correspondence_segment()
    _fact_party()


def _acknowledgement() -> None:
    op.create_table(
        "acknowledgement",
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("correspondence_id", sa.String(length=26), nullable=False),
        sa.Column("correspondent_id", sa.String(length=26), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=False),
        sa.Column("withheld_because", sa.String(length=30), nullable=True),
        sa.Column("message_id", sa.String(length=998), nullable=False),
        sa.PrimaryKeyConstraint("agency_code", "correspondence_id", name="pk_acknowledgement"),
    )
    op.create_index(
        "ix_acknowledgement_correspondent_id_decided_at", "acknowledgement", ["correspondent_id", "decided_at"]
    )
    op.create_index("ix_acknowledgement_message_id", "acknowledgement", ["message_id"])


def _correspondence() -> None:
    op.create_table(
        "correspondence",
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("correspondent_id", sa.String(length=26), nullable=False),
        sa.Column("sender_class", sa.String(length=10), nullable=False),
        sa.Column("mailbox", sa.String(length=320), nullable=False),
        sa.Column("message_id", sa.String(length=998), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("deadline_id", sa.String(length=60), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("answer_message_id", sa.String(length=998), nullable=True),
        sa.Column("working_seconds", sa.BigInteger(), nullable=True),
        sa.Column("may_acknowledge", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("agency_code", "id", name="pk_correspondence"),
    )
    op.create_index("ix_correspondence_agency_code_answered_at", "correspondence", ["agency_code", "answered_at"])
    op.create_index(
        "ix_correspondence_agency_code_correspondent_id", "correspondence", ["agency_code", "correspondent_id"]
    )
    op.create_index("ix_correspondence_agency_code_received_at", "correspondence", ["agency_code", "received_at"])
    op.create_index("ix_correspondence_id", "correspondence", ["id"])


def _correspondent() -> None:
    op.create_table(
        "correspondent",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=True),
        sa.Column("sender_class", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_correspondent"),
        sa.UniqueConstraint("address", name="uq_correspondent_address"),
    )


def _fact() -> None:
    op.create_table(
        "fact",
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("month", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("queue_id", sa.String(length=40), nullable=True),
        sa.Column("message_id", sa.String(length=998), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("agency_code", "month", "source", "sequence", name="pk_fact"),
    )
    op.create_index("ix_fact_kind_at", "fact", ["kind", "at"])
    op.create_index("ix_fact_message_id", "fact", ["message_id"])
    op.create_index("ix_fact_queue_id", "fact", ["queue_id"])


def _letter_reference() -> None:
    op.create_table(
        "letter_reference",
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("correspondence_id", sa.String(length=26), nullable=False),
        sa.Column("code", sa.String(length=70), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("issued_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("agency_code", "correspondence_id", name="pk_letter_reference"),
        sa.UniqueConstraint("code", name="uq_letter_reference_code"),
        sa.UniqueConstraint("token_hash", name="uq_letter_reference_token_hash"),
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("correspondence_id", sa.String(length=26), nullable=False),
        sa.Column("message_id", sa.String(length=998), nullable=False),
        sa.Column("recipient", sa.String(length=320), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("not_before", UtcDateTime(), nullable=False),
        sa.Column("claimed_at", UtcDateTime(), nullable=True),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("outcome", sa.String(length=60), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("message_id", name="uq_outbox_message_id"),
    )
    op.create_index("ix_outbox_state_not_before", "outbox", ["state", "not_before"])


def _source_position() -> None:
    op.create_table(
        "source_position",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("position", sa.String(length=400), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("read_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_source_position"),
    )


def _correspondence_segment() -> None:
    op.create_table(
        "correspondence_segment",
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("correspondence_id", sa.String(length=26), nullable=False),
        sa.Column("ordinal", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("turn", sa.String(length=10), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_code", "correspondence_id"],
            ["correspondence.agency_code", "correspondence.id"],
            name="fk_correspondence_segment_agency_code_correspondence_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("agency_code", "correspondence_id", "ordinal", name="pk_correspondence_segment"),
    )


def _fact_party() -> None:
    op.create_table(
        "fact_party",
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("month", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("correspondent_id", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_code", "month", "source", "sequence"],
            ["fact.agency_code", "fact.month", "fact.source", "fact.sequence"],
            name="fk_fact_party_agency_code_month_source_sequence",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("agency_code", "month", "source", "sequence", "correspondent_id", name="pk_fact_party"),
    )
    op.create_index("ix_fact_party_agency_code_correspondent_id", "fact_party", ["agency_code", "correspondent_id"])
