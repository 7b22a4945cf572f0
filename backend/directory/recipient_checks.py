"""What is known of the addresses a letter goes to or comes from: how far they stand from the province, whose they are,
and what gives reason to look again: a private box, one that only looks official, another agency of the same name."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from backend.clock import VIETNAM
from backend.db import ReadSession
from backend.directory import queries, recipient_queries
from backend.directory.lookalike_addresses import LookalikeReason
from backend.directory.models import Official
from backend.directory.recipient_indexes import RecipientIndexes
from backend.directory.recipients import When
from backend.directory.terms import (
    LookalikeAddress,
    MailboxEntry,
    MailboxKind,
    Namesake,
    OfficialInstead,
    RecipientCheck,
    RecipientRing,
    SameName,
)


@dataclass(frozen=True, slots=True)
class Asker:
    """For whom addresses are looked at: the domains of the province, and the code of the asker's agency."""

    province_domains: Collection[str]
    agency_code: str | None = None


async def check_recipients(
    session: ReadSession,
    addresses: Sequence[str],
    asker: Asker,
    now: datetime,
    indexes: RecipientIndexes | None = None,
) -> list[RecipientCheck]:
    """For each address, in order."""
    when = When(now.astimezone(VIETNAM).date(), sender=asker.agency_code)
    folded = {_folded(address) for address in addresses}
    known = await queries.mailboxes(session, folded)
    private: dict[str, Official] = {}
    if strange := folded - known.keys():
        known |= await queries.aliased_mailboxes(session, strange, when.today)
        private = await recipient_queries.private_addresses(session, folded - known.keys(), when.today)
    instead = await _official_addresses(session, private.values(), when)
    indexes = indexes or RecipientIndexes()
    alike = await _lookalikes(session, folded - known.keys() - private.keys(), asker, when, indexes)
    same = await _agencies_of_one_name(session, known, when, indexes)
    same |= await _people_of_one_name(session, known, when)
    return [
        RecipientCheck(
            address=address,
            ring=_ring(folded_address, known, asker.province_domains),
            agency_name=mailbox.agency.name if (mailbox := known.get(folded_address)) else None,
            official_instead=instead.get(folded_private.id)
            if (folded_private := private.get(folded_address))
            else None,
            lookalike=alike.get(folded_address),
            same_name=same.get(folded_address),
        )
        for address, folded_address in ((address, _folded(address)) for address in addresses)
    ]


def _folded(address: str) -> str:
    return address.strip().lower()


def _ring(address: str, known: Mapping[str, MailboxEntry], province_domains: Collection[str]) -> RecipientRing:
    if address.rpartition("@")[2] in province_domains:
        return RecipientRing.PROVINCE
    return RecipientRing.OFFICIAL if address in known else RecipientRing.OTHER


async def _official_addresses(
    session: ReadSession, officials: Iterable[Official], when: When
) -> dict[str, OfficialInstead]:
    """The official mailbox of each official by official id: the own one, else the agency's published one."""
    officials = list(officials)
    if not officials:
        return {}
    own = await queries.mailboxes(session, {official.login for official in officials if official.login})
    boxes = await queries.published_agency_boxes(session, when.today)
    found: dict[str, OfficialInstead] = {}
    for official in officials:
        address = official.login if official.login in own else boxes.get(official.agency_code)
        if address is not None:
            found[official.id] = OfficialInstead(official.name, address)
    return found


async def _lookalikes(
    session: ReadSession, strangers: Collection[str], asker: Asker, when: When, indexes: RecipientIndexes
) -> dict[str, LookalikeAddress]:
    """Of addresses that the directory does not hold; `instead`: the mailbox that would be there without the trick."""
    if not strangers:
        return {}
    names = await indexes.official_names(session, when.today, asker.province_domains)
    found = {address: one for address in strangers if (one := names.lookalike(address)) is not None}
    meant = {address: _meant(address, one.resembles, one.reason) for address, one in found.items()}
    exists = await queries.mailboxes(session, set(meant.values())) if meant else {}
    return {
        address: LookalikeAddress(one.resembles, one.reason, meant[address] if meant[address] in exists else None)
        for address, one in found.items()
    }


def _meant(address: str, resembles: str, reason: LookalikeReason) -> str:
    if "@" in resembles:
        return resembles
    local = address.rpartition("@")[0]
    if reason is LookalikeReason.LOCAL_PART:
        local = local.partition(resembles)[0].rstrip(".-_%@!")
    return f"{local}@{resembles}"


async def _agencies_of_one_name(
    session: ReadSession, known: Mapping[str, MailboxEntry], when: When, indexes: RecipientIndexes
) -> dict[str, SameName]:
    """By the address of an agency's mailbox: the other agencies of its name, written with or without accents."""
    boxes = {address: one for address, one in known.items() if one.kind == MailboxKind.AGENCY}
    if not boxes:
        return {}
    index = await indexes.current(session, when.today)
    found = {address: index.same_name(one.agency.code, when) for address, one in boxes.items()}
    return {address: one for address, one in found.items() if one is not None}


async def _people_of_one_name(
    session: ReadSession, known: Mapping[str, MailboxEntry], when: When
) -> dict[str, SameName]:
    """By somebody's own mailbox in another agency: who in the asker's own agency has the same name."""
    boxes = {one.address for one in known.values() if one.kind == MailboxKind.PERSONAL}
    if when.sender is None or not boxes:
        return {}
    elsewhere = await recipient_queries.holders(session, boxes, when.today)
    elsewhere = {address: one for address, one in elsewhere.items() if one.agency_code != when.sender}
    names = {one.name for one in elsewhere.values()}
    near = await recipient_queries.people_called(session, when.sender, names, when.today)
    return {
        written: SameName(
            name=holder.name,
            place=known[written].agency.name,
            others=tuple(Namesake(code, name, place, address, nearer=True) for code, name, place, address in others),
        )
        for written, mailbox in known.items()
        if (holder := elsewhere.get(mailbox.address)) and (others := near.get(holder.name))
    }
