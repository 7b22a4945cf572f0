"""The life of the province's quarterly report: wanted, drafted, approved by a named person, sent by mail.

Source: Chỉ thị, khoản 4 and khoản 5 điểm d. What is approved is what was shown: the form names the draft's fingerprint.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from backend.audit import service as audit
from backend.compliance import reporting_queries as queries
from backend.compliance.quarter import Quarter
from backend.compliance.quarterly_terms import QuarterlyFigures
from backend.compliance.quarterly_wording import roman
from backend.compliance.report_files import ReportFiles, sha256
from backend.compliance.report_inputs import Inputs
from backend.compliance.reporting_models import QuarterlyReport
from backend.compliance.whole_quarter import whole_quarter
from backend.correspondence import notices
from backend.correspondence.terms import NoticeKind
from backend.db import ReadSession, WriteSession
from backend.directory import queries as directory_queries
from backend.directory import service as directory
from backend.errors import DomainError
from backend.workingtime.hours import in_vietnam


class ReportState(StrEnum):
    WANTED = "wanted"  # the worker drafts it
    DRAFT = "draft"
    APPROVED = "approved"
    SENT = "sent"


class ReportMoved(DomainError):
    """The report is not in the state, or not the draft, that was shown."""

    code = "report_moved"


class NobodyToSendTo(DomainError):
    """No agency in its Nơi nhận has a published mailbox."""

    code = "report_without_recipients"


@dataclass(frozen=True, slots=True)
class Signer:
    """Who approves or sends, by name."""

    login: str
    person_id: str


@dataclass(frozen=True, slots=True)
class Recipients:
    """Of agencies in Nơi nhận: published mailboxes by code, and codes of those without one."""

    boxes: dict[str, str]
    without: tuple[str, ...]


async def reporter(session: ReadSession, agency_code: str) -> str | None:
    """Who reports: the agency of the settings, else the one above all others; None where there is no such one."""
    parents = await directory_queries.parents(session)
    if agency_code:
        return agency_code if agency_code in parents else None
    tops = [code for code, parent in parents.items() if parent not in parents]
    return tops[0] if len(tops) == 1 else None


async def due(session: ReadSession, agency_code: str, now: datetime) -> Quarter | None:
    """The quarter that ended last, from its reporter's first working day after it on, if nobody wanted its report and
    anything is known of it: of a quarter before the product was there nobody is told by itself."""
    quarter = Quarter.ended_before(now)
    code = await reporter(session, agency_code)
    if code is None or await queries.one(session, str(quarter)) is not None:
        return None
    calendar = (await directory.calendars(session, [code]))[code]
    if in_vietnam(now).date() < calendar.next_working_day(quarter.period.until):
        return None
    months = [quarter.year * 100 + 3 * quarter.number - back for back in (2, 1, 0)]
    known = await queries.is_anything_told(session, list(await directory_queries.parents(session)), months)
    return quarter if known else None


async def want(session: WriteSession, quarter: str, who: Signer | None, now: datetime) -> None:
    """Have it drafted. `who`: None by the calendar.

    Raises:
        ReportMoved: there is one already.
    """
    if not await queries.add(session, quarter, ReportState.WANTED):
        raise ReportMoved(quarter)
    if who is not None:
        _record(session, "report.wanted", quarter, who, now)


async def want_again(session: WriteSession, quarter: str, who: Signer, now: datetime) -> None:
    """Have it drafted anew, from the figures of then.

    Raises:
        ReportMoved: it is no draft.
    """
    if not await queries.leave(session, quarter, ReportState.DRAFT, state=ReportState.WANTED):
        raise ReportMoved(quarter)
    _record(session, "report.wanted", quarter, who, now)


async def read(
    session: ReadSession, quarter: Quarter, agency_code: str, inputs: Inputs, now: datetime
) -> QuarterlyFigures:
    """Of the whole province, reported by the agency of the settings.

    Raises:
        UsageError: as `whole_quarter`.
    """
    found = await whole_quarter(session, quarter, None, inputs, now, lambda _done, _of: None)
    if not agency_code:
        return found
    agency = await directory.agency_by_code(session, agency_code)
    return replace(found, issuer=replace(found.issuer, own=agency.name, symbol=agency.symbol))


async def put_draft(session: WriteSession, found: QuarterlyFigures, files: ReportFiles, top: str | None) -> bool:
    """False: nobody wants it any more. `top`: the addressee, named first in Nơi nhận."""
    codes = dict.fromkeys([*([top] if top else []), *(one.code for one in found.agencies)])
    return await queries.leave(
        session,
        str(found.quarter),
        ReportState.WANTED,
        state=ReportState.DRAFT,
        taken_at=found.taken_at,
        docx=files.docx,
        pdf=files.pdf,
        xlsx=files.xlsx,
        docx_sha256=sha256(files.docx),
        pdf_sha256=sha256(files.pdf),
        named=list(codes),
    )


async def approve(session: WriteSession, quarter: str, shown_sha256: str, who: Signer, now: datetime) -> None:
    """
    Raises:
        ReportMoved: it is no draft, or another one than `shown_sha256` (of the DOCX) names.
    """
    row = await queries.one(session, quarter)
    values = {"state": ReportState.APPROVED, "approved_by": who.person_id, "approved_at": now}
    same = row is not None and row.docx_sha256 == shown_sha256
    if not same or not await queries.leave(session, quarter, ReportState.DRAFT, **values):
        raise ReportMoved(quarter)
    _record(session, "report.approved", quarter, who, now)


async def recipients(session: ReadSession, codes: Iterable[str], now: datetime) -> Recipients:
    boxes = await directory_queries.published_agency_boxes(session, in_vietnam(now).date())
    named = list(codes)
    return Recipients(
        {code: boxes[code] for code in named if code in boxes}, tuple(code for code in named if code not in boxes)
    )


async def send(session: WriteSession, quarter: str, who: Signer, now: datetime) -> int:
    """Queue one mail to every agency in its Nơi nhận, with DOCX and PDF; returns how many.

    Raises:
        ReportMoved: it is not approved, or was sent already.
        NobodyToSendTo: nothing is queued then.
    """
    row = await queries.one(session, quarter)
    boxes = {} if row is None else (await recipients(session, row.named, now)).boxes
    if row is not None and not boxes:
        raise NobodyToSendTo(quarter)
    values = {"state": ReportState.SENT, "sent_by": who.person_id, "sent_at": now, "sent_to": list(boxes)}
    if row is None or not await queries.leave(session, quarter, ReportState.APPROVED, **values):
        raise ReportMoved(quarter)
    said = _said(row)
    for code, address in boxes.items():
        session.add(notices.mail(code, "", NoticeKind.REPORT, quarter, said, address, now))
    _record(session, "report.sent", quarter, who, now)
    await session.flush()
    return len(boxes)


def message_ids(row: QuarterlyReport) -> list[str]:
    """Of the mails that carried it."""
    return [notices.notice_id(code, NoticeKind.REPORT, row.quarter) for code in row.sent_to]


def _said(row: QuarterlyReport) -> dict[str, str]:
    quarter = Quarter.read(row.quarter)
    period = {"quarter": row.quarter, "number": roman(quarter), "year": str(quarter.year)}
    return period | {"docx_sha256": row.docx_sha256, "pdf_sha256": row.pdf_sha256}


def _record(session: WriteSession, deed: str, quarter: str, who: Signer, now: datetime) -> None:
    audit.record(session, deed, at=now, login=who.login, person_id=who.person_id, subject_id=quarter)
