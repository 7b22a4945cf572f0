"""Takes agencies, mailboxes and officials from LDIF: organizationalUnit and inetOrgPerson of a province's LDAP, with
attributes of our own where the standard ones have no place.

    organizationalUnit   x-congvu-code*  displayName or ou  businessCategory (kind)  telephoneNumber  mail
    inetOrgPerson        displayName or cn  title  mail  telephoneNumber  employeeNumber   in the unit it stands under
    x-congvu-mailbox     mail  description  x-congvu-…

Of a column for which no entry of its kind in the file has an attribute, the file says nothing.
"""

from collections.abc import Mapping, Sequence

from backend.directory.cells import AGENCY_CODE, Cells
from backend.directory.ldif_file import Entry, LdifRefused, entries, parents, plain_dn
from backend.directory.rows import Problem, Tables
from backend.directory.table_columns import take_line

CODE = "x-congvu-code"
UNIT, PERSON, MAILBOX = "organizationalunit", "inetorgperson", "x-congvu-mailbox"
_PERIOD = {"valid_from": ("x-congvu-validfrom",), "valid_to": ("x-congvu-validto",)}
_OF_UNIT: Mapping[str, tuple[str, ...]] = {
    "kind": ("businesscategory",),
    "reference_prefix": ("x-congvu-symbol",),
    "phone": ("telephonenumber",),
    **_PERIOD,
}
_OF_PERSON: Mapping[str, tuple[str, ...]] = {
    "post": ("title",),
    "phone": ("telephonenumber",),
    "staff_number": ("employeenumber",),
    "competent": ("x-congvu-competent",),
    **_PERIOD,
}
_OF_MAILBOX: Mapping[str, tuple[str, ...]] = {
    "kind": ("x-congvu-mailboxkind",),
    "published": ("x-congvu-published",),
    "display": ("description",),
    "published_from": ("x-congvu-publishedfrom",),
    "published_to": ("x-congvu-publishedto",),
    "decision_number": ("x-congvu-decision",),
    "withdrawn": ("x-congvu-withdrawn",),
}


def read_ldif(file: str, data: bytes, tables: Tables) -> None:
    """Add one file's rows to the tables."""
    found: list[Entry] = []
    try:
        found.extend(entries(data))
    except LdifRefused as error:
        tables.problems.append(Problem(file, error.line, str(error)))
        return
    _Reading(file, found, tables).take()


class _Reading:
    def __init__(self, file: str, found: Sequence[Entry], tables: Tables) -> None:
        self._file, self._tables = file, tables
        by_class: dict[str, list[Entry]] = {UNIT: [], PERSON: [], MAILBOX: []}
        for entry in found:
            classes = {name.lower() for name in entry.every("objectclass")}
            for name in by_class.keys() & classes:
                by_class[name].append(entry)
        self._units, self._people, self._boxes = by_class[UNIT], by_class[PERSON], by_class[MAILBOX]
        self._codes = {plain_dn(unit.dn): _code(unit) for unit in self._units}
        self._own_boxes = {entry.first("mail").lower() for entry in self._boxes}

    def take(self) -> None:
        for entries_of, take in ((self._units, self._unit), (self._boxes, self._box), (self._people, self._person)):
            said = {name for entry in entries_of for name in entry.values}
            for entry in entries_of:
                take(entry, said)

    def _unit(self, entry: Entry, said: set[str]) -> None:
        code = _code(entry)
        cells = {
            "code": code,
            "name": entry.first("displayname", "description") or _other(entry.every("ou"), code),
            "parent": self._above(entry),
            "former_names": "",
            "short_names": "; ".join(entry.every("x-congvu-shortname")),
            **_values(entry, _OF_UNIT),
        }
        cells["kind"] = cells["kind"] or "unit"
        told = {"code", "name", *_said(_OF_UNIT, said)}
        told |= {"parent"} if cells["parent"] else set()  # a part of a tree does not say that nothing is above it
        told |= {"short_names"} if "x-congvu-shortname" in said else set()
        self._line("agencies", entry, cells, told)
        for address in entry.every("mail"):
            box = {"address": address, "agency": code, "kind": "agency", "published": "yes"}
            self._line("mailboxes", entry, box, set(box))

    def _box(self, entry: Entry, said: set[str]) -> None:
        cells = {"address": entry.first("mail"), "agency": self._above(entry), **_values(entry, _OF_MAILBOX)}
        self._line("mailboxes", entry, cells, {"address", "agency", *_said(_OF_MAILBOX, said)})
        for alias in entry.every("x-congvu-alias"):
            other, _, period = alias.partition(" ")
            valid_from, _, valid_to = period.partition("/")
            dated = {"alias": other, "address": cells["address"], "valid_from": valid_from, "valid_to": valid_to}
            self._line("aliases", entry, dated, set(dated))

    def _person(self, entry: Entry, said: set[str]) -> None:
        agency, login = self._above(entry), entry.first("mail").lower()
        if login and login not in self._own_boxes:
            box = {"address": login, "agency": agency, "kind": "personal", "published": "no"}
            self._own_boxes.add(login)
            self._line("mailboxes", entry, box, {"address", "agency"})
        cells = {
            "name": entry.first("displayname", "cn"),
            "agency": agency,
            "login": login,
            "private_addresses": "; ".join(entry.every("x-congvu-privateaddress")),
            **_values(entry, _OF_PERSON),
        }
        cells["post"] = cells["post"] or "-"
        told = {"name", "agency", "login", *_said(_OF_PERSON, said)}
        told |= {"private_addresses"} if "x-congvu-privateaddress" in said else set()
        told |= {"role"} if "x-congvu-role" in said else set()
        for role in entry.every("x-congvu-role") or ("",):
            self._line("officials", entry, {**cells, "role": role}, told)

    def _above(self, entry: Entry) -> str:
        return next((self._codes[name] for name in parents(entry.dn) if name in self._codes), "")

    def _line(self, table: str, entry: Entry, cells: Mapping[str, str], said: set[str]) -> None:
        take_line(self._file, table, Cells(entry.line, cells, frozenset(said)), self._tables)


def _code(unit: Entry) -> str:
    """The agency's code: our attribute, else a name of the unit that looks like one."""
    named = (name for name in unit.every("ou") if AGENCY_CODE.fullmatch(name))
    return unit.first(CODE) or next(named, "")


def _other(names: Sequence[str], code: str) -> str:
    return next((name for name in names if name != code), "")


def _values(entry: Entry, columns: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {column: entry.first(*names) for column, names in columns.items()}


def _said(columns: Mapping[str, tuple[str, ...]], said: set[str]) -> set[str]:
    return {column for column, names in columns.items() if said & set(names)}
