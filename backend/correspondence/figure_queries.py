"""All SQL of figures: what is counted, what was counted, and which months are to be counted anew."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from backend.correspondence.chunks import chunks
from backend.correspondence.many_rows import table_of
from backend.correspondence.models import Correspondence, FigureRow, LetterReference, SealedMonth, StaleFigures
from backend.correspondence.months import bounds
from backend.correspondence.tally import GroupKey, Tally
from backend.db import ReadSession, WriteSession
from backend.db.listed import among

Month = tuple[str, int]  # (agency code, YYYYMM)
LOOKED_UP = 30  # agencies, each at three pages or so


class FinishedRow(NamedTuple):
    id: str
    sender_class: str
    matter: str
    standing: str
    answered_by: str | None
    answered_at: datetime | None
    due_at: datetime | None
    reopened: int
    working_seconds: int | None
    own_seconds: int
    sender_seconds: int
    other_seconds: int


class LetterBehind(NamedTuple):
    """A letter of a figure, or one set aside beside it; with `tally.Finished` in it. As `open_time.Waiting` it is read
    while it waits."""

    letter: FinishedRow
    agency_code: str
    received_at: datetime
    waiting: bool
    turn_since: datetime | None
    reference_code: str

    @property
    def standing(self) -> str:
        return self.letter.standing

    @property
    def own_seconds(self) -> int:
        return self.letter.own_seconds

    @property
    def sender_seconds(self) -> int:
        return self.letter.sender_seconds

    @property
    def other_seconds(self) -> int:
        return self.letter.other_seconds

    @property
    def due_at(self) -> datetime | None:
        return self.letter.due_at


class WaitingRow(NamedTuple):
    agency_code: str
    month: int
    sender_class: str
    matter: str
    standing: str
    turn_since: datetime | None
    own_seconds: int
    sender_seconds: int
    other_seconds: int
    due_at: datetime | None


class Sized(NamedTuple):
    """How many letters of a group are not waiting any more but in n."""

    agency_code: str
    month: int
    sender_class: str
    matter: str
    letters: int


class CountedRow(NamedTuple):
    """A `FigureRow`, of which a page reads tens of thousands."""

    agency_code: str
    month: int
    sender_class: str
    matter: str
    answered: int
    closed: int
    elsewhere: int
    reopened: int
    undated: int
    passed_on: int
    no_answer: int
    returned: int
    merged: int
    own_seconds: int
    sender_seconds: int
    other_seconds: int
    median_seconds: int | None
    p90_seconds: int | None
    waits: bytes
    dues: bytes


_FINISHED = tuple(getattr(Correspondence, name) for name in FinishedRow._fields)
_BEHIND = (
    Correspondence.agency_code,
    Correspondence.received_at,
    Correspondence.waiting,
    Correspondence.turn_since,
    LetterReference.code,
)
_WAITING = (  # columns of one index
    *(getattr(Correspondence, name) for name in WaitingRow._fields[:6]),
    *(getattr(Correspondence, f"living_{name}") for name in WaitingRow._fields[6:]),
)
_COUNTED = tuple(table_of(FigureRow).c[name] for name in CountedRow._fields)  # no object a row
_FIGURE_KEY = (FigureRow.agency_code, FigureRow.month, FigureRow.sender_class, FigureRow.matter)


def _is_counted(agency_code: str, since: datetime, until: datetime) -> ColumnElement[bool]:
    """Letters of figures: those that awaited an answer, received in [since, until), but for named receivers' ones."""
    return _counted_between(Correspondence.agency_code == agency_code, since, until)


def _counted_between(of_agencies: ColumnElement[bool], since: datetime, until: datetime) -> ColumnElement[bool]:
    return (
        of_agencies
        & (Correspondence.received_at >= since)
        & (Correspondence.received_at < until)
        & Correspondence.awaits_answer
        & Correspondence.shielded.is_(False)
    )


async def finished(session: ReadSession, agency_code: str, since: datetime, until: datetime) -> list[FinishedRow]:
    """Letters received in [since, until) that are not waiting any more; see `tally.Finished`."""
    counted = _is_counted(agency_code, since, until)
    rows = await session.execute(select(*_FINISHED).where(counted, Correspondence.waiting.is_(False)))
    return [FinishedRow._make(row) for row in rows]


