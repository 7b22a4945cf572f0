"""All SQL of the directory."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from functools import cache

from sqlalchemy import ColumnElement, Select, or_, select

from backend.db import ReadSession
from backend.db.listed import among, among_named, list_value
from backend.directory.models import (
    Agency,
    AgencyChannel,
    AgencyDay,
    AgencyPastName,
    AgencySuccession,
    AgencyTerm,
    AgencyWeek,
    BusinessAddress,
    DirectoryRevision,
    LoginMailbox,
    Mailbox,
    MailboxAlias,
    Official,
    RoleAssignment,
)
from backend.directory.terms import AgencyName, Grant, MailboxEntry, MailboxKind, OfficialRole

_REVISION = select(DirectoryRevision.revision)


async def agency(session: ReadSession, code: str) -> Agency | None:
    return await session.get(Agency, code)


async def agencies(session: ReadSession, codes: Collection[str]) -> Sequence[Agency]:
    """Those of these codes that were or are."""
    return (await session.scalars(select(Agency).where(Agency.code.in_(codes)))).all()


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
    """The names that agencies no longer have, by agency code."""
    by_agency: dict[str, list[str]] = defaultdict(list)
    for row in await session.scalars(select(AgencyPastName).order_by(AgencyPastName.agency_code, AgencyPastName.name)):
        by_agency[row.agency_code].append(row.name)
    return by_agency


async def past_names(session: ReadSession, agency_code: str) -> Sequence[AgencyPastName]:
    """The names an agency no longer has, the last begun first; those without days at the end."""
    rows = (await session.scalars(select(AgencyPastName).where(AgencyPastName.agency_code == agency_code))).all()
    return sorted(rows, key=lambda row: (row.valid_from or row.valid_to or date.min, row.name), reverse=True)


async def successions(session: ReadSession) -> Sequence[AgencySuccession]:
    """What became of agencies, by predecessor and successor."""
    order = (AgencySuccession.predecessor, AgencySuccession.successor)
    return (await session.scalars(select(AgencySuccession).order_by(*order))).all()


async def successors(session: ReadSession, predecessor: str) -> Sequence[Agency]:
    """The agencies among which one was divided, or in which it went up, by code."""
    statement = (
        select(Agency)
        .join(AgencySuccession, AgencySuccession.successor == Agency.code)
        .where(AgencySuccession.predecessor == predecessor)
        .order_by(Agency.code)
    )
    return (await session.scalars(statement)).all()


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
        .where(
            Official.login == login,
            or_(Official.valid_from.is_(None), Official.valid_from <= today),
            or_(Official.valid_to.is_(None), Official.valid_to > today),
        )
        .order_by(Official.name, Official.id)
    )
    return (await session.scalars(statement)).all()


async def officials_between(session: ReadSession, since: date, until: date) -> Sequence[Official]:
    """Who began or ended in an office from `since` to before `until`."""
    begun = (Official.valid_from >= since) & (Official.valid_from < until)
    ended = (Official.valid_to >= since) & (Official.valid_to < until)
    return (await session.scalars(select(Official).where(begun | ended))).all()


async def officials_without_box(session: ReadSession, today: date) -> Sequence[Official]:
    """Who is in office today and has no log-in, or one whose mailbox is used no more; by agency and name."""
    statement = (
        select(Official)
        .outerjoin(Mailbox, (Mailbox.address == Official.login) & Mailbox.withdrawn_at.is_(None))
        .where(
            Mailbox.address.is_(None),
            or_(Official.valid_from.is_(None), Official.valid_from <= today),
            or_(Official.valid_to.is_(None), Official.valid_to > today),
        )
        .order_by(Official.agency_code, Official.name, Official.id)
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
    """The own mailboxes of those who hold these roles at an agency today, by role; a role without any is absent. For
    whoever handed their duty over for some days, whoever stands in."""
    statement = (
        select(RoleAssignment.role, Official.id, Mailbox.address)
        .join(Official, Official.id == RoleAssignment.official_id)
        .join(Mailbox, Mailbox.address == Official.login)
        .where(RoleAssignment.agency_code == agency_code, RoleAssignment.role.in_(roles), *_in_office(today))
        .order_by(Mailbox.address)
    )
    standing_in = await _standing_in(session, agency_code, today)
    found: dict[OfficialRole, list[str]] = defaultdict(list)
    for role, official_id, address in await session.execute(statement):
        found[OfficialRole(role)] += standing_in.get(official_id, [address])
    return {role: tuple(dict.fromkeys(addresses)) for role, addresses in found.items()}


async def _standing_in(session: ReadSession, agency_code: str, today: date) -> dict[str, list[str]]:
    """The own mailboxes of who stands in today, by the id of whom they stand in for. Only what was handed over from a
    day to a day is a leave; who delegated something without an end is still there."""
    statement = (
        select(RoleAssignment.delegator_id, Mailbox.address)
        .join(Official, Official.id == RoleAssignment.official_id)
        .join(Mailbox, Mailbox.address == Official.login)
        .where(
            RoleAssignment.agency_code == agency_code,
            RoleAssignment.role == OfficialRole.DELEGATE,
            RoleAssignment.delegator_id.is_not(None),
            RoleAssignment.valid_from.is_not(None),
            RoleAssignment.valid_to.is_not(None),
            *_in_office(today),
        )
        .order_by(Mailbox.address)
    )
    found: dict[str, list[str]] = defaultdict(list)
    for delegator_id, address in await session.execute(statement):
        found[str(delegator_id)].append(address)
    return found


def _in_office(today: date) -> list[ColumnElement[bool]]:
    """Assignment, official and mailbox hold today."""
    return [
        or_(RoleAssignment.valid_from.is_(None), RoleAssignment.valid_from <= today),
        or_(RoleAssignment.valid_to.is_(None), RoleAssignment.valid_to > today),
        or_(Official.valid_from.is_(None), Official.valid_from <= today),
        or_(Official.valid_to.is_(None), Official.valid_to > today),
        Mailbox.withdrawn_at.is_(None),
    ]


async def agency_names(session: ReadSession, codes: Collection[str]) -> dict[str, str]:
    statement = select(Agency.code, Agency.name).where(Agency.code.in_(codes))
    return dict((await session.execute(statement)).all())


async def mailboxes(session: ReadSession, addresses: Collection[str]) -> dict[str, MailboxEntry]:
    """The mailboxes among these (lower-case) addresses, by address."""
    values = {"addresses": list_value(session.dialect, addresses)}
    return {
        address: MailboxEntry(address, MailboxKind(kind), AgencyName(code, name))
        for address, kind, code, name in await session.execute(_mailboxes(session.dialect), values)
    }


@cache
def _mailboxes(dialect: str) -> Select[str, str, str, str]:
    """Made once: it is asked at every letter that is written, and to make it takes longer than to ask it."""
    return (
        select(Mailbox.address, Mailbox.kind, Agency.code, Agency.name)
        .join(Agency, Agency.code == Mailbox.agency_code)
        .where(among_named(dialect, Mailbox.address, "addresses"), Mailbox.withdrawn_at.is_(None))
    )


async def aliased_mailboxes(session: ReadSession, addresses: Collection[str], today: date) -> dict[str, MailboxEntry]:
    """The mailboxes in which these (lower-case) other addresses end today, by the other address."""
    statement = (
        select(MailboxAlias.alias, Mailbox.address, Mailbox.kind, Agency.code, Agency.name)
        .join(Mailbox, Mailbox.address == MailboxAlias.address)
        .join(Agency, Agency.code == Mailbox.agency_code)
        .where(
            MailboxAlias.alias.in_(addresses),
            Mailbox.withdrawn_at.is_(None),
            or_(MailboxAlias.valid_from.is_(None), MailboxAlias.valid_from <= today),
            or_(MailboxAlias.valid_to.is_(None), MailboxAlias.valid_to > today),
        )
    )
    return {
        alias: MailboxEntry(address, MailboxKind(kind), AgencyName(code, name))
        for alias, address, kind, code, name in await session.execute(statement)
    }


async def aliases(session: ReadSession, addresses: Collection[str] | None = None) -> Sequence[MailboxAlias]:
    """Other addresses of mailboxes with their days, all or those among these (lower-case) addresses."""
    statement = select(MailboxAlias).order_by(MailboxAlias.alias, MailboxAlias.address)
    if addresses is not None:
        statement = statement.where(among(session, MailboxAlias.alias, addresses))
    return (await session.scalars(statement)).all()


async def former_mailboxes(session: ReadSession, addresses: Collection[str] | None = None) -> dict[str, MailboxEntry]:
    """Withdrawn mailboxes of agencies and roles, all or those among these addresses: letters still come to them."""
    statement = (
        select(Mailbox.address, Mailbox.kind, Agency.code, Agency.name)
        .join(Agency, Agency.code == Mailbox.agency_code)
        .where(Mailbox.withdrawn_at.is_not(None), Mailbox.kind != MailboxKind.PERSONAL)
    )
    if addresses is not None:
        statement = statement.where(among(session, Mailbox.address, addresses))
    return {
        address: MailboxEntry(address, MailboxKind(kind), AgencyName(code, name))
        for address, kind, code, name in await session.execute(statement)
    }


async def published_agency_boxes(session: ReadSession, today: date) -> dict[str, str]:
    """By agency code the agency mailbox published today (the first by address, where there are several)."""
    statement = (
        select(Mailbox.agency_code, Mailbox.address)
        .where(Mailbox.kind == MailboxKind.AGENCY, *published_on(today))
        .order_by(Mailbox.address.desc())
    )
    return dict((await session.execute(statement)).all())


def published_on(today: date) -> tuple[ColumnElement[bool], ...]:
    """That a mailbox is in use, and an official address today by what was decided."""
    return (
        Mailbox.published_at.is_not(None),
        Mailbox.withdrawn_at.is_(None),
        or_(Mailbox.published_from.is_(None), Mailbox.published_from <= today),
        or_(Mailbox.published_to.is_(None), Mailbox.published_to > today),
    )


async def every_mailbox(session: ReadSession) -> Sequence[Mailbox]:
    return (await session.scalars(select(Mailbox).where(Mailbox.withdrawn_at.is_(None)))).all()


async def boxes_in_use(session: ReadSession) -> dict[str, tuple[str, str]]:
    """Agency and kind of every mailbox by address: of a province's thirty thousand, without an object for each."""
    statement = select(Mailbox.address, Mailbox.agency_code, Mailbox.kind).where(Mailbox.withdrawn_at.is_(None))
    return {address: (code, kind) for address, code, kind in await session.execute(statement)}


async def mailboxes_at(session: ReadSession, agency_code: str) -> Sequence[Mailbox]:
    """Those of one agency that are in use."""
    of_agency = (Mailbox.agency_code == agency_code, Mailbox.withdrawn_at.is_(None))
    return (await session.scalars(select(Mailbox).where(*of_agency))).all()


async def recorded_addresses(session: ReadSession) -> set[str]:
    """The mailboxes of agencies and roles in use, with their other addresses of all times."""
    recorded = (Mailbox.kind != MailboxKind.PERSONAL, Mailbox.withdrawn_at.is_(None))
    led = select(MailboxAlias.alias).join(Mailbox, Mailbox.address == MailboxAlias.address).where(*recorded)
    own = select(Mailbox.address).where(*recorded)
    return {*await session.scalars(own), *await session.scalars(led)}


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


async def agency_terms(session: ReadSession, codes: Collection[str]) -> dict[str, list[AgencyTerm]]:
    """Dated ordinary terms by agency code; agencies without their own are absent."""
    by_agency: dict[str, list[AgencyTerm]] = defaultdict(list)
    for row in await session.scalars(select(AgencyTerm).where(AgencyTerm.agency_code.in_(codes))):
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
    return await session.scalar(_REVISION) or 0


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
