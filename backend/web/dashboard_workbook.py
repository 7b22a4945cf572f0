"""A table of the dashboard as a workbook: its words as heads, hours and shares as numbers to compute with. Pure."""

from backend.compliance.workbook import Cell as SheetCell
from backend.compliance.workbook import Hours, Proportion, Sheet, xlsx
from backend.web.dashboard_tables import Cell, Table
from backend.web.dashboard_words import HOUR, Words

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DURATIONS = frozenset({"median", "p90", "within", "worked"})
_SHARES = frozenset({"on_time", "answered", "last_year", "part"})
_HEADS = {  # of columns that stand in another's cell on the page
    "median_interval": "col_interval",
    "p90_interval": "col_interval",
    "on_time_interval": "col_interval",
    "due": "fact_due",
}
_LONGEST_TITLE = 31


def workbook_of(table: Table, words: Words) -> bytes:
    heads = [words.say(_HEADS.get(column, f"col_{column}")) for column in table.columns]
    head = tuple(
        words.say("in_hours", column=name) if column in _DURATIONS else name
        for column, name in zip(table.columns, heads, strict=True)
    )
    rows = tuple(
        tuple(_cell(column, cell) for column, cell in zip(table.columns, row, strict=True)) for row in table.rows
    )
    title = words.say(f"table_{table.name}")[:_LONGEST_TITLE].rstrip()
    return xlsx([Sheet(title, head, rows, wide=frozenset({0} if table.name != "checks" else {0, 3}))])


def _cell(column: str, cell: Cell) -> SheetCell:
    value = cell.value
    if isinstance(value, (int, float)) and column in _DURATIONS:
        return Hours(value / HOUR)
    if isinstance(value, (int, float)) and column in _SHARES:
        return Proportion(float(value))
    if isinstance(value, int) and column not in ("month", "in_time"):
        return value
    return cell.shown or None
