"""SQL of the resolver of recipients: names of all times, groups and who is in them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, delete, func, or_, select

from backend.db import ReadSession, WriteSession
from backend.directory.models import (
    Agency,
    AgencyGroup,
    AgencyGroupMember,
    AgencyGroupRule,
    AgencyPastName,
    Mailbox,
    MailboxAlias,
    Official,
    PrivateAddress,
    RecipientCorrection,
)
from backend.directory.queries import published_on
from backend.directory.terms import MailboxKind


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


async def private_addresses(session: ReadSession, addresses: Collection[str], today: date) -> dict[str, Official]:
    """Whose private addresses these are, by address: of those in office today."""
    statement = (
        select(PrivateAddress.address, Official)
        .join(Official, Official.id == PrivateAddress.official_id)
        .where(PrivateAddress.address.in_(addresses), *_in_office(today))
    )
    return dict((await session.execute(statement)).all())


async def official_addresses(session: ReadSession, today: date) -> set[str]:
    """The mailboxes of agencies and roles that are published today, and the aliases that lead to them."""
    published = (Mailbox.kind != MailboxKind.PERSONAL, *published_on(today))
    boxes = select(Mailbox.address).where(*published)
    aliases = (
        select(MailboxAlias.alias)
        .join(Mailbox, Mailbox.address == MailboxAlias.address)
        .where(
            *published,
            or_(MailboxAlias.valid_from.is_(None), MailboxAlias.valid_from <= today),
            or_(MailboxAlias.valid_to.is_(None), MailboxAlias.valid_to > today),
        )
    )
    return {*await session.scalars(boxes), *await session.scalars(aliases)}


async def holders(session: ReadSession, addresses: Collection[str], today: date) -> dict[str, Official]:
    """Who signs in with these addresses today, by address; one that several share is absent."""
    found: dict[str, list[Official]] = defaultdict(list)
    statement = select(Official).where(Official.login.in_(addresses), *_in_office(today))
    for official in await session.scalars(statement):
        found[official.login or ""].append(official)
    return {address: officials[0] for address, officials in found.items() if len(officials) == 1}


async def people_called(
    session: ReadSession, agency_code: str, names: Collection[str], today: date
) -> dict[str, list[tuple[str, str, str, str]]]:
    """Who at an agency has one of these names and a mailbox of their own, by name: (code, name, agency, address)."""
    statement = (
        select(Agency.code, Official.name, Agency.name, Mailbox.address)
        .join(Agency, Agency.code == Official.agency_code)
        .join(Mailbox, Mailbox.address == Official.login)
        .where(
            Official.agency_code == agency_code,
            Official.name.in_(names),
            Mailbox.kind == MailboxKind.PERSONAL,
            Mailbox.withdrawn_at.is_(None),
            *_in_office(today),
        )
        .order_by(Mailbox.address)
    )
    found: dict[str, list[tuple[str, str, str, str]]] = defaultdict(list)
    for code, name, agency_name, address in await session.execute(statement):
        found[name].append((code, name, agency_name, address))
    return found


async def forget_corrections(session: WriteSession, revoked_before: datetime) -> int:
    """Choices that were taken back, or followed by another one, before then."""
    return await session.change(delete(RecipientCorrection).where(RecipientCorrection.revoked_at < revoked_before))


async def corrections_before(session: ReadSession, revoked_before: datetime) -> int:
    statement = select(func.count()).select_from(RecipientCorrection)
    return await session.scalar(statement.where(RecipientCorrection.revoked_at < revoked_before)) or 0


def _in_office(today: date) -> tuple[ColumnElement[bool], ...]:
    return (
        or_(Official.valid_from.is_(None), Official.valid_from <= today),
        or_(Official.valid_to.is_(None), Official.valid_to > today),
    )
