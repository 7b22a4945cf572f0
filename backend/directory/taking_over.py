"""What the rows of an import make of the directory: agencies, mailboxes, and what is dated of them. Pure.

A row that exists is brought to what the file says; what no file names, and no column speaks of, stays as it is.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from backend.directory import recorded as tables_of
from backend.directory.draft import Draft
from backend.directory.recorded import Record, Recorded
from backend.directory.rows import AgencyRow, MailboxRow, Row, Tables
from backend.directory.terms import SuccessionKind

_AGENCY_COLUMNS = {
    "name": "name",
    "kind": "kind",
    "parent": "parent",
    "reference_prefix": "symbol",
    "valid_from": "valid_from",
    "valid_to": "valid_to",
    "short_names": "short_names",
    "phone": "phone",
}
_MAILBOX_COLUMNS = {
    column: column for column in ("kind", "display", "published_from", "published_to", "decision_number")
}


def take_over_agencies(draft: Draft, tables: Tables) -> None:
    for row in tables.agencies:
        is_new = draft.get(tables_of.AGENCY, (row.code,)) is None
        draft.put(tables_of.AGENCY, {"code": row.code, **said(row, _AGENCY_COLUMNS, is_new=is_new)})
    _former_names(draft, tables.agencies)
    _dated(draft, tables_of.AGENCY_NAME, tables.names, {"agency_code": "agency", "name": "name"}, _PERIOD)
    _only_successors(draft, tables)
    _dated(
        draft,
        tables_of.SUCCESSION,
        tables.successions,
        {"predecessor": "agency", "successor": "successor"},
        {"succession": "kind", "on_date": "on_date", "decision_number": "decision_number"},
    )
    _groups(draft, tables)
    _calendar_free(draft, tables)


def take_over_mailboxes(draft: Draft, tables: Tables, now: datetime) -> None:
    for row in tables.mailboxes:
        standing = draft.get(tables_of.MAILBOX, (row.address,))
        is_new = standing is None
        values = said(row, _MAILBOX_COLUMNS, is_new=is_new) | _instants(row, standing, now)
        draft.put(tables_of.MAILBOX, {"address": row.address, "agency_code": row.agency, **values})
        if is_new:
            draft.put(tables_of.LOGIN, {"login": row.address, "address": row.address})
    _dated(draft, tables_of.LOGIN, tables.logins, {"login": "login", "address": "address"}, {})
    _dated(draft, tables_of.ALIAS, tables.aliases, {"alias": "alias", "address": "address"}, _PERIOD)
    _dated(
        draft,
        tables_of.BUSINESS,
        tables.businesses,
        {"pattern": "pattern"},
        {"name": "name", "agency": "agency"},
        renamed={"agency": "agency_code"},
    )


def take_over_calendars(draft: Draft, tables: Tables, now: datetime) -> None:
    """`entered_at` of a day says when what the row says now was entered."""
    week = {"agency_code": "agency", "valid_from": "valid_from", "season": "season"}
    _dated(draft, tables_of.WEEK, tables.weeks, week, {"hours": "hours", "source": "source", "valid_to": "valid_to"})
    term = {"agency_code": "agency", "valid_from": "valid_from"}
    said_of_term = {"valid_to": "valid_to", "days": "days", "decision_number": "decision_number"}
    _dated(draft, tables_of.TERM, tables.terms, term, said_of_term)
    for row in tables.days:
        key = (row.agency, row.day)
        if row.remove:
            draft.drop(tables_of.DAY, key)
            continue
        values = {
            "kind": row.kind.value,
            "hours": row.hours,
            "stands_for": row.stands_for,
            "name": row.name,
            "decision_number": row.decision_number,
        }
        standing = draft.get(tables_of.DAY, key)
        if standing is None or any(standing[column] != value for column, value in values.items()):
            draft.put(tables_of.DAY, {"agency_code": row.agency, "day": row.day, **values, "entered_at": now})


def said(row: Row, columns: Mapping[str, str], *, is_new: bool = False) -> dict[str, object]:
    """The row's values, by column of the database, for the columns that its file has; of a new row all."""
    return {
        column: _plain(getattr(row, column)) for heading, column in columns.items() if is_new or heading in row.said
    }


