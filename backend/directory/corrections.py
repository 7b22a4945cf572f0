"""What an agency chose for an entry is remembered for the agency, by name, until it is taken back.

A choice of agencies that no longer exist is not followed: it is asked anew (backend.directory.recipients).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from backend.clock import VIETNAM
from backend.db import ReadSession, WriteSession
from backend.directory import queries, recipient_queries
from backend.directory.correction_models import ENTRY_LENGTH
from backend.directory.models import RecipientCorrection
from backend.directory.recipients import folded_entry, stands
from backend.directory.terms import RecipientMemory
from backend.errors import UsageError

MOST_CHOSEN = 200


@dataclass(frozen=True, slots=True)
class Chooser:
    """Who chooses, for which agency: the log-in, and the official by id who uses it."""

    agency_code: str
    login: str
    official_id: str


async def remember(session: WriteSession, entry: str, codes: Sequence[str], chooser: Chooser, now: datetime) -> None:
    """From now on the entry means these agencies for the chooser's agency, whatever it meant before.

    Raises:
        UsageError: the entry says nothing or too much, or an agency chosen does not exist today.
    """
    folded = _folded(entry)
    chosen = list(dict.fromkeys(codes))
    if not chosen or len(chosen) > MOST_CHOSEN:
        raise UsageError(f"codes: 1 to {MOST_CHOSEN}", code="wrong_codes")
    today = now.astimezone(VIETNAM).date()
    found = await queries.agencies(session, chosen)
    known = {one.code for one in found if stands(one.valid_from, one.valid_to, today)}
    if known != set(chosen):
        raise UsageError("codes: every one must be of an agency that exists today", code="wrong_codes")
    await _revoke(session, folded, chooser, now)
    session.add(
        RecipientCorrection(
            agency_code=chooser.agency_code,
            entry=folded,
            codes=chosen,
            chosen_by=chooser.official_id,
            chosen_login=chooser.login,
            chosen_at=now,
        )
    )


async def forget(session: WriteSession, entry: str, chooser: Chooser, now: datetime) -> None:
    """The entry is read by the directory again.

    Raises:
        UsageError: the entry says nothing or too much.
    """
    await _revoke(session, _folded(entry), chooser, now)


async def remembered(session: ReadSession, agency_code: str) -> dict[str, RecipientMemory]:
    """What the agency chose, by folded entry; of two choices made at once the later one stands."""
    rows = await recipient_queries.corrections(session, agency_code)
    names = await queries.official_names(session, {row.chosen_by for row in rows})
    return {
        row.entry: RecipientMemory(row.entry, tuple(row.codes), names.get(row.chosen_by, ""), row.chosen_at)
        for row in rows
    }


async def _revoke(session: WriteSession, folded: str, chooser: Chooser, now: datetime) -> None:
    for row in await recipient_queries.standing_corrections(session, chooser.agency_code, folded):
        row.revoked_by, row.revoked_at = chooser.official_id, now


def _folded(entry: str) -> str:
    folded = folded_entry(entry)
    if not folded or len(folded) > ENTRY_LENGTH:
        raise UsageError(f"entry: 1 to {ENTRY_LENGTH} characters", code="wrong_entry")
    return folded
