"""The lines of a digest: code, what is due, when, how late in working time. No subject, no person, no address."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from backend.correspondence import wording
from backend.correspondence.escalation import DueKind, Level, Told
from backend.correspondence.queries import LetterRows
from backend.correspondence.terms import SenderClass
from backend.workingtime.calendar import Calendar
from backend.workingtime.hours import working_time_between


def subject(agency_name: str, count: int) -> str:
    return wording.words("digest_subject", agency=agency_name, count=count)


def items(
    standing: Sequence[tuple[Told, LetterRows]],
    more: int,
    before: int,
    calendar: Calendar,
    now: datetime,
    language: str = "vi",
) -> list[str]:
    """One line a thing; `more`: how many there was no room for; `before`: how many were told of before."""
    lines: list[str] = []
    for one, rows in standing:
        lines.append(_item(one, rows, calendar, now, language))
        if may_be_extended(one, rows):
            lines.append(wording.words("digest_apology", language))
    counted = (("digest_more", more), ("digest_before", before))
    return lines + [wording.words(name, language, count=count) for name, count in counted if count]


def may_be_extended(one: Told, rows: LetterRows) -> bool:
    """Whether the clerk may still apologise before the term."""
    is_answer = one.kind is DueKind.ANSWER and one.level is Level.SOON
    return is_answer and rows[0].sender_class != SenderClass.AGENCY


def _item(one: Told, rows: LetterRows, calendar: Calendar, now: datetime, language: str) -> str:
    row, reference, _, agency_name = rows
    from_agency = row.sender_class == SenderClass.AGENCY
    name = f"digest_{one.kind.value}_agency" if from_agency else f"digest_{one.kind.value}"
    sender = agency_name or wording.other_agency(language)
    return wording.words(
        "digest_item",
        language,
        code=reference.code,
        what=wording.words(name, language, agency=sender),
        due=wording.received(one.due_at, language),
        late=_late(one.due_at, calendar, now, language),
    )


def _late(due_at: datetime, calendar: Calendar, now: datetime, language: str) -> str:
    if now < due_at:
        left = working_time_between(now, due_at, calendar)
        return wording.words("digest_left", language, time=_time(left, language))
    late = working_time_between(due_at, now, calendar)
    if late < timedelta(minutes=1):
        return wording.words("digest_just_due", language)
    return wording.words("digest_late", language, time=_time(late, language))


def _time(duration: timedelta, language: str) -> str:
    hours, minutes = divmod(int(duration.total_seconds()) // 60, 60)
    return wording.words("digest_time", language, hours=hours, minutes=minutes)
