"""The official directory."""

import sqlalchemy as sa
from alembic import op

from backend.db.types import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _agency()
    _directory_revision()
    _agency_week()
    _business_address()
    _former_name()
    _mailbox()
    _official()
    _login_mailbox()
    _private_address()
    _role_assignment()


def _agency() -> None:
    op.create_table(
        "agency",
        sa.Column("code", sa.String(length=35), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("parent", sa.String(length=35), nullable=True),
        sa.Column("symbol", sa.String(length=10), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("successor", sa.String(length=35), nullable=True),
        sa.ForeignKeyConstraint(["parent"], ["agency.code"], name="fk_agency_parent"),
        sa.ForeignKeyConstraint(["successor"], ["agency.code"], name="fk_agency_successor"),
        sa.PrimaryKeyConstraint("code", name="pk_agency"),
    )
    op.create_index("ix_agency_parent", "agency", ["parent"])


def _directory_revision() -> None:
    op.create_table(
        "directory_revision",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_directory_revision"),
    )


def _agency_week() -> None:
    op.create_table(
        "agency_week",
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("hours", sa.String(length=400), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["agency_code"], ["agency.code"], name="fk_agency_week_agency_code"),
        sa.PrimaryKeyConstraint("agency_code", "valid_from", name="pk_agency_week"),
    )


def _business_address() -> None:
    op.create_table(
        "business_address",
        sa.Column("pattern", sa.String(length=320), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.ForeignKeyConstraint(["agency_code"], ["agency.code"], name="fk_business_address_agency_code"),
        sa.PrimaryKeyConstraint("pattern", name="pk_business_address"),
    )


def _former_name() -> None:
    op.create_table(
        "former_name",
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["agency_code"], ["agency.code"], name="fk_former_name_agency_code"),
        sa.PrimaryKeyConstraint("agency_code", "name", name="pk_former_name"),
    )


def _mailbox() -> None:
    op.create_table(
        "mailbox",
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["agency_code"], ["agency.code"], name="fk_mailbox_agency_code"),
        sa.PrimaryKeyConstraint("address", name="pk_mailbox"),
    )
    op.create_index("ix_mailbox_agency_code", "mailbox", ["agency_code"])


def _official() -> None:
    op.create_table(
        "official",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("post", sa.String(length=300), nullable=False),
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("login", sa.String(length=320), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["agency_code"], ["agency.code"], name="fk_official_agency_code"),
        sa.PrimaryKeyConstraint("id", name="pk_official"),
    )
    op.create_index("ix_official_agency_code_name", "official", ["agency_code", "name"])
    op.create_index("ix_official_login", "official", ["login"])


def _login_mailbox() -> None:
    op.create_table(
        "login_mailbox",
        sa.Column("login", sa.String(length=320), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.ForeignKeyConstraint(["address"], ["mailbox.address"], name="fk_login_mailbox_address"),
        sa.PrimaryKeyConstraint("login", "address", name="pk_login_mailbox"),
    )
    op.create_index("ix_login_mailbox_address", "login_mailbox", ["address"])


def _private_address() -> None:
    op.create_table(
        "private_address",
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("official_id", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(["official_id"], ["official.id"], name="fk_private_address_official_id"),
        sa.PrimaryKeyConstraint("address", name="pk_private_address"),
    )
    op.create_index("ix_private_address_official_id", "private_address", ["official_id"])


def _role_assignment() -> None:
    op.create_table(
        "role_assignment",
        sa.Column("official_id", sa.String(length=26), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("decision_number", sa.String(length=60), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["agency_code"], ["agency.code"], name="fk_role_assignment_agency_code"),
        sa.ForeignKeyConstraint(["official_id"], ["official.id"], name="fk_role_assignment_official_id"),
        sa.PrimaryKeyConstraint("official_id", "role", "agency_code", name="pk_role_assignment"),
    )
