"""Issued documents with their recipients, letters and published links; the register; confirmations of mailboxes."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from backend.db.types import UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _documents()
    _of_document(
        "issued_line",
        ["ordinal"],
        sa.Column("ordinal", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("recipient_code", sa.String(length=35), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        *_reason(),
    )
    _of_document(
        "issued_message",
        ["message_id"],
        sa.Column("message_id", sa.String(length=998), nullable=False),
        sa.Column("found_at", UtcDateTime(), nullable=False),
    )
    _of_document(
        "published_link",
        [],
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("state", sa.String(length=15), nullable=False),
        sa.Column("key_mark", sa.String(length=16), nullable=False),
        sa.Column("checked_at", UtcDateTime(), nullable=True),
        sa.Column("next_check_at", UtcDateTime(), nullable=False),
        sa.Column("added_by", sa.String(length=26), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
    )
    op.create_index("ix_published_link_next_check_at", "published_link", ["next_check_at"])
    _register()
    _confirmations()
    _of_document(
        "issuance_call",
        ["ordinal", "event"],
        sa.Column("ordinal", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("event", sa.String(length=15), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("not_before", UtcDateTime(), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("outcome", sa.String(length=60), nullable=True),
    )
    op.create_index("ix_issuance_call_state_not_before", "issuance_call", ["state", "not_before"])


def _documents() -> None:
    op.create_table(
        "issued_document",
        *_key("id"),
        sa.Column("fingerprint", sa.String(length=22), nullable=False),
        sa.Column("symbol", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("pages", sa.BigInteger(), nullable=True),
        sa.Column("copies", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(length=26), nullable=False),
        sa.Column("next_look_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("agency_code", "id", name="pk_issued_document"),
    )
    op.create_index(
        "ix_issued_document_agency_code_fingerprint", "issued_document", ["agency_code", "fingerprint"], unique=True
    )
    op.create_index("ix_issued_document_agency_code_issued_on", "issued_document", ["agency_code", "issued_on"])
    op.create_index("ix_issued_document_next_look_at", "issued_document", ["next_look_at"])


def _register() -> None:
    op.create_table(
        "register_entry",
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("year", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("symbol", sa.String(length=60), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("copies", sa.BigInteger(), nullable=True),
        sa.Column("mailable", sa.Boolean(), nullable=False),
        *_reason(),
        sa.Column("imported_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("agency_code", "year", "symbol", name="pk_register_entry"),
    )
    op.create_index("ix_register_entry_agency_code_issued_on", "register_entry", ["agency_code", "issued_on"])


def _confirmations() -> None:
    op.create_table(
        "address_confirmation",
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("quarter", sa.String(length=6), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("agency_code", "address", "quarter", name="pk_address_confirmation"),
    )
    op.create_index("ix_address_confirmation_quarter_address", "address_confirmation", ["quarter", "address"])


def _key(name: str) -> list[sa.Column[Any]]:
    return [
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column(name, sa.String(length=26), nullable=False),
    ]


def _reason() -> list[sa.Column[Any]]:
    return [
        sa.Column("reason", sa.String(length=15), nullable=False),
        sa.Column("reason_by", sa.String(length=26), nullable=True),
        sa.Column("reason_at", UtcDateTime(), nullable=True),
    ]


def _of_document(table: str, key: list[str], *columns: sa.Column[Any]) -> None:
    op.create_table(
        table,
        *_key("document_id"),
        *columns,
        sa.ForeignKeyConstraint(
            ["agency_code", "document_id"],
            ["issued_document.agency_code", "issued_document.id"],
            name=f"fk_{table}_agency_code_document_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("agency_code", "document_id", *key, name=f"pk_{table}"),
    )