async def finished_in_months(session: ReadSession, months: Collection[Month]) -> dict[Month, list[FinishedRow]]:
    """What `finished` says of each month, by a statement for all agencies of a month."""
    found: dict[Month, list[FinishedRow]] = {month: [] for month in months}
    for number, codes in _by_month(months).items():
        since, until = bounds(number)
        counted = _counted_between(among(session, Correspondence.agency_code, codes), since, until)
        statement = select(Correspondence.agency_code, *_FINISHED).where(counted, Correspondence.waiting.is_(False))
        for code, *row in await session.execute(statement):
            found[code, number].append(FinishedRow._make(row))
    return found


def _by_month(months: Iterable[Month]) -> dict[int, list[str]]:
    codes: dict[int, list[str]] = defaultdict(list)
    for code, number in months:
        codes[number].append(code)
    return codes


async def waiting_between(session: ReadSession, agency_code: str, since: datetime, until: datetime) -> list[WaitingRow]:
    """Letters received in [since, until) that wait for their answer."""
    counted = _is_counted(agency_code, since, until)
    rows = await session.execute(select(*_WAITING).where(counted, Correspondence.waiting))
    return [WaitingRow._make(row) for row in rows]


async def letters_behind(
    session: ReadSession, agency_code: str, since: datetime, until: datetime, sender_class: str, matter: str | None
) -> list[LetterBehind]:
    """Letters of a figure and those set aside beside it, the latest first."""
    statement = (
        select(*_FINISHED, *_BEHIND)
        .join(
            LetterReference,
            and_(
                LetterReference.agency_code == Correspondence.agency_code,
                LetterReference.correspondence_id == Correspondence.id,
            ),
        )
        .where(_is_counted(agency_code, since, until), Correspondence.sender_class == sender_class)
    )
    if matter is not None:
        statement = statement.where(Correspondence.matter == matter)
    rows = await session.execute(statement.order_by(Correspondence.received_at.desc(), Correspondence.id))
    own = len(_FINISHED)
    return [LetterBehind(FinishedRow._make(row[:own]), *row[own:]) for row in rows]


async def waiting_in_months(
    session: ReadSession, codes: Collection[str], first: int, last: int, sender_class: str | None = None
) -> list[WaitingRow]:
    """Letters received in these months (YYYYMM, both included) that wait for their answer; read from one index."""
    found: list[WaitingRow] = []
    for chunk in chunks(codes):
        statement = select(*_WAITING).where(
            Correspondence.waiting, Correspondence.agency_code.in_(chunk), Correspondence.month.between(first, last)
        )
        if sender_class is not None:
            statement = statement.where(Correspondence.sender_class == sender_class)
        found += [WaitingRow._make(row) for row in await session.execute(statement)]
    return found


async def figures(
    session: ReadSession,
    codes: Collection[str],
    first: int,
    last: int,
    matter: str | None,
    sender_class: str | None = None,
) -> list[CountedRow]:
    """What was counted of these agencies and months; of one matter and sender class, or of all."""
    statement = select(*_COUNTED).where(_in_months(codes, first, last))
    if matter is not None:
        statement = statement.where(FigureRow.matter == matter)
    if sender_class is not None:
        statement = statement.where(FigureRow.sender_class == sender_class)
    rows = await session.execute(statement)
    return [CountedRow._make(row) for row in rows if row[0] in codes]


def counted_row(month: Month, group: GroupKey, tally: Tally) -> CountedRow:
    """A row of `figure` that is not stored."""
    return CountedRow(*month, *group, **_columns(tally))


async def sizes(
    session: ReadSession, codes: Collection[str], first: int, last: int, sender_class: str | None = None
) -> list[Sized]:
    statement = select(*_FIGURE_KEY, FigureRow.answered + FigureRow.closed).where(_in_months(codes, first, last))
    if sender_class is not None:
        statement = statement.where(FigureRow.sender_class == sender_class)
    rows = (Sized._make(row) for row in await session.execute(statement))
    return [row for row in rows if row.agency_code in codes]


