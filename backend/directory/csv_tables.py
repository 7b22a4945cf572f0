"""Reads the directory's CSV tables: UTF-8, the first row names the columns (`table_columns`).

Every problem of every line is collected, so that one report names them all.
"""

import csv
import io
from collections.abc import Iterator

from backend.directory.cells import Cells
from backend.directory.rows import Problem, Tables
from backend.directory.table_columns import table_with, take_line


def read_table(file: str, data: bytes, tables: Tables) -> None:
    """Add one file's rows to the tables; which table it is, its columns say."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        tables.problems.append(Problem(file, data[: error.start].count(b"\n") + 1, "is not UTF-8"))
        return
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey="", strict=True)
    try:
        columns = {(column or "").strip() for column in reader.fieldnames or ()}
        table, said = table_with(columns), frozenset(columns)
        for line, cells in _lines(reader):
            read = Cells(line, cells, said)
            if "" in cells:
                read.problems.append("more cells than columns")
            take_line(file, table, read, tables)
    except (csv.Error, ValueError) as error:
        tables.problems.append(Problem(file, max(reader.line_num, 1), str(error)))


def _lines(reader: "csv.DictReader[str]") -> Iterator[tuple[int, dict[str, str]]]:
    for cells in reader:
        if any(cells.values()):
            yield reader.line_num, {(column or "").strip(): value for column, value in cells.items()}
