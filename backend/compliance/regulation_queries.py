"""SQL of signed regulations, and of who is charged with what."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select

from backend.compliance.regulation_models import SignedRegulation
from backend.db import ReadSession
from backend.directory.models import Official, RoleAssignment


async def signed(session: ReadSession) -> Sequence[SignedRegulation]:
    """The one that holds from the latest day first."""
    order = (SignedRegulation.valid_from.desc(), SignedRegulation.entered_at.desc(), SignedRegulation.id.desc())
    return (await session.scalars(select(SignedRegulation).order_by(*order))).all()


async def charged(
    session: ReadSession, roles: Collection[str], today: date
) -> Sequence[tuple[RoleAssignment, Official]]:
    """Who holds any of these roles today, by agency and name."""
    statement = (
        select(RoleAssignment, Official)
        .join(Official, Official.id == RoleAssignment.official_id)
        .where(RoleAssignment.role.in_(roles), *(_on(today, one) for one in (RoleAssignment, Official)))
        .order_by(RoleAssignment.agency_code, Official.name, RoleAssignment.role)
    )
    return [(assignment, official) for assignment, official in await session.execute(statement)]


def _on(today: date, table: type[RoleAssignment] | type[Official]) -> ColumnElement[bool]:
    return and_(
        or_(table.valid_from.is_(None), table.valid_from <= today),
        or_(table.valid_to.is_(None), table.valid_to > today),
    )
