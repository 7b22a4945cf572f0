"""Takes in what the gate at the mail server tells of what letters are written in."""

from collections.abc import Mapping, Sequence
from typing import Any

from backend.compliance import charset_queries
from backend.compliance.charset_counts import by_day, logins_in
from backend.db import WriteSession
from backend.directory import queries as directory


async def take_in_records(session: WriteSession, records: Sequence[Mapping[str, Any]]) -> None:
    """Part of the unit of work that stores how far the journal was read: each letter counts once."""
    logins = logins_in(records)
    if logins:
        await charset_queries.add(session, by_day(records, await directory.mailboxes(session, logins)))
