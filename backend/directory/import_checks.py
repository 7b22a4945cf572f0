"""What a table cannot know by itself: doubles, and whether what is named exists. Pure."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from backend.directory.rows import AgencyRow, Tables


@dataclass(frozen=True, slots=True)
class Known:
    """What the directory holds already. `parents`: every agency's parent; `private`: whose a private address is, by
    (agency, name)."""

    parents: dict[str, str | None]
    mailboxes: frozenset[str]
    private: dict[str, tuple[str, str]]


class _Row(Protocol):
    @property
    def line(self) -> int: ...


class _OfAgency(_Row, Protocol):
    @property
    def agency(self) -> str: ...


def check(tables: Tables, known: Known) -> None:
    """Add a problem for every row that cannot be taken over."""
    _check_doubles(tables)
    _check_agencies(tables, known)
    _check_mailboxes_exist(tables, known)
    _check_private_addresses(tables, known)


def _check_doubles(tables: Tables) -> None:
    for what, keyed in (
        ("code", ((row, row.code) for row in tables.agencies)),
        ("address", ((row, row.address) for row in tables.mailboxes)),
        ("address", ((row, row.pattern) for row in tables.businesses)),
        (
            "agency, valid_from and season",
            ((row, (row.agency, row.valid_from, row.season)) for row in tables.weeks),
        ),
        ("agency and day", ((row, (row.agency, row.day)) for row in tables.days)),
        (
            "agency, kind and valid_from",
            ((row, (row.agency, row.document_kind, row.valid_from)) for row in tables.channels),
        ),
        ("official", ((row, (row.agency, row.name, row.login, row.role)) for row in tables.officials)),
    ):
        for row, first in _doubles(keyed):
            tables.refuse(row, f"{what} stands in line {first.line} already")


def _doubles(keyed: Iterable[tuple[_Row, Hashable]]) -> Iterator[tuple[_Row, _Row]]:
    seen: dict[Hashable, _Row] = {}
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
    others: list[_OfAgency] = [*tables.businesses, *tables.weeks, *tables.days, *tables.channels]
    rows: list[_OfAgency] = [*tables.mailboxes, *tables.officials, *others]
    for row in rows:
        if row.agency not in parents:
            tables.refuse(row, f"agency {row.agency} is nowhere")


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
    for official in tables.officials:
        if official.login and official.login not in mailboxes:
            tables.refuse(official, f"login {official.login} is no mailbox of the directory")
    for business in tables.businesses:
        if business.pattern in mailboxes or any(address.endswith(business.pattern) for address in mailboxes):
            tables.refuse(business, f"{business.pattern} is official")


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
