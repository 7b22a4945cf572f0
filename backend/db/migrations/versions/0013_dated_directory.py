"""The directory on any day: dated names, successions, groups, readiness, assignments, aliases; its signed history."""

from datetime import date

import sqlalchemy as sa
from alembic import op

from backend.db.ids import new_id
from backend.db.types import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _agency_name()
    _agency_succession()
    _agency()
    _groups()
    _readiness()
    _mailbox()
    _official()
    _role_assignment()
    _history()


def _agency_name() -> None:
    op.create_table(
        "agency_name",
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["agency_code"], ["agency.code"], name="fk_agency_name_agency_code"),
        sa.PrimaryKeyConstraint("agency_code", "name", name="pk_agency_name"),
    )
    op.execute("INSERT INTO agency_name (agency_code, name) SELECT agency_code, name FROM former_name")
    op.drop_table("former_name")


def _agency_succession() -> None:
    op.create_table(
        "agency_succession",
        sa.Column("predecessor", sa.String(length=35), nullable=False),
        sa.Column("successor", sa.String(length=35), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=True),
        sa.Column("decision_number", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(["predecessor"], ["agency.code"], name="fk_agency_succession_predecessor"),
        sa.ForeignKeyConstraint(["successor"], ["agency.code"], name="fk_agency_succession_successor"),
        sa.PrimaryKeyConstraint("predecessor", "successor", name="pk_agency_succession"),
    )
    op.create_index("ix_agency_succession_successor", "agency_succession", ["successor"])
    op.execute(
        "INSERT INTO agency_succession (predecessor, successor, kind, on_date) "
        "SELECT code, successor, 'merged', valid_to FROM agency WHERE successor IS NOT NULL"
    )


def _agency() -> None:
    """SQLite drops a column with a foreign key only with its table, to whose name others' keys keep pointing: every row
    is back before the transaction ends, when the keys are checked."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("PRAGMA defer_foreign_keys = ON")
        op.execute("CREATE TEMPORARY TABLE old_agency AS SELECT * FROM agency")
        op.drop_table("agency")
        _create_agency()
        op.execute(
            "INSERT INTO agency (code, name, kind, parent, symbol, valid_from, valid_to) "
            "SELECT code, name, kind, parent, symbol, valid_from, valid_to FROM old_agency"
        )
        op.execute("DROP TABLE old_agency")
    else:
        op.drop_column("agency", "successor")
        op.add_column("agency", sa.Column("short_names", sa.JSON(), nullable=False, server_default="[]"))
        op.add_column("agency", sa.Column("phone", sa.String(length=60), nullable=False, server_default=""))


def _create_agency() -> None:
    op.create_table(
        "agency",
        sa.Column("code", sa.String(length=35), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("parent", sa.String(length=35), nullable=True),
        sa.Column("symbol", sa.String(length=10), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("short_names", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("phone", sa.String(length=60), nullable=False, server_default=""),
        sa.ForeignKeyConstraint(["parent"], ["agency.code"], name="fk_agency_parent"),
        sa.PrimaryKeyConstraint("code", name="pk_agency"),
    )
    op.create_index("ix_agency_parent", "agency", ["parent"])


def _groups() -> None:
    op.create_table(
        "agency_group",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("spellings", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("code", name="pk_agency_group"),
    )
    op.create_table(
        "agency_group_rule",
        sa.Column("group_code", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("under", sa.String(length=35), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["group_code"], ["agency_group.code"], name="fk_agency_group_rule_group_code"),
        sa.ForeignKeyConstraint(["under"], ["agency.code"], name="fk_agency_group_rule_under"),
        sa.PrimaryKeyConstraint("group_code", "kind", "under", name="pk_agency_group_rule"),
    )
    op.create_table(
        "agency_group_member",
        sa.Column("group_code", sa.String(length=40), nullable=False),
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("excluded", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["group_code"], ["agency_group.code"], name="fk_agency_group_member_group_code"),
        sa.ForeignKeyConstraint(["agency_code"], ["agency.code"], name="fk_agency_group_member_agency_code"),
        sa.PrimaryKeyConstraint("group_code", "agency_code", name="pk_agency_group_member"),
    )


def _readiness() -> None:
    op.create_table(
        "agency_readiness",
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("item", sa.String(length=20), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["agency_code"], ["agency.code"], name="fk_agency_readiness_agency_code"),
        sa.PrimaryKeyConstraint("agency_code", "item", "valid_from", name="pk_agency_readiness"),
    )


def _mailbox() -> None:
    for column in (
        sa.Column("display", sa.String(length=300), nullable=False, server_default=""),
        sa.Column("published_from", sa.Date(), nullable=True),
        sa.Column("published_to", sa.Date(), nullable=True),
        sa.Column("decision_number", sa.String(length=60), nullable=True),
    ):
        op.add_column("mailbox", column)
    op.create_table(
        "mailbox_alias",
        sa.Column("alias", sa.String(length=320), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["address"], ["mailbox.address"], name="fk_mailbox_alias_address"),
        sa.PrimaryKeyConstraint("alias", "address", name="pk_mailbox_alias"),
    )
    op.create_index("ix_mailbox_alias_address", "mailbox_alias", ["address"])


def _official() -> None:
    for column in (
        sa.Column("phone", sa.String(length=60), nullable=False, server_default=""),
        sa.Column("competent", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("staff_number", sa.String(length=40), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
    ):
        op.add_column("official", column)
    op.create_index("ix_official_staff_number", "official", ["staff_number"])


def _role_assignment() -> None:
    """Made anew: the same role may now be held twice in time, so that a row needs an identifier."""
    columns = ("official_id", "role", "agency_code", "decision_number", "valid_from", "valid_to")
    old = sa.table("role_assignment", *(sa.column(name) for name in columns[:4]), *_days("valid_from", "valid_to"))
    held = [{**row, "id": new_id()} for row in op.get_bind().execute(sa.select(old)).mappings()]
    op.drop_table("role_assignment")
    made = op.create_table(
        "role_assignment",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("official_id", sa.String(length=26), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("delegator_id", sa.String(length=26), nullable=True),
        sa.Column("scope", sa.String(length=300), nullable=False, server_default=""),
        sa.Column("decision_number", sa.String(length=60), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["official_id"], ["official.id"], name="fk_role_assignment_official_id"),
        sa.ForeignKeyConstraint(["delegator_id"], ["official.id"], name="fk_role_assignment_delegator_id"),
        sa.ForeignKeyConstraint(["agency_code"], ["agency.code"], name="fk_role_assignment_agency_code"),
        sa.PrimaryKeyConstraint("id", name="pk_role_assignment"),
    )
    op.create_index("ix_role_assignment_official_id", "role_assignment", ["official_id"])
    op.create_index("ix_role_assignment_agency_code_role", "role_assignment", ["agency_code", "role"])
    op.bulk_insert(made, held)


def _days(*names: str) -> list[sa.ColumnClause[date]]:
    return [sa.column(name, sa.Date()) for name in names]


def _history() -> None:
    op.create_table(
        "directory_change",
        sa.Column("seq", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("login", sa.String(length=320), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=True),
        sa.Column("entity", sa.String(length=20), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("decision_number", sa.String(length=60), nullable=True),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_directory_change"),
    )
    op.create_index("ix_directory_change_entity_key", "directory_change", ["entity", "key"])
    op.create_index("ix_directory_change_agency_code_seq", "directory_change", ["agency_code", "seq"])
    op.create_table(
        "directory_signature",
        sa.Column("seq", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("key_id", sa.String(length=43), nullable=False),
        sa.Column("signature", sa.String(length=86), nullable=False),
        sa.Column("signed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_directory_signature"),
    )
