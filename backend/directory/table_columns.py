"""The tables a file may bring: their columns, and how a line of each is read.

Columns, with * for those a table must have; `;` between several values of a cell. A table may also have a column
`remove`, but for agencies, mailboxes and officials, which end and are never forgotten.

    agencies       code* name* kind* parent former_names reference_prefix valid_from valid_to successor short_names
                   phone
                   (reference_prefix: the symbol of its papers, SKHCN in "12/SKHCN-VP"; short_names: STTTT; Sở TT&TT)
    names          agency* former_name* valid_from valid_to
    successions    predecessor* successor* succession* on_date decision_number
    groups         group* name* spellings valid_from valid_to
    group_rules    group* kind* under* valid_from valid_to      every agency of the kind under that agency, at any depth
    group_members  group* agency* excluded valid_from valid_to
    readiness      agency* item* valid_from* source* valid_to
    mailboxes      address* agency* kind* published* display published_from published_to decision_number withdrawn
    aliases        alias* address* valid_from valid_to
    logins         login* address*              a log-in that speaks for another mailbox than its own
    officials      name* post* agency* role login private_addresses phone competent staff_number valid_from valid_to
                   (a line for each role; an empty role where the assignments say it)
    assignments    agency* official* role* login official_agency delegator delegator_login scope valid_from valid_to
                   decision_number
                   (login: only to tell namesakes apart; official_agency: where in office, if not at `agency`)
    businesses     address* name* agency*       an address or @domain that belongs to a business
    weeks          agency* valid_from* hours* source* season valid_to
                   (season: 04-16..10-15, month before day, of every year; empty all year)
    days           agency* day* kind* name* decision_number* hours stands_for
                   (kind: off, or worked with hours of its own or those of the day it stands for; off may name the day
                   worked instead)
    terms          agency* valid_from* days* decision_number* valid_to
                   (days: working days in which ordinary letters of citizens and businesses are answered)
    channels       agency* kind* channel* valid_from* source* valid_to
                   (kind: code of a document kind, empty for all; channel: thư, QLVB&ĐH or giấy)
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from backend.directory import rows
from backend.directory.cells import (
    ADDRESS,
    DAY_HOURS_LIMIT,
    DECISION_LIMIT,
    DOCUMENT_KIND,
    DOMAIN,
    GROUP_CODE,
    HOURS_LIMIT,
    KIND,
    LONGEST_TERM,
    PHONE_LIMIT,
    SEASON_LIMIT,
    SOURCE_LIMIT,
    STAFF_NUMBER_LIMIT,
    SYMBOL,
    Cells,
)
from backend.directory.channels import Channel
from backend.directory.terms import MailboxKind, OfficialRole, ReadinessItem, SuccessionKind
from backend.directory.working_calendar import SetDay
from backend.workingtime.season import parse_season
from backend.workingtime.week import parse_day, parse_hours

CHANNELS = {"thư": Channel.MAIL, "qlvb&đh": Channel.SYSTEM, "giấy": Channel.PAPER}
REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class TableColumns:
    """`needed` and `allowed` columns, and the reader of a line."""

    needed: frozenset[str]
    allowed: frozenset[str]
    read: Callable[[Cells], rows.Row]


def table_with(columns: set[str]) -> str:
    """The name of the table that has these columns.

    Raises:
        ValueError: the columns are no table's.
    """
    for name, table in TABLES.items():
        if table.needed <= columns <= table.needed | table.allowed:
            return name
    raise ValueError(f"columns {', '.join(sorted(columns)) or 'none'}: no table of the directory")


def take_line(file: str, table: str, cells: Cells, tables: rows.Tables) -> None:
    """Add a line to its table, or its problems to the report."""
    row = TABLES[table].read(cells)
    tables.problems += [rows.Problem(file, cells.line, reason) for reason in cells.problems]
    if not cells.problems:
        tables.origin[id(row)] = file
        getattr(tables, table).append(row)


def _agency(cells: Cells) -> rows.AgencyRow:
    valid_from, valid_to = cells.period()
    return rows.AgencyRow(
        *_head(cells),
        code=cells.agency("code"),
        name=cells.name("name"),
        kind=cells.fitting("kind", KIND),
        parent=cells.some_agency("parent"),
        former_names=cells.list("former_names"),
        symbol=cells.fitting("reference_prefix", SYMBOL),
        valid_from=valid_from,
        valid_to=valid_to,
        successor=cells.some_agency("successor"),
        short_names=cells.list("short_names"),
        phone=cells.short("phone", PHONE_LIMIT),
    )


def _name(cells: Cells) -> rows.NameRow:
    return rows.NameRow(*_head(cells), cells.agency("agency"), cells.name("former_name"), *cells.period())


def _succession(cells: Cells) -> rows.SuccessionRow:
    return rows.SuccessionRow(
        *_head(cells),
        agency=cells.agency("predecessor"),
        successor=cells.agency("successor"),
        kind=cells.word("succession", SuccessionKind),
        on_date=cells.day("on_date"),
        decision_number=_decision(cells),
    )


def _group(cells: Cells) -> rows.GroupRow:
    code = cells.fitting("group", GROUP_CODE)
    return rows.GroupRow(*_head(cells), code, cells.name("name"), cells.list("spellings"), *cells.period())


def _group_rule(cells: Cells) -> rows.GroupRuleRow:
    group, kind = cells.fitting("group", GROUP_CODE), cells.fitting("kind", KIND)
    return rows.GroupRuleRow(*_head(cells), cells.agency("under"), group, kind, *cells.period())


def _group_member(cells: Cells) -> rows.GroupMemberRow:
    group, excluded = cells.fitting("group", GROUP_CODE), cells.yes_if_said("excluded")
    return rows.GroupMemberRow(*_head(cells), cells.agency("agency"), group, excluded, *cells.period())


def _readiness(cells: Cells) -> rows.ReadinessRow:
    item = cells.word("item", ReadinessItem)
    validity, source = cells.validity(), cells.name("source", SOURCE_LIMIT)
    return rows.ReadinessRow(*_head(cells), cells.agency("agency"), item, *validity, source)


def _mailbox(cells: Cells) -> rows.MailboxRow:
    published_from, published_to = cells.day("published_from"), cells.day("published_to")
    if published_from is not None and published_to is not None and published_to <= published_from:
        cells.problems.append("published_to is not after published_from")
    return rows.MailboxRow(
        *_head(cells),
        address=cells.address("address"),
        agency=cells.agency("agency"),
        kind=cells.word("kind", MailboxKind),
        published=cells.yes("published"),
        withdrawn=cells.yes_if_said("withdrawn"),
        display=cells.short("display", 300),
        published_from=published_from,
        published_to=published_to,
        decision_number=_decision(cells),
    )


def _alias(cells: Cells) -> rows.AliasRow:
    return rows.AliasRow(*_head(cells), cells.address("alias"), cells.address("address"), *cells.period())


def _login(cells: Cells) -> rows.LoginRow:
    return rows.LoginRow(*_head(cells), cells.address("login"), cells.address("address"))


def _official(cells: Cells) -> rows.OfficialRow:
    private = tuple(address.lower() for address in cells.list("private_addresses"))
    for address in private:
        if not ADDRESS.fullmatch(address):
            cells.problems.append("private_addresses has one that is not well-formed")
    role = cells.word("role", OfficialRole) if cells.text("role") else None
    valid_from, valid_to = cells.period()
    return rows.OfficialRow(
        *_head(cells),
        name=cells.name("name"),
        post=cells.name("post"),
        agency=cells.agency("agency"),
        role=role,
        login=cells.address("login") if cells.text("login") else None,
        private_addresses=private,
        phone=cells.short("phone", PHONE_LIMIT),
        competent=cells.yes_if_said("competent"),
        staff_number=cells.short("staff_number", STAFF_NUMBER_LIMIT) or None,
        valid_from=valid_from,
        valid_to=valid_to,
    )


def _assignment(cells: Cells) -> rows.AssignmentRow:
    agency, role = cells.agency("agency"), cells.word("role", OfficialRole)
    delegator, scope = cells.short("delegator", 300) or None, cells.short("scope", 300)
    if (role is OfficialRole.DELEGATE) != bool(delegator and scope):
        cells.problems.append("a delegate, and nobody else, has a delegator and a scope")
    valid_from, valid_to = cells.period()
    return rows.AssignmentRow(
        *_head(cells),
        agency=agency,
        official=cells.name("official"),
        home=cells.some_agency("official_agency") or agency,
        login=cells.address("login") if cells.text("login") else None,
        role=role,
        delegator=delegator,
        delegator_login=cells.address("delegator_login") if cells.text("delegator_login") else None,
        scope=scope,
        valid_from=valid_from,
        valid_to=valid_to,
        decision_number=_decision(cells),
    )


def _business(cells: Cells) -> rows.BusinessRow:
    pattern = cells.fitting("address", DOMAIN if cells.text("address").startswith("@") else ADDRESS, fold=True)
    return rows.BusinessRow(*_head(cells), cells.agency("agency"), pattern, cells.name("name"))


def _week(cells: Cells) -> rows.WeekRow:
    valid_from, valid_to = cells.validity()
    return rows.WeekRow(
        *_head(cells),
        agency=cells.agency("agency"),
        valid_from=valid_from,
        hours=cells.read_by("hours", parse_hours, HOURS_LIMIT),
        source=cells.name("source", SOURCE_LIMIT),
        season=cells.read_by("season", parse_season, SEASON_LIMIT) if cells.text("season") else "",
        valid_to=valid_to,
    )


def _day(cells: Cells) -> rows.DayRow:
    kind, day, stands_for = cells.word("kind", SetDay), cells.first_day("day"), cells.day("stands_for")
    hours = cells.read_by("hours", parse_day, DAY_HOURS_LIMIT) if cells.text("hours") else ""
    if kind == SetDay.WORKED and bool(cells.text("hours")) == bool(cells.text("stands_for")):
        cells.problems.append("a day worked has either hours or the day it stands for")
    elif kind == SetDay.OFF and hours:
        cells.problems.append("a day off has no hours")
    if stands_for == day:
        cells.problems.append("stands_for is the day itself")
    return rows.DayRow(
        *_head(cells),
        agency=cells.agency("agency"),
        day=day,
        kind=kind,
        hours=hours,
        stands_for=stands_for,
        name=cells.name("name"),
        decision_number=cells.name("decision_number", DECISION_LIMIT),
    )


def _term(cells: Cells) -> rows.TermRow:
    valid_from, valid_to = cells.validity()
    return rows.TermRow(
        *_head(cells),
        agency=cells.agency("agency"),
        valid_from=valid_from,
        valid_to=valid_to,
        days=cells.number("days", LONGEST_TERM),
        decision_number=cells.name("decision_number", DECISION_LIMIT),
    )


def _channel(cells: Cells) -> rows.ChannelRow:
    channel = cells.text("channel").lower()
    if channel not in CHANNELS:
        cells.problems.append(f"channel {channel!r} is none of {', '.join(CHANNELS)}")
    valid_from, valid_to = cells.validity()
    return rows.ChannelRow(
        *_head(cells),
        agency=cells.agency("agency"),
        document_kind=cells.fitting("kind", DOCUMENT_KIND),
        channel=CHANNELS.get(channel, Channel.MAIL),
        valid_from=valid_from,
        valid_to=valid_to,
        source=cells.name("source", SOURCE_LIMIT),
    )


def _head(cells: Cells) -> tuple[int, frozenset[str], bool]:
    return cells.line, cells.said, cells.yes_if_said(REMOVE)


def _decision(cells: Cells) -> str | None:
    return cells.short("decision_number", DECISION_LIMIT) or None


def _table(needed: str, allowed: str, read: Callable[[Cells], rows.Row]) -> TableColumns:
    return TableColumns(frozenset(needed.split()), frozenset(allowed.split()), read)


TABLES: Mapping[str, TableColumns] = {
    "agencies": _table(
        "code name kind",
        "parent former_names reference_prefix valid_from valid_to successor short_names phone",
        _agency,
    ),
    "names": _table("agency former_name", "valid_from valid_to remove", _name),
    "successions": _table("predecessor successor succession", "on_date decision_number remove", _succession),
    "groups": _table("group name", "spellings valid_from valid_to remove", _group),
    "group_rules": _table("group kind under", "valid_from valid_to remove", _group_rule),
    "group_members": _table("group agency", "excluded valid_from valid_to remove", _group_member),
    "readiness": _table("agency item valid_from source", "valid_to remove", _readiness),
    "mailboxes": _table(
        "address agency kind published", "display published_from published_to decision_number withdrawn", _mailbox
    ),
    "aliases": _table("alias address", "valid_from valid_to remove", _alias),
    "logins": _table("login address", "remove", _login),
    "officials": _table(
        "name post agency",
        "role login private_addresses phone competent staff_number valid_from valid_to",
        _official,
    ),
    "assignments": _table(
        "agency official role",
        "login official_agency delegator delegator_login scope valid_from valid_to decision_number remove",
        _assignment,
    ),
    "businesses": _table("address name agency", "remove", _business),
    "weeks": _table("agency valid_from hours source", "season valid_to remove", _week),
    "days": _table("agency day kind name decision_number", "hours stands_for remove", _day),
    "terms": _table("agency valid_from days decision_number", "valid_to remove", _term),
    "channels": _table("agency kind channel valid_from source", "valid_to remove", _channel),
}
