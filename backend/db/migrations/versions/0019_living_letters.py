"""What indexes hold of due dates and working time is that of living letters, and pages keep room: a changed calendar
then writes a finished letter's row and no index. PostgreSQL writes the table once more."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_COLUMNS: dict[str, sa.types.TypeEngine[Any]] = {
    "due_at": sa.DateTime(timezone=True),
    "own_seconds": sa.BigInteger(),
    "sender_seconds": sa.BigInteger(),
    "other_seconds": sa.BigInteger(),
}
_OLD = ("agency_code_standing_due_at", "standing_due_at", "waiting")
_WAITING = ["agency_code", "month", "sender_class", "matter", "standing", "turn_since"]


def upgrade() -> None:
    for name in _OLD:
        op.drop_index(f"ix_correspondence_{name}", "correspondence")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE correspondence SET (fillfactor = 80)")
        added = (
            f"ADD COLUMN living_{name} {type_.compile(op.get_bind().dialect)} "
            f"GENERATED ALWAYS AS ({_while_living(name)}) STORED"
            for name, type_ in _COLUMNS.items()
        )
        op.execute(f"ALTER TABLE correspondence {', '.join(added)}")
    else:
        for name, type_ in _COLUMNS.items():
            op.add_column("correspondence", sa.Column(f"living_{name}", type_, sa.Computed(_while_living(name))))
    op.create_index(
        "ix_correspondence_agency_code_standing_living_due_at",
        "correspondence",
        ["agency_code", "standing", "living_due_at"],
    )
    op.create_index(
        "ix_correspondence_waiting",
        "correspondence",
        [*_WAITING, "living_own_seconds", "living_sender_seconds", "living_other_seconds", "living_due_at"],
        postgresql_where=sa.text("waiting"),
        sqlite_where=sa.text("waiting = 1"),
    )


def _while_living(column: str) -> str:
    return f"CASE WHEN standing IN ('open', 'senders_turn') THEN {column} END"
