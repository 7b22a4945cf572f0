"""Brings the clocks of all letters to what the calendars and terms say now, without asking the facts again."""

from backend.correspondence import clock_queries, figure_queries
from backend.correspondence.clock_queries import Key
from backend.correspondence.clocks import Recount
from backend.db import ReadSession, WriteSession
from backend.directory import queries as directory_queries
from backend.directory import service as directory

PORTION = 5_000  # letters in one unit of work


async def recount_of_today(session: ReadSession) -> Recount:
    return Recount(await directory.calendars(session, set(await directory_queries.parents(session))))


async def recount_portion(session: WriteSession, recount: Recount, after: Key) -> Key | None:
    """Count the next portion of letters; returns the last one done, None when there are no more."""
    letters = await clock_queries.letters_after(session, after, PORTION)
    if not letters:
        return None
    last = (letters[-1].agency_code, letters[-1].id)
    segments = await clock_queries.segments_between(session, after, last)
    changed = list(recount.changed(letters, segments))
    keys = {(row["agency_code"], row["id"]) for row in changed}
    kept = (one for one in letters if not one.waiting and (one.agency_code, one.id) in keys)
    await figure_queries.mark_stale(session, {(one.agency_code, one.month) for one in kept})
    await clock_queries.store_clocks(session, changed)
    return last
