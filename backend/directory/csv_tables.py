"""Reads the directory's CSV tables. Every problem of every line is collected, so that one report names them all.

Columns, with * for those a table must have. UTF-8, first row names the columns, `;` between several values of a cell:

    agencies    code* name* kind* parent former_names reference_prefix valid_from valid_to successor
                (reference_prefix: the symbol of its papers, SKHCN in "12/SKHCN-VP")
    mailboxes   address* agency* kind* published*
    officials   name* post* agency* role* login private_addresses
    businesses  address* name* agency*       an address or @domain that belongs to a business
    weeks       agency* valid_from* hours* source* season valid_to
                (season: 04-16..10-15, month before day, of every year; empty all year)
    days        agency* day* kind* name* decision_number* hours stands_for
                (kind: off, or worked with hours of its own or those of the day it stands for; off may name the day
                worked instead)
    channels    agency* kind* channel* valid_from* source* valid_to
                (kind: code of a document kind, empty for all; channel: thư, QLVB&ĐH or giấy)
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from backend.directory.channels import Channel
from backend.directory.rows import (
    AgencyRow,
    BusinessRow,
    ChannelRow,
    DayRow,
    MailboxRow,
    OfficialRow,
    Problem,
    Tables,
    WeekRow,
)
from backend.directory.terms import MailboxKind, OfficialRole
from backend.directory.working_calendar import SetDay
from backend.workingtime.season import parse_season
from backend.workingtime.week import parse_day, parse_hours

AGENCY_CODE = re.compile(r"[A-Y]\d\d(\.[0-9A-Z]+)*")  # QĐ 20/2020/QĐ-TTg Điều 4, at most 35 characters
AGENCY_CODE_LIMIT = 35
NAME_LIMIT = 300
HOURS_LIMIT, DAY_HOURS_LIMIT, SEASON_LIMIT = 400, 100, 12
SOURCE_LIMIT, DECISION_LIMIT = 200, 60
SYMBOL = re.compile(r"[A-ZĐ0-9]{0,10}")
KIND = re.compile(r"[a-z][a-z_]{1,39}")
ADDRESS = re.compile(r"[^\s@<>\"(),:;\\\[\]]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+")
DOMAIN = re.compile(r"@[a-z0-9-]+(\.[a-z0-9-]+)+")
DOCUMENT_KIND = re.compile(r"[A-ZĐa-zđ]{0,10}")
CHANNELS = {"thư": Channel.MAIL, "qlvb&đh": Channel.SYSTEM, "giấy": Channel.PAPER}
YES_NO = {"yes": True, "no": False, "có": True, "không": False}


class _Cells:
    """One line's cells; every cell that does not fit is noted, and reading goes on."""

    def __init__(self, line: int, cells: Mapping[str, str]) -> None:
        self.line = line
        self.problems: list[str] = []
        self._cells = cells

    def text(self, column: str) -> str:
        return " ".join((self._cells.get(column) or "").split())

    def name(self, column: str, limit: int = NAME_LIMIT) -> str:
        text = self.text(column)
        if not 0 < len(text) <= limit:
            self.problems.append(f"{column} is empty or longer than {limit} characters")
        return text

    def list(self, column: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(piece for raw in self.text(column).split(";") if (piece := raw.strip())))

    def fitting(self, column: str, pattern: re.Pattern[str], *, fold: bool = False) -> str:
        text = self.text(column).lower() if fold else self.text(column)
        if not pattern.fullmatch(text):
            self.problems.append(f"{column} {text!r} is not well-formed")
        return text

    def agency(self, column: str) -> str:
        text = self.fitting(column, AGENCY_CODE)
        if len(text) > AGENCY_CODE_LIMIT:
            self.problems.append(f"{column} is longer than {AGENCY_CODE_LIMIT} characters")
        return text

    def some_agency(self, column: str) -> str | None:
        return self.agency(column) if self.text(column) else None

    def day(self, column: str) -> date | None:
        text = self.text(column)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.problems.append(f"{column} {text!r} is not a date like 2026-01-31")
            return None

    def first_day(self, column: str) -> date:
        """A day that must be there."""
        if not self.text(column):
            self.problems.append(f"{column} is empty")
        return self.day(column) or date.min

    def validity(self) -> tuple[date, date | None]:
        """The first day on which the line holds, and the first on which it no longer does."""
        valid_from, valid_to = self.first_day("valid_from"), self.day("valid_to")
        if valid_to is not None and valid_to <= valid_from:
            self.problems.append("valid_to is not after valid_from")
        return valid_from, valid_to

    def read_by(self, column: str, parse: Callable[[str], object], limit: int) -> str:
        """The text of a cell that this can read."""
        text = self.text(column)
        try:
            parse(text)
        except ValueError as error:
            self.problems.append(f"{column}: {error}")
        if len(text) > limit:
            self.problems.append(f"{column} is longer than {limit} characters")
        return text

    def yes(self, column: str) -> bool:
        text = self.text(column).lower()
        if text not in YES_NO:
            self.problems.append(f"{column} {text!r} is neither yes nor no")
        return YES_NO.get(text, False)


