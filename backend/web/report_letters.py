"""Letters to agencies that fall short, on `/bao-cao`: to whom and why, to be fetched, and noted once sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from backend.compliance import quarterly_letter_queries as queries
from backend.compliance.quarterly_reminding import WrongDay
from backend.compliance.report_files import zipped
from backend.db import ReadSession
from backend.directory import queries as directory
from backend.web.moments import date_and_time

EVERY = "tat-ca.zip"
ZIP, CHOSEN = "application/zip", "agency."  # how fields that name an agency begin


@dataclass(frozen=True, slots=True)
class ShownLetter:
    """`sent`: day, by whom and when it was noted; "" before."""

    agency_code: str
    agency: str
    reasons: tuple[str, ...]
    sent: tuple[str, str, str]


async def letters_by_quarter(session: ReadSession) -> dict[str, list[ShownLetter]]:
    found = await queries.every(session)
    agencies = await directory.agency_names(session, queries.codes_of(found))
    noted = {row.noted_by for rows in found.values() for row in rows if row.noted_by}
    people = await directory.official_names(session, noted)
    return {
        quarter: [
            ShownLetter(
                row.agency_code,
                agencies.get(row.agency_code, row.agency_code),
                tuple(row.reasons),
                (f"{row.sent_on:%d/%m/%Y}", people.get(row.noted_by, row.noted_by), date_and_time(row.noted_at))
                if row.sent_on and row.noted_by and row.noted_at
                else ("", "", ""),
            )
            for row in rows
        ]
        for quarter, rows in found.items()
    }


async def letter_file(session: ReadSession, quarter: str, name: str) -> tuple[str, bytes] | None:
    """The name it is kept under, and the file; None: there is none."""
    code, _, kind = name.rpartition(".")
    files = await queries.files(session, quarter, None if name == EVERY else code)
    if not files or (name != EVERY and kind != "docx"):
        return None
    if name == EVERY:
        return f"don-doc-{quarter}.zip", zipped({f"don-doc-{quarter}-{one}.docx": data for one, data in files.items()})
    return f"don-doc-{quarter}-{code}.docx", files[code]


def chosen(answers: Mapping[str, str]) -> tuple[list[str], date]:
    """The agencies named in a form, and the day.

    Raises:
        WrongDay: the field is no day.
    """
    try:
        day = date.fromisoformat(answers.get("sent_on", ""))
    except ValueError:
        raise WrongDay(answers.get("quarter", "")) from None
    return [name.removeprefix(CHOSEN) for name in answers if name.startswith(CHOSEN)], day
