"""All SQL of the directory."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sqlalchemy import delete, or_, select

from backend.db import ReadSession, WriteSession
from backend.directory.models import (
    Agency,
    AgencyChannel,
    AgencyDay,
    AgencyWeek,
    BusinessAddress,
    DirectoryRevision,
    FormerName,
    LoginMailbox,
    Mailbox,
    Official,
    PrivateAddress,
    RoleAssignment,
)
from backend.directory.terms import AgencyName, Grant, MailboxEntry, MailboxKind, OfficialRole


async def agency(session: ReadSession, code: str) -> Agency | None:
    return await session.get(Agency, code)


async def every_agency(session: ReadSession) -> Sequence[Agency]:
    """Agencies that were or are, by code."""
    return (await session.scalars(select(Agency).order_by(Agency.code))).all()


async def parents(session: ReadSession) -> dict[str, str | None]:
    """Every agency's code and its parent's."""
    return dict((await session.execute(select(Agency.code, Agency.parent))).all())


async def parents_above(session: ReadSession, codes: Collection[str]) -> dict[str, str | None]:
    """The parent of these agencies and of every one above them, by code."""
    above = select(Agency.code, Agency.parent).where(Agency.code.in_(codes)).cte("above", recursive=True)
    above = above.union(select(Agency.code, Agency.parent).join(above, Agency.code == above.c.parent))
    return dict((await session.execute(select(above.c.code, above.c.parent))).all())


async def former_names(session: ReadSession) -> dict[str, list[str]]:
    """Former names by agency code."""
    by_agency: dict[str, list[str]] = defaultdict(list)
    for row in await session.scalars(select(FormerName).order_by(FormerName.agency_code, FormerName.name)):
        by_agency[row.agency_code].append(row.name)
    return by_agency


async def mailboxes_of_login(session: ReadSession, login: str) -> tuple[MailboxEntry, ...]:
    """The mailboxes a log-in speaks for, the one with its own address first."""
    statement = (
        select(Mailbox.address, Mailbox.kind, Agency.code, Agency.name)
        .join(LoginMailbox, LoginMailbox.address == Mailbox.address)
        .join(Agency, Agency.code == Mailbox.agency_code)
        .where(LoginMailbox.login == login, Mailbox.withdrawn_at.is_(None))
        .order_by(Mailbox.address)
    )
    found = [
        MailboxEntry(address, MailboxKind(kind), AgencyName(code, name))
        for address, kind, code, name in await session.execute(statement)
    ]
    return tuple(sorted(found, key=lambda mailbox: mailbox.address != login))


async def officials_of_login(session: ReadSession, login: str, today: date) -> Sequence[Official]:
    """Who uses a log-in today, by name."""
    statement = (
        select(Official)
        .where(Official.login == login, or_(Official.valid_to.is_(None), Official.valid_to > today))
        .order_by(Official.name, Official.id)
    )
    return (await session.scalars(statement)).all()


async def official_names(session: ReadSession, official_ids: Collection[str]) -> dict[str, str]:
    """Names by official id, of those who left too."""
    rows = await session.execute(select(Official.id, Official.name).where(Official.id.in_(official_ids)))
    return {row.id: row.name for row in rows}


async def grants_of(session: ReadSession, official_ids: Collection[str], today: date) -> dict[str, frozenset[Grant]]:
    """The roles each official holds today, by official id; officials without any are absent."""
    statement = select(RoleAssignment).where(
        RoleAssignment.official_id.in_(official_ids),
        or_(RoleAssignment.valid_from.is_(None), RoleAssignment.valid_from <= today),
        or_(RoleAssignment.valid_to.is_(None), RoleAssignment.valid_to > today),
    )
    by_official: dict[str, set[Grant]] = defaultdict(set)
    for row in await session.scalars(statement):
        by_official[row.official_id].add(Grant(OfficialRole(row.role), row.agency_code))
    return {official: frozenset(grants) for official, grants in by_official.items()}


async def staff_boxes(
    session: ReadSession, agency_code: str, roles: Collection[OfficialRole], today: date
) -> dict[OfficialRole, tuple[str, ...]]:
    """The own mailboxes of those who hold these roles at an agency today, by role; a role without any is absent."""
    statement = (
        select(RoleAssignment.role, Mailbox.address)
        .join(Official, Official.id == RoleAssignment.official_id)
        .join(Mailbox, Mailbox.address == Official.login)
        .where(
            RoleAssignment.agency_code == agency_code,
            RoleAssignment.role.in_(roles),
            or_(RoleAssignment.valid_from.is_(None), RoleAssignment.valid_from <= today),
            or_(RoleAssignment.valid_to.is_(None), RoleAssignment.valid_to > today),
            or_(Official.valid_to.is_(None), Official.valid_to > today),
            Mailbox.withdrawn_at.is_(None),
        )
        .order_by(Mailbox.address)
    )
    found: dict[OfficialRole, list[str]] = defaultdict(list)
    for role, address in await session.execute(statement):
        found[OfficialRole(role)].append(address)
    return {role: tuple(dict.fromkeys(addresses)) for role, addresses in found.items()}


async def agency_names(session: ReadSession, codes: Collection[str]) -> dict[str, str]:
    statement = select(Agency.code, Agency.name).where(Agency.code.in_(codes))
    return dict((await session.execute(statement)).all())


async def mailboxes(session: ReadSession, addresses: Collection[str]) -> dict[str, MailboxEntry]:
    """The mailboxes among these (lower-case) addresses, by address."""
    statement = (
        select(Mailbox.address, Mailbox.kind, Agency.code, Agency.name)
        .join(Agency, Agency.code == Mailbox.agency_code)
        .where(Mailbox.address.in_(addresses), Mailbox.withdrawn_at.is_(None))
    )
    return {
        address: MailboxEntry(address, MailboxKind(kind), AgencyName(code, name))
        for address, kind, code, name in await session.execute(statement)
    }


async def former_mailboxes(session: ReadSession, addresses: Collection[str] | None = None) -> dict[str, MailboxEntry]:
    """Withdrawn mailboxes of agencies and roles, all or those among these addresses: letters still come to them."""
    statement = (
        select(Mailbox.address, Mailbox.kind, Agency.code, Agency.name)
        .join(Agency, Agency.code == Mailbox.agency_code)
        .where(Mailbox.withdrawn_at.is_not(None), Mailbox.kind != MailboxKind.PERSONAL)
    )
    if addresses is not None:
        statement = statement.where(Mailbox.address.in_(addresses))
    return {
        address: MailboxEntry(address, MailboxKind(kind), AgencyName(code, name))
        for address, kind, code, name in await session.execute(statement)
    }


async def private_addresses(session: ReadSession, addresses: Collection[str]) -> dict[str, Official]:
    """Whose private addresses these are, by address."""
    statement = (
        select(PrivateAddress.address, Official)
        .join(Official, Official.id == PrivateAddress.official_id)
        .where(PrivateAddress.address.in_(addresses))
    )
    return dict((await session.execute(statement)).all())


async def published_agency_boxes(session: ReadSession) -> dict[str, str]:
    """By agency code the published agency mailbox to write to (the first by address, where there are several)."""
    statement = (
        select(Mailbox.agency_code, Mailbox.address)
        .where(Mailbox.kind == MailboxKind.AGENCY, Mailbox.published_at.is_not(None), Mailbox.withdrawn_at.is_(None))
        .order_by(Mailbox.address.desc())
    )
    return dict((await session.execute(statement)).all())


async def every_mailbox(session: ReadSession) -> Sequence[Mailbox]:
    return (await session.scalars(select(Mailbox).where(Mailbox.withdrawn_at.is_(None)))).all()


async def every_official(session: ReadSession) -> Sequence[Official]:
    return (await session.scalars(select(Official).order_by(Official.id))).all()


async def logins(session: ReadSession) -> dict[str, str]:
    """Every log-in and its agency's code; the mailbox with the log-in's own address decides."""
    statement = (
        select(LoginMailbox.login, LoginMailbox.address, Mailbox.agency_code)
        .join(Mailbox, Mailbox.address == LoginMailbox.address)
        .where(Mailbox.withdrawn_at.is_(None))
        .order_by(LoginMailbox.login, LoginMailbox.address)
    )
    by_login: dict[str, str] = {}
    for login, address, code in await session.execute(statement):
        if login == address or login not in by_login:
            by_login[login] = code
    return by_login


async def roles_held(session: ReadSession) -> dict[tuple[str, str], frozenset[str]]:
    """The roles of every official at every agency, by (official id, agency code), ended ones included."""
    held: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in await session.scalars(select(RoleAssignment)):
        held[row.official_id, row.agency_code].add(row.role)
    return {key: frozenset(roles) for key, roles in held.items()}


async def private_address_owners(session: ReadSession) -> dict[str, Official]:
    """Whose every private address is."""
    statement = select(PrivateAddress.address, Official).join(Official, Official.id == PrivateAddress.official_id)
    return dict((await session.execute(statement)).all())


async def replace_former_names(session: WriteSession, code: str, names: Iterable[str]) -> None:
    await session.change(delete(FormerName).where(FormerName.agency_code == code))
    session.add_all([FormerName(agency_code=code, name=name) for name in names])


async def drop_roles(session: WriteSession, keys: Iterable[tuple[str, str]]) -> None:
    """Every role these officials (by id) hold at these agencies (by code)."""
    for official_id, agency_code in keys:
        await session.change(
            delete(RoleAssignment).where(
                RoleAssignment.official_id == official_id, RoleAssignment.agency_code == agency_code
            )
        )


async def drop_private_addresses(session: WriteSession, official_ids: Iterable[str]) -> None:
    for official_id in official_ids:
        await session.change(delete(PrivateAddress).where(PrivateAddress.official_id == official_id))


async def businesses(session: ReadSession) -> Sequence[BusinessAddress]:
    return (await session.scalars(select(BusinessAddress))).all()


async def business_patterns(session: ReadSession) -> frozenset[str]:
    """Addresses and "@domain"s that agencies know to be businesses'."""
    return frozenset(await session.scalars(select(BusinessAddress.pattern)))


