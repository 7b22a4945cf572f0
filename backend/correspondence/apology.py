"""The apology a clerk may send before the term of a citizen's or business's letter: its text, reasons and new day.

Sending it is `Act.EXTENDED`: the mail goes out once a letter and never after the term (`notices.follow`).

Source: manner of NĐ 61/2018/NĐ-CP (reason and new date, before the term, once); rows of rules/deadlines.
"""

from dataclasses import dataclass
from datetime import date, datetime

from backend.correspondence import queries, wording
from backend.correspondence.acts import REASONS, Act
from backend.correspondence.deadlines import due_of, latest_extension, proposed_extension
from backend.correspondence.escalation import DueKind, Level, reached_by
from backend.correspondence.models import Correspondence
from backend.correspondence.service import LetterNotFound
from backend.correspondence.terms import NoticeKind, SenderClass
from backend.db import ReadSession
from backend.directory import service as directory
from backend.errors import UsageError
from backend.mail.compose import text_of
from backend.workingtime.calendar import Calendar
from backend.workingtime.hours import in_vietnam

IN_THE_MAIL = "…"  # links are made when the mail is sent


class NoApology(UsageError):
    """There is none to be sent about this letter now; `message` says why."""

    code = "no_apology"


@dataclass(frozen=True, slots=True)
class Choice:
    """`reason`: a code of the closed list; `text`: what the mail would say with it."""

    reason: str
    words: str
    text: str


@dataclass(frozen=True, slots=True)
class ApologyDraft:
    """`latest_day`: beyond it the row of the matter allows no extension; None: it says nothing about that."""

    letter_id: str
    due_at: datetime
    new_day: date
    latest_day: date | None
    choices: tuple[Choice, ...]


async def draft(session: ReadSession, letter_id: str, now: datetime) -> ApologyDraft:
    """What is proposed for a letter that is due within one working day.

    Raises:
        LetterNotFound: no letter has this id.
        NoApology: it is an agency's, or is not open, or is not due soon, or had its extension.
    """
    rows = await queries.letter(session, letter_id)
    if rows is None:
        raise LetterNotFound("no letter has this id")
    row, reference = rows[:2]
    calendar = (await directory.calendars(session, [row.agency_code]))[row.agency_code]
    due_at = _due_soon(row, calendar, now)
    counted = due_of(SenderClass(row.sender_class), row.received_at, calendar, row.matter, row.valid_paper_on)
    if row.due_at != counted.counted.due_at or await queries.is_notice_queued(session, row, NoticeKind.APOLOGY):
        raise NoApology("the term of this letter was extended already")
    new_day = proposed_extension(counted, calendar)
    name = (await directory.agency_by_code(session, row.agency_code)).name
    values = {
        "agency_name": name,
        "reference_code": reference.code,
        "received": wording.received(row.received_at),
        "new_day": wording.day(new_day),
        "status_url": IN_THE_MAIL,
        "status_url_en": IN_THE_MAIL,
        "reason_en": "",
    }
    return ApologyDraft(row.id, due_at, new_day, latest_extension(counted, calendar), _choices(values))


def latest_day(row: Correspondence, calendar: Calendar) -> date | None:
    """The last day to which this letter's term may be extended; None where no row says anything about it."""
    if row.deadline_id is None or row.sender_class == SenderClass.AGENCY:
        return None
    due = due_of(SenderClass(row.sender_class), row.received_at, calendar, row.matter, row.valid_paper_on)
    return latest_extension(due, calendar)


def _due_soon(row: Correspondence, calendar: Calendar, now: datetime) -> datetime:
    if row.sender_class == SenderClass.AGENCY:
        raise NoApology("this letter is an agency's")
    reached = {one.kind: one for one in reached_by(row, in_vietnam(now), calendar)}
    answer = reached.get(DueKind.ANSWER)
    if answer is None or answer.level is not Level.SOON:
        raise NoApology("this letter is not due within one working day")
    return answer.due_at


def _choices(values: dict[str, str]) -> tuple[Choice, ...]:
    words = {reason: wording.reason("extended", reason) for reason in sorted(REASONS[Act.EXTENDED])}
    return tuple(
        Choice(reason, said, text_of(NoticeKind.APOLOGY, {**values, "reason": said})) for reason, said in words.items()
    )