def read_table(file: str, data: bytes, tables: Tables) -> None:
    """Add one file's rows to the tables; which table it is, its columns say."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        tables.problems.append(Problem(file, data[: error.start].count(b"\n") + 1, "is not UTF-8"))
        return
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey="", strict=True)
    try:
        kind = _kind_of({(column or "").strip() for column in reader.fieldnames or ()})
        for line, cells in _lines(reader):
            _read_line(file, kind, _Cells(line, cells), extra="" in cells, tables=tables)
    except (csv.Error, ValueError) as error:
        tables.problems.append(Problem(file, max(reader.line_num, 1), str(error)))


def _lines(reader: "csv.DictReader[str]") -> Iterator[tuple[int, dict[str, str]]]:
    for cells in reader:
        if any(cells.values()):
            yield reader.line_num, {(column or "").strip(): value for column, value in cells.items()}


def _kind_of(columns: set[str]) -> str:
    """
    Raises:
        ValueError: the columns are no table's.
    """
    for kind, (needed, allowed, _) in _TABLES.items():
        if needed <= columns <= needed | allowed:
            return kind
    raise ValueError(f"columns {', '.join(sorted(columns)) or 'none'}: no table of the directory")


def _read_line(file: str, kind: str, cells: _Cells, *, extra: bool, tables: Tables) -> None:
    row = _TABLES[kind][2](cells)
    if extra:
        cells.problems.append("more cells than columns")
    tables.problems += [Problem(file, cells.line, reason) for reason in cells.problems]
    if not cells.problems:
        tables.origin[id(row)] = file
        getattr(tables, kind).append(row)


def _agency(cells: _Cells) -> AgencyRow:
    return AgencyRow(
        line=cells.line,
        code=cells.agency("code"),
        name=cells.name("name"),
        kind=cells.fitting("kind", KIND),
        parent=cells.some_agency("parent"),
        former_names=cells.list("former_names"),
        symbol=cells.fitting("reference_prefix", SYMBOL),
        valid_from=cells.day("valid_from"),
        valid_to=cells.day("valid_to"),
        successor=cells.some_agency("successor"),
    )


def _mailbox(cells: _Cells) -> MailboxRow:
    kind = cells.text("kind").lower()
    if kind not in set(MailboxKind):
        cells.problems.append(f"kind {kind!r} is none of {', '.join(MailboxKind)}")
        kind = MailboxKind.PERSONAL
    address = cells.fitting("address", ADDRESS, fold=True)
    return MailboxRow(cells.line, address, cells.agency("agency"), MailboxKind(kind), cells.yes("published"))


def _official(cells: _Cells) -> OfficialRow:
    role = cells.text("role").lower()
    if role not in set(OfficialRole):
        cells.problems.append(f"role {role!r} is none of {', '.join(OfficialRole)}")
        role = OfficialRole.OFFICIAL
    private = tuple(address.lower() for address in cells.list("private_addresses"))
    for address in private:
        if not ADDRESS.fullmatch(address):
            cells.problems.append("private_addresses has one that is not well-formed")
    login = cells.fitting("login", ADDRESS, fold=True) if cells.text("login") else None
    name, post, agency = cells.name("name"), cells.name("post"), cells.agency("agency")
    return OfficialRow(cells.line, name, post, agency, OfficialRole(role), login, private)


def _business(cells: _Cells) -> BusinessRow:
    pattern = cells.fitting("address", DOMAIN if cells.text("address").startswith("@") else ADDRESS, fold=True)
    return BusinessRow(cells.line, pattern, cells.name("name"), cells.agency("agency"))


def _week(cells: _Cells) -> WeekRow:
    valid_from, valid_to = cells.validity()
    return WeekRow(
        line=cells.line,
        agency=cells.agency("agency"),
        valid_from=valid_from,
        hours=cells.read_by("hours", parse_hours, HOURS_LIMIT),
        source=cells.name("source", SOURCE_LIMIT),
        season=cells.read_by("season", parse_season, SEASON_LIMIT) if cells.text("season") else "",
        valid_to=valid_to,
    )


def _day(cells: _Cells) -> DayRow:
    kind, day, stands_for = cells.text("kind").lower(), cells.first_day("day"), cells.day("stands_for")
    hours = cells.read_by("hours", parse_day, DAY_HOURS_LIMIT) if cells.text("hours") else ""
    if kind not in set(SetDay):
        cells.problems.append(f"kind {kind!r} is none of {', '.join(SetDay)}")
    elif kind == SetDay.WORKED and bool(cells.text("hours")) == bool(cells.text("stands_for")):
        cells.problems.append("a day worked has either hours or the day it stands for")
    elif kind == SetDay.OFF and hours:
        cells.problems.append("a day off has no hours")
    if stands_for == day:
        cells.problems.append("stands_for is the day itself")
    return DayRow(
        line=cells.line,
        agency=cells.agency("agency"),
        day=day,
        kind=SetDay(kind) if kind in set(SetDay) else SetDay.OFF,
        hours=hours,
        stands_for=stands_for,
        name=cells.name("name"),
        decision_number=cells.name("decision_number", DECISION_LIMIT),
    )


def _channel(cells: _Cells) -> ChannelRow:
    channel = cells.text("channel").lower()
    if channel not in CHANNELS:
        cells.problems.append(f"channel {channel!r} is none of {', '.join(CHANNELS)}")
    valid_from, valid_to = cells.validity()
    return ChannelRow(
        line=cells.line,
        agency=cells.agency("agency"),
        document_kind=cells.fitting("kind", DOCUMENT_KIND),
        channel=CHANNELS.get(channel, Channel.MAIL),
        valid_from=valid_from,
        valid_to=valid_to,
        source=cells.name("source", SOURCE_LIMIT),
    )


# table: (columns it must have, columns it may have, reader of a line)
_TABLES: Mapping[str, tuple[set[str], set[str], Callable[[_Cells], object]]] = {
    "agencies": (
        {"code", "name", "kind"},
        {"parent", "former_names", "reference_prefix", "valid_from", "valid_to", "successor"},
        _agency,
    ),
    "mailboxes": ({"address", "agency", "kind", "published"}, set(), _mailbox),
    "officials": ({"name", "post", "agency", "role"}, {"login", "private_addresses"}, _official),
    "businesses": ({"address", "name", "agency"}, set(), _business),
    "weeks": ({"agency", "valid_from", "hours", "source"}, {"season", "valid_to"}, _week),
    "days": ({"agency", "day", "kind", "name", "decision_number"}, {"hours", "stands_for"}, _day),
    "channels": ({"agency", "kind", "channel", "valid_from", "source"}, {"valid_to"}, _channel),
}
