"""Plain text, once its bytes are characters (text_encoding).

A line of text is broken where the eye breaks it: tabs, wide gaps, the bars of drawn tables. A comma-separated table is
read by its cells.
"""

import re

from backend.documents.model import Page
from backend.documents.spacing import pieces

_BARS = re.compile("[|\u2500-\u257f]+")
_QUOTED_CELL = re.compile('"(?:[^"]|"")*"')


def text_pages(text: str) -> tuple[Page, ...]:
    """A form feed turns the page. No text, no pages."""
    pages = [_lines(on_page) for on_page in text.split("\f")]
    return tuple(Page(number, tuple(lines)) for number, lines in enumerate(pages, start=1) if lines)


def _lines(text: str) -> list[str]:
    rows = [row for row in re.split("\r\n|[\n\r\v\u0085\u2028\u2029]", text) if row.strip()]
    delimiter = _delimiter(rows)
    if delimiter is not None:
        return [line for row in rows for cell in _cells(row, delimiter) for line in pieces(cell)]
    return [line for row in rows for cell in _BARS.split(row) for line in pieces(cell)]


def _delimiter(rows: list[str]) -> str | None:
    """The delimiter of a comma-separated table: as often in every row, never followed by a space as in a sentence."""
    if len(rows) < 2:
        return None
    bare = [_QUOTED_CELL.sub("", row) for row in rows]
    for delimiter in ",;":
        counts = {row.count(delimiter) for row in bare}
        if len(counts) == 1 and counts != {0} and not any(f"{delimiter} " in row for row in bare):
            return delimiter
    return None


def _cells(row: str, delimiter: str) -> list[str]:
    quoted = f'"(?:[^"]|"")*"|[^{delimiter}]+'
    return [cell.strip('"').replace('""', '"') for cell in re.findall(quoted, row)]
