"""Claiming by a key: of several units of work that insert one row, one is the first."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from backend.db.base import Base
from backend.db.session import WriteSession


async def insert_first(session: WriteSession, table: type[Base], values: Mapping[str, Any]) -> bool:
    """Whether it was this one; a row that stands there already is left as it is."""
    insert = sqlite.insert if session.dialect == "sqlite" else postgresql.insert
    return await session.change(insert(table).values(**values).on_conflict_do_nothing()) == 1
