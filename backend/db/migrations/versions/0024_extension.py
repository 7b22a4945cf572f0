"""The browser extension: codes and sessions of its sign-in, bearers that came of one; room for the address of its
sign-in page in an attempt at the provider; browsers in which the gate stands; declared checks of a mailbox."""

import sqlalchemy as sa
from alembic import op

from backend.db.types import UtcDateTime

revision = "0024"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sign_in_attempt") as table:
        table.alter_column("path", type_=sa.String(length=1000), existing_type=sa.String(length=200))
    op.add_column("sign_in_session", sa.Column("extension_id", sa.String(length=26), nullable=True))
    op.create_index("ix_sign_in_session_extension_id", "sign_in_session", ["extension_id"])
    _extension_code()
    _extension_session()
    _guarding_device()
    _declared_check()


def _extension_code() -> None:
    op.create_table(
        "extension_code",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("challenge", sa.String(length=43), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("browser", sa.String(length=10), nullable=False),
        *_whose(),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("code_hash", name="pk_extension_code"),
    )
    op.create_index("ix_extension_code_expires_at", "extension_code", ["expires_at"])


def _extension_session() -> None:
    op.create_table(
        "extension_session",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("family_hash", sa.String(length=64), nullable=False),
        sa.Column("refresh_hash", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("browser", sa.String(length=10), nullable=False),
        *_whose(),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("refreshed_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_extension_session"),
    )
    op.create_index("ix_extension_session_family_hash", "extension_session", ["family_hash"], unique=True)
    for column in ("login", "ends_at", "subject_hash", "provider_session_hash"):
        op.create_index(f"ix_extension_session_{column}", "extension_session", [column])


def _whose() -> list[sa.Column[object]]:
    return [
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("login", sa.String(length=320), nullable=False),
        sa.Column("claimed_roles", sa.JSON(), nullable=False),
        sa.Column("claimed_agencies", sa.JSON(), nullable=False),
        sa.Column("subject_hash", sa.String(length=64), nullable=True),
        sa.Column("provider_session_hash", sa.String(length=64), nullable=True),
    ]


def _guarding_device() -> None:
    op.create_table(
        "guarding_device",
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("device_hash", sa.String(length=64), nullable=False),
        sa.Column("gate", sa.String(length=10), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("browser", sa.String(length=10), nullable=False),
        sa.Column("managed", sa.Boolean(), nullable=False),
        sa.Column("bundle", sa.String(length=32), nullable=False),
        sa.Column("bundle_issued_on", sa.Date(), nullable=True),
        sa.Column("hosts", sa.JSON(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("agency_code", "device_hash", name="pk_guarding_device"),
    )
    op.create_index("ix_guarding_device_seen_on", "guarding_device", ["seen_on"])


def _declared_check() -> None:
    op.create_table(
        "declared_check",
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("mailbox", sa.String(length=320), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("declared_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("agency_code", "id", name="pk_declared_check"),
    )
    op.create_index("ix_declared_check_agency_code_declared_at", "declared_check", ["agency_code", "declared_at"])
