"""What whoever wrote a letter says on its status page, by a button: content or not, no notices, tell an heir.

The caller has checked code and token. The same word again changes nothing.
"""

from datetime import datetime
from enum import StrEnum

from backend.correspondence import intake, notices, queries
from backend.correspondence.acts import Act, LetterAct, act_fact
from backend.correspondence.models import Correspondence
from backend.correspondence.recompute import recompute
from backend.correspondence.status import LetterStatus
from backend.correspondence.terms import NoticeKind
from backend.db import WriteSession


class Word(StrEnum):
    CONTENT = "content"
    NOT_CONTENT = "not_content"  # the letter is opened again
    NO_NOTICES = "no_notices"
    NOTICES = "notices"
    TELL_SUCCESSOR = "tell_successor"


async def say(session: WriteSession, status: LetterStatus, word: Word, now: datetime) -> bool:
    """Whether the word had a meaning for this letter now, and was noted."""
    rows = await queries.letter(session, status.letter_id)
    if rows is None:
        return False
    row, sender = rows[0], rows[2]
    if word in (Word.NO_NOTICES, Word.NOTICES):
        sender.opted_out_at = now if word is Word.NO_NOTICES else None
        await session.flush()
        return True
    if word is Word.TELL_SUCCESSOR:
        return await _tell_successor(session, status, row, now)
    if not status.asks_satisfaction or (word is Word.CONTENT and row.satisfied):
        return False
    act = Act.SATISFIED if word is Word.CONTENT else Act.REOPENED
    return await _note(session, row, LetterAct(f"{act}.{row.id}.{row.reopened}"[:40], act, row.id, now, "", {}))


async def _tell_successor(session: WriteSession, status: LetterStatus, row: Correspondence, now: datetime) -> bool:
    """The letter stays where it is, and its sender sends it once more: the successor's clock starts when it arrives.
    Nobody is told of a letter that is for named receivers only."""
    moved = status.shown.moved
    if moved is None or not status.may_tell_successor:
        return False
    said = {"agency": moved.agency_code}
    noted = await _note(session, row, LetterAct(f"passed.{row.id}", Act.PASSED_ON, row.id, now, "", said))
    if noted and not row.shielded:
        await notices.queue(session, row, NoticeKind.COMING, row.id, {"to": moved.address}, now)
    return noted


async def _note(session: WriteSession, row: Correspondence, act: LetterAct) -> bool:
    taken = await intake.take_in_acts(session, [act_fact(row.agency_code, row.correspondent_id, act)])
    await recompute(session, taken.groups, act.at)
    return taken.facts > 0
