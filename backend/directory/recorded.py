"""Which tables the directory's history records, and a row of one as a record: its columns by name, in canonical JSON.

The order is that in which rows may be added: a table stands after those its foreign keys name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, cast

import orjson
from sqlalchemy import Column, DefaultClause, Table

from backend.db import Base
from backend.directory import models

Record = Mapping[str, object]
Key = tuple[object, ...]


@dataclass(frozen=True)
class Recorded:
    """`agency`: the column that says whose a row is, None where it is nobody's; `begins`: the day from which it holds,
    the first of these columns that has one."""

    table: Table
    agency: str | None = "agency_code"
    begins: tuple[str, ...] = ("valid_from",)

    @property
    def name(self) -> str:
        return self.table.name

    @cached_property
    def columns(self) -> tuple[str, ...]:
        return tuple(column.key for column in self.table.columns)

    @cached_property
    def key_columns(self) -> tuple[str, ...]:
        return tuple(column.key for column in self.table.primary_key)

    @cached_property
    def empty(self) -> Record:
        """What a new row has in the columns that nobody said anything of."""
        return {column.key: _default(column) for column in self.table.columns}

    def key_of(self, record: Record) -> Key:
        first, *others = self.key_columns
        return (record[first], *[record[column] for column in others])

    def key_text(self, record: Record) -> str:
        """One column as it is, several as a JSON list."""
        key = self.key_of(record)
        return str(key[0]) if len(key) == 1 else orjson.dumps(key).decode()

    def agency_of(self, record: Record) -> str:
        return "" if self.agency is None else str(record[self.agency])

    def begins_on(self, record: Record) -> date | None:
        for column in self.begins:
            if isinstance(day := record.get(column), date):
                return day
        return None


def canonical(record: Record) -> str:
    """Keys in order, no spaces, days and moments as ISO 8601: the same record is always the same text."""
    return orjson.dumps(record, option=orjson.OPT_SORT_KEYS).decode()


_DEFAULTS: Mapping[str, object] = {"[]": [], "": "", "0": False}


def _default(column: Column[Any]) -> object:
    if not isinstance(column.server_default, DefaultClause):
        return None if column.nullable else ""
    return _DEFAULTS[str(column.server_default.arg)]


def _of(model: type[Base], agency: str | None = "agency_code", begins: tuple[str, ...] = ("valid_from",)) -> Recorded:
    return Recorded(cast("Table", model.__table__), agency, begins)


AGENCY = _of(models.Agency, "code")
AGENCY_NAME = _of(models.AgencyPastName)
SUCCESSION = _of(models.AgencySuccession, "predecessor", ("on_date",))
GROUP = _of(models.AgencyGroup, None)
GROUP_RULE = _of(models.AgencyGroupRule, "under")
GROUP_MEMBER = _of(models.AgencyGroupMember)
READINESS = _of(models.AgencyReadiness)
CHANNEL = _of(models.AgencyChannel)
WEEK = _of(models.AgencyWeek)
DAY = _of(models.AgencyDay, begins=("day",))
TERM = _of(models.AgencyTerm)
MAILBOX = _of(models.Mailbox, begins=("published_from",))
ALIAS = _of(models.MailboxAlias, None)
LOGIN = _of(models.LoginMailbox, None, ())
OFFICIAL = _of(models.Official)
PRIVATE = _of(models.PrivateAddress, None, ())
ASSIGNMENT = _of(models.RoleAssignment)
BUSINESS = _of(models.BusinessAddress, begins=())

RECORDED = (
    AGENCY,
    AGENCY_NAME,
    SUCCESSION,
    GROUP,
    GROUP_RULE,
    GROUP_MEMBER,
    READINESS,
    CHANNEL,
    WEEK,
    DAY,
    TERM,
    MAILBOX,
    ALIAS,
    LOGIN,
    OFFICIAL,
    PRIVATE,
    ASSIGNMENT,
    BUSINESS,
)
BY_NAME = {recorded.name: recorded for recorded in RECORDED}
