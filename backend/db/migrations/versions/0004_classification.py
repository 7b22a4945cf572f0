"""What both gates said, and declarations."""

import sqlalchemy as sa
from alembic import op

from backend.db.types import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _browser_verdict()
    _declaration()
    _declaration_request()
    _gate_check()
    _requested_file()


def _browser_verdict() -> None:
    op.create_table(
        "browser_verdict",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("login", sa.String(length=320), nullable=False),
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("fingerprint", sa.String(length=22), nullable=True),
        sa.Column("action", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("bundle", sa.String(length=40), nullable=False),
        sa.Column("obligation", sa.String(length=20), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=True),
        sa.Column("elapsed_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_browser_verdict"),
    )
    op.create_index("ix_browser_verdict_at", "browser_verdict", ["at"])
    op.create_index("ix_browser_verdict_login_fingerprint_at", "browser_verdict", ["login", "fingerprint", "at"])


def _declaration() -> None:
    op.create_table(
        "declaration",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("login", sa.String(length=320), nullable=False),
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("fingerprint", sa.String(length=22), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("declared_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_declaration"),
    )
    op.create_index(
        "ix_declaration_login_fingerprint_expires_at", "declaration", ["login", "fingerprint", "expires_at"]
    )


def _declaration_request() -> None:
    op.create_table(
        "declaration_request",
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("login", sa.String(length=320), nullable=False),
        sa.Column("verdict_id", sa.String(length=20), nullable=False),
        sa.Column("bundle", sa.String(length=40), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("code", name="pk_declaration_request"),
    )
    op.create_index("ix_declaration_request_expires_at", "declaration_request", ["expires_at"])
    op.create_index("ix_declaration_request_login", "declaration_request", ["login"])


def _gate_check() -> None:
    op.create_table(
        "gate_check",
        sa.Column("verdict_id", sa.String(length=20), nullable=False),
        sa.Column("fingerprint", sa.String(length=22), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("login", sa.String(length=320), nullable=False),
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("action", sa.String(length=10), nullable=False),
        sa.Column("bundle", sa.String(length=40), nullable=False),
        sa.Column("from_webmail", sa.Boolean(), nullable=False),
        sa.Column("partner_id", sa.String(length=26), nullable=True),
        sa.PrimaryKeyConstraint("verdict_id", "fingerprint", name="pk_gate_check"),
    )
    op.create_index("ix_gate_check_agency_code_at", "gate_check", ["agency_code", "at"])
    op.create_index("ix_gate_check_partner_id_at", "gate_check", ["partner_id", "at"])


def _requested_file() -> None:
    op.create_table(
        "requested_file",
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("fingerprint", sa.String(length=22), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["code"], ["declaration_request.code"], name="fk_requested_file_code", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("code", "fingerprint", name="pk_requested_file"),
    )
