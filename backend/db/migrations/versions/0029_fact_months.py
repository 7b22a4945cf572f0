"""Facts are kept by month: on PostgreSQL each month is a partition of its own, on SQLite nothing changes.

`prepare` runs while everybody works: a check that no fact of the table is of a month after the next, proved without
a lock that anybody feels. The rest takes milliseconds, whatever the table holds, and asks for the table alone: as it is
it becomes one partition, for all months up to then, by the check that was proved; no row is copied. What is of no month
that has a partition lies in `fact_other`, until the worker gives it one.
"""

import re
from datetime import date, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0027"
branch_labels = None
depends_on = None

_AHEAD = 3  # months
_CHECK = "ck_fact_before"
_KEY = "agency_code, month, source, sequence"
_INDEXES = {
    "ix_fact_queue_id": "(queue_id)",
    "ix_fact_message_id": "(message_id)",
    "ix_fact_refusals": "(at) WHERE kind IN ('refused', 'removed')",
    "ix_fact_box_events": "(at) WHERE kind IN ('opened', 'mdn_sent', 'counted')",
}


def prepare(connection: sa.Connection) -> list[str]:
    """Statements to be run before, each in a transaction of its own, however often."""
    if not connection.scalar(sa.text("SELECT EXISTS (SELECT 1 FROM fact)")):
        return []
    return [
        f"ALTER TABLE fact DROP CONSTRAINT IF EXISTS {_CHECK}",
        f"ALTER TABLE fact ADD CONSTRAINT {_CHECK} CHECK (month < {_first_after(connection)}::bigint) NOT VALID",
        f"ALTER TABLE fact VALIDATE CONSTRAINT {_CHECK}",
    ]


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    op.execute("LOCK TABLE fact IN ACCESS EXCLUSIVE MODE")
    has_rows = connection.scalar(sa.text("SELECT EXISTS (SELECT 1 FROM fact)"))
    cut = (_checked(connection) or _first_after(connection)) if has_rows else None
    op.execute("ALTER TABLE fact RENAME TO fact_before")
    op.execute("ALTER TABLE fact_before RENAME CONSTRAINT pk_fact TO pk_fact_before")
    for index in _INDEXES:
        op.execute(f"ALTER INDEX {index} RENAME TO {index}_before")
    op.execute("CREATE TABLE fact (LIKE fact_before) PARTITION BY RANGE (month)")
    op.execute(f"ALTER TABLE fact ADD CONSTRAINT pk_fact PRIMARY KEY ({_KEY})")
    for index, what in _INDEXES.items():
        op.execute(f"CREATE INDEX {index} ON fact {what}")
    if cut is None:
        op.execute("DROP TABLE fact_before")
    else:
        op.execute(f"ALTER TABLE fact ATTACH PARTITION fact_before FOR VALUES FROM (MINVALUE) TO ({cut})")
        op.execute(f"ALTER TABLE fact_before DROP CONSTRAINT IF EXISTS {_CHECK}")
    for month in _months(cut):
        op.execute(f"CREATE TABLE fact_{month} PARTITION OF fact FOR VALUES FROM ({month}) TO ({month + 1})")
    op.execute("CREATE TABLE fact_other PARTITION OF fact DEFAULT")


def _months(cut: int | None) -> list[int]:
    """From the one after the table that was, or from this one, on."""
    last = month = date.today().replace(day=1)  # noqa: DTZ011 (a day more or less makes no difference)
    found = []
    for _ in range(_AHEAD + 1):
        last, month = month, _next(month)
        if cut is None or _number(last) >= cut:
            found.append(_number(last))
    return found


def _first_after(connection: sa.Connection) -> int:
    """The month after the next, or after the last that a fact is of."""
    latest = connection.scalar(sa.text("SELECT max(month) FROM fact")) or 0
    return max(_number(_next(_next(date.today().replace(day=1)))), latest + 1)  # noqa: DTZ011 (as above)


def _checked(connection: sa.Connection) -> int | None:
    said = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = :name AND convalidated"
    found = re.search(r"\d{6}", connection.scalar(sa.text(said), {"name": _CHECK}) or "")
    return int(found.group()) if found else None


def _next(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def _number(month: date) -> int:
    return month.year * 100 + month.month
