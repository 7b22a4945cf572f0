"""Counts the figures of months anew in which something changed."""

from backend.correspondence import figure_queries
from backend.correspondence.months import bounds
from backend.correspondence.tally import tallied
from backend.db import WriteSession

PORTION = 20  # months of an agency in one unit of work


async def count_stale(session: WriteSession) -> int:
    """Count some of the months that were marked; returns how many."""
    months = await figure_queries.take_stale(session, PORTION)
    for code, month in months:
        letters = await figure_queries.finished(session, code, *bounds(month))
        await figure_queries.replace_figures(session, (code, month), tallied(letters))
    return len(months)
