"""Keeps a partition ready for the facts of every month, on PostgreSQL, and drops those that are empty for good."""

import logging
from datetime import datetime

from sqlalchemy.exc import DBAPIError

from backend.correspondence import fact_month_queries as queries
from backend.correspondence.letter_forgetting import cut_of
from backend.correspondence.months import months_between
from backend.correspondence.terms import Period
from backend.db import Database
from backend.workingtime.hours import ONE_DAY, in_vietnam

AHEAD = 95 * ONE_DAY  # three months at least: time enough to see that none was made
_log = logging.getLogger("congvu.partitions")


async def keep_months(database: Database, now: datetime) -> None:
    """Nothing on SQLite. What cannot be done now is said and tried again; until then facts lie in a partition that
    takes all that have none.

    Raises:
        Unavailable: the database does not answer.
    """
    async with database.read() as session:
        if session.dialect == "sqlite":
            return
        astray = await queries.elsewhere(session)
    if astray:
        _log.warning("%d facts of months without a partition: %s", sum(astray.values()), ", ".join(map(str, astray)))
    wanted = months_between(Period(in_vietnam(now).date(), in_vietnam(now + AHEAD).date()))
    try:
        async with database.write() as session:
            await queries.make(session, [*wanted, *astray])
        async with database.write() as session:
            dropped = await queries.drop_emptied(session, cut_of(now))
    except DBAPIError as error:
        state = getattr(error.orig, "sqlstate", None)
        _log.error("partitions of facts could not be changed (SQLSTATE %s): trying again later", state)
    except LookupError:
        return  # nothing says how long facts are kept: none is dropped, and the log says so elsewhere
    else:
        if dropped:
            _log.info("dropped, as nothing is left in them: %s", ", ".join(dropped))
