"""What the quarterly report is told beside what is counted: prices, outages, targets; dated rows of a
TOML file, or as somebody entered them. Pure.

Source: Chỉ thị, khoản 5 điểm b, điểm c and khoản 7; rules/reports/inputs.toml says what each row means.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeGuard

from backend.clock import VIETNAM
from backend.correspondence.terms import Period
from backend.errors import UsageError
from backend.rules_folder import rules_dir
from backend.workingtime.hours import in_vietnam

TEXT_LIMIT = 200


class InputKind(StrEnum):
    PRICE = "price"
    TARGET = "target"
    OUTAGE = "outage"


class Target(StrEnum):
    ON_TIME = "on_time"
    CHECKS = "checks"


# By kind: the name of its number, what it can be of, and the most it can be.
NUMBERS: Mapping[InputKind, tuple[str, frozenset[str], int]] = {
    InputKind.PRICE: ("dong", frozenset({"sheet"}), 1_000_000),
    InputKind.TARGET: ("percent", frozenset(map(str, Target)), 100),
}


@dataclass(frozen=True, slots=True)
class Dated:
    """A row of `number` (đồng a sheet, or per cent). It holds from `valid_from` until before `valid_to`. One that
    somebody entered goes before those of a file."""

    what: str
    number: int
    source: str
    valid_from: date
    valid_to: date | None
    is_entered: bool = False


@dataclass(frozen=True, slots=True)
class Outage:
    """In [begins_at, ends_at), aware."""

    what: str
    begins_at: datetime
    ends_at: datetime
    source: str

    @property
    def lasted(self) -> timedelta:
        return self.ends_at - self.begins_at


@dataclass(frozen=True, slots=True)
class Inputs:
    prices: tuple[Dated, ...] = ()
    targets: tuple[Dated, ...] = ()
    outages: tuple[Outage, ...] = ()

    def price(self, day: date) -> Dated | None:
        return _standing([one for one in self.prices if one.what == "sheet"], day)

    def target(self, what: Target, day: date) -> Dated | None:
        return _standing([one for one in self.targets if one.what == what], day)

    def outages_in(self, period: Period) -> list[Outage]:
        """Those that began in it, by time."""
        days = [one for one in self.outages if period.since <= in_vietnam(one.begins_at).date() <= period.until]
        return sorted(days, key=lambda one: (one.begins_at, one.what))


def read_inputs(file: Path | None) -> Inputs:
    """Of the file, else those that ship with the product.

    Raises:
        UsageError: a row says something else than it should; which one is told.
        OSError: the file cannot be read.
    """
    chosen = file or rules_dir() / "reports" / "inputs.toml"
    try:
        written = tomllib.loads(chosen.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{chosen}: {error}") from error
    if unknown := sorted(written.keys() - {"price", "target", "outage"}):
        raise UsageError(f"{chosen}: unknown rows {unknown}: price, target or outage")
    try:
        return Inputs(
            tuple(_dated(row, InputKind.PRICE) for row in written.get("price", ())),
            tuple(_dated(row, InputKind.TARGET) for row in written.get("target", ())),
            tuple(_outage(row) for row in written.get("outage", ())),
        )
    except WrongRow as error:
        raise UsageError(f"{chosen}: {error}") from None


class WrongRow(Exception):
    """A row is not what it should be; `field`: what of it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def read_row(kind: InputKind, row: Mapping[str, Any]) -> Dated | Outage:
    """A row as a file has it, from elsewhere.

    Raises:
        WrongRow: something of it is not what it should be.
    """
    return _outage(row) if kind is InputKind.OUTAGE else _dated(row, kind)


def _dated(row: Mapping[str, Any], kind: InputKind) -> Dated:
    number, known, most = NUMBERS[kind]
    what = _text(row, kind, "what")
    if what not in known:
        raise WrongRow("what", f"{kind}: what = {what!r}: one of {sorted(known)}")
    value, begins, ends = row.get(number), row.get("valid_from"), row.get("valid_to")
    if type(value) is not int or not 0 <= value <= most:
        raise WrongRow("number", f"{kind} {what}: {number} = {value!r}: a whole number that makes sense")
    if not _is_day(begins) or not (ends is None or (_is_day(ends) and ends > begins)):
        raise WrongRow("days", f"{kind} {what}: valid_from a day like 2026-01-01, valid_to none or a later one")
    return Dated(what, value, _text(row, kind, "source"), begins, ends)


def _outage(row: Mapping[str, Any]) -> Outage:
    what, begins, ends = _text(row, "outage", "what"), row.get("from"), row.get("until")
    if not isinstance(begins, datetime) or not isinstance(ends, datetime):
        raise WrongRow("moments", f"outage {what}: from and until like 2026-03-02T08:00:00")
    begins, ends = (one if one.tzinfo else one.replace(tzinfo=VIETNAM) for one in (begins, ends))
    if ends <= begins:
        raise WrongRow("moments", f"outage {what}: until is not after from")
    return Outage(what, begins, ends, _text(row, "outage", "source"))


def _text(row: Mapping[str, Any], kind: str, name: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > TEXT_LIMIT or "\n" in value:
        raise WrongRow(name, f"{kind}: {name} = {value!r}: one line of at most {TEXT_LIMIT} characters")
    return value.strip()


def _is_day(value: object) -> TypeGuard[date]:
    return isinstance(value, date) and not isinstance(value, datetime)


def _standing(rows: list[Dated], day: date) -> Dated | None:
    found = [one for one in rows if one.valid_from <= day and (one.valid_to is None or day < one.valid_to)]
    return max(found, key=lambda one: (one.is_entered, one.valid_from), default=None)
