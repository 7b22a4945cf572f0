"""Place and date of issue: "Thái Nguyên, ngày 05 tháng 01 năm 2026"."""

import re
from collections.abc import Sequence
from datetime import date

from backend.documents.form_text import Line

_DATE = re.compile(
    r"(?:^|[ ,])ngay ?"
    r"(?:([0-9]{1,2}) ?thang ?([0-9]{1,2}) ?nam ?([12][0-9]{3})|([0-9]{1,2})[/.]([0-9]{1,2})[/.]([12][0-9]{3}))"
    r"[ .;*_]*$"
)
# A gap for what is written by hand may break the line into pieces
_BEGUN = re.compile(r"(?:.*, ?)?ngay ?[0-9]{0,2}(?: ?thang ?[0-9]{0,2})?(?: ?nam)?")
_PIECE = re.compile(r"[0-9]{1,4}|[0-9]{0,2} ?thang ?[0-9]{0,2}(?: ?nam ?(?:[12][0-9]{3})?)?|nam ?(?:[12][0-9]{3})?")
_PLACE = re.compile("[A-ZÀ-ỸĐ][A-Za-zÀ-ỹ. -]{1,38}, ?")
_NUMBER_BEFORE = re.compile("so ?:? ?[^ ]*/[^ ]* [*_ ]*")
PIECES = 6


def find_date(lines: Sequence[Line]) -> tuple[int, date | None] | None:
    """The first date line and its date; the date is None when its day does not exist or is still to be written."""
    for index, line in enumerate(lines):
        if "ngay" not in line.plain:
            continue
        text, plain = _joined(lines, index)
        found = _DATE.search(plain)
        if found is not None and _is_head(text, plain, found.start()):
            return index, _date(found)
        if _BEGUN.fullmatch(line.plain):
            return index, None
    return None


def _joined(lines: Sequence[Line], index: int) -> tuple[str, str]:
    text, plain = lines[index].text, lines[index].plain
    if not _BEGUN.fullmatch(plain):
        return text, plain
    for line in lines[index + 1 : index + PIECES]:
        if _DATE.search(plain) or not _PIECE.fullmatch(line.plain):
            break
        text, plain = f"{text} {line.text}", f"{plain} {line.plain}"
    return text, plain


def _is_head(text: str, plain: str, date_starts: int) -> bool:
    """Whether only a place stands before the date, or the number and a place; a place has a comma or all capitals."""
    number = _NUMBER_BEFORE.match(plain)
    before = text[number.end() if number else 0 : date_starts].rstrip(" ")
    place = before.rstrip(" ,")
    if not place:
        return True
    named = before.endswith(",") or text[date_starts] == "," or all(word[0].isupper() for word in place.split(" "))
    return named and _PLACE.fullmatch(f"{place}, ") is not None


def _date(found: "re.Match[str]") -> date | None:
    day, month, year = (int(group) for group in found.groups() if group is not None)
    try:
        return date(year, month, day)
    except ValueError:
        return None
