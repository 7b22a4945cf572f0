"""What the public pages of the directory show on a day: one province's agencies with their published boxes. Pure."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from backend.directory import recorded
from backend.directory.channels import Channel
from backend.directory.draft import Standing
from backend.directory.portable import competent
from backend.directory.published import is_published_on, published_from, published_to
from backend.directory.recorded import Record, Recorded
from backend.directory.terms import MailboxKind, SuccessionKind


@dataclass(frozen=True, slots=True)
class PublicBox:
    """`since`: the first day; `until`: the first day on which it no longer is the official one, where that is decided.
    `aliases`: other addresses that end in it today."""

    address: str
    display: str
    kind: MailboxKind
    since: date
    until: date | None
    decision_number: str
    aliases: Sequence[str]


@dataclass(frozen=True, slots=True)
class PublicOfficial:
    name: str
    post: str
    phone: str
    box: PublicBox


@dataclass(frozen=True, slots=True)
class PastName:
    name: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Succession:
    """`code`, `name`: of the other agency."""

    code: str
    name: str
    kind: SuccessionKind
    on_date: date | None
    decision_number: str


@dataclass(frozen=True, slots=True)
class PublicChannel:
    document_kind: str
    channel: Channel
    valid_from: date
    source: str


@dataclass(frozen=True, slots=True)
class PublicAgency:
    """`ended_on`: the first day on which it no longer exists, if that has come."""

    code: str
    name: str
    kind: str
    parent: str | None
    phone: str
    short_names: Sequence[str]
    valid_from: date | None
    ended_on: date | None
    past_names: Sequence[PastName]
    boxes: Sequence[PublicBox]
    officials: Sequence[PublicOfficial]
    predecessors: Sequence[Succession]
    successors: Sequence[Succession]
    channels: Sequence[PublicChannel]

    @property
    def main_address(self) -> str | None:
        """Where to write to it."""
        return next((box.address for box in self.boxes if box.kind is MailboxKind.AGENCY), None)


@dataclass(frozen=True, slots=True)
class PublicDirectory:
    """`below`: the agencies that exist today under each, by its code; None: those under no other."""

    agencies: Mapping[str, PublicAgency]
    below: Mapping[str | None, Sequence[PublicAgency]]


def public_directory(standing: Standing, today: date) -> PublicDirectory:
    rows = _Rows(standing, today)
    agencies = {code: rows.agency(row) for code, row in sorted(rows.agencies.items())}
    below: dict[str | None, list[PublicAgency]] = defaultdict(list)
    for agency in agencies.values():
        if agency.ended_on is None and (agency.valid_from is None or agency.valid_from <= today):
            below[agency.parent].append(agency)
    return PublicDirectory(agencies, below)


class _Rows:
    """The rows that a page may show, by agency."""

    def __init__(self, standing: Standing, today: date) -> None:
        self._standing, self._today = standing, today
        self.agencies = {str(row["code"]): row for row in standing[recorded.AGENCY.name].values()}
        self._names = self._by(recorded.AGENCY_NAME, "agency_code")
        self._successors = self._by(recorded.SUCCESSION, "predecessor")
        self._predecessors = self._by(recorded.SUCCESSION, "successor")
        self._channels = self._by(recorded.CHANNEL, "agency_code", self._holds)
        self._aliases = self._by(recorded.ALIAS, "address", self._holds)
        boxes = self._by(recorded.MAILBOX, "agency_code", lambda row: is_published_on(row, today))
        self._boxes = {code: [self._box(row) for row in _sorted(rows, "address")] for code, rows in boxes.items()}
        self._people: dict[str, list[Record]] = defaultdict(list)
        for row in competent(standing, today):
            self._people[str(row["agency_code"])].append(row)
        self._every_box = {box.address: box for found in self._boxes.values() for box in found}

    def agency(self, row: Record) -> PublicAgency:
        code, ends = str(row["code"]), row["valid_to"]
        boxes = [box for box in self._boxes.get(code, ()) if box.kind is not MailboxKind.PERSONAL]
        return PublicAgency(
            code=code,
            name=str(row["name"]),
            kind=str(row["kind"]),
            parent=str(row["parent"]) if row["parent"] else None,
            phone=str(row["phone"]),
            short_names=cast("list[str]", row["short_names"]),
            valid_from=_day(row["valid_from"]),
            ended_on=ends if isinstance(ends, date) and ends <= self._today else None,
            past_names=self._past_names(code),
            boxes=sorted(boxes, key=lambda box: (box.kind is not MailboxKind.AGENCY, box.display, box.address)),
            officials=self._officials(code),
            predecessors=[self._succession(one, "predecessor") for one in self._predecessors.get(code, ())],
            successors=[self._succession(one, "successor") for one in self._successors.get(code, ())],
            channels=[_channel(one) for one in _sorted(self._channels.get(code, ()), "document_kind", "valid_from")],
        )

    def _by(
        self, kept: Recorded, column: str, is_kept: Callable[[Record], bool] | None = None
    ) -> dict[str, list[Record]]:
        found: dict[str, list[Record]] = defaultdict(list)
        for row in self._standing[kept.name].values():
            if is_kept is None or is_kept(row):
                found[str(row[column])].append(row)
        return found

    def _holds(self, row: Record) -> bool:
        begins, ends = _day(row["valid_from"]) or date.min, _day(row["valid_to"]) or date.max
        return begins <= self._today < ends

    def _box(self, row: Record) -> PublicBox:
        return PublicBox(
            address=str(row["address"]),
            display=str(row["display"]),
            kind=MailboxKind(str(row["kind"])),
            since=cast("date", published_from(row)),
            until=published_to(row),
            decision_number=str(row["decision_number"] or ""),
            aliases=sorted(str(alias["alias"]) for alias in self._aliases.get(str(row["address"]), ())),
        )

    def _past_names(self, code: str) -> list[PastName]:
        names = [
            PastName(str(row["name"]), _day(row["valid_from"]), _day(row["valid_to"]))
            for row in self._names.get(code, ())
        ]
        return sorted(names, key=lambda one: (one.valid_to or one.valid_from or date.min, one.name), reverse=True)

    def _officials(self, code: str) -> list[PublicOfficial]:
        return [
            PublicOfficial(str(row["name"]), str(row["post"]), str(row["phone"]), box)
            for row in _sorted(self._people.get(code, ()), "name")
            if (box := self._every_box.get(str(row["login"]))) is not None
        ]

    def _succession(self, row: Record, other: str) -> Succession:
        code = str(row[other])
        return Succession(
            code=code,
            name=str(self.agencies[code]["name"]),
            kind=SuccessionKind(str(row["kind"])),
            on_date=_day(row["on_date"]),
            decision_number=str(row["decision_number"] or ""),
        )


def _channel(row: Record) -> PublicChannel:
    return PublicChannel(
        document_kind=str(row["document_kind"]),
        channel=Channel(str(row["channel"])),
        valid_from=cast("date", row["valid_from"]),
        source=str(row["source"]),
    )


def _sorted(rows: Sequence[Record], *columns: str) -> list[Record]:
    return sorted(rows, key=lambda row: [str(row[column]) for column in columns])


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None
