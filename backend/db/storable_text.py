"""Texts as a database can keep them: any character but U+0000.

For one PostgreSQL refuses the whole statement, and SQLite's JSON functions end a text where it stands, so that another
one is found. A letter's header, a form or a GraphQL variable may hold it: it is kept, and looked for, as U+FFFD, the
character for what could not be represented. What SQLite is given by itself, it keeps and compares as it is.
"""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.ext.asyncio import AsyncEngine

_ESCAPE = re.compile(r"\\(u0000|.)")  # of JSON: an escaped backslash begins no other escape


def storable_json(text: str) -> str:
    """A JSON text without U+0000 in its strings."""
    if "\\u0000" not in text:
        return text
    return _ESCAPE.sub(lambda found: "\N{REPLACEMENT CHARACTER}" if found[1] == "u0000" else found[0], text)


def keep_storable(engine: AsyncEngine) -> None:
    """Have every text that goes to PostgreSQL through this engine be one that it can keep."""

    @event.listens_for(engine.sync_engine, "before_cursor_execute", retval=True)
    def _given(
        _connection: Connection, _cursor: DBAPICursor, statement: str, parameters: Any, _context: Any, is_many: bool
    ) -> tuple[str, Any]:
        many = is_many and isinstance(parameters, list)  # a tuple is one statement's, also of several rows
        return statement, [_storable(row) for row in parameters] if many else _storable(parameters)


def _storable(values: Sequence[Any] | None) -> Sequence[Any] | None:
    if values is None or not any(isinstance(value, str) and "\0" in value for value in values):
        return values
    made = (value.replace("\0", "\N{REPLACEMENT CHARACTER}") if isinstance(value, str) else value for value in values)
    return tuple(made)
