"""Counts the figures of months anew in which something changed."""

from backend.correspondence import figure_queries
from backend.correspondence.tally import tallied
from backend.db import WriteSession

PORTION = 60  # months of an agency in one unit of work


async def count_stale(session: WriteSession) -> int:
    """Count some of the months that were marked; returns how many."""
    months = await figure_queries.take_stale(session, PORTION)
    letters = await figure_queries.finished_in_months(session, months)
    await figure_queries.replace_figures(session, {month: tallied(of) for month, of in letters.items()})
    return len(months)