_PERIOD = {"valid_from": "valid_from", "valid_to": "valid_to"}


def _groups(draft: Draft, tables: Tables) -> None:
    said_of_group = {"name": "name", "spellings": "spellings", **_PERIOD}
    _dated(draft, tables_of.GROUP, tables.groups, {"code": "code"}, said_of_group)
    rule = {"group_code": "group", "kind": "kind", "under": "agency"}
    _dated(draft, tables_of.GROUP_RULE, tables.group_rules, rule, _PERIOD)
    member = {"group_code": "group", "agency_code": "agency"}
    _dated(draft, tables_of.GROUP_MEMBER, tables.group_members, member, {"excluded": "excluded", **_PERIOD})
    for row in tables.groups:
        if row.remove:
            for recorded in (tables_of.GROUP_RULE, tables_of.GROUP_MEMBER):
                for one in [one for one in draft.rows(recorded) if one["group_code"] == row.code]:
                    draft.drop(recorded, recorded.key_of(one))


def _calendar_free(draft: Draft, tables: Tables) -> None:
    ready = {"agency_code": "agency", "item": "item", "valid_from": "valid_from"}
    _dated(draft, tables_of.READINESS, tables.readiness, ready, {"valid_to": "valid_to", "source": "source"})
    channel = {"agency_code": "agency", "document_kind": "document_kind", "valid_from": "valid_from"}
    said_of_channel = {"valid_to": "valid_to", "channel": "channel", "source": "source"}
    _dated(draft, tables_of.CHANNEL, tables.channels, channel, said_of_channel)


def _dated(
    draft: Draft,
    recorded: Recorded,
    rows: Iterable[Row],
    key: Mapping[str, str],
    columns: Mapping[str, str],
    renamed: Mapping[str, str] | None = None,
) -> None:
    """Rows with a key of their own. `key`: column of the table → field of the row; `columns`: heading → field."""
    for row in rows:
        keyed = {column: _plain(getattr(row, name)) for column, name in key.items()}
        if row.remove:
            draft.drop(recorded, recorded.key_of(keyed))
            continue
        values = said(row, columns)
        draft.put(recorded, {**keyed, **{(renamed or {}).get(name, name): value for name, value in values.items()}})


def _former_names(draft: Draft, rows: Iterable[AgencyRow]) -> None:
    """The cell names them all: one that is missing was entered by mistake, unless its days are known."""
    wanted = {row.code: row.former_names for row in rows if "former_names" in row.said}
    for name in list(draft.rows(tables_of.AGENCY_NAME)):
        of_agency = wanted.get(str(name["agency_code"]))
        undated = name["valid_from"] is None and name["valid_to"] is None
        if of_agency is not None and undated and name["name"] not in of_agency:
            draft.drop(tables_of.AGENCY_NAME, tables_of.AGENCY_NAME.key_of(name))
    for code, names in wanted.items():
        for former in names:
            draft.put(tables_of.AGENCY_NAME, {"agency_code": code, "name": former})


def _only_successors(draft: Draft, tables: Tables) -> None:
    """The cell `successor` of agencies: a merger on the day the agency ended, unless a succession says more."""
    for row in tables.agencies:
        if row.successor is not None and draft.get(tables_of.SUCCESSION, (row.code, row.successor)) is None:
            values: Record = {
                "predecessor": row.code,
                "successor": row.successor,
                "kind": SuccessionKind.MERGED.value,
                "on_date": row.valid_to,
            }
            draft.put(tables_of.SUCCESSION, values)


def _instants(row: MailboxRow, standing: Record | None, now: datetime) -> dict[str, object]:
    """When this system was told that a box is published, and that it is used no more."""
    instants: dict[str, object] = {}
    for heading, column, is_so in (
        ("published", "published_at", row.published),
        ("withdrawn", "withdrawn_at", row.withdrawn),
    ):
        if standing is None:
            instants[column] = now if is_so else None
        elif heading in row.said:
            instants[column] = (standing[column] or now) if is_so else None
    return instants


def _plain(value: object) -> object:
    if isinstance(value, StrEnum):
        return value.value
    return list(value) if isinstance(value, tuple) else value
