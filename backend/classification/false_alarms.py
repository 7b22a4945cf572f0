"""Reports of false alarms: what a rule editor needs to write a synthetic vector, and no word of the paper.

Nobody can consent for the State: no excerpt, name or fingerprint of the file comes with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from backend.classification import queries
from backend.classification.models import FalseAlarm
from backend.db import ReadSession, WriteSession
from backend.errors import UsageError

MOST_ON_A_LINE, MOST_LINES, MOST_PAGES, MOST_CONTAINERS = 1_000, 100_000, 10_000, 8


class AlarmReason(StrEnum):
    """Why the official thinks that it is none."""

    OTHER_MEANING = "other_meaning"  # the word means something else: bảo mật, mật độ, mật ong
    ABOUT_SECRECY = "about_secrecy"  # the paper is about secrecy and carries no mark itself
    DECLASSIFIED = "declassified"
    FORM_OR_SAMPLE = "form_or_sample"  # an empty form, a training paper
    WRONGLY_READ = "wrongly_read"  # the letters were read wrongly
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Alarm:
    """How it looked where the rule matched, without words. `line` and `page` count from 1; `containers` names the
    media types from the file chosen to the part that matched."""

    rule: str
    bundle: str
    where: str
    reason: AlarmReason
    containers: tuple[str, ...]
    charset: str
    words_on_line: int
    line: int
    lines_on_page: int
    page: int
    pages: int


class InvalidAlarm(UsageError):
    code = "invalid_alarm"


def report(session: WriteSession, agency_code: str, alarm: Alarm, now: datetime) -> FalseAlarm:
    """
    Raises:
        InvalidAlarm: a number is out of its range, or a text is longer than such texts are.
    """
    texts = (alarm.rule, alarm.bundle, alarm.where, alarm.charset, *alarm.containers)
    counts = (
        (alarm.words_on_line, MOST_ON_A_LINE),
        (alarm.line, MOST_LINES),
        (alarm.lines_on_page, MOST_LINES),
        (alarm.page, MOST_PAGES),
        (alarm.pages, MOST_PAGES),
        (len(alarm.containers), MOST_CONTAINERS),
    )
    if any(not text.isascii() or not 0 < len(text) <= 100 or " " in text for text in texts):
        raise InvalidAlarm("a text of the report is none of ours")
    if any(not 0 <= count <= most for count, most in counts):
        raise InvalidAlarm("a number of the report is out of range")
    row = FalseAlarm(
        at=now,
        agency_code=agency_code,
        rule=alarm.rule,
        bundle=alarm.bundle,
        place=alarm.where,
        reason=alarm.reason.value,
        containers=list(alarm.containers),
        charset=alarm.charset,
        words_on_line=alarm.words_on_line,
        line=alarm.line,
        lines_on_page=alarm.lines_on_page,
        page=alarm.page,
        pages=alarm.pages,
    )
    session.add(row)
    return row


async def reported(session: ReadSession, since: datetime) -> Sequence[FalseAlarm]:
    """For the rule editors, the newest first."""
    return await queries.false_alarms(session, since)
