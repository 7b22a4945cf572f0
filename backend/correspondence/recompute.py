"""Brings correspondences to what the facts, the calendar, the terms and the directory say now.

A group (one outsider, one agency) is derived from its own facts and nothing else, so deriving the groups that new facts
touched gives the same rows as deriving everything (ADR 2; property tested).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.clock import VIETNAM
from backend.correspondence import fact_queries, figure_queries, queries
from backend.correspondence.deriving import letters_of_facts
from backend.correspondence.facts import NewFact
from backend.correspondence.letter_columns import columns_of
from backend.correspondence.life import Segment
from backend.correspondence.models import Correspondence, CorrespondenceSegment, LetterReference
from backend.correspondence.reference_code import new_code
from backend.correspondence.sender_class import SenderRules, sender_class_of
from backend.correspondence.terms import Group, SenderClass
from backend.db import WriteSession
from backend.directory import queries as directory
from backend.directory import service as directory_service

BEFORE_ALL: Group = ("", "")
PORTION = 200  # groups in one unit of work of a whole recomputation


@dataclass(frozen=True, slots=True)
class Derived:
    columns: Mapping[str, Any]
    segments: tuple[Segment, ...]


_Wanted = dict[tuple[str, str], Derived]  # by (agency code, id)


async def recompute(session: WriteSession, groups: Collection[Group], now: datetime) -> None:
    """Derive the letters of these groups and write what differs."""
    facts = await fact_queries.facts_of_groups(session, groups)
    standing = await queries.correspondences_of_groups(session, groups)
    wanted = await _wanted(session, groups, facts)
    for agency, gone in standing.keys() - wanted.keys():
        await queries.drop_correspondence(session, agency, gone)
    await figure_queries.mark_stale(session, _stale_months(standing, wanted))
    await _write(session, standing, wanted)
    await _issue_references(session, wanted, now)


async def recompute_portion(session: WriteSession, after: Group, now: datetime) -> Group | None:
    """Derive the next portion of all groups; returns the last one done, None when there are no more."""
    groups = await fact_queries.groups_after(session, after, PORTION)
    if not groups:
        return None
    await recompute(session, groups, now)
    return groups[-1]


async def recompute_letters_of(session: WriteSession, parties: Collection[str], now: datetime) -> None:
    """Derive all letters of these counterparts anew."""
    if parties:
        await recompute(session, await fact_queries.groups_of_parties(session, parties), now)


async def classify_again(session: WriteSession, rules: SenderRules) -> set[str]:
    """Give every outsider the class today's directory says; returns the ids of those whose class changed, whose letters
    are to be derived anew."""
    official = {mailbox.address for mailbox in await directory.every_mailbox(session)}
    changed = set()
    for outsider in await fact_queries.known_correspondents(session):
        address = outsider.address or ""
        found = sender_class_of(address, rules, in_directory=address in official)
        if outsider.sender_class != found:
            outsider.sender_class = found
            changed.add(outsider.id)
    return changed


async def _wanted(session: WriteSession, groups: Collection[Group], facts: Mapping[Group, list[NewFact]]) -> _Wanted:
    outsiders = await fact_queries.correspondents(session, {party for _, party in groups})
    calendars = await directory_service.calendars(session, {agency for agency, _ in groups})
    wanted: _Wanted = {}
    for group in sorted(groups):
        agency, party = group
        sender_class = SenderClass(outsiders[party].sender_class)
        for letter in letters_of_facts(agency, party, sender_class, facts.get(group, [])):
            wanted[agency, letter.id] = Derived(
                {"correspondent_id": party, **columns_of(letter, calendars[agency])}, tuple(letter.life.segments)
            )
    return wanted


def _stale_months(standing: Mapping[tuple[str, str], Correspondence], wanted: _Wanted) -> Iterator[tuple[str, int]]:
    """The months of letters that differ. One that waits, and waited before, is in no counted figure."""
    for key in standing.keys() | wanted.keys():
        row, derived = standing.get(key), wanted.get(key)
        if row is not None and not row.waiting and (derived is None or _differs(row, derived)):
            yield key[0], row.month
        if derived is not None and not derived.columns["waiting"] and (row is None or _differs(row, derived)):
            yield key[0], derived.columns["month"]


def _differs(row: Correspondence, derived: Derived) -> bool:
    return any(getattr(row, column) != value for column, value in derived.columns.items())


async def _write(session: WriteSession, standing: Mapping[tuple[str, str], Correspondence], wanted: _Wanted) -> None:
    """Add what is new and change what differs, then the segments of both."""
    changed: list[tuple[str, str]] = []
    for key, derived in wanted.items():
        row = standing.get(key)
        if row is None:
            session.add(Correspondence(agency_code=key[0], id=key[1], **derived.columns))
        elif _differs(row, derived):
            for column, value in derived.columns.items():
                setattr(row, column, value)
            await queries.drop_segments(session, *key)
        else:
            continue
        changed.append(key)
    await session.flush()
    session.add_all([segment for key in changed for segment in _segments(key, wanted[key].segments)])
    await session.flush()


def _segments(key: tuple[str, str], segments: Sequence[Segment]) -> Iterator[CorrespondenceSegment]:
    for ordinal, segment in enumerate(segments):
        yield CorrespondenceSegment(
            agency_code=key[0],
            correspondence_id=key[1],
            ordinal=ordinal,
            turn=segment.turn,
            started_at=segment.start,
            ended_at=segment.end,
            because=segment.because,
        )


async def _issue_references(session: WriteSession, wanted: _Wanted, now: datetime) -> None:
    """Every letter has a code for good; a code is random, so one that is taken is drawn again."""
    missing = sorted(wanted.keys() - (await queries.references(session, wanted)).keys())
    codes: dict[str, tuple[str, str]] = {}
    while missing:
        for key in missing:
            codes.setdefault(new_code(key[0], wanted[key].columns["received_at"].astimezone(VIETNAM).date()), key)
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