def _in_months(codes: Collection[str], first: int, last: int) -> ColumnElement[bool]:
    """Of few agencies each is looked up; of many all of the months are read, in one stretch of the index."""
    in_months = FigureRow.month.between(first, last)
    return FigureRow.agency_code.in_(codes) & in_months if len(codes) <= LOOKED_UP else in_months


async def stale(session: ReadSession, codes: Collection[str], first: int, last: int) -> set[Month]:
    """Which of these months changed since they were counted; of those that are sealed none did."""
    found: set[Month] = set()
    for chunk in chunks(codes):
        statement = select(StaleFigures.agency_code, StaleFigures.month).where(
            StaleFigures.agency_code.in_(chunk), StaleFigures.month.between(first, last), ~_is_sealed()
        )
        found |= {(code, month) for code, month in await session.execute(statement)}
    return found


def _is_sealed() -> ColumnElement[bool]:
    same = and_(SealedMonth.agency_code == StaleFigures.agency_code, SealedMonth.month == StaleFigures.month)
    return select(SealedMonth.month).where(same).exists()


async def sealed(session: ReadSession, codes: Collection[str], first: int, last: int) -> dict[Month, datetime]:
    """When which of these agencies' months (both included) were sealed: letters of them were deleted, and the figure
    stands."""
    rows = await session.scalars(select(SealedMonth).where(SealedMonth.month.between(first, last)))
    return {(row.agency_code, row.month): row.sealed_at for row in rows if row.agency_code in codes}


async def mark_stale(session: WriteSession, months: Iterable[Month]) -> None:
    """Have these months counted anew.

    On PostgreSQL this waits for a worker that is counting one of them: it began before our changes could be seen.
    """
    rows = [{"agency_code": code, "month": month, "marks": 1} for code, month in sorted(set(months))]
    if not rows:
        return
    marks = {"marks": StaleFigures.marks + 1}
    key = ["agency_code", "month"]
    if session.dialect == "sqlite":
        await session.change(sqlite.insert(StaleFigures).on_conflict_do_update(index_elements=key, set_=marks), rows)
    else:
        added = postgresql.insert(StaleFigures)
        await session.change(added.on_conflict_do_update(index_elements=key, set_=marks), rows)


async def is_any_stale(session: ReadSession) -> bool:
    return await session.scalar(select(StaleFigures.month).limit(1)) is not None


async def take_stale(session: WriteSession, limit: int) -> list[Month]:
    """Some months that are to be counted anew, ours until the unit of work ends; other workers' are passed over, and
    those that were sealed stay as they are."""
    await session.change(delete(StaleFigures).where(_is_sealed()))
    statement = select(StaleFigures).order_by(StaleFigures.month.desc(), StaleFigures.agency_code).limit(limit)
    rows = (await session.scalars(statement.with_for_update(skip_locked=True))).all()
    for row in rows:
        await session.delete(row)
    return [(row.agency_code, row.month) for row in rows]


async def replace_figures(session: WriteSession, tallies: Mapping[Month, Mapping[GroupKey, Tally]]) -> None:
    """By month what its groups come to."""
    for number, codes in _by_month(tallies).items():
        former = among(session, FigureRow.agency_code, codes) & (FigureRow.month == number)
        await session.change(delete(FigureRow).where(former))
    rows = [
        {"agency_code": code, "month": number, "sender_class": group[0], "matter": group[1], **_columns(tally)}
        for (code, number), groups in tallies.items()
        for group, tally in groups.items()
    ]
    await session.insert_all(table_of(FigureRow), rows)


def _columns(tally: Tally) -> dict[str, Any]:
    return {
        **{name: getattr(tally.counts, name) for name in tally.counts.__slots__},
        "median_seconds": tally.median_seconds,
        "p90_seconds": tally.p90_seconds,
        "waits": bytes(tally.waits),
        "dues": bytes(tally.dues),
    }


async def months_of_letters(session: ReadSession) -> list[Month]:
    """Every month of every agency that holds a letter, in order."""
    months = select(Correspondence.agency_code, Correspondence.month).distinct()
    return sorted((code, month) for code, month in await session.execute(months))
