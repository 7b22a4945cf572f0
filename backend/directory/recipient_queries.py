"""SQL of the resolver of recipients: names of all times, groups and who is in them."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select

from backend.db import ReadSession
from backend.directory.models import (
    AgencyGroup,
    AgencyGroupMember,
    AgencyGroupRule,
    AgencyPastName,
    RecipientCorrection,
)


async def past_names(session: ReadSession) -> dict[str, list[AgencyPastName]]:
    """The names agencies had, by agency code."""
    by_agency: dict[str, list[AgencyPastName]] = defaultdict(list)
    for row in await session.scalars(select(AgencyPastName).order_by(AgencyPastName.agency_code, AgencyPastName.name)):
        by_agency[row.agency_code].append(row)
    return by_agency


async def groups(session: ReadSession) -> Sequence[AgencyGroup]:
    return (await session.scalars(select(AgencyGroup).order_by(AgencyGroup.code))).all()


async def group_rules(session: ReadSession) -> Sequence[AgencyGroupRule]:
    order = (AgencyGroupRule.group_code, AgencyGroupRule.kind, AgencyGroupRule.under)
    return (await session.scalars(select(AgencyGroupRule).order_by(*order))).all()


async def group_members(session: ReadSession) -> Sequence[AgencyGroupMember]:
    order = (AgencyGroupMember.group_code, AgencyGroupMember.agency_code)
    return (await session.scalars(select(AgencyGroupMember).order_by(*order))).all()


async def corrections(session: ReadSession, agency_code: str) -> Sequence[RecipientCorrection]:
    """What an agency chose and did not take back, the latest last."""
    statement = (
        select(RecipientCorrection)
        .where(RecipientCorrection.agency_code == agency_code, RecipientCorrection.revoked_at.is_(None))
        .order_by(RecipientCorrection.chosen_at, RecipientCorrection.id)
    )
    return (await session.scalars(statement)).all()


async def standing_corrections(session: ReadSession, agency_code: str, entry: str) -> Sequence[RecipientCorrection]:
    """What an agency chose for one folded entry and did not take back."""
    statement = select(RecipientCorrection).where(
        RecipientCorrection.agency_code == agency_code,
        RecipientCorrection.entry == entry,
        RecipientCorrection.revoked_at.is_(None),
    )
    return (await session.scalars(statement)).all()
