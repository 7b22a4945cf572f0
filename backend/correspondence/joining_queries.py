"""All SQL of who may be one person to an agency."""

from collections.abc import Collection

from sqlalchemy import select

from backend.correspondence.groups import listed_groups, looked_up, of_listed
from backend.correspondence.joining_models import JoinedCorrespondent
from backend.correspondence.many_rows import table_of
from backend.correspondence.terms import Group
from backend.db import ReadSession, WriteSession


async def links(session: ReadSession, groups: Collection[Group]) -> list[tuple[Group, Group]]:
    """Each of these groups with each that it was joined with."""
    joined, listed = table_of(JoinedCorrespondent), listed_groups(session, groups)
    columns = [joined.c.agency_code, joined.c.correspondent_id, joined.c.other_id]
    rows, link = looked_up(session, listed, columns, joined, of_listed(joined.c, listed))
    found = await session.execute(select(*link).select_from(rows))
    return [((row[0], row[1]), (row[0], row[2])) for row in found]


async def add_link(session: WriteSession, agency_code: str, one: str, other: str) -> None:
    """From both sides; a link that is known changes nothing."""
    for own, joined in ((one, other), (other, one)):
        if await session.get(JoinedCorrespondent, (agency_code, own, joined)) is None:
            session.add(JoinedCorrespondent(agency_code=agency_code, correspondent_id=own, other_id=joined))
    await session.flush()
