"""All SQL by which figures read the letters that wait, a row a group of them: however many they are, the database goes
through one index and hands over a few columns of numbers."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import func, select

from backend.correspondence.chunks import chunks
from backend.correspondence.many_rows import table_of
from backend.correspondence.models import Correspondence
from backend.correspondence.open_columns import WaitingColumns, WaitingGroup
from backend.correspondence.packed_columns import packed, unpacked
from backend.db import ReadSession

_KEY = WaitingGroup._fields[:-1]
_MOMENTS = ("turn_since", "living_due_at")
_NUMBERS = ("turn_since", "living_own_seconds", "living_sender_seconds", "living_other_seconds", "living_due_at")


async def waiting_columns(
    session: ReadSession, codes: Collection[str], first: int, last: int, sender_class: str | None = None
) -> WaitingColumns:
    """`figure_queries.waiting_in_months`, column by column."""
    of, rows = table_of(Correspondence).c, list[Any]()
    key = [of[name] for name in _KEY]
    numbers = [packed(session, of[name], is_moment=name in _MOMENTS) for name in _NUMBERS]
    for chunk in chunks(codes):
        statement = select(*key, func.count(), *numbers).where(
            of.waiting, of.agency_code.in_(chunk), of.month.between(first, last)
        )
        if sender_class is not None:
            statement = statement.where(of.sender_class == sender_class)
        rows += (await session.execute(statement.group_by(*key))).all()
    own = len(_KEY) + 1
    columns = list(zip(*(row[own:] for row in rows), strict=True)) or [()] * len(_NUMBERS)
    read = [
        unpacked(session, column, is_moment=name in _MOMENTS) for name, column in zip(_NUMBERS, columns, strict=True)
    ]
    return WaitingColumns([WaitingGroup._make(row[:own]) for row in rows], *read)