async def agency_weeks(session: ReadSession, codes: Collection[str]) -> dict[str, list[AgencyWeek]]:
    """Dated working weeks by agency code, the earliest first; agencies without their own are absent."""
    by_agency: dict[str, list[AgencyWeek]] = defaultdict(list)
    statement = select(AgencyWeek).where(AgencyWeek.agency_code.in_(codes)).order_by(AgencyWeek.valid_from)
    for row in await session.scalars(statement):
        by_agency[row.agency_code].append(row)
    return by_agency


async def agency_days(session: ReadSession, codes: Collection[str]) -> dict[str, list[AgencyDay]]:
    """Days set by decision, by agency code; agencies without any of their own are absent."""
    by_agency: dict[str, list[AgencyDay]] = defaultdict(list)
    for row in await session.scalars(select(AgencyDay).where(AgencyDay.agency_code.in_(codes))):
        by_agency[row.agency_code].append(row)
    return by_agency


async def agency_channels(session: ReadSession, codes: Collection[str]) -> dict[str, list[AgencyChannel]]:
    """Dated channels by agency code; agencies that take everything by mail are absent."""
    by_agency: dict[str, list[AgencyChannel]] = defaultdict(list)
    for row in await session.scalars(select(AgencyChannel).where(AgencyChannel.agency_code.in_(codes))):
        by_agency[row.agency_code].append(row)
    return by_agency


async def revision(session: ReadSession) -> int:
    """How often the directory has changed; 0 before the first import."""
    return await session.scalar(select(DirectoryRevision.revision)) or 0


async def named_receiver_logins(session: ReadSession, today: date) -> set[str]:
    """The log-ins of those who are a named receiver somewhere today; others may share them."""
    statement = (
        select(Official.login)
        .join(RoleAssignment, RoleAssignment.official_id == Official.id)
        .where(
            RoleAssignment.role == OfficialRole.NAMED_RECEIVER,
            Official.login.is_not(None),
            or_(Official.valid_to.is_(None), Official.valid_to > today),
        )
    )
    return {login for login in await session.scalars(statement) if login is not None}
