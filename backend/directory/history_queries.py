"""All SQL of the directory's recorded tables and of their history."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, cast

from sqlalchemy import ColumnElement, Table, bindparam, delete, select, update

from backend.db import ReadSession, WriteSession
from backend.directory.draft import Difference, Standing
from backend.directory.history import Chained, Head
from backend.directory.models import DirectoryChange, DirectoryRevision, DirectorySignature
from backend.directory.recorded import (
    AGENCY,
    AGENCY_NAME,
    ALIAS,
    CHANNEL,
    DAY,
    GROUP,
    GROUP_MEMBER,
    GROUP_RULE,
    MAILBOX,
    OFFICIAL,
    RECORDED,
    SUCCESSION,
    WEEK,
    Key,
    Record,
    Recorded,
)

AT_ONCE = 5_000  # changes read into memory


async def standing(session: ReadSession) -> Standing:
    """Every row of every recorded table."""
    return {recorded.name: await rows_of(session, recorded) for recorded in RECORDED}


async def public_standing(session: ReadSession) -> Standing:
    """The rows among which are all that anybody may see; other tables are empty."""
    of_mailbox, of_official = MAILBOX.table.c, OFFICIAL.table.c
    limits = {MAILBOX.name: of_mailbox.published_at.is_not(None), OFFICIAL.name: of_official.competent.is_(True)}
    shown = (
        AGENCY,
        AGENCY_NAME,
        SUCCESSION,
        GROUP,
        GROUP_RULE,
        GROUP_MEMBER,
        CHANNEL,
        WEEK,
        DAY,
        MAILBOX,
        ALIAS,
        OFFICIAL,
    )
    found = {recorded.name: await rows_of(session, recorded, limits.get(recorded.name)) for recorded in shown}
    return {recorded.name: found.get(recorded.name, {}) for recorded in RECORDED}


async def rows_of(
    session: ReadSession, recorded: Recorded, limit: ColumnElement[bool] | None = None
) -> dict[Key, Record]:
    statement = select(recorded.table)
    rows = await session.execute(statement if limit is None else statement.where(limit))
    found: list[Record] = [dict(zip(recorded.columns, row, strict=True)) for row in rows]
    return {recorded.key_of(row): row for row in found}


async def write(session: WriteSession, differences: Sequence[Difference]) -> None:
    """Bring the tables to what the differences say: first what goes, then what comes, then what changes."""
    by_table = {name: list(found) for name, found in groupby(differences, lambda one: one.recorded.name)}
    tables = [recorded for recorded in RECORDED if recorded.name in by_table]
    for recorded in reversed(tables):
        await _delete(session, recorded, [one.row for one in by_table[recorded.name] if one.after is None])
    for recorded in tables:
        new = [one.after for one in by_table[recorded.name] if one.before is None and one.after is not None]
        await _insert(session, recorded, _parents_first(new) if recorded is AGENCY else new)
    for recorded in tables:
        await _update(session, recorded, [one.after for one in by_table[recorded.name] if one.before and one.after])


async def head(session: ReadSession) -> Head:
    row = (await session.execute(select(DirectoryChange).order_by(DirectoryChange.seq.desc()).limit(1))).first()
    return Head(row[0].seq, row[0].revision, row[0].hash) if row else Head()


async def append(session: WriteSession, chained: Chained) -> None:
    await session.insert_all(_table(DirectoryChange), chained.changes)
    await session.insert_all(_table(DirectorySignature), chained.signatures)


async def bump(session: WriteSession, now: datetime) -> int:
    """The number of the revision that begins."""
    revision = await session.get(DirectoryRevision, 1)
    if revision is None:
        session.add(DirectoryRevision(id=1, revision=1, changed_at=now))
        return 1
    revision.revision, revision.changed_at = revision.revision + 1, now
    return revision.revision


async def last_change_at(session: ReadSession) -> datetime | None:
    return await session.scalar(select(DirectoryRevision.changed_at))


async def changes_after(session: ReadSession, seq: int, limit: int) -> Sequence[DirectoryChange]:
    """The changes that follow this one, in order: what a copy of the directory still lacks."""
    statement = select(DirectoryChange).where(DirectoryChange.seq > seq).order_by(DirectoryChange.seq).limit(limit)
    return (await session.scalars(statement)).all()


async def every_change(session: ReadSession) -> AsyncIterator[DirectoryChange]:
    """The whole chain, in order; read piece by piece."""
    seq = 0
    while found := await changes_after(session, seq, AT_ONCE):
        for change in found:
            yield change
        seq = found[-1].seq


async def changes_between(session: ReadSession, after: int, last: int) -> Sequence[DirectoryChange]:
    statement = select(DirectoryChange).where(DirectoryChange.seq > after, DirectoryChange.seq <= last)
    return (await session.scalars(statement.order_by(DirectoryChange.seq))).all()


async def changes_of_agency(session: ReadSession, entity: str, agency_code: str) -> Sequence[DirectoryChange]:
    """What was ever said of the rows of one table that are or once were an agency's, in order."""
    keys = select(DirectoryChange.key).where(
        DirectoryChange.agency_code == agency_code, DirectoryChange.entity == entity
    )
    statement = select(DirectoryChange).where(DirectoryChange.entity == entity, DirectoryChange.key.in_(keys))
    return (await session.scalars(statement.order_by(DirectoryChange.seq))).all()


