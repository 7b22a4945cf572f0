"""All SQL by which everything held about one person is found, by the ways of the register."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, Text, and_, cast, or_, select

from backend.access import models as access_models
from backend.audit import models as audit_models
from backend.classification import models as classification_models
from backend.compliance import check_models, regulation_models, report_input_models, reporting_models
from backend.compliance import models as compliance_models
from backend.compliance.reach import By, Way
from backend.correspondence.chunks import chunks
from backend.correspondence.models import Correspondence, Correspondent, Fact
from backend.correspondence.terms import FactKind
from backend.db import ReadSession
from backend.db.base import Base
from backend.directory.models import Mailbox, Official
from backend.directory.terms import MailboxKind

Row = Mapping[str, Any]
# Where the tables of the register are defined: read through their metadata.
DEFINED_IN = (
    access_models,
    audit_models,
    classification_models,
    *(check_models, compliance_models, regulation_models, report_input_models, reporting_models),
)
_OF_LOGINS = (FactKind.REFUSED, FactKind.REMOVED)
_LETTER_COLUMNS = ("correspondence_id", "subject_id")


async def officials_of(session: ReadSession, login: str) -> Sequence[Official]:
    """Everybody the directory has ever had under this log-in, in a stable order."""
    rows = await session.scalars(select(Official).where(Official.login == login).order_by(Official.id))
    return rows.all()


async def offices_of(session: ReadSession, official: Official) -> Sequence[Official]:
    """A person's offices, one after the other: told by their staff number."""
    if official.staff_number is None:
        return [official]
    rows = await session.scalars(select(Official).where(Official.staff_number == official.staff_number))
    return rows.all()


async def official(session: ReadSession, id_: str) -> Official | None:
    return await session.get(Official, id_)


async def is_shared_box(session: ReadSession, address: str) -> bool:
    """Whether it is a mailbox of an agency or a role: nobody's own."""
    box = await session.get(Mailbox, address)
    return box is not None and box.kind != MailboxKind.PERSONAL


async def correspondents_of(session: ReadSession, address: str) -> list[str]:
    return list(await session.scalars(select(Correspondent.id).where(Correspondent.address == address)))


async def letters_of(session: ReadSession, correspondents: Iterable[str]) -> list[str]:
    found: list[str] = []
    for chunk in chunks(correspondents):
        statement = select(Correspondence.id).where(Correspondence.correspondent_id.in_(chunk))
        found += await session.scalars(statement.order_by(Correspondence.id))
    return found


async def shielded_among(session: ReadSession, letters: Iterable[str]) -> set[str]:
    """Which of these ids are letters for named receivers only."""
    found: set[str] = set()
    for chunk in chunks(letters):
        statement = select(Correspondence.id).where(Correspondence.id.in_(chunk), Correspondence.shielded)
        found |= set(await session.scalars(statement))
    return found


async def rows_of(session: ReadSession, way: Way, keys: Collection[str], agencies: Collection[str]) -> list[Row]:
    """The rows of one way, in the order of their key. `agencies`: where an official is or was; acts are looked for in
    the facts of these."""
    table = Base.metadata.tables[way.table]
    found: list[Row] = []
    for chunk in chunks(keys):
        statement = select(table).where(_is_of(table, way, chunk)).order_by(*table.primary_key.columns)
        if table.name == Fact.__tablename__ and way.json:
            statement = statement.where(_among_facts(way, agencies))
        found += [dict(row) for row in (await session.execute(statement)).mappings()]
    return found


def letters_named(row: Row) -> set[str]:
    """Ids of letters that a row may be about."""
    data = row.get("data")
    named = {row.get(name) for name in _LETTER_COLUMNS} | ({data.get("letter")} if isinstance(data, dict) else set())
    return {str(one) for one in named if one}


def _is_of(table: Table, way: Way, keys: Sequence[str]) -> ColumnElement[bool]:
    if way.through:
        other = Base.metadata.tables[way.through]
        key = and_(*(other.c[column.name] == column for column in table.primary_key.columns))
        return select(other.c[way.columns[0]]).where(key, other.c[way.columns[0]].in_(keys)).exists()
    if way.json:
        place: ColumnElement[str] = table.c[way.columns[-1]][way.json].as_string()
        return place.in_(keys)
    if way.quoted:
        texts = [cast(table.c[name], Text) for name in way.columns]  # JSON is text to look through on both databases
        return or_(*(text.contains(f'"{key}"', autoescape=True) for text in texts for key in keys))
    return or_(*(table.c[name].in_(keys) for name in way.columns))


def _among_facts(way: Way, agencies: Collection[str]) -> ColumnElement[bool]:
    """Refusals by the log-in, acts by the person."""
    if way.by is By.ADDRESS:
        return Fact.kind.in_(_OF_LOGINS)
    return (Fact.kind == FactKind.ACT) & Fact.agency_code.in_(agencies)
