"""SQL of forgetting issued papers, a year of an agency at a time."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, delete, func, select

from backend.clock import VIETNAM
from backend.compliance.models import (
    IssuanceCall,
    IssuedDocument,
    IssuedLine,
    IssuedMessage,
    PublishedLink,
    RegisterEntry,
)
from backend.db import ReadSession, WriteSession

Part = type[IssuedLine] | type[IssuedMessage] | type[PublishedLink] | type[IssuanceCall]
PARTS: dict[str, Part] = {
    "lines": IssuedLine,
    "messages": IssuedMessage,
    "links": PublishedLink,
    "calls": IssuanceCall,
}


async def oldest(session: ReadSession, last_year: int) -> tuple[str, int] | None:
    """An agency and the earliest year of it, up to `last_year`, of which anything is kept."""
    papers = select(IssuedDocument.agency_code, IssuedDocument.issued_on).where(*_papers_up_to(last_year))
    rows = select(RegisterEntry.agency_code, RegisterEntry.issued_on).where(*_rows_up_to(last_year))
    found = [
        (await session.execute(one.order_by("issued_on", "agency_code").limit(1))).first() for one in (papers, rows)
    ]
    first = min((one for one in found if one is not None), key=lambda one: one.issued_on, default=None)
    return None if first is None else (first.agency_code, first.issued_on.year)


async def kept_beyond(session: ReadSession, last_year: int) -> dict[str, int]:
    """How many papers and rows of `last_year` and before there are, and parts of papers that are gone."""
    counts = {
        "documents": select(func.count()).select_from(IssuedDocument).where(*_papers_up_to(last_year)),
        "register_rows": select(func.count()).select_from(RegisterEntry).where(*_rows_up_to(last_year)),
    }
    found = {name: await session.scalar(statement) or 0 for name, statement in counts.items()}
    return found | {f"stray_{name}": await _strays(session, part) for name, part in PARTS.items()}


async def papers_of(session: WriteSession, agency_code: str, year: int, last_year: int) -> Sequence[str]:
    """The ids, held until the unit of work ends: who waits for them finds them gone."""
    statement = select(IssuedDocument.id).where(*_papers_of(agency_code, year, last_year)).with_for_update()
    return (await session.scalars(statement)).all()


async def parts_of(session: ReadSession, agency_code: str, year: int, last_year: int) -> dict[str, int]:
    """How many rows hang on these papers, by kind."""
    papers = select(IssuedDocument.id).where(*_papers_of(agency_code, year, last_year))
    return {
        name: await session.scalar(
            select(func.count()).select_from(part).where(part.agency_code == agency_code, part.document_id.in_(papers))
        )
        or 0
        for name, part in PARTS.items()
    }


async def remove(session: WriteSession, agency_code: str, year: int, last_year: int) -> tuple[int, int]:
    """The papers with all that hangs on them, and the register's rows; how many of both."""
    papers = await session.change(delete(IssuedDocument).where(*_papers_of(agency_code, year, last_year)))
    rows = await session.change(delete(RegisterEntry).where(*_rows_of(agency_code, year)))
    return papers, rows


async def left_of(session: ReadSession, agency_code: str, year: int, last_year: int) -> dict[str, int]:
    """What is still there of them: nothing, if they were removed."""
    counts: Iterable[tuple[str, type[IssuedDocument] | type[RegisterEntry], tuple[ColumnElement[bool], ...]]] = (
        ("documents", IssuedDocument, _papers_of(agency_code, year, last_year)),
        ("register_rows", RegisterEntry, _rows_of(agency_code, year)),
    )
    found = {
        name: await session.scalar(select(func.count()).select_from(table).where(*which)) or 0
        for name, table, which in counts
    }
    return found | {f"stray_{name}": await _strays(session, part, agency_code) for name, part in PARTS.items()}


async def _strays(session: ReadSession, part: Part, agency_code: str | None = None) -> int:
    """Rows of papers that are not there."""
    paper = (IssuedDocument.agency_code == part.agency_code) & (IssuedDocument.id == part.document_id)
    statement = select(func.count()).select_from(part).where(~select(IssuedDocument.id).where(paper).exists())
    if agency_code is not None:
        statement = statement.where(part.agency_code == agency_code)
    return await session.scalar(statement) or 0


def _papers_of(agency_code: str, year: int, last_year: int) -> tuple[ColumnElement[bool], ...]:
    return (
        IssuedDocument.agency_code == agency_code,
        IssuedDocument.issued_on.between(date(year, 1, 1), date(year, 12, 31)),
        *_papers_up_to(last_year),
    )


def _papers_up_to(last_year: int) -> tuple[ColumnElement[bool], ...]:
    """An old paper that was recorded late is kept as long from then."""
    end = datetime.combine(date(last_year + 1, 1, 1), time(), VIETNAM)
    return IssuedDocument.issued_on <= date(last_year, 12, 31), IssuedDocument.recorded_at < end


def _rows_of(agency_code: str, year: int) -> tuple[ColumnElement[bool], ...]:
    return (
        RegisterEntry.agency_code == agency_code,
        RegisterEntry.issued_on.between(date(year, 1, 1), date(year, 12, 31)),
    )


def _rows_up_to(last_year: int) -> tuple[ColumnElement[bool], ...]:
    return (RegisterEntry.issued_on <= date(last_year, 12, 31),)