async def change(session: ReadSession, seq: int) -> DirectoryChange | None:
    return await session.get(DirectoryChange, seq)


async def signature_before(session: ReadSession, seq: int) -> DirectorySignature | None:
    """The last one that does not cover this change."""
    statement = select(DirectorySignature).where(DirectorySignature.seq < seq)
    return (await session.scalars(statement.order_by(DirectorySignature.seq.desc()).limit(1))).first()


async def signature_over(session: ReadSession, seq: int) -> DirectorySignature | None:
    """The first one that covers this change."""
    statement = select(DirectorySignature).where(DirectorySignature.seq >= seq)
    return (await session.scalars(statement.order_by(DirectorySignature.seq).limit(1))).first()


async def signatures(session: ReadSession) -> dict[int, DirectorySignature]:
    return {row.seq: row for row in await session.scalars(select(DirectorySignature))}


async def _delete(session: WriteSession, recorded: Recorded, rows: Sequence[Record]) -> None:
    if rows:
        matching = (recorded.table.c[name] == bindparam(f"key_{name}") for name in recorded.key_columns)
        keys = [{f"key_{name}": row[name] for name in recorded.key_columns} for row in rows]
        await session.change(delete(recorded.table).where(*matching), keys)


async def _insert(session: WriteSession, recorded: Recorded, rows: Sequence[Record]) -> None:
    await session.insert_all(recorded.table, rows)


async def _update(session: WriteSession, recorded: Recorded, rows: Sequence[Record]) -> None:
    if not rows:
        return
    matching = (recorded.table.c[name] == bindparam(f"key_{name}") for name in recorded.key_columns)
    others: dict[str, Any] = {
        name: bindparam(f"new_{name}") for name in recorded.columns if name not in recorded.key_columns
    }
    values = [
        {f"key_{name}": row[name] for name in recorded.key_columns} | {f"new_{name}": row[name] for name in others}
        for row in rows
    ]
    await session.change(update(recorded.table).where(*matching).values(others), values)


def _parents_first(agencies: Sequence[Record]) -> list[Record]:
    """In an order in which no agency comes before the one above it."""
    by_code: Mapping[object, Record] = {row["code"]: row for row in agencies}
    ordered: dict[object, Record] = {}
    for row in agencies:
        line = [row]
        while (above := by_code.get(line[-1]["parent"])) is not None and above["code"] not in ordered:
            line.append(above)
        ordered |= {one["code"]: one for one in reversed(line) if one["code"] not in ordered}
    return list(ordered.values())


def _table(model: type[DirectoryChange] | type[DirectorySignature]) -> Table:
    return cast("Table", model.__table__)
