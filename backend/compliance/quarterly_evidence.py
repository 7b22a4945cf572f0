"""What the quarterly report says of reminders, of paper saved, and of outages. Pure.

Source: Chỉ thị, khoản 4; khoản 5 điểm b, điểm c and khoản 7.
"""

from collections.abc import Iterable

from backend.compliance.charset_counts import CharsetCounts
from backend.compliance.paper import Block, Centred, Heading, Line, Rows, Text
from backend.compliance.paper_saved import TotalSaving
from backend.compliance.quarterly_terms import AgencyQuarter, CheckCounts, PaperCounts, QuarterlyFigures
from backend.compliance.quarterly_wording import day, kept_share, listed, moment, percent, said, sender, settled_share
from backend.compliance.report_inputs import Outage
from backend.correspondence.suppression import SMALLEST

_REMINDED_WIDTHS = (6, 24, 10, 12, 12, 10, 9, 8, 9)
_ASSESSED_WIDTHS = (5, 33, 30, 16, 16)


def reminders(found: QuarterlyFigures) -> list[Block]:
    """Sums are of agencies whose number of things is shown, so that no hidden one comes out by subtraction."""
    words = said("reminders")
    letters = [Text(words["letters"].format(count=len(found.letters_sent), names=_written_to(found)))]
    letters = letters if found.letters_sent else []
    if not found.reminded and not found.check_reminders:
        return [Heading(words["title"]), Text(words["none"]), *letters]
    shown = [one for one in found.reminded.values() if one.things >= SMALLEST]
    things, late, owed = (sum(getattr(one, name) for one in shown) for name in ("things", "late", "owed"))
    told = [Text(words["text"].format(agencies=len(found.reminded), of=len(found.agencies)))]
    if shown:
        done = {"done": things - owed, "percent": percent(1 - owed / things), "taken_at": moment(found.taken_at)}
        counts = {"agencies": len(shown), "things": things, "late": late, "owed": owed}
        told.append(Text(words["changed"].format(**counts, **done)))
    if found.check_reminders:
        counts = {"agencies": len(found.check_reminders), "count": sum(found.check_reminders.values())}
        told.append(Text(words["checks"].format(**counts)))
    return [Heading(words["title"]), *told, *letters]


def _written_to(found: QuarterlyFigures) -> str:
    """Agencies by name, each with the days."""
    sent = [(one.name, found.letters_sent[one.code]) for one in found.agencies if one.code in found.letters_sent]
    return listed([f"{name} ({', '.join(map(day, days))})" for name, days in sent])


def evidence(found: QuarterlyFigures) -> list[Block]:
    """Money only where a price is stated; outages only as somebody stated them."""
    words, last = said("evidence"), found.whole.period.until
    saved, price = _saved(found), found.inputs.price(last)
    sheets = Text(words["sheets"].format(sheets=saved.sheets))
    if price is not None:
        money = f"{saved.sheets * price.number:,}".replace(",", ".")
        sheets = Text(words["money"].format(sheets=saved.sheets, price=price.number, money=money, source=price.source))
    outages = found.inputs.outages_in(found.whole.period)
    rows = tuple(
        (str(number), one.what, f"{moment(one.begins_at)} – {moment(one.ends_at)}", _lasted(one), one.source)
        for number, one in enumerate(outages, 1)
    )
    table = [Rows(tuple(words["columns"]), rows, (5, 28, 32, 12, 23))] if rows else [Text(words["no_outage"])]
    return [Heading(words["title"]), sheets, *table]


def reminder_annex(found: QuarterlyFigures) -> list[Block]:
    words = said("reminders")
    told = [one for one in found.agencies if one.code in found.reminded or one.code in found.check_reminders]
    rows = tuple(_reminded_row(number, one, found) for number, one in enumerate(told, 1))
    if not rows:
        return []
    return [
        _annex_title(words["annex"], words["annex_title"]),
        Text(words["note"]),
        Rows(tuple(words["columns"]), rows, _REMINDED_WIDTHS),
    ]


def self_assessment(found: QuarterlyFigures, annex: str) -> list[Block]:
    """In the shape of the self-assessment of administrative reform: points are for those who assess."""
    words = said("assessment")
    rows = tuple((str(number), *cells, "", "") for number, cells in enumerate(_assessed(found), 1))
    return [
        _annex_title(annex, words["title"]),
        Text(words["note"]),
        Rows(tuple(words["columns"]), rows, _ASSESSED_WIDTHS),
    ]


def _assessed(found: QuarterlyFigures) -> list[tuple[str, str]]:
    words, agencies = said("assessment"), found.agencies
    papers, mandatory = (sum((pick(one) for one in agencies), PaperCounts()) for pick in (_papers, _mandatory))
    checks = sum((one.checks for one in agencies), CheckCounts())
    known = not (found.gaps.checks_gone or found.gaps.nothing_known)
    times = [
        (words["on_time"].format(sender=sender(row.sender_class)), percent(row.figure.on_time.value))
        for row in found.whole.rows
        if row.figure.count
    ]
    guarded = sum(bool(one.browsers) for one in agencies)
    boxed = sum(bool(one.boxes) for one in agencies)
    return [
        (words["boxes"], words["of"].format(count=boxed, of=len(agencies))),
        (words["mailed"], settled_share(papers)),
        (words["mandatory"], settled_share(mandatory)),
        *times,
        (words["checks"], kept_share(checks) if known else words["unknown"]),
        (words["unicode"], _written_share(agencies)),
        (words["guarded"], words["of"].format(count=guarded, of=len(agencies))),
        (words["sheets"], str(_saved(found).sheets)),
        (words["outages"], words["outages_of"].format(count=len(found.inputs.outages_in(found.whole.period)))),
    ]


def _written_share(agencies: Iterable[AgencyQuarter]) -> str:
    letters = sum((one.written for one in agencies), CharsetCounts())
    return percent(letters.share) if letters.told else str(said("assessment")["unknown"])


def _papers(agency: AgencyQuarter) -> PaperCounts:
    return agency.papers


def _mandatory(agency: AgencyQuarter) -> PaperCounts:
    return agency.mandatory


def _reminded_row(number: int, agency: AgencyQuarter, found: QuarterlyFigures) -> tuple[str, ...]:
    few, nothing = said("annex")["few"], said("times")["nothing"]
    one, checks = found.reminded.get(agency.code), str(found.check_reminders.get(agency.code, 0))
    if one is None:
        return (str(number), agency.name, *[nothing] * 6, checks)
    counts = (one.things, one.late, one.owed) if one.things >= SMALLEST else (few, few, few)
    return (str(number), agency.name, str(one.days), day(one.first), day(one.last), *map(str, counts), checks)


def _saved(found: QuarterlyFigures) -> TotalSaving:
    """Of all agencies together."""
    every = [one.saved for one in found.agencies]
    names = ("sheets", "sheets_two_sided", "documents", "uncounted")
    return TotalSaving(*(sum(getattr(one, name) for one in every) for name in names))


def _lasted(outage: Outage) -> str:
    whole, minutes = divmod(int(outage.lasted.total_seconds()) // 60, 60)
    return str(said("evidence")["lasted"]).format(hours=whole, minutes=minutes)


def _annex_title(number: str, title: str) -> Block:
    return Centred((Line(number, bold=True), Line(title, bold=True)), begins_page=True)
