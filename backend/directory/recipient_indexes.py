"""The index of recipients and the official names, made once a revision of the directory and a day, and kept for every
request after it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from backend.db import ReadSession
from backend.directory import queries, recipient_queries
from backend.directory.lookalike_addresses import OfficialNames
from backend.directory.models import Agency, AgencyGroupRule
from backend.directory.official_domains import is_official_domain, official_domains
from backend.directory.recipients import DatedName, GroupMember, Heir, NamedAgency, NamedGroup, RecipientIndex


class RecipientIndexes:
    """One for each process. The revision is read before the rows: those of a later one are read again."""

    def __init__(self) -> None:
        self._made_of: tuple[int, date] | None = None
        self._index = RecipientIndex(())
        self._names_of: tuple[int, date, Collection[str]] | None = None
        self._names = OfficialNames((), ())

    async def current(self, session: ReadSession, today: date) -> RecipientIndex:
        wanted = (await queries.revision(session), today)
        if wanted != self._made_of:
            self._index, self._made_of = await recipient_index(session, today), wanted
        return self._index

    async def official_names(
        self, session: ReadSession, today: date, province_domains: Collection[str]
    ) -> OfficialNames:
        """What other addresses are held against."""
        wanted = (await queries.revision(session), today, province_domains)
        if wanted != self._names_of:
            self._names, self._names_of = await official_names(session, today, province_domains), wanted
        return self._names


async def official_names(session: ReadSession, today: date, province_domains: Collection[str]) -> OfficialNames:
    """Of a box at gmail.com that an agency has, the domain is nobody's to be taken for."""
    published = await recipient_queries.official_addresses(session, today)
    domains = {address.rpartition("@")[2] for address in published}
    ours = {*(domain.lower() for domain in province_domains), *filter(is_official_domain, domains)}
    return OfficialNames(ours, official_domains(), published)


async def recipient_index(session: ReadSession, today: date) -> RecipientIndex:
    """Every agency that is or was, by all of its names, with today's mailboxes; and the groups of the directory."""
    agencies = await queries.every_agency(session)
    boxes = await queries.published_agency_boxes(session, today)
    names = await _names(session)
    heirs = await _heirs(session)
    known = [
        NamedAgency(
            code=agency.code,
            name=agency.name,
            parent=agency.parent,
            address=boxes.get(agency.code),
            symbol=agency.symbol,
            short_names=tuple(agency.short_names),
            former_names=tuple(one.name for one in names.get(agency.code, ()) if _is_undated(one)),
            dated_names=tuple(one for one in names.get(agency.code, ()) if not _is_undated(one)),
            valid_from=agency.valid_from,
            valid_to=agency.valid_to,
            heirs=tuple(heirs.get(agency.code, ())),
        )
        for agency in agencies
    ]
    return RecipientIndex(known, await _groups(session, agencies))


async def _names(session: ReadSession) -> dict[str, list[DatedName]]:
    return {
        code: [DatedName(row.name, row.valid_from, row.valid_to) for row in rows]
        for code, rows in (await recipient_queries.past_names(session)).items()
    }


def _is_undated(name: DatedName) -> bool:
    return name.valid_to is None


async def _heirs(session: ReadSession) -> dict[str, list[Heir]]:
    found: dict[str, list[Heir]] = defaultdict(list)
    for row in await queries.successions(session):
        found[row.predecessor].append(Heir(row.successor, row.kind))
    return found


async def _groups(session: ReadSession, agencies: Sequence[Agency]) -> list[NamedGroup]:
    members: dict[str, list[GroupMember]] = defaultdict(list)
    excluded: dict[str, list[GroupMember]] = defaultdict(list)
    for rule in await recipient_queries.group_rules(session):
        members[rule.group_code] += _of_the_rule(rule, agencies)
    for row in await recipient_queries.group_members(session):
        side = excluded if row.excluded else members
        side[row.group_code].append(GroupMember(row.agency_code, row.valid_from, row.valid_to))
    return [
        NamedGroup(
            names=(group.name, *group.spellings),
            members=tuple(members[group.code]),
            excluded=tuple(excluded[group.code]),
            valid_from=group.valid_from,
            valid_to=group.valid_to,
        )
        for group in await recipient_queries.groups(session)
    ]


def _of_the_rule(rule: AgencyGroupRule, agencies: Sequence[Agency]) -> list[GroupMember]:
    """The agencies of the rule's kind at any depth under its agency."""
    parents = {agency.code: agency.parent for agency in agencies}
    return [
        GroupMember(agency.code, rule.valid_from, rule.valid_to)
        for agency in agencies
        if agency.kind == rule.kind and _is_under(agency.code, rule.under, parents)
    ]


def _is_under(code: str, top: str, parents: dict[str, str | None]) -> bool:
    seen, parent = {code}, parents.get(code)
    while parent is not None and parent not in seen and parent != top:
        seen.add(parent)
        parent = parents.get(parent)
    return parent == top
