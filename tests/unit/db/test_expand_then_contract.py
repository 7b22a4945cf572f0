"""A migration adds; what it no longer needs goes a release later: the version before serves while it runs."""

import ast
from pathlib import Path

import pytest

from backend.db.migrate import MIGRATIONS

FIRST = 28  # those before ran with the roles stopped
# revision → since which release no code that may still serve reads or writes what it takes away
CONTRACTING = {"0029": "fact stays fact, with all its rows and columns: what was the table becomes a partition of it"}
TAKES_AWAY = {"drop_table", "drop_column", "drop_constraint", "rename_table"}
CONCURRENTLY = "postgresql_concurrently"
GROWING = {  # tables whose every row a lock would hold up for long
    "fact", "fact_party", "correspondence", "correspondence_segment", "correspondent", "outbox", "audit_entry",
    "acknowledgement", "letter_reference", "letter_token", "gate_check", "browser_verdict", "box_day", "mailbox_day",
}  # fmt: skip


def breaks(source: str) -> list[str]:
    """What the version before could not live with, by line."""
    found = []
    tree = ast.parse(source)
    made = {_texts(one)[0] for one in ast.walk(tree) if _called(one) == "create_table" and _texts(one)}
    for node in ast.walk(tree):
        name, given = _called(node), _keywords(node)
        if name in TAKES_AWAY:
            found.append(f"{_line(node)}: {name}")
        elif name == "alter_column" and given.keys() & {"new_column_name", "type_"}:
            found.append(f"{_line(node)}: alter_column renames or retypes")
        elif name == "alter_column" and _is(given.get("nullable"), False):
            found.append(f"{_line(node)}: alter_column forbids NULL")
        elif name == "add_column" and _adds_required(node):
            found.append(f"{_line(node)}: add_column NOT NULL without server_default")
        elif (
            name == "create_index"
            and {*_texts(node)[1:2]} & (GROWING - made)
            and "postgresql_concurrently" not in given
        ):
            found.append(f"{_line(node)}: create_index on a growing table without postgresql_concurrently")
        elif name == "execute" and any(word in " ".join(_texts(node)).upper() for word in ("DROP ", "RENAME ")):
            found.append(f"{_line(node)}: execute drops or renames")
    return found


def _called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else ""


def _line(node: ast.AST) -> int:
    return getattr(node, "lineno", 0)


def _keywords(node: ast.AST) -> dict[str, ast.expr]:
    return {one.arg: one.value for one in node.keywords if one.arg} if isinstance(node, ast.Call) else {}


def _texts(node: ast.AST) -> list[str]:
    """The texts among the arguments, in order."""
    arguments = node.args if isinstance(node, ast.Call) else []
    return [one.value for one in arguments if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def _adds_required(node: ast.AST) -> bool:
    columns = [one for one in ast.walk(node) if _called(one) == "Column"]
    return any(_is(_keywords(one).get("nullable"), False) and not _has_default(one) for one in columns)


def _has_default(column: ast.AST) -> bool:
    return "server_default" in _keywords(column) or any(_called(one) == "Computed" for one in ast.walk(column))


def _is(value: ast.expr | None, wanted: object) -> bool:
    return isinstance(value, ast.Constant) and value.value is wanted


def recent() -> list[Path]:
    found = sorted((MIGRATIONS / "versions").glob("[0-9]*.py"))
    return [file for file in found if int(file.name[:4]) >= FIRST and file.name[:4] not in CONTRACTING]


def test_no_migration_takes_away_what_the_version_before_uses() -> None:
    assert {file.name: found for file in recent() if (found := breaks(file.read_text("utf-8")))} == {}


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ('op.drop_table("agency")', "drop_table"),
        ('op.drop_column("agency", "symbol")', "drop_column"),
        ('op.rename_table("agency", "organ")', "rename_table"),
        ('op.alter_column("agency", "name", new_column_name="title")', "alter_column renames or retypes"),
        ('op.alter_column("agency", "name", nullable=False)', "alter_column forbids NULL"),
        ('op.add_column("fact", sa.Column("size", sa.BigInteger(), nullable=False))', "add_column NOT NULL without"),
        ('op.create_index("ix_fact_at", "fact", ["at"])', "create_index on a growing table"),
        ('op.execute("ALTER TABLE fact RENAME TO event")', "execute drops or renames"),
    ],
)
def test_each_way_to_break_it_is_seen(statement: str, found: str) -> None:
    assert breaks(f"def upgrade():\n    {statement}\n")[0].startswith(f"2: {found}")


@pytest.mark.parametrize(
    "statement",
    [
        'op.create_table("note", sa.Column("id", sa.String(26), nullable=False))',
        'op.add_column("agency", sa.Column("note", sa.String(9), nullable=True))',
        'op.add_column("agency", sa.Column("note", sa.String(9), nullable=False, server_default=""))',
        'op.create_index("ix_agency_note", "agency", ["note"])',
    ],
)
def test_what_only_adds_is_let_through(statement: str) -> None:
    assert breaks(f"def upgrade():\n    {statement}\n") == []
