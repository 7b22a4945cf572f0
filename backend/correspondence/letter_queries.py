"""All SQL by which derived letters are compared with those that stand, and stored: many in a few statements."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import and_, select

from backend.correspondence.groups import listed_groups, listed_keys, looked_up, of_listed
from backend.correspondence.letter_columns import LetterRow
from backend.correspondence.life import Segment
from backend.correspondence.many_rows import add_rows, drop_rows, locked_places, put_rows, table_of
from backend.correspondence.models import Correspondence, CorrespondenceSegment, LetterReference
from backend.correspondence.stored_clocks import Key
from backend.correspondence.terms import Group
from backend.db import ReadSession, WriteSession
from backend.db.listed import among

_KEY = ("agency_code", "id")
_LETTER_KEY = ("agency_code", "correspondence_id")
_SEGMENT = (*_LETTER_KEY, "ordinal", "turn", "started_at", "ended_at", "because")


async def rows_of_groups(session: ReadSession, groups: Collection[Group]) -> dict[Key, LetterRow]:
    """The letters that stand, by key."""
    of, listed = table_of(Correspondence).c, listed_groups(session, groups)
    columns = [of[name] for name in (*_KEY, *LetterRow._fields)]
    rows, letter = looked_up(session, listed, columns, table_of(Correspondence), of_listed(of, listed))
    found = await session.execute(select(*letter).select_from(rows))
    return {(row[0], row[1]): LetterRow._make(row[2:]) for row in found}


async def lock(session: WriteSession, keys: Iterable[Key]) -> None:
    """Keep other workers from these letters until the unit of work ends. SQLite has one writer anyway."""
    ordered = sorted(keys)
    if session.dialect == "sqlite" or not ordered:
        return
    given = listed_keys(_KEY, ordered).subquery("given")
    await session.execute(select(locked_places(table_of(Correspondence), _KEY, given)))


async def put_letters(session: WriteSession, letters: Mapping[Key, LetterRow], again: Collection[Key]) -> None:
    """Add new letters and change those that stand (`again`)."""
    names = (*_KEY, *LetterRow._fields)
    standing = frozenset(again)
    fresh = [(*key, *row) for key, row in letters.items() if key not in standing]
    await put_rows(session, Correspondence, names, fresh, are_new=True)
    await put_rows(session, Correspondence, names, [(*key, *letters[key]) for key in again])
    session.bring_up_to_date(Correspondence, LetterRow._fields, letters)


async def drop_letters(session: WriteSession, keys: Sequence[Key]) -> None:
    """With their segments."""
    await drop_segments(session, keys)
    await drop_rows(session, Correspondence, _KEY, keys)


async def drop_segments(session: WriteSession, keys: Sequence[Key]) -> None:
    await drop_rows(session, CorrespondenceSegment, _LETTER_KEY, keys)


async def add_segments(session: WriteSession, segments: Mapping[Key, Sequence[Segment]]) -> None:
    await add_rows(session, CorrespondenceSegment, _SEGMENT, list(_segment_rows(segments)))


def _segment_rows(segments: Mapping[Key, Sequence[Segment]]) -> Iterator[tuple[object, ...]]:
    for key, stretches in segments.items():
        for ordinal, one in enumerate(stretches):
            yield (*key, ordinal, one.turn.value, one.start, one.end, one.because.value)


async def without_code(session: ReadSession, groups: Collection[Group]) -> dict[Key, datetime]:
    """When those letters of these groups arrived that have no reference code yet, by key."""
    of, issued, listed = table_of(Correspondence).c, table_of(LetterReference).c, listed_groups(session, groups)
    columns = [of.agency_code, of.id, of.received_at]
    rows, letter = looked_up(session, listed, columns, table_of(Correspondence), of_listed(of, listed))
    has_code = and_(issued.agency_code == letter[0], issued.correspondence_id == letter[1])
    statement = select(*letter).select_from(rows).where(~select(issued.code).where(has_code).exists())
    return {(row[0], row[1]): row[2] for row in await session.execute(statement)}


async def taken_codes(session: ReadSession, codes: Iterable[str]) -> set[str]:
    """Which of these reference codes belong to a letter already."""
    statement = select(LetterReference.code).where(among(session, LetterReference.code, codes))
    return set(await session.scalars(statement))


async def add_references(session: WriteSession, codes: Mapping[str, Key], now: datetime) -> None:
    rows = [(*key, code, now) for code, key in codes.items()]
    await add_rows(session, LetterReference, (*_LETTER_KEY, "code", "issued_at"), rows)
