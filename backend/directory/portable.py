"""The directory as tables that an import reads: what is exported comes in again, and changes nothing. Pure.

Cells are texts, yes or no, or lists. A public export has what anybody may see: published boxes of agencies and roles,
and of people only those competent (Chỉ thị, khoản 1 điểm d), without their roles, staff numbers and private addresses.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from backend.directory import recorded
from backend.directory.draft import Standing
from backend.directory.published import is_published_on
from backend.directory.recorded import Record, Recorded
from backend.directory.terms import MailboxKind

Cell = str | bool | list[str]
Line = dict[str, Cell]
Portable = dict[str, list[Line]]

_CHANNEL_WORDS = {"mail": "thư", "system": "QLVB&ĐH", "paper": "giấy"}
_PERIOD = {"valid_from": "valid_from", "valid_to": "valid_to"}
_COLUMNS: Mapping[str, tuple[Recorded, Mapping[str, str]]] = {  # table → column of the file → column of the database
    "agencies": (
        recorded.AGENCY,
        {"code": "code", "name": "name", "kind": "kind", "parent": "parent", "reference_prefix": "symbol", **_PERIOD}
        | {"short_names": "short_names", "phone": "phone"},
    ),
    "names": (recorded.AGENCY_NAME, {"agency": "agency_code", "former_name": "name", **_PERIOD}),
    "successions": (
        recorded.SUCCESSION,
        {"predecessor": "predecessor", "successor": "successor", "succession": "kind", "on_date": "on_date"}
        | {"decision_number": "decision_number"},
    ),
    "groups": (recorded.GROUP, {"group": "code", "name": "name", "spellings": "spellings", **_PERIOD}),
    "group_rules": (recorded.GROUP_RULE, {"group": "group_code", "kind": "kind", "under": "under", **_PERIOD}),
    "group_members": (
        recorded.GROUP_MEMBER,
        {"group": "group_code", "agency": "agency_code", "excluded": "excluded", **_PERIOD},
    ),
    "readiness": (recorded.READINESS, {"agency": "agency_code", "item": "item", **_PERIOD, "source": "source"}),
    "mailboxes": (
        recorded.MAILBOX,
        {"address": "address", "agency": "agency_code", "kind": "kind", "display": "display"}
        | {"published_from": "published_from", "published_to": "published_to", "decision_number": "decision_number"},
    ),
    "logins": (recorded.LOGIN, {"login": "login", "address": "address"}),
    "aliases": (recorded.ALIAS, {"alias": "alias", "address": "address", **_PERIOD}),
    "officials": (
        recorded.OFFICIAL,
        {"name": "name", "post": "post", "agency": "agency_code", "login": "login", "phone": "phone"}
        | {"competent": "competent", **_PERIOD},
    ),
    "assignments": (
        recorded.ASSIGNMENT,
        {"agency": "agency_code", "role": "role", "scope": "scope", **_PERIOD, "decision_number": "decision_number"},
    ),
    "businesses": (recorded.BUSINESS, {"address": "pattern", "name": "name", "agency": "agency_code"}),
    "weeks": (
        recorded.WEEK,
        {"agency": "agency_code", "valid_from": "valid_from", "season": "season", "valid_to": "valid_to"}
        | {"hours": "hours", "source": "source"},
    ),
    "days": (
        recorded.DAY,
        {"agency": "agency_code", "day": "day", "kind": "kind", "hours": "hours", "stands_for": "stands_for"}
        | {"name": "name", "decision_number": "decision_number"},
    ),
    "terms": (
        recorded.TERM,
        {"agency": "agency_code", **_PERIOD, "days": "days", "decision_number": "decision_number"},
    ),
    "channels": (
        recorded.CHANNEL,
        {"agency": "agency_code", "kind": "document_kind", "channel": "channel", **_PERIOD, "source": "source"},
    ),
}
PUBLIC_TABLES = (
    *("agencies", "names", "successions", "groups", "group_rules", "group_members", "mailboxes", "aliases"),
    *("officials", "weeks", "days", "terms", "channels"),
)


@dataclass(frozen=True, slots=True)
class _Private:
    """What only a full export tells, by official id."""

    roles: Mapping[str, list[str]]
    addresses: Mapping[str, list[str]]


def portable(standing: Standing) -> Portable:
    """Everything."""
    private = _private_of(standing)
    officials = {str(row["id"]): row for row in _in_order(standing, recorded.OFFICIAL)}
    tables = {table: list(_lines(standing, table)) for table in _COLUMNS}
    tables["mailboxes"] = [_mailbox(row) for row in _in_order(standing, recorded.MAILBOX)]
    tables["logins"] = [line for line in tables["logins"] if line["login"] != line["address"]]
    tables["officials"] = [line for key, row in officials.items() for line in _officials(key, row, private)]
    tables["assignments"] = [
        _assignment(row, officials)
        for row in _in_order(standing, recorded.ASSIGNMENT)
        if not _is_told_with(officials[str(row["official_id"])], row)
    ]
    return {table: _sorted(lines) for table, lines in tables.items() if lines}


def public(standing: Standing, today: date) -> Portable:
    """What anybody may see today."""
    people = competent(standing, today)
    shown = {str(row["login"]) for row in people}
    boxes = [
        row
        for row in _in_order(standing, recorded.MAILBOX)
        if is_published_on(row, today) and (row["kind"] != MailboxKind.PERSONAL or row["address"] in shown)
    ]
    addresses = {row["address"] for row in boxes}
    tables = {table: list(_lines(standing, table)) for table in PUBLIC_TABLES}
    tables["mailboxes"] = [_mailbox(row) for row in boxes]
    tables["aliases"] = [line for line in tables["aliases"] if line["address"] in addresses]
    tables["officials"] = [_line(row, _COLUMNS["officials"][1]) for row in people if row["login"] in addresses]
    return {table: _sorted(lines) for table, lines in tables.items() if lines}


def competent(standing: Standing, today: date) -> list[Record]:
    """Officials in office today whose boxes the directive wants published."""
    return [
        row
        for row in _in_order(standing, recorded.OFFICIAL)
        if row["competent"] and row["login"] and _holds_on(row, today)
    ]


def _holds_on(row: Record, today: date) -> bool:
    valid_from, valid_to = row["valid_from"], row["valid_to"]
    begun = not isinstance(valid_from, date) or valid_from <= today
    return begun and not (isinstance(valid_to, date) and valid_to <= today)


def _private_of(standing: Standing) -> _Private:
    roles: dict[str, list[str]] = defaultdict(list)
    officials = {row["id"]: row for row in standing[recorded.OFFICIAL.name].values()}
    for row in _in_order(standing, recorded.ASSIGNMENT):
        if _is_told_with(officials[row["official_id"]], row):
            roles[str(row["official_id"])].append(str(row["role"]))
    addresses: dict[str, list[str]] = defaultdict(list)
    for row in _in_order(standing, recorded.PRIVATE):
        addresses[str(row["official_id"])].append(str(row["address"]))
    return _Private(roles, addresses)


def _is_told_with(official: Record, row: Record) -> bool:
    """Whether a role stands in the official's own line: without dates and decision, at the own agency."""
    dated = row["valid_from"] or row["valid_to"] or row["decision_number"] or row["delegator_id"] or row["scope"]
    return not dated and row["agency_code"] == official["agency_code"]


