"""The dashboard's tables: what a person reads and what a spreadsheet computes with, from the same figures. Pure."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from backend.compliance.check_words import words as proof_words
from backend.compliance.checking import AgencyChecks
from backend.correspondence.ages import AgeBand, age_bands
from backend.correspondence.figure import Figure
from backend.correspondence.figure_tables import FigureTables
from backend.correspondence.histogram import Histogram
from backend.correspondence.months import months_between
from backend.correspondence.response_time import answered_within
from backend.correspondence.suppression import SMALLEST
from backend.correspondence.terms import SenderClass
from backend.web.dashboard_words import HOUR, WORKING_DAY, Words, month_name
from backend.workingtime.hours import in_vietnam

CURVE_AT = (4 * HOUR, *(days * WORKING_DAY for days in (1, 2, 3, 5, 10, 15, 30)))
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would compute what begins so
BESIDE = (
    *("median_interval", "p90_interval", "on_time_interval", "due"),
    *("mandatory_of", "papers_of", "papers_excused", "sheets_two_sided", "load", "managed"),
    *("unicode_of", "unicode_unread"),
)
FIGURE_COLUMNS = ("n", "open", "median", "median_interval", "p90", "p90_interval", "on_time", "on_time_interval", "due")


@dataclass(frozen=True, slots=True)
class Cell:
    """`value`: for programs; durations in working seconds, shares from 0 to 1, None where there is none."""

    shown: str
    value: str | int | float | None


@dataclass(frozen=True, slots=True)
class Table:
    """`name` is that of its texts and of its file; the first column heads its rows."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def heads(self) -> list[str]:
        """The columns a person reads; what belongs to a figure (its interval) stands in its cell."""
        return [column for column in self.columns if column not in BESIDE]

    @property
    def lines(self) -> list[list[tuple[str, list[str]]]]:
        """Each row as texts below `heads`, each with what stands beside it."""
        lines = []
        for row in self.rows:
            line: list[tuple[str, list[str]]] = []
            for column, cell in zip(self.columns, row, strict=True):
                if column not in BESIDE:
                    line.append((cell.shown, []))
                elif cell.shown:
                    line[-1][1].append(cell.shown)
            lines.append(line)
        return lines


def by_class(found: FigureTables, words: Words) -> Table:
    figures = found.by_class()
    rows = [_figure_row(words.say(f"sender_{one}"), one, figures[one], words) for one in SenderClass if one in figures]
    return Table("classes", ("sender", *FIGURE_COLUMNS), tuple(rows))


def by_matter(found: FigureTables, sender_class: SenderClass, names: Mapping[str, str], words: Words) -> Table:
    """The matters with the most letters first."""
    mine = {matter: one for (of, matter), one in found.by_matter().items() if of == sender_class}
    rows = [
        _figure_row(names.get(matter, matter) or words.say("no_matter"), matter, mine[matter], words)
        for matter in sorted(mine, key=lambda matter: (-mine[matter].count, matter))
    ]
    return Table("matters", ("matter", *FIGURE_COLUMNS), tuple(rows))


def by_month(found: FigureTables, sender_class: SenderClass, words: Words) -> Table:
    figures = found.by_month(sender_class)
    left_out = found.left_out(sender_class)
    rows = []
    for month in months_between(found.period):
        if month in left_out:
            blank = [Cell(words.say("hidden"), None), *[Cell("", None)] * (len(FIGURE_COLUMNS) - 1)]
            rows.append((Cell(month_name(month), month), *blank))
        elif month in figures:
            rows.append(_figure_row(month_name(month), month, figures[month], words))
        else:
            blank = [Cell("0", 0), *[Cell("", None)] * (len(FIGURE_COLUMNS) - 1)]
            rows.append((Cell(month_name(month), month), *blank))
    return Table("months", ("month", *FIGURE_COLUMNS), tuple(rows))


def by_agency(found: FigureTables, sender_class: SenderClass, names: Mapping[str, str], words: Words) -> Table:
    """Agencies right below with their own trees, by name; those with fewer than `SMALLEST` letters are not compared."""
    figures = {code: one for code, one in found.by_agency(sender_class).items() if one.count >= SMALLEST}
    rows = [
        _figure_row(names.get(code, code), code, figures[code], words)
        for code in sorted(figures, key=lambda code: names.get(code, code))
    ]
    return Table("agencies", ("agency", *FIGURE_COLUMNS), tuple(rows))


