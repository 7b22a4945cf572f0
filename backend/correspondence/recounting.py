"""Brings the clocks of all letters to what the calendars and terms say now, without asking the facts again."""

from backend.correspondence import clock_queries, figure_queries
from backend.correspondence.stored_clocks import Key, Recount
from backend.db import ReadSession, WriteSession
from backend.db.collector import collector_paused
from backend.directory import queries as directory_queries
from backend.directory import service as directory

PORTION = 5_000  # letters in one unit of work


async def recount_of_today(session: ReadSession) -> Recount:
    return Recount(await directory.calendars(session, set(await directory_queries.parents(session))))


async def recount_portion(session: WriteSession, recount: Recount, after: Key) -> Key | None:
    """Count the next portion of letters; returns the last one done, None when there are no more.

    A letter that another worker derives meanwhile is left to it: it counts by the calendars of today, because those who
    began by older ones were waited for (`fact_queries.await_derivations`).
    """
    letters = await clock_queries.letters_after(session, after, PORTION)
    if letters is None:
        return None
    with collector_paused():
        changed = recount.changed(letters)
    await figure_queries.mark_stale(session, changed.months)
    await clock_queries.store_clocks(session, changed)
    return letters.key(-1)
