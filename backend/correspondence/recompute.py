"""Brings correspondences to what the facts, the calendar, the terms and the directory say now.

A group (one outsider, one agency) is derived from its own facts and nothing else, so deriving the groups that new facts
touched gives the same rows as deriving everything (ADR 2; property tested).
"""

import hashlib
from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from backend.clock import VIETNAM
from backend.correspondence import fact_queries, queries
from backend.correspondence.deadlines import due_of
from backend.correspondence.deriving import DerivedLetter, letters_of_facts
from backend.correspondence.facts import NewFact
from backend.correspondence.models import Correspondence, CorrespondenceSegment, LetterReference
from backend.correspondence.reference_code import new_code
from backend.correspondence.sender_class import SenderRules, sender_class_of
from backend.correspondence.terms import Group, SenderClass, Turn
from backend.db import ReadSession, WriteSession
from backend.directory import queries as directory
from backend.directory import service as directory_service
from backend.workingtime.calendar import Calendar
from backend.workingtime.data import rules_folder
from backend.workingtime.hours import working_time_between

BEFORE_ALL: Group = ("", "")
PORTION = 200  # groups in one unit of work of a whole recomputation
_Wanted = dict[tuple[str, str], dict[str, Any]]  # (agency code, id) → columns


async def recompute(session: WriteSession, groups: Collection[Group], now: datetime) -> None:
    """Derive the letters of these groups and write what differs."""
    facts = await fact_queries.facts_of_groups(session, groups)
    standing = await queries.correspondences_of_groups(session, groups)
    wanted = await _wanted(session, groups, facts)
    for agency, gone in standing.keys() - wanted.keys():
        await queries.drop_correspondence(session, agency, gone)
    await _write(session, standing, wanted)
    await _issue_references(session, wanted, now)


async def recompute_portion(session: WriteSession, after: Group, now: datetime) -> Group | None:
    """Derive the next portion of all groups; returns the last one done, None when there are no more."""
    groups = await fact_queries.groups_after(session, after, PORTION)
    if not groups:
        return None
    await recompute(session, groups, now)
    return groups[-1]


async def classify_again(session: WriteSession, rules: SenderRules) -> None:
    """Give every outsider the class today's directory says; their letters follow when they are derived anew."""
    official = {mailbox.address for mailbox in await directory.every_mailbox(session)}
    for outsider in await fact_queries.known_correspondents(session):
        address = outsider.address or ""
        outsider.sender_class = sender_class_of(address, rules, in_directory=address in official)


async def ground(session: ReadSession) -> str:
    """What figures stand on besides facts: the directory's revision and the calendar and terms that were shipped."""
    return f"{await directory.revision(session)}:{_shipped()}"


@cache
def _shipped() -> str:
    digest = hashlib.sha256()
    for family in ("calendar", "deadlines"):
        for file in sorted((rules_folder() / family).glob("*.toml")):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


async def _wanted(session: WriteSession, groups: Collection[Group], facts: Mapping[Group, list[NewFact]]) -> _Wanted:
    outsiders = await fact_queries.correspondents(session, {party for _, party in groups})
    calendars = await directory_service.calendars(session, {agency for agency, _ in groups})
    wanted: _Wanted = {}
    for group in sorted(groups):
        agency, party = group
        sender_class = SenderClass(outsiders[party].sender_class)
        if sender_class is SenderClass.AGENCY:
            continue
        for letter in letters_of_facts(agency, party, facts.get(group, [])):
            wanted[agency, letter.id] = _columns(letter, party, sender_class, calendars[agency])
    return wanted


def _columns(letter: DerivedLetter, party: str, sender_class: SenderClass, calendar: Calendar) -> dict[str, Any]:
    due = due_of(sender_class, letter.received_at, calendar)
    answered_at = letter.answered_at
    worked = working_time_between(letter.received_at, answered_at, calendar) if answered_at else None
    return {
        "correspondent_id": party,
        "sender_class": sender_class.value,
        "mailbox": letter.mailbox,
        "message_id": letter.message_id,
        "received_at": letter.received_at,
        "deadline_id": due.term.id,
        "due_at": due.counted.due_at,
        "answered_at": answered_at,
        "answer_message_id": letter.answer_message_id,
        "working_seconds": None if worked is None else int(worked.total_seconds()),
        "may_acknowledge": letter.may_acknowledge,
    }


async def _write(session: WriteSession, standing: Mapping[tuple[str, str], Correspondence], wanted: _Wanted) -> None:
    """Add what is new and change what differs, then the segments of both."""
    changed: list[tuple[str, str]] = []
    for key, columns in wanted.items():
        row = standing.get(key)
        if row is None:
            session.add(Correspondence(agency_code=key[0], id=key[1], **columns))
        elif any(getattr(row, column) != value for column, value in columns.items()):
            for column, value in columns.items():
                setattr(row, column, value)
            await queries.drop_segments(session, *key)
        else:
            continue
        changed.append(key)
    await session.flush()
    session.add_all([_segment(key, wanted[key]) for key in changed])
    await session.flush()


def _segment(key: tuple[str, str], columns: Mapping[str, Any]) -> CorrespondenceSegment:
    return CorrespondenceSegment(
        agency_code=key[0],
        correspondence_id=key[1],
        ordinal=0,
        turn=Turn.AGENCY,
        started_at=columns["received_at"],
        ended_at=columns["answered_at"],
    )


async def _issue_references(session: WriteSession, wanted: _Wanted, now: datetime) -> None:
    """Every letter has a code for good; a code is random, so one that is taken is drawn again."""
    missing = sorted(wanted.keys() - (await queries.references(session, wanted)).keys())
    codes: dict[str, tuple[str, str]] = {}
    while missing:
        for key in missing:
            codes.setdefault(new_code(key[0], wanted[key]["received_at"].astimezone(VIETNAM).date()), key)
        for taken in await queries.taken_codes(session, codes):
            del codes[taken]
        missing = sorted(set(missing) - set(codes.values()))
    session.add_all(
        [
            LetterReference(agency_code=agency, correspondence_id=letter_id, code=code, issued_at=now)
            for code, (agency, letter_id) in codes.items()
        ]
    )
    await session.flush()