def curve_table(waits: Histogram, before: Histogram, words: Words) -> Table:
    """How many letters of a hundred were answered within so long, and how many a year `before`."""
    rows = []
    for seconds in CURVE_AT if waits.count else ():
        share, last_year = answered_within(waits, seconds), answered_within(before, seconds).value
        rows.append(
            (
                Cell(words.duration(seconds), seconds),
                Cell(words.percent(share.value), share.value),
                Cell(words.share_interval(share), _pair(share.low, share.high)),
                Cell("" if last_year is None else words.percent(last_year), last_year),
            )
        )
    return Table("curve", ("within", "answered", "interval", "last_year"), tuple(rows))


def ages(found: FigureTables, sender_class: SenderClass, words: Words) -> Table:
    """Open letters by how long they have waited."""
    bands = age_bands(found.open_waits(sender_class), in_full=found.in_full)
    rows = [(Cell(name, name), Cell(str(band.letters), band.letters)) for band in bands for name in [_age(band, words)]]
    return Table("ages", ("age", "letters"), tuple(rows))


def _age(band: AgeBand, words: Words) -> str:
    if band.until is None:
        return words.say("age_last", since=band.since)
    return words.say("age", since=band.since, until=band.until) if band.since else words.say("age_first")


def waits_table(figure: Figure, words: Words) -> Table:
    """Who the letters in n waited for: of all their working time, each side's part."""
    counts = figure.counts
    sides = (("ours", counts.own_seconds), ("others", counts.other_seconds), ("senders", counts.sender_seconds))
    whole = sum(seconds for _, seconds in sides)
    rows = [
        (
            Cell(words.say(f"side_{side}"), side),
            Cell(words.percent(seconds / whole), seconds / whole),
            Cell(words.duration(seconds) if seconds else "0", seconds),
        )
        for side, seconds in sides
        if whole
    ]
    return Table("waits", ("side", "part", "worked"), tuple(rows))


def checks_table(found: AgencyChecks, words: Words) -> Table:
    rows = []
    for box in found.boxes:
        for check in box.windows:
            span = f"{in_vietnam(check.start):%H:%M}–{in_vietnam(check.end):%H:%M}"
            state = "self_declared" if check.self_declared else str(check.state)
            proofs = "; ".join(proof_words(one, found.day, found.names, words.language) for one in check.proofs)
            shown = Cell(words.say(f"check_{state}"), state)
            rows.append((Cell(box.mailbox, box.mailbox), Cell(span, span), shown, Cell(proofs, proofs)))
    return Table("checks", ("box", "window", "state", "evidence"), tuple(rows))


def csv_of(table: Table) -> str:
    """What heads a row stands there for programs and in words. With a byte order mark, without which spreadsheets take
    UTF-8 for something else."""
    file = io.StringIO()
    writer = csv.writer(file)
    head, *others = table.columns
    writer.writerow([head, f"{head}_in_words", *others])
    for first, *rest in table.rows:
        writer.writerow([_plain(first.value), _plain(first.shown), *(_plain(cell.value) for cell in rest)])
    return "\ufeff" + file.getvalue()


def _plain(value: str | int | float | None) -> str | int | float:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value


def _figure_row(name: str, key: str | int, figure: Figure, words: Words) -> tuple[Cell, ...]:
    share = figure.on_time
    return (
        Cell(name, key),
        Cell(str(figure.count), figure.count),
        Cell(str(figure.open), figure.open),
        Cell(words.duration(figure.median.value), figure.median.value),
        Cell(words.interval(figure.median), _pair(figure.median.low, figure.median.high)),
        Cell(words.duration(figure.p90.value), figure.p90.value),
        Cell(words.interval(figure.p90), _pair(figure.p90.low, figure.p90.high)),
        Cell(words.percent(share.value), share.value),
        Cell(words.share_interval(share), _pair(share.low, share.high)),
        Cell(words.say("of_due", count=share.of) if share.of else "", share.of),
    )


def _pair(low: float | None, high: float | None) -> str:
    """`low;high`, an open end left empty."""
    return ";".join("" if one is None else str(one) for one in (low, high))
