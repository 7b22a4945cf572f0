"""Brings correspondences to what the facts, the calendar, the terms and the directory say now.

A group (one outsider, one agency) is derived from its own facts, and those of groups it was joined with, and nothing
else, so deriving the groups that new facts touched gives the same rows as deriving everything (ADR 2; property tested).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from backend.clock import VIETNAM
from backend.correspondence import fact_queries, figure_queries, joining, letter_queries
from backend.correspondence.clocks import Clocks
from backend.correspondence.derived import DerivedLetter
from backend.correspondence.deriving import letters_of_members
from backend.correspondence.letter_columns import LetterRow, rows_of
from backend.correspondence.life import Segment
from backend.correspondence.persons import Member, persons
from backend.correspondence.reference_code import new_code
from backend.correspondence.sender_class import SenderRules, sender_class_of
from backend.correspondence.stored_clocks import Key
from backend.correspondence.terms import Group, SenderClass
from backend.db import WriteSession
from backend.db.collector import collector_paused
from backend.directory import queries as directory
from backend.directory import service as directory_service

BEFORE_ALL: Group = ("", "")
PORTION = 1_000  # groups in one unit of work of a whole recomputation


class Derived(NamedTuple):
    row: LetterRow
    segments: Sequence[Segment]


_Wanted = dict[Key, Derived]


async def recompute(session: WriteSession, groups: Collection[Group], now: datetime) -> None:
    """Derive the letters of these groups and write what differs."""
    with collector_paused():
        await session.flush()
        await fact_queries.keep_calendars(session)
        groups, families, classes = await joining.locked(session, groups)
        wanted = await _wanted(session, groups, families, classes)
        standing = await letter_queries.rows_of_groups(session, groups)
        changed = {key: one for key, one in wanted.items() if standing.get(key) != one.row}
        gone = sorted(standing.keys() - wanted.keys())
        await figure_queries.mark_stale(session, _stale_months(standing, wanted, [*changed, *gone]))
        await letter_queries.lock(session, standing.keys() & {*changed, *gone})
        await _write(session, changed, gone, again=[key for key in changed if key in standing])
        await _issue_references(session, groups, now)


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
    official = set(await directory.boxes_in_use(session))
    official |= {row.alias for row in await directory.aliases(session)}
    changed = set()
    for outsider in await fact_queries.known_correspondents(session):
        address = outsider.address or ""
        found = sender_class_of(address, rules, in_directory=address in official)
        if outsider.sender_class != found:
            outsider.sender_class = found
            changed.add(outsider.id)
    return changed


async def _wanted(
    session: WriteSession, groups: Collection[Group], families: joining.Families, classes: Mapping[str, str]
) -> _Wanted:
    facts = await fact_queries.facts_of_groups(session, groups)
    calendars = await directory_service.calendars(session, {agency for agency, _ in groups})
    by_calendar: dict[int, list[tuple[Group, DerivedLetter]]] = defaultdict(list)
    for family in sorted({families.get(group, frozenset({group})) for group in facts}, key=min):
        agency = next(iter(family))[0]
        members = [Member(one[1], SenderClass(classes[one[1]]), facts[one]) for one in family if one in facts]
        for person in persons(members) if len(members) > 1 else [members]:
            for party, letter in letters_of_members(agency, person):
                by_calendar[id(calendars[agency])].append(((agency, party), letter))
    clocks = Clocks()
    wanted: _Wanted = {}
    for of_one in by_calendar.values():
        calendar = calendars[of_one[0][0][0]]
        rows = rows_of([(party, letter) for (_, party), letter in of_one], calendar, clocks)
        for ((agency, _), letter), row in zip(of_one, rows, strict=True):
            wanted[agency, letter.id] = Derived(row, letter.life.segments)
    return wanted


def _stale_months(
    standing: Mapping[Key, LetterRow], wanted: _Wanted, changed: Iterable[Key]
) -> Iterator[tuple[str, int]]:
    """The months of letters that differ. One that waits, and waited before, is in no counted figure."""
    for key in changed:
        rows = (standing.get(key), wanted[key].row if key in wanted else None)
        yield from ((key[0], row.month) for row in rows if row is not None and not row.waiting)


async def _write(session: WriteSession, changed: _Wanted, gone: Sequence[Key], again: Sequence[Key]) -> None:
    """Add what is new and change what differs (`again`), with the segments of both."""
    await letter_queries.drop_letters(session, gone)
    await letter_queries.put_letters(session, {key: one.row for key, one in changed.items()}, again)
    await letter_queries.drop_segments(session, again)
    await letter_queries.add_segments(session, {key: one.segments for key, one in changed.items()})


async def _issue_references(session: WriteSession, groups: Collection[Group], now: datetime) -> None:
    """Every letter has a code for good; a code is random, so one that is taken is drawn again."""
    arrivals = await letter_queries.without_code(session, groups)
    missing = sorted(arrivals)
    codes: dict[str, Key] = {}
    while missing:
        for key in missing:
            codes.setdefault(new_code(key[0], arrivals[key].astimezone(VIETNAM).date()), key)
        for taken in await letter_queries.taken_codes(session, codes):
            del codes[taken]
        missing = sorted(set(missing) - set(codes.values()))
    await letter_queries.add_references(session, codes, now)
