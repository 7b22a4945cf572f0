"""Prices, targets and outages on `/bao-cao`: what stands, whose word it is, and forms to enter a row."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from backend.clock import VIETNAM
from backend.compliance import report_input_queries as queries
from backend.compliance import stating
from backend.compliance.report_input_models import ReportInput
from backend.compliance.report_inputs import NUMBERS, Dated, InputKind, Inputs, Outage, WrongRow, read_inputs, read_row
from backend.compliance.reporting import Signer
from backend.db import ReadSession, WriteSession
from backend.directory import queries as directory
from backend.errors import UsageError
from backend.web.moments import date_and_time

MOST_DIGITS = 7
YEARS = range(2000, 2100)


@dataclass(frozen=True, slots=True)
class ShownInput:
    """`id`: "" of a row of the settings' file. `number`: of an outage None. `days`: from and until in words, the second
    "" where it has no end. `by`: who entered it and when, both "" for a file."""

    id: str
    kind: str
    what: str
    number: int | None
    days: tuple[str, str]
    source: str
    by: tuple[str, str]


async def of_file(file: Path | None) -> tuple[Inputs, bool]:
    """What the file says, and whether it could be read."""
    try:
        return await asyncio.to_thread(read_inputs, file), True
    except (UsageError, OSError):
        return Inputs(), False


async def shown_inputs(session: ReadSession, written: Inputs, now: datetime) -> list[ShownInput]:
    """Entered rows first, the latest before the others; then those of the file."""
    rows = await queries.standing(session, now)
    names = await directory.official_names(session, {row.entered_by for row in rows})
    entered = [
        _shown(row, stating.value_of(row), (names.get(row.entered_by, row.entered_by), date_and_time(row.entered_at)))
        for row in reversed(rows)
    ]
    stated: list[Dated | Outage] = [*written.prices, *written.targets, *written.outages]
    return entered + [_shown(None, one, ("", "")) for one in stated]


def enter(session: WriteSession, answers: Mapping[str, str], who: Signer, now: datetime) -> None:
    """
    Raises:
        WrongRow: something of the form is not what it should be.
    """
    try:
        kind = InputKind(answers.get("kind", ""))
    except ValueError:
        raise WrongRow("what", "no kind of row") from None
    stating.enter(session, kind, read_row(kind, _row(kind, answers)), who, now)


def _row(kind: InputKind, answers: Mapping[str, str]) -> dict[str, Any]:
    """A form as a row of the file."""
    row: dict[str, Any] = {"what": answers.get("what", ""), "source": answers.get("source", "")}
    if kind is InputKind.OUTAGE:
        return row | {"from": _moment(answers.get("from", "")), "until": _moment(answers.get("until", ""))}
    number = answers.get("number", "").strip()
    days = {name: _day(answers.get(name, "")) for name in ("valid_from", "valid_to")}
    if answers.get("valid_to") and days["valid_to"] is None:
        raise WrongRow("days", "valid_to is no day")
    is_number = number.isascii() and number.isdecimal() and len(number) <= MOST_DIGITS
    return row | days | {NUMBERS[kind][0]: int(number) if is_number else None}


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def _moment(text: str) -> datetime | None:
    """As a browser's field for moments says it, in Vietnam's time."""
    try:
        moment = datetime.fromisoformat(text).replace(tzinfo=VIETNAM)
    except ValueError:
        return None
    return moment if moment.year in YEARS else None


def _shown(row: ReportInput | None, stated: Dated | Outage, by: tuple[str, str]) -> ShownInput:
    row_id = "" if row is None else row.id
    if isinstance(stated, Outage):
        days = (date_and_time(stated.begins_at), date_and_time(stated.ends_at))
        return ShownInput(row_id, InputKind.OUTAGE, stated.what, None, days, stated.source, by)
    kind = InputKind.PRICE if stated.what in NUMBERS[InputKind.PRICE][1] else InputKind.TARGET
    days = (f"{stated.valid_from:%d/%m/%Y}", f"{stated.valid_to:%d/%m/%Y}" if stated.valid_to else "")
    return ShownInput(row_id, kind, stated.what, stated.number, days, stated.source, by)
