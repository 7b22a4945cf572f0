"""What a table cannot know by itself: doubles, and whether what is named exists. Pure."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass

from backend.directory import recorded
from backend.directory.draft import Standing
from backend.directory.rows import AgencyRow, GroupMemberRow, GroupRuleRow, Row, RowOfAgency, Tables

_Office = tuple[str, str]  # agency, name


@dataclass(frozen=True, slots=True)
class Known:
    """What the directory holds already. `parents`: every agency's parent; `private`: whose a private address is;
    `offices`: the log-ins of those in office under a name, at an agency."""

    parents: dict[str, str | None]
    mailboxes: frozenset[str]
    aliases: frozenset[str]
    groups: frozenset[str]
    private: dict[str, _Office]
    offices: dict[_Office, list[str | None]]


def known(standing: Standing) -> Known:
    officials = {row["id"]: row for row in standing[recorded.OFFICIAL.name].values()}
    office = {key: (str(row["agency_code"]), str(row["name"])) for key, row in officials.items()}
    offices: dict[_Office, list[str | None]] = defaultdict(list)
    for key, row in officials.items():
        offices[office[key]].append(str(row["login"]) if row["login"] else None)
    parents = {str(row["code"]): row["parent"] for row in standing[recorded.AGENCY.name].values()}
    mailboxes = standing[recorded.MAILBOX.name].values()
    private = standing[recorded.PRIVATE.name].values()
    return Known(
        parents={code: str(parent) if parent else None for code, parent in parents.items()},
        mailboxes=frozenset(str(row["address"]) for row in mailboxes if row["withdrawn_at"] is None),
        aliases=frozenset(str(row["alias"]) for row in standing[recorded.ALIAS.name].values()),
        groups=frozenset(str(row["code"]) for row in standing[recorded.GROUP.name].values()),
        private={str(row["address"]): office[row["official_id"]] for row in private},
        offices=offices,
    )


def check(tables: Tables, known: Known) -> None:
    """Add a problem for every row that cannot be taken over."""
    _check_doubles(tables)
    _check_agencies(tables, known)
    _check_successions(tables, known)
    _check_groups(tables, known)
    _check_mailboxes_exist(tables, known)
    _check_other_addresses(tables, known)
    _check_private_addresses(tables, known)
    _check_assignments(tables, known)


def _check_doubles(tables: Tables) -> None:
    for what, keyed in (
        ("code", ((row, row.code) for row in tables.agencies)),
        ("agency and former_name", ((row, (row.agency, row.name)) for row in tables.names)),
        ("predecessor and successor", ((row, (row.agency, row.successor)) for row in tables.successions)),
        ("group", ((row, row.code) for row in tables.groups)),
        ("group, kind and under", ((row, (row.group, row.kind, row.agency)) for row in tables.group_rules)),
        ("group and agency", ((row, (row.group, row.agency)) for row in tables.group_members)),
        ("agency, item and valid_from", ((row, (row.agency, row.item, row.valid_from)) for row in tables.readiness)),
        ("address", ((row, row.address) for row in tables.mailboxes)),
        ("login and address", ((row, (row.login, row.address)) for row in tables.logins)),
        ("alias and address", ((row, (row.alias, row.address)) for row in tables.aliases)),
        ("address", ((row, row.pattern) for row in tables.businesses)),
        (
            "agency, valid_from and season",
            ((row, (row.agency, row.valid_from, row.season)) for row in tables.weeks),
        ),
        ("agency and day", ((row, (row.agency, row.day)) for row in tables.days)),
        ("agency and valid_from", ((row, (row.agency, row.valid_from)) for row in tables.terms)),
        (
            "agency, kind and valid_from",
            ((row, (row.agency, row.document_kind, row.valid_from)) for row in tables.channels),
        ),
        (
            "official",
            ((row, (row.agency, row.name, row.login, row.staff_number, row.role)) for row in tables.officials),
        ),
        (
            "assignment",
            (
                (row, (row.agency, row.home, row.official, row.login, row.role, row.delegator, row.valid_from))
                for row in tables.assignments
            ),
        ),
    ):
        for row, first in _doubles(keyed):
            tables.refuse(row, f"{what} stands in line {first.line} already")


def _doubles(keyed: Iterable[tuple[Row, Hashable]]) -> Iterator[tuple[Row, Row]]:
    seen: dict[Hashable, Row] = {}
    for row, key in keyed:
        if key in seen:
            yield row, seen[key]
        seen.setdefault(key, row)


def _check_agencies(tables: Tables, known: Known) -> None:
    parents = known.parents | {row.code: row.parent for row in tables.agencies}
    for agency in tables.agencies:
        for code in filter(None, (agency.parent, agency.successor)):
            if code not in parents:
                tables.refuse(agency, f"agency {code} is nowhere")
        if _is_its_own_ancestor(agency, parents):
            tables.refuse(agency, f"agency {agency.code} stands above itself")
    for rows in (
        tables.names,
        tables.successions,
        tables.group_rules,
        tables.group_members,
        tables.readiness,
        tables.mailboxes,
        tables.officials,
        tables.assignments,
        tables.businesses,
        tables.weeks,
        tables.days,
        tables.terms,
        tables.channels,
    ):
        _check_agency_of(tables, rows, parents)


def _check_agency_of(tables: Tables, rows: Iterable[RowOfAgency], parents: dict[str, str | None]) -> None:
    for row in rows:
        if row.agency not in parents:
            tables.refuse(row, f"agency {row.agency} is nowhere")


def _check_successions(tables: Tables, known: Known) -> None:
    codes = known.parents.keys() | {row.code for row in tables.agencies}
    for row in tables.successions:
        if row.successor not in codes:
            tables.refuse(row, f"agency {row.successor} is nowhere")
        if row.successor == row.agency:
            tables.refuse(row, "an agency does not succeed itself")


def _check_groups(tables: Tables, known: Known) -> None:
    groups = known.groups | {row.code for row in tables.groups}
    rows: list[GroupRuleRow | GroupMemberRow] = [*tables.group_rules, *tables.group_members]
    for row in rows:
        if row.group not in groups:
            tables.refuse(row, f"group {row.group} is nowhere")


def _is_its_own_ancestor(agency: AgencyRow, parents: dict[str, str | None]) -> bool:
    seen: set[str] = set()
    code = agency.parent
    while code is not None and code not in seen:
        if code == agency.code:
            return True
        seen.add(code)
        code = parents.get(code)
    return False


def _check_mailboxes_exist(tables: Tables, known: Known) -> None:
    mailboxes = known.mailboxes | {row.address for row in tables.mailboxes}
    domains = {"@" + address.rpartition("@")[2] for address in mailboxes} if tables.businesses else frozenset[str]()
    for official in tables.officials:
        if official.login and official.login not in mailboxes:
            tables.refuse(official, f"login {official.login} is no mailbox of the directory")
    for business in tables.businesses:
        if business.pattern in mailboxes or business.pattern in domains:
            tables.refuse(business, f"{business.pattern} is official")


def _check_other_addresses(tables: Tables, known: Known) -> None:
    mailboxes = known.mailboxes | {row.address for row in tables.mailboxes}
    for login in tables.logins:
        if login.address not in mailboxes:
            tables.refuse(login, f"{login.address} is no mailbox of the directory")
    for alias in tables.aliases:
        if alias.address not in mailboxes:
            tables.refuse(alias, f"{alias.address} is no mailbox of the directory")
        if alias.alias in mailboxes:
            tables.refuse(alias, f"{alias.alias} is a mailbox of its own")
    for mailbox in tables.mailboxes:
        if mailbox.address in known.aliases:
            tables.refuse(mailbox, f"{mailbox.address} is an alias of a mailbox")


def _check_private_addresses(tables: Tables, known: Known) -> None:
    mailboxes = known.mailboxes | {row.address for row in tables.mailboxes}
    owners = dict(known.private)
    brought = {(row.agency, row.name) for row in tables.officials}
    owners = {address: owner for address, owner in owners.items() if owner not in brought}
    for official in tables.officials:
        owner = (official.agency, official.name)
        for address in official.private_addresses:
            if address in mailboxes:
                tables.refuse(official, "private_addresses has an official mailbox")
            if owners.setdefault(address, owner) != owner:
                tables.refuse(official, "private_addresses has one of another official")


def _check_assignments(tables: Tables, known: Known) -> None:
    offices = {office: set(logins) for office, logins in known.offices.items()} if tables.assignments else {}
    for official in tables.officials if tables.assignments else ():
        offices.setdefault((official.agency, official.name), set()).add(official.login)
    for row in tables.assignments:
        for name, login in ((row.official, row.login), (row.delegator, row.delegator_login)):
            logins = offices.get((row.home, name or ""), set())
            fits = login in logins or (login is None and len(logins) == 1)
            if name and not fits:
                found = "more than one" if login is None and logins else "nobody"
                tables.refuse(row, f"{found} in office at {row.home} is {name}; a login tells namesakes apart")
