"""Letters to agencies that fall short: drafted with the report, sent by whoever signs them, noted here once they were.

Source: Chỉ thị, khoản 4 and khoản 5 điểm d.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from backend.audit import service as audit
from backend.compliance import quarterly_letter_queries as queries
from backend.compliance import reporting_queries
from backend.compliance.report_files import LetterFile
from backend.compliance.reporting import ReportMoved, Signer
from backend.db import WriteSession
from backend.errors import DomainError
from backend.workingtime.hours import in_vietnam


class WrongDay(DomainError):
    """No letter of this report can have been sent on that day; or none was chosen."""

    code = "letter_day"


async def put(session: WriteSession, quarter: str, letters: Sequence[LetterFile]) -> None:
    """Instead of those drafted before; one that was sent stays as it was, and its agency gets no second one."""
    await queries.forget_unsent(session, quarter)
    for one in letters:
        await queries.add(
            session,
            {
                "quarter": quarter,
                "agency_code": one.agency_code,
                "reasons": list(one.reasons),
                "docx": one.docx,
            },
        )


async def note_sent(
    session: WriteSession, quarter: str, agency_codes: Collection[str], sent_on: date, who: Signer, now: datetime
) -> None:
    """That the letters to these agencies were sent on that day; noted again, the later word holds.

    Raises:
        WrongDay: it is still to come, or lies before the figures were read; or no agency is named.
        ReportMoved: there is no such letter any more; nothing is noted then.
    """
    row = await reporting_queries.one(session, quarter)
    if row is None or row.taken_at is None:
        raise ReportMoved(quarter)
    if not agency_codes or not in_vietnam(row.taken_at).date() <= sent_on <= in_vietnam(now).date():
        raise WrongDay(quarter)
    for code in agency_codes:
        if not await queries.note(session, quarter, code, sent_on=sent_on, noted_by=who.person_id, noted_at=now):
            raise ReportMoved(quarter)
        data = {"agency": code, "sent_on": sent_on.isoformat()}
        person = {"login": who.login, "person_id": who.person_id}
        audit.record(session, "report.letter_sent", at=now, subject_id=quarter, data=data, **person)
