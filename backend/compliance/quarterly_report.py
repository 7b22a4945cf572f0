"""The quarterly report as an official paper: from figures to blocks, nothing is counted here but sums. Pure.

Form: NĐ 30/2020/NĐ-CP, Phụ lục I (cells) and III, mẫu 1.5; its number, place, day and signature are left open.
"""

from collections.abc import Sequence
from dataclasses import asdict

from backend.compliance.address_health import Trouble
from backend.compliance.charset_counts import CharsetCounts
from backend.compliance.mandatory_kinds import mandatory_kinds
from backend.compliance.paper import Beside, Block, Centred, Heading, Line, Rows, Text
from backend.compliance.paper_saved import TotalSaving
from backend.compliance.quarterly_evidence import evidence, reminder_annex, reminders, self_assessment
from backend.compliance.quarterly_terms import AgencyQuarter, CheckCounts, PaperCounts, QuarterlyFigures
from backend.compliance.quarterly_wording import (
    day,
    gaps,
    hours,
    kept_share,
    moment,
    percent,
    percentile,
    roman,
    said,
    sender,
    settled_share,
    share,
)
from backend.correspondence.figure_terms import Figures, ResponseTimeRow

_TIMES_WIDTHS = (12, 8, 8, 8, 12, 18, 18, 16)
_ANNEX_TIMES_WIDTHS = (7, 18, 11, 8, 10, 11, 13, 13, 13)
_ANNEX_REST_WIDTHS = (5, 19, 9, 8, 9, 8, 10, 8, 9, 9, 11)


def report(found: QuarterlyFigures) -> list[Block]:
    blocks = [*_head(found), *_times(found.whole), *_papers(found.agencies), *_checks(found), *_boxes(found.agencies)]
    blocks += [*_browsers(found.agencies), *_written(found), *reminders(found), *evidence(found)]
    blocks += [*_list("gaps", gaps(found)), *_method(found), _end(found)]
    return [*blocks, *_annexes(found)] if len(found.agencies) > 1 else blocks


def _head(found: QuarterlyFigures) -> list[Block]:
    words, issuer, period = said("head"), found.issuer, found.whole.period
    quarter = {"number": roman(found.quarter), "year": found.quarter.year}
    left = (
        Line(issuer.above.upper(), points=12),
        Line((issuer.own or words["agency"]).upper(), bold=True, ruled=True, points=12),
        Line(words["number"].format(symbol=issuer.symbol or words["symbol"])),
    )
    right = (
        Line(words["nation"], bold=True, points=12),
        Line(words["motto"], bold=True, ruled=True),
        Line(words["place"], italic=True),
    )
    subject = Line(words["subject"].format(**quarter), bold=True, ruled=True)
    basis = words["basis"].format(
        **quarter,
        since=day(period.since),
        until=day(period.until),
        scope=found.scope,
        taken_at=moment(found.taken_at),
    )
    return [
        Beside(left, right),
        Centred((Line(words["kind"], bold=True, points=14), subject)),
        Centred((Line(words["addressee"].format(addressee=issuer.addressee)),)),
        Text(basis),
    ]


def _times(whole: Figures) -> list[Block]:
    words = said("times")
    rows = [row for row in whole.rows if row.figure.count]
    if not rows:
        return [Heading(words["title"]), *(_kept_back(whole) or [Text(words["none"])])]
    return [
        Heading(words["title"]),
        Rows(tuple(words["columns"]), tuple(_time_cells(row) for row in rows), _TIMES_WIDTHS),
        Text(words["note"]),
        *_kept_back(whole),
    ]


def _time_cells(row: ResponseTimeRow) -> tuple[str, ...]:
    figure = row.figure
    return (
        sender(row.sender_class).capitalize(),
        str(figure.count),
        str(figure.counts.answered),
        str(figure.open),
        _oldest(row),
        percentile(figure.median, figure.count),
        percentile(figure.p90, figure.count),
        share(figure.on_time),
    )


