"""What other features ask the directory."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import reduce

from backend.clock import VIETNAM
from backend.db import ReadSession
from backend.directory import corrections, queries
from backend.directory.channels import between, standing
from backend.directory.models import Agency, Official
from backend.directory.recipient_indexes import RecipientIndexes
from backend.directory.recipients import When
from backend.directory.terms import (
    AgencyName,
    Grant,
    MailboxEntry,
    OfficialRole,
    Person,
    Principal,
    RecipientEntry,
)
from backend.directory.working_calendar import OwnRows, calendar_of, line_of
from backend.errors import NotFound
from backend.workingtime.calendar import Calendar


class AgencyNotFound(NotFound):
    code = "agency_not_found"


async def principal_of(session: ReadSession, login: str, now: datetime) -> Principal:
    """Whom the directory knows by an IMAP log-in; `known` is false for a stranger."""
    login, today = login.strip().lower(), now.astimezone(VIETNAM).date()
    mailboxes = await queries.mailboxes_of_login(session, login)
    officials = await queries.officials_of_login(session, login, today)
    agency = await _agency_of(session, mailboxes, officials)
    grants = await _common_grants(session, officials, today)
    if agency is not None:
        grants |= {Grant(OfficialRole.OFFICIAL, agency.code)}
    led = await queries.agency_names(
        session, {grant.agency_code for grant in grants if grant.role == OfficialRole.HEAD}
    )
    return Principal(
        login=login,
        agency=agency,
        head_of=tuple(AgencyName(code, name) for code, name in sorted(led.items())),
        mailboxes=mailboxes,
        people=tuple(Person(official.id, official.name, official.post) for official in officials),
        grants=grants,
    )


async def agency_by_code(session: ReadSession, code: str) -> Agency:
    """
    Raises:
        AgencyNotFound: no agency has, or ever had, this code.
    """
    agency = await queries.agency(session, code)
    if agency is None:
        raise AgencyNotFound("no agency has this code")
    return agency


async def calendars(session: ReadSession, codes: Collection[str]) -> dict[str, Calendar]:
    """The calendar each agency works by, with the weeks, days and terms of those above it. Agencies that set nothing of
    their own share one calendar object with the agency they have it from."""
    parents = await queries.parents_above(session, codes)
    weeks = await queries.agency_weeks(session, {*codes, *parents})
    days = await queries.agency_days(session, {*codes, *parents})
    terms = await queries.agency_terms(session, {*codes, *parents})
    own = {*weeks, *days, *terms}
    setting = {code: tuple(one for one in line_of(code, parents) if one in own) for code in set(codes)}
    made = {
        line: calendar_of([OwnRows(weeks.get(one, ()), days.get(one, ()), terms.get(one, ())) for one in line])
        for line in set(setting.values())
    }
    return {code: made[line] for code, line in setting.items()}


async def resolve_recipients(
    session: ReadSession,
    entries: Sequence[str],
    now: datetime,
    sender_agency: str | None = None,
    *,
    issued_on: date | None = None,
    addressees: Sequence[str] = (),
    indexes: RecipientIndexes | None = None,
) -> list[RecipientEntry]:
    """For each entry of Nơi nhận or Kính gửi, in order: which published agency mailboxes it means, why, what somebody
    has to choose, and how papers get there from the sender's agency (by code). `issued_on`: the paper's date, by which
    groups and names are read; `addressees`: whom "Như trên" means. What the sender's agency chose before stands."""
    today = now.astimezone(VIETNAM).date()
    index = await (indexes or RecipientIndexes()).current(session, today)
    when = When(today, issued_on, sender_agency)
    remembered = await corrections.remembered(session, sender_agency) if sender_agency else {}
    resolved = index.resolve_all(entries, when, addressees=addressees, remembered=remembered)
    return await _with_channels(session, resolved, sender_agency, today)


async def _with_channels(
    session: ReadSession, entries: Sequence[RecipientEntry], sender_agency: str | None, today: date
) -> list[RecipientEntry]:
    named = {match.agency_code for entry in entries for match in entry.all_matches}
    dated = await queries.agency_channels(session, {*named, sender_agency or ""})
    own = standing(dated.get(sender_agency or "", ()), today)
    ways = {code: between(own, standing(dated.get(code, ()), today)) for code in named}
    return [entry.with_channels(ways) for entry in entries]


async def _agency_of(
    session: ReadSession, mailboxes: Sequence[MailboxEntry], officials: Sequence[Official]
) -> AgencyName | None:
    if mailboxes:
        return mailboxes[0].agency
    if not officials:
        return None
    code = officials[0].agency_code
    return AgencyName(code, (await queries.agency_names(session, {code}))[code])


async def _common_grants(session: ReadSession, officials: Sequence[Official], today: date) -> frozenset[Grant]:
    """What every holder of a shared log-in may do."""
    held = await queries.grants_of(session, {official.id for official in officials}, today)
    every = [held.get(official.id, frozenset[Grant]()) for official in officials]
    return reduce(frozenset.__and__, every) if every else frozenset()
