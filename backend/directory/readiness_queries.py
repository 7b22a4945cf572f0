"""All SQL of what agencies have of what the directive asks: equipment, people in charge, mailboxes of officials."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from backend.db import ReadSession
from backend.db.listed import among
from backend.directory.models import AgencyReadiness, Mailbox, Official, PrivateAddress, RoleAssignment
from backend.directory.terms import OfficialRole, ReadinessItem


async def ready(session: ReadSession, codes: Collection[str], today: date) -> dict[str, set[ReadinessItem]]:
    """What stands today of Chỉ thị, khoản 1 điểm c; agencies without any are absent."""
    statement = select(AgencyReadiness.agency_code, AgencyReadiness.item).where(
        among(session, AgencyReadiness.agency_code, codes),
        AgencyReadiness.valid_from <= today,
        or_(AgencyReadiness.valid_to.is_(None), AgencyReadiness.valid_to > today),
    )
    found: dict[str, set[ReadinessItem]] = defaultdict(set)
    for code, item in await session.execute(statement):
        found[code].add(ReadinessItem(item))
    return found


async def roles_held(session: ReadSession, codes: Collection[str], today: date) -> dict[str, set[OfficialRole]]:
    """Which roles somebody in office holds in each agency today; nobody's name."""
    statement = (
        select(RoleAssignment.agency_code, RoleAssignment.role)
        .join(Official, Official.id == RoleAssignment.official_id)
        .where(
            among(session, RoleAssignment.agency_code, codes),
            *_stands(RoleAssignment.valid_from, RoleAssignment.valid_to, today),
            *_stands(Official.valid_from, Official.valid_to, today),
        )
        .distinct()
    )
    found: dict[str, set[OfficialRole]] = defaultdict(set)
    for code, role in await session.execute(statement):
        found[code].add(OfficialRole(role))
    return found


async def officials_in_office(session: ReadSession, codes: Collection[str], today: date) -> dict[str, tuple[int, int]]:
    """Of each agency: how many are in office today, and how many of them sign in to an official mailbox in use."""
    statement = (
        select(Official.agency_code, func.count(), func.count(Mailbox.address))
        .outerjoin(Mailbox, (Mailbox.address == Official.login) & Mailbox.withdrawn_at.is_(None))
        .where(among(session, Official.agency_code, codes), *_stands(Official.valid_from, Official.valid_to, today))
        .group_by(Official.agency_code)
    )
    return {code: (officials, with_box) for code, officials, with_box in await session.execute(statement)}


async def private_addresses_known(session: ReadSession, codes: Collection[str]) -> int:
    """How many private addresses of their officials these agencies entered."""
    statement = (
        select(func.count())
        .select_from(PrivateAddress)
        .join(Official, Official.id == PrivateAddress.official_id)
        .where(among(session, Official.agency_code, codes))
    )
    return await session.scalar(statement) or 0


def _stands(
    valid_from: InstrumentedAttribute[date | None], valid_to: InstrumentedAttribute[date | None], today: date
) -> tuple[ColumnElement[bool], ...]:
    return or_(valid_from.is_(None), valid_from <= today), or_(valid_to.is_(None), valid_to > today)
