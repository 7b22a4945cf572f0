"""What of the directory can be found on a day: read as a whole, or what a few changes touched; columns only."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select, true

from backend.db import ReadSession
from backend.db.listed import among
from backend.directory import history_queries, queries
from backend.directory.models import Agency, Mailbox, MailboxAlias, Official, RoleAssignment
from backend.directory.search_changes import Touched
from backend.directory.search_entries import AgencyFacts, MailboxFacts, OfficialFacts
from backend.directory.terms import MailboxKind, OfficialRole


@dataclass(frozen=True, slots=True)
class SearchSource:
    """The directory on a day, at a revision; `seq`: its last change."""

    revision: int
    seq: int
    agencies: Sequence[AgencyFacts]
    mailboxes: Sequence[MailboxFacts]
    officials: Sequence[OfficialFacts]


@dataclass(frozen=True, slots=True)
class TouchedSource:
    """What became of all that some changes touched: the agencies' own mailboxes, other ones, and who has them."""

    agencies: frozenset[str]
    addresses: frozenset[str]
    officials: frozenset[str]
    found_mailboxes: Sequence[MailboxFacts]
    found_officials: Sequence[OfficialFacts]


async def search_source(session: ReadSession, today: date) -> SearchSource:
    return SearchSource(
        revision=await queries.revision(session),
        seq=(await history_queries.head(session)).seq,
        agencies=await _agencies(session, today),
        mailboxes=await _mailboxes(session, today, true()),
        officials=await _officials(session, today, true()),
    )


async def touched_source(session: ReadSession, today: date, touched: Touched) -> TouchedSource:
    """Everybody who has a mailbox that was touched is read with it, and of its agency all the agency's own ones."""
    logins = select(Official.login).where(among(session, Official.id, touched.officials), Official.login.is_not(None))
    addresses = touched.addresses | {login for login in await session.scalars(logins) if login is not None}
    of_address = among(session, Mailbox.address, addresses)
    agencies = touched.agencies | set(await session.scalars(select(Mailbox.agency_code).where(of_address)))
    of_agency = among(session, Mailbox.agency_code, agencies) & (Mailbox.kind == MailboxKind.AGENCY)
    limit = among(session, Official.id, touched.officials) | among(session, Official.login, addresses)
    return TouchedSource(
        agencies=agencies,
        addresses=addresses,
        officials=touched.officials | set(await session.scalars(select(Official.id).where(limit))),
        found_mailboxes=await _mailboxes(session, today, of_address | of_agency),
        found_officials=await _officials(session, today, limit),
    )


async def _agencies(session: ReadSession, today: date) -> list[AgencyFacts]:
    """Those that exist, with the names of those that went up in them."""
    every = {row.code: row for row in await queries.every_agency(session)}
    former = await queries.former_names(session)
    heirs: dict[str, list[str]] = defaultdict(list)
    for step in await queries.successions(session):
        heirs[step.predecessor].append(step.successor)
    standing = {code for code, agency in every.items() if agency.valid_to is None or agency.valid_to > today}
    others: dict[str, list[str]] = defaultdict(list, {code: list(former.get(code, ())) for code in standing})
    inherited: dict[str, list[str]] = defaultdict(list)
    for code in every.keys() - standing:
        found = list(_heirs(heirs, standing, code))
        for heir in found:
            (others if len(found) == 1 else inherited)[heir] += [every[code].name, *former.get(code, ())]
    return [_agency(every[code], others[code], inherited[code]) for code in sorted(standing)]


def _heirs(heirs: Mapping[str, Sequence[str]], standing: set[str], code: str) -> Iterator[str]:
    """Every agency of today that took something over from one that is no more."""
    waiting, seen = [code], {code}
    while waiting:
        step = waiting.pop(0)
        if step in standing:
            yield step
            continue
        waiting += [heir for heir in heirs.get(step, ()) if heir not in seen]
        seen.update(waiting)


def _agency(agency: Agency, others: Sequence[str], inherited: Sequence[str]) -> AgencyFacts:
    names = (*agency.short_names, *others)
    return AgencyFacts(
        agency.code, agency.name, agency.parent, agency.symbol, names, tuple(inherited), telephone=agency.phone
    )


async def _mailboxes(session: ReadSession, today: date, limit: ColumnElement[bool]) -> list[MailboxFacts]:
    aliases = await _aliases(session, today)
    published = set(await session.scalars(select(Mailbox.address).where(limit, *queries.published_on(today))))
    columns = (Mailbox.address, Mailbox.agency_code, Mailbox.kind, Mailbox.display)
    in_use = select(*columns).where(limit, Mailbox.withdrawn_at.is_(None))
    rows = await session.execute(in_use.order_by(Mailbox.address))
    return [
        MailboxFacts(address, agency, MailboxKind(kind), address in published, display, aliases.get(address, ()))
        for address, agency, kind, display in rows
    ]


async def _aliases(session: ReadSession, today: date) -> dict[str, tuple[str, ...]]:
    """The other addresses of each mailbox that work today."""
    statement = select(MailboxAlias.address, MailboxAlias.alias).where(
        or_(MailboxAlias.valid_from.is_(None), MailboxAlias.valid_from <= today),
        or_(MailboxAlias.valid_to.is_(None), MailboxAlias.valid_to > today),
    )
    found: dict[str, tuple[str, ...]] = {}
    for address, alias in await session.execute(statement.order_by(MailboxAlias.alias)):
        found[address] = (*found.get(address, ()), alias)
    return found


async def _officials(session: ReadSession, today: date, limit: ColumnElement[bool]) -> list[OfficialFacts]:
    """Those in office who have a log-in, which is the mailbox they are written to; colleagues stand together, so that
    the index finds them together."""
    roles = await _roles(session, today, limit)
    columns = (
        Official.id,
        Official.name,
        Official.post,
        Official.agency_code,
        Official.login,
        Official.phone,
        Official.competent,
    )
    statement = select(*columns).where(
        limit,
        Official.login.is_not(None),
        or_(Official.valid_from.is_(None), Official.valid_from <= today),
        or_(Official.valid_to.is_(None), Official.valid_to > today),
    )
    rows = await session.execute(statement.order_by(Official.agency_code, Official.name, Official.id))
    return [
        OfficialFacts(key, name, post, agency, login or "", roles.get((key, agency), frozenset()), phone, competent)
        for key, name, post, agency, login, phone, competent in rows
    ]


async def _roles(
    session: ReadSession, today: date, limit: ColumnElement[bool]
) -> dict[tuple[str, str], frozenset[OfficialRole]]:
    """What officials are in their agencies, by (id, agency), besides officials."""
    columns = (RoleAssignment.official_id, RoleAssignment.agency_code, RoleAssignment.role)
    statement = select(*columns).where(
        RoleAssignment.official_id.in_(select(Official.id).where(limit)),
        RoleAssignment.role != OfficialRole.OFFICIAL,
        or_(RoleAssignment.valid_from.is_(None), RoleAssignment.valid_from <= today),
        or_(RoleAssignment.valid_to.is_(None), RoleAssignment.valid_to > today),
    )
    held: dict[tuple[str, str], set[OfficialRole]] = defaultdict(set)
    for official, agency, role in await session.execute(statement):
        held[official, agency].add(OfficialRole(role))
    return {key: frozenset(roles) for key, roles in held.items()}