def _oldest(row: ResponseTimeRow) -> str:
    return hours(row.figure.oldest_open) if row.figure.open else str(said("times")["nothing"])


def _kept_back(whole: Figures) -> list[Block]:
    words = said("times")
    told: list[Block] = [
        Text(words["left_out"].format(sender=sender(row.sender_class).capitalize(), months=_months(row.left_out)))
        for row in whole.rows
        if row.left_out
    ]
    return told + [Text(words["hidden"].format(sender=sender(one).capitalize())) for one in whole.hidden]


def _months(months: Sequence[int]) -> str:
    return ", ".join(f"{month % 100:02}/{month // 100}" for month in months)


def _papers(agencies: Sequence[AgencyQuarter]) -> list[Block]:
    words = said("papers")
    every = sum((one.papers for one in agencies), PaperCounts())
    mandatory = sum((one.mandatory for one in agencies), PaperCounts())
    if not every.total:
        return [Heading(words["title"]), Text(words["none"])]
    kinds = words["mandatory"].format(kinds=", ".join(one.name for one in mandatory_kinds()))
    rows = (_paper_cells(words["every"], every), _paper_cells(kinds, mandatory))
    saved = [one.saved for one in agencies]
    return [
        Heading(words["title"]),
        Rows(tuple(words["columns"]), rows, (30, 14, 14, 14, 14, 14)),
        Text(words["note"]),
        Text(_saved(saved)),
    ]


def _paper_cells(name: str, papers: PaperCounts) -> tuple[str, ...]:
    counts = (papers.total, papers.settled, papers.excused, papers.unmailed)
    return (name, *map(str, counts), settled_share(papers))


def _saved(savings: Sequence[TotalSaving]) -> str:
    words, uncounted = said("papers"), sum(one.uncounted for one in savings)
    told = words["saved"].format(
        sheets=sum(one.sheets for one in savings),
        two_sided=sum(one.sheets_two_sided for one in savings),
        documents=sum(one.documents for one in savings),
    )
    return str(told + (words["uncounted"].format(uncounted=uncounted) if uncounted else ""))


def _checks(found: QuarterlyFigures) -> list[Block]:
    words, boxes = said("checks"), sum(one.boxes for one in found.agencies)
    if found.gaps.checks_gone or found.gaps.nothing_known or not boxes:
        why = ("gone" if found.gaps.checks_gone else "nothing_known") if boxes else "no_boxes"
        return [Heading(words["title"]), Text(words[why])]
    checks = sum((one.checks for one in found.agencies), CheckCounts())
    text = words["text"].format(
        boxes=boxes,
        since=day(found.gaps.checks_since or found.whole.period.since),
        until=day(found.gaps.last_day),
        kept=checks.kept,
        declared=checks.declared,
        missed=checks.missed,
        unseen=checks.unseen,
        share=kept_share(checks),
    )
    return [Heading(words["title"]), Text(text)]


def _boxes(agencies: Sequence[AgencyQuarter]) -> list[Block]:
    words = said("boxes")
    counts = {str(kind): sum(one.troubles.get(kind, 0) for one in agencies) for kind in Trouble}
    return [Heading(words["title"]), Text(words["text"].format(**counts))]


def _browsers(agencies: Sequence[AgencyQuarter]) -> list[Block]:
    words = said("browsers")
    text = words["text"].format(
        browsers=sum(one.browsers for one in agencies),
        managed=sum(one.managed for one in agencies),
        unprotected=sum(not one.browsers for one in agencies),
        agencies=len(agencies),
    )
    return [Heading(words["title"]), Text(text), Text(words["secrecy"])]


