"""Everything a quarterly report says: the figures, who was reminded, and what the province states beside them."""

from dataclasses import replace
from datetime import datetime, time

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
    told = await reminded(session, [one.code for one in found.agencies], since, until)
    return replace(found, reminded=told, inputs=inputs)
