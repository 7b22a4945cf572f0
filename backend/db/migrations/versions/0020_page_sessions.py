"""Page sessions in a table of their own: how somebody signed in, two lifetimes, what a provider vouched for; attempts
to sign in at a provider; accounts for emergencies; the audit log by log-in. Whoever was signed in to a page signs in
again."""

import sqlalchemy as sa
from alembic import op

from backend.db.types import UtcDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("delete from sign_in_session where kind <> 'plugin'")
    with op.batch_alter_table("sign_in_session") as table:
        table.drop_column("kind")
    _page_session()
    _sign_in_attempt()
    _emergency_account()
    op.create_index("ix_audit_entry_login_at", "audit_entry", ["login", "at"])


def _page_session() -> None:
    op.create_table(
        "page_session",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("login", sa.String(length=320), nullable=False),
        sa.Column("idle_until", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("claimed_roles", sa.JSON(), nullable=False),
        sa.Column("claimed_agencies", sa.JSON(), nullable=False),
        sa.Column("subject_hash", sa.String(length=64), nullable=True),
        sa.Column("provider_session_hash", sa.String(length=64), nullable=True),
        sa.Column("sealed", sa.String(), nullable=True),
        sa.Column("vouched_at", UtcDateTime(), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("token_hash", name="pk_page_session"),
    )
    for column in ("ends_at", "subject_hash", "provider_session_hash"):
        op.create_index(f"ix_page_session_{column}", "page_session", [column])


def _sign_in_attempt() -> None:
    op.create_table(
        "sign_in_attempt",
        sa.Column("state_hash", sa.String(length=64), nullable=False),
        sa.Column("browser_hash", sa.String(length=64), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("state_hash", name="pk_sign_in_attempt"),
    )
    op.create_index("ix_sign_in_attempt_expires_at", "sign_in_attempt", ["expires_at"])


def _emergency_account() -> None:
    op.create_table(
        "emergency_account",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_emergency_account"),
    )
