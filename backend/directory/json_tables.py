"""Reads the directory's tables from JSON: an object of tables by name, each a list of objects by column.

Values are texts, true or false for yes and no, and lists for several values; null is an empty cell. Every element knows
its line, so that a problem is found as in a CSV file.
"""

import json
import re
from collections.abc import Iterator, Mapping

from backend.directory.cells import Cells
from backend.directory.rows import Problem, Tables
from backend.directory.table_columns import TABLES, take_line

_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()
_Element = tuple[str, int, object]  # the table, the line, the value


def read_json(file: str, data: bytes, tables: Tables) -> None:
    """Add one file's rows to the tables."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        tables.problems.append(Problem(file, data[: error.start].count(b"\n") + 1, "is not UTF-8"))
        return
    reader = _Reader(text)
    try:
        for table, line, element in reader.elements():
            _take(file, table, line, element, tables)
    except ValueError as error:
        tables.problems.append(Problem(file, reader.line, str(error)))


class _Reader:
    """Steps through an object of lists; only their elements are decoded at once."""

    def __init__(self, text: str) -> None:
        self._text, self._place = text, 0
        self._counted, self._line = 0, 1

    @property
    def line(self) -> int:
        """Of the place reached, from 1."""
        self._line += self._text.count("\n", self._counted, self._place)
        self._counted = self._place
        return self._line

    def elements(self) -> Iterator[_Element]:
        """
        Raises:
            ValueError: the text is no JSON, or no object of lists, or one of another name.
        """
        self._expect("{")
        while not self._meets("}"):
            table = self._value()
            if not isinstance(table, str) or table not in TABLES:
                raise ValueError(f"{table!r} is no table of the directory")
            self._expect(":")
            self._expect("[")
            while not self._meets("]"):
                yield table, self.line, self._value()
                self._part("]")
            self._part("}")
        self._skip()
        if self._place != len(self._text):
            raise ValueError("something follows the tables")

    def _value(self) -> object:
        self._skip()
        try:
            value, self._place = _DECODER.raw_decode(self._text, self._place)
        except json.JSONDecodeError as error:
            self._place = error.pos
            raise ValueError(f"is no JSON: {error.msg}") from error
        except RecursionError as error:
            raise ValueError("is nested too deeply") from error
        return value

    def _skip(self) -> None:
        found = _SPACE.match(self._text, self._place)
        self._place = found.end() if found else self._place

    def _meets(self, sign: str) -> bool:
        """Whether this comes next; it is passed then."""
        self._skip()
        if not self._text.startswith(sign, self._place):
            return False
        self._place += 1
        return True

    def _expect(self, sign: str) -> None:
        if not self._meets(sign):
            raise ValueError(f"is no object of tables: expected {sign!r}")

    def _part(self, closing: str) -> None:
        """A comma, or the end, which is left to be met."""
        self._skip()
        if not self._text.startswith(closing, self._place):
            self._expect(",")
            self._skip()
            if self._text.startswith(closing, self._place):
                raise ValueError("is no JSON: a comma before the end")


def _take(file: str, table: str, line: int, element: object, tables: Tables) -> None:
    if not isinstance(element, Mapping):
        tables.problems.append(Problem(file, line, f"an element of {table} is no object"))
        return
    columns = {str(column) for column in element}
    known = TABLES[table]
    if not known.needed <= columns <= known.needed | known.allowed:
        named = ", ".join(sorted((columns - known.allowed) ^ known.needed))
        tables.problems.append(Problem(file, line, f"{table}: missing or unknown: {named}"))
        return
    texts = {str(column): _text(value) for column, value in element.items()}
    cells = Cells(line, {column: text or "" for column, text in texts.items()}, frozenset(columns))
    cells.problems += [f"{column} is neither text nor list" for column, text in texts.items() if text is None]
    take_line(file, table, cells, tables)


def _text(value: object) -> str | None:
    """The cell of a CSV file that says the same; None where none does."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(value) if all(isinstance(one, str) and ";" not in one for one in value) else None
    return "" if value is None else value if isinstance(value, str) else None