def _written(found: QuarterlyFigures) -> list[Block]:
    words, letters = said("written"), sum((one.written for one in found.agencies), CharsetCounts())
    if found.gaps.written_since is None:
        return [Heading(words["title"]), Text(words["never"])]
    if letters == CharsetCounts():
        return [Heading(words["title"]), Text(words["none"])]
    text = words["text"].format(**asdict(letters), told=letters.told, share=percent(letters.share))
    return [Heading(words["title"]), Text(text), Text(words["note"])]


def _list(section: str, items: Sequence[str]) -> list[Block]:
    return [Heading(said(section)["title"]), *(Text(f"- {item}") for item in items)]


def _method(found: QuarterlyFigures) -> list[Block]:
    words = said("method")
    end = words["end"].format(number=roman(found.quarter), year=found.quarter.year, addressee=found.issuer.addressee)
    told = [row.explanation for row in found.whole.rows if row.figure.count]
    told += [words["sums"]] if len(found.agencies) > 1 else []
    return [*_list("method", [*told, words["inputs"], words["more"]]), Text(end)]


def _end(found: QuarterlyFigures) -> Block:
    words = said("end")
    lines = words["lines_with_annex" if len(found.agencies) > 1 else "lines"]
    left = (Line(words["recipients"], bold=True, italic=True, points=12), *(Line(one, points=11) for one in lines))
    right = (Line(words["signer"], bold=True), Line(words["signature"], italic=True))
    return Beside(left, right, flush=True)


def _annexes(found: QuarterlyFigures) -> list[Block]:
    words, agencies = said("annex"), found.agencies
    checked = not (found.gaps.checks_gone or found.gaps.nothing_known)
    times = [cells for number, one in enumerate(agencies, 1) for cells in _annex_times(number, one)]
    rest = tuple(_annex_rest(number, one, checked=checked) for number, one in enumerate(agencies, 1))
    return [
        _annex_title(words["times"], words["times_title"]),
        Text(words["own_letters"]),
        Rows(tuple(words["times_columns"]), tuple(times), _ANNEX_TIMES_WIDTHS),
        _annex_title(words["rest"], words["rest_title"]),
        Rows(tuple(words["rest_columns"]), rest, _ANNEX_REST_WIDTHS),
        *(nudged := reminder_annex(found)),
        *self_assessment(found, words["last"] if nudged else words["third"]),
    ]


def _annex_title(number: str, title: str) -> Block:
    return Centred((Line(number, bold=True), Line(title, bold=True)), begins_page=True)


def _annex_times(number: int, agency: AgencyQuarter) -> list[tuple[str, ...]]:
    words, times = said("annex"), agency.times
    shown = [row for row in times.rows if row.figure.count]
    rows = [_annex_cells(row) for row in shown]
    covered, kept_back = {row.sender_class for row in shown}, [row for row in times.rows if row.left_out]
    hidden = dict.fromkeys([*times.hidden, *(row.sender_class for row in kept_back)])
    rows += [(sender(one), words["few"], *[""] * 5) for one in hidden if one not in covered]
    rows = rows or [("", "0", *[""] * 5)]
    return [(str(number), agency.name, *rows[0]), *(("", "", *row) for row in rows[1:])]


def _annex_cells(row: ResponseTimeRow) -> tuple[str, ...]:
    cells = _time_cells(row)
    count = f"{cells[1]}{'*' if row.left_out else ''}"
    return (sender(row.sender_class), count, cells[3], cells[4], cells[5], cells[6], cells[7])


def _annex_rest(number: int, agency: AgencyQuarter, *, checked: bool) -> tuple[str, ...]:
    """`checked`: whether checks of mailboxes are known."""
    nothing = said("times")["nothing"]
    counts = (
        agency.papers.total,
        agency.papers.unmailed,
        agency.saved.sheets,
        agency.boxes,
        agency.checks.kept if checked else nothing,
        agency.checks.missed if checked else nothing,
        sum(agency.troubles.values()),
        agency.browsers,
        f"{agency.written.unicode}/{agency.written.told}" if agency.written.told else nothing,
    )
    return (str(number), agency.name, *map(str, counts))
