"""The tables of the account of the directive: what a person reads, and what CSV and XLSX hold. Pure."""

from collections.abc import Iterable, Sequence

from backend.compliance.charset_counts import CharsetCounts
from backend.compliance.directive import Finding
from backend.compliance.directive_words import duty, origin_words, state_words, words
from backend.compliance.emulation import Compared
from backend.compliance.quarterly_terms import PaperCounts
from backend.compliance.terms import Unmailed
from backend.compliance.usage import Usage
from backend.compliance.workbook import Cell as SheetCell
from backend.compliance.workbook import Proportion, Sheet, xlsx
from backend.correspondence.response_time import Share
from backend.web.dashboard_tables import Cell, Table
from backend.web.dashboard_words import Words

CLAUSES = ("clause", "points", "duty", "state", "part", "of", "words", "origin")
EMULATION = ("agency", "letters", "load", "on_time", "on_time_interval", "due", "place")
USAGE = (
    *("agency", "mandatory", "mandatory_of", "papers", "papers_of", "papers_excused", "unmailed"),
    *("unicode", "unicode_of", "unicode_unread"),
    *("sheets", "sheets_two_sided", "plugin", "extension", "managed", "private"),
)
UNMAILED = ("symbol", "kind", "issued_on", "reason")


def clauses_table(findings: Iterable[Finding], language: str) -> Table:
    rows = [
        (
            Cell(one.clause.points, one.clause.id),
            _text(one.clause.points),
            _text(duty(one, language)),
            Cell(state_words(one.state, language), one.state),
            _number(one.figure.part if one.figure else None),
            _number(one.figure.of if one.figure else None),
            _text(words(one, language)),
            _text(origin_words(one, language)),
        )
        for one in findings
    ]
    return Table("clauses", CLAUSES, tuple(rows))


def emulation_table(rows: Iterable[Compared], words: Words, language: Words) -> Table:
    """`words`: of this page; `language`: of durations and shares."""
    lines = [
        (
            Cell(one.name, one.code),
            Cell(words.say("letters_partial", count=one.letters) if one.partial else str(one.letters), one.letters),
            Cell(_band(one, words), f"{one.load_from};{'' if one.load_to is None else one.load_to}"),
            Cell(language.percent(one.on_time.value), one.on_time.value),
            Cell(language.share_interval(one.on_time), _pair(one.on_time)),
            Cell(language.say("of_due", count=one.on_time.of), one.on_time.of),
            Cell(words.say("no_place") if one.place is None else str(one.place), one.place),
        )
        for one in rows
    ]
    return Table("emulation", EMULATION, tuple(lines))


def usage_table(found: Usage, words: Words) -> Table:
    rows = [
        (
            Cell(one.name, one.code),
            *_settled(one.mandatory, words),
            *_settled(one.papers, words),
            _beside("excused", one.papers.excused, words),
            _number(one.papers.unmailed),
            *_written(one.written, words),
            _number(one.saved.sheets),
            _beside("two_sided", one.saved.sheets_two_sided, words),
            _number(one.plugin),
            _number(one.extension),
            _beside("managed", one.managed, words),
            Cell(words.say("few") if one.private is None else str(one.private), one.private),
        )
        for one in found.agencies
    ]
    return Table("usage", USAGE, tuple(rows))


def unmailed_table(papers: Iterable[Unmailed], words: Words) -> Table:
    rows = [
        (
            _text(one.symbol),
            _text(one.kind),
            Cell(f"{one.issued_on:%d/%m/%Y}", one.issued_on.isoformat()),
            Cell(words.say(f"reason_{one.reason}") if one.reason else words.say("no_reason"), one.reason or ""),
        )
        for one in papers
    ]
    return Table("unmailed", UNMAILED, tuple(rows))


def xlsx_of(table: Table, title: str, heads: Sequence[str]) -> bytes:
    """Numbers as numbers, shares as per cent, everything else in words."""
    rows = tuple(tuple(_sheet_cell(cell) for cell in row) for row in table.rows)
    wide = frozenset(place for place, column in enumerate(table.columns) if column in ("agency", "duty", "words"))
    return xlsx([Sheet(title[:31], tuple(heads), rows, wide)])


def _sheet_cell(cell: Cell) -> SheetCell:
    match cell.value:
        case float():
            return Proportion(cell.value)
        case int():
            return cell.value
        case _:
            return cell.shown


def _settled(papers: PaperCounts, words: Words) -> tuple[Cell, Cell]:
    share = words.say("of_papers", count=papers.total) if papers.total else words.say("no_papers")
    return _number(papers.settled) if papers.total else Cell("–", None), Cell(share, papers.total)


def _written(letters: CharsetCounts, words: Words) -> tuple[Cell, Cell, Cell]:
    unread = letters.not_read
    if not letters.told:
        return Cell("–", None), Cell(words.say("no_letters"), 0), _beside("unread", unread, words)
    share = words.say("of_letters", count=letters.told)
    return _number(letters.unicode), Cell(share, letters.told), _beside("unread", unread, words)


def _band(one: Compared, words: Words) -> str:
    if one.load_to is None:
        return words.say("load_open", since=one.load_from)
    return words.say("load", since=one.load_from, until=one.load_to)


def _pair(share: Share) -> str:
    return f"{'' if share.low is None else share.low};{'' if share.high is None else share.high}"


def _beside(name: str, count: int, words: Words) -> Cell:
    """Said only where there is any."""
    return Cell(words.say(name, count=count) if count else "", count)


def _number(value: int | None) -> Cell:
    return Cell("" if value is None else str(value), value)


def _text(text: str) -> Cell:
    return Cell(text, text)