def _officials(key: str, row: Record, private: _Private) -> Iterator[Line]:
    line = _line(row, _COLUMNS["officials"][1])
    line |= {"staff_number": _cell(row["staff_number"]), "private_addresses": sorted(private.addresses.get(key, []))}
    for role in sorted(private.roles.get(key, [])) or [""]:
        yield {**line, "role": role}


def _assignment(row: Record, officials: Mapping[str, Record]) -> Line:
    official, delegator = officials[str(row["official_id"])], officials.get(str(row["delegator_id"]))
    return {
        **_line(row, _COLUMNS["assignments"][1]),
        "official": str(official["name"]),
        "official_agency": str(official["agency_code"]),
        "login": _cell(official["login"]),
        "delegator": str(delegator["name"]) if delegator else "",
        "delegator_login": _cell(delegator["login"]) if delegator else "",
    }


def _mailbox(row: Record) -> Line:
    instants: Line = {"published": row["published_at"] is not None, "withdrawn": row["withdrawn_at"] is not None}
    return _line(row, _COLUMNS["mailboxes"][1]) | instants


def _lines(standing: Standing, table: str) -> Iterator[Line]:
    kept, columns = _COLUMNS[table]
    for row in _in_order(standing, kept):
        line = _line(row, columns)
        yield line | {"channel": _CHANNEL_WORDS[str(row["channel"])]} if table == "channels" else line


def _in_order(standing: Standing, kept: Recorded) -> list[Record]:
    return sorted(standing[kept.name].values(), key=lambda row: [str(row[column]) for column in kept.key_columns])


def _line(row: Record, columns: Mapping[str, str]) -> Line:
    return {heading: _cell(row[column]) for heading, column in columns.items()}


def _cell(value: object) -> Cell:
    if isinstance(value, bool):
        return value
    return [str(one) for one in value] if isinstance(value, list) else "" if value is None else str(value)


def _sorted(lines: Iterable[Line]) -> list[Line]:
    """By their cells: two exports of the same directory are the same text."""
    by_cells: Callable[[Line], list[str]] = lambda line: [str(line[column]) for column in sorted(line)]  # noqa: E731
    return sorted(lines, key=by_cells)
