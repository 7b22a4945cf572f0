"""Everything a quarterly report says: the figures, who was reminded, and what the province states beside them."""

from dataclasses import replace
from datetime import datetime, time

from backend.compliance import quarterly_letter_queries
from backend.compliance import quarterly_queries as queries
from backend.compliance.quarter import Quarter
from backend.compliance.quarterly_reading import Progress, quarterly_figures
from backend.compliance.quarterly_terms import QuarterlyFigures
from backend.compliance.report_inputs import Inputs
from backend.correspondence.reminding import reminded
from backend.db import ReadSession
from backend.workingtime.hours import ONE_DAY, at


async def whole_quarter(
    session: ReadSession,
    quarter: Quarter,
    agency_code: str | None,
    inputs: Inputs,
    now: datetime,
    progress: Progress,
) -> QuarterlyFigures:
    """Reminders are those until `now`, what is still owed is so now.

    Raises:
        UsageError: as `quarterly_figures`.
    """
    found = await quarterly_figures(session, quarter, agency_code, now, progress)
    since, until = at(quarter.period.since, time()), min(at(quarter.period.until + ONE_DAY, time()), now)
    codes = [one.code for one in found.agencies]
    told = await reminded(session, codes, since, until)
    checks = await queries.check_reminders(session, since, until)
    written = await quarterly_letter_queries.sent_between(session, quarter.period.since, quarter.period.until, now)
    return replace(
        found,
        reminded=told,
        check_reminders={code: checks[code] for code in codes if code in checks},
        letters_sent={code: written[code] for code in codes if code in written},
        inputs=inputs,
    )
