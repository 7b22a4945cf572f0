"""Prices, targets and outages that somebody enters for quarterly reports, by name and with a source.

What is entered goes before the same row of the settings' file; outages of both are told.
"""

from datetime import date, datetime
from typing import Any

from backend.audit import service as audit
from backend.compliance import report_input_queries as queries
from backend.compliance.report_input_models import ReportInput
from backend.compliance.report_inputs import Dated, InputKind, Inputs, Outage, Target
from backend.compliance.reporting import ReportMoved, Signer
from backend.db import ReadSession, WriteSession


async def inputs_at(session: ReadSession, of_file: Inputs, now: datetime) -> Inputs:
    """With what was entered by then: the same moment gives the same report."""
    rows = [value_of(one) for one in await queries.standing(session, now)]
    dated = [one for one in rows if isinstance(one, Dated)]
    return Inputs(
        prices=(*of_file.prices, *(one for one in dated if one.what not in set(Target))),
        targets=(*of_file.targets, *(one for one in dated if one.what in set(Target))),
        outages=(*of_file.outages, *(one for one in rows if isinstance(one, Outage))),
    )


def enter(session: WriteSession, kind: InputKind, stated: Dated | Outage, who: Signer, now: datetime) -> None:
    session.add(ReportInput(kind=kind, entered_by=who.person_id, entered_at=now, **_columns(stated)))
    _record(session, "report.input_entered", {"kind": kind}, who, now)


async def withdraw(session: WriteSession, row_id: str, who: Signer, now: datetime) -> None:
    """
    Raises:
        ReportMoved: it does not stand any more.
    """
    if not await queries.withdraw(session, row_id, who.person_id, now):
        raise ReportMoved(row_id)
    _record(session, "report.input_withdrawn", {"row": row_id}, who, now)


def value_of(row: ReportInput) -> Dated | Outage:
    match row:
        case ReportInput(number=int(number), valid_from=date() as since):
            return Dated(row.what, number, row.source, since, row.valid_to, is_entered=True)
        case ReportInput(begins_at=datetime() as begins, ends_at=datetime() as ends):
            return Outage(row.what, begins, ends, row.source)
    raise LookupError(f"report_input {row.id} is of no kind")


def _columns(stated: Dated | Outage) -> dict[str, Any]:
    said = {"what": stated.what, "source": stated.source}
    if isinstance(stated, Outage):
        return said | {"begins_at": stated.begins_at, "ends_at": stated.ends_at}
    return said | {"number": stated.number, "valid_from": stated.valid_from, "valid_to": stated.valid_to}


def _record(session: WriteSession, deed: str, data: dict[str, Any], who: Signer, now: datetime) -> None:
    audit.record(session, deed, at=now, login=who.login, person_id=who.person_id, data=data)
