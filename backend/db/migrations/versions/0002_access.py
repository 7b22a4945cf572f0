"""Webmails, plugin sessions, visits."""

import sqlalchemy as sa
from alembic import op

from backend.db.types import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _plugin_session()
    _used_token_id()
    _web_session()
    _webmail()


def _plugin_session() -> None:
    op.create_table(
        "plugin_session",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("login", sa.String(length=320), nullable=False),
        sa.Column("webmail_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_plugin_session"),
    )
    op.create_index("ix_plugin_session_expires_at", "plugin_session", ["expires_at"])
    op.create_index("ix_plugin_session_webmail_id", "plugin_session", ["webmail_id"])


def _used_token_id() -> None:
    op.create_table(
        "used_token_id",
        sa.Column("webmail_id", sa.String(length=26), nullable=False),
        sa.Column("token_id", sa.String(length=320), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("webmail_id", "token_id", name="pk_used_token_id"),
    )
    op.create_index("ix_used_token_id_expires_at", "used_token_id", ["expires_at"])


def _web_session() -> None:
    op.create_table(
        "web_session",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("login", sa.String(length=320), nullable=False),
        sa.Column("form_key_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_web_session"),
    )
    op.create_index("ix_web_session_expires_at", "web_session", ["expires_at"])


def _webmail() -> None:
    op.create_table(
        "webmail",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("public_key", sa.String(length=500), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_webmail"),
        sa.UniqueConstraint("name", name="uq_webmail_name"),
    )
