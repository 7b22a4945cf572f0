"""What a database says by its figures, for another that should say the same: every month of every agency counted anew
from its letters, and the whole of a quarterly report."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256

import orjson

from backend.compliance.quarter import Quarter
from backend.compliance.quarterly_reading import Progress
from backend.compliance.report_inputs import Inputs
from backend.compliance.whole_quarter import whole_quarter
from backend.correspondence import figure_queries
from backend.correspondence.figure_queries import Month
from backend.correspondence.months import bounds
from backend.correspondence.tally import tallied
from backend.db import ReadSession
from backend.errors import UsageError

Group = tuple[str, int, str, str]  # agency, month, sender class, matter


async def counted_anew(session: ReadSession, months: Sequence[Month]) -> dict[Group, str]:
    """A digest of what each group comes to, from its letters alone; nothing is stored."""
    found: dict[Group, str] = {}
    for code, month in months:
        for (sender_class, matter), tally in tallied(
            await figure_queries.finished(session, code, *bounds(month))
        ).items():
            said = tally.counts, tally.median_seconds, tally.p90_seconds, bytes(tally.waits), bytes(tally.dues)
            found[code, month, sender_class, matter] = sha256(_written(said)).hexdigest()
    return found


async def quarterly_report(
    session: ReadSession, quarter: Quarter, inputs: Inputs, now: datetime, progress: Progress
) -> bytes:
    """Of the whole province, as JSON; or why there is none, where no agency stands above the others."""
    try:
        return _written(asdict(await whole_quarter(session, quarter, None, inputs, now, progress)))
    except UsageError as error:
        return _written({"refused": error.message})


def _written(value: object) -> bytes:
    return orjson.dumps(value, default=_as_json, option=orjson.OPT_NON_STR_KEYS | orjson.OPT_SORT_KEYS)


def _as_json(value: object) -> object:
    if isinstance(value, bytes):
        return value.hex()
    return sorted(value) if isinstance(value, set | frozenset) else str(value)
