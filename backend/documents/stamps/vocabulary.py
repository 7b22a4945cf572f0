"""What the letters read in a stamp say: a secrecy mark, something near one, another word, or nothing.

OCR loses and confuses the marks above and below Vietnamese letters, so words are compared without them, by how many
letters differ. Errors fall to the side of a mark.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

MARKS = {"MAT": "MẬT", "TOIMAT": "TỐI MẬT", "TUYETMAT": "TUYỆT MẬT", "GIAIMAT": "GIẢI MẬT"}
OF_SECRECY = frozenset({"MẬT", "TỐI MẬT", "TUYỆT MẬT"})
_SURELY = {"MAT": 0, "TOIMAT": 1, "TUYETMAT": 2, "GIAIMAT": 1}  # letters that may differ
_PERHAPS = {"MAT": 1, "TOIMAT": 2, "TUYETMAT": 3, "GIAIMAT": 2}

# Stamps and headings every office has, without tone marks and spaces (NĐ 30/2020 Phụ lục I, IV; Điều 25).
HARMLESS = (
    *("DEN", "CONGVANDEN", "CONGVANDI", "KHAN", "THUONGKHAN", "HOATOC", "HOATOCHENGIO", "SAOY", "SAOYBANCHINH"),
    *("TRICHSAO", "SAOLUC", "BANCHINH", "BANSAO", "BANGOC", "DAKY", "DADUYET", "DANHAN", "DATHUTIEN", "DATHANHTOAN"),
    *("DAXEM", "DAIN", "THUHOI", "TAILIEUTHUHOI", "LUUHANHNOIBO", "XEMXONGTRALAI", "BANNHAP", "DUTHAO", "MAU"),
    *("BANMAU", "HETHIEULUC", "DAT", "KHONGDAT", "NHAP", "XUAT", "HUY", "DAHUY", "LUU", "GAP", "QUANTRONG", "MOI"),
    *("COHIEULUC", "HOPLE"),
)
HOLDING_A_MARK = {"MATDO", "BAOMAT", "MATKHAU", "MATONG"}  # read letter by letter, or near a mark
_ALIKE = str.maketrans("Đ\u00d001|![]458€", "DDOIIIIIASBE")
_LETTERS, _DOUBLED = re.compile(r"[^A-Z]+"), re.compile(r"([A-Z])\1")
_BROKEN_M = re.compile(r"I?VI")  # what OCR makes of a worn M
EDGES = {"I", "L"}
KNOWN_SHARE = 0.21  # of a known word's letters may differ
DIGITS_NO_MARK_HAS, LONGER_THAN_MARKS, SHORTEST, SHORT = 4, 11, 3, 4
FRAME_SIGNS = "|[]:.,"
SURE, QUITE_SURE, READ, HALF_READ = 85, 80, 70, 55  # Tesseract's confidence


class Says(IntEnum):
    """Later ones weigh more."""

    NOTHING = 0
    OTHER = 1
    NEAR = 2
    MARK = 3


@dataclass(frozen=True, slots=True)
class Meaning:
    says: Says
    text: str = ""  # of a mark its own words, of another word what was read
    sure: bool = False  # a known word, or letters read without doubt


def weight(each: Meaning) -> tuple[bool, bool, Says]:
    """A mark outweighs everything, a word read without doubt what is only near a mark."""
    return each.says is Says.MARK, each.sure, each.says


def meaning(text: str, confidence: float) -> Meaning:
    """Of what OCR read in one place, several lines perhaps. `confidence` is Tesseract's, 0 to 100."""
    found = [_of_line(line, confidence) for line in text.splitlines() if line.strip()]
    whole = [_of_line(" ".join(text.split()), confidence)] if len(found) > 1 else []
    return max((*found, *whole), key=weight, default=Meaning(Says.NOTHING))


def fold(text: str) -> str:
    """Capitals without marks, look-alikes made equal, everything else out."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text.upper()) if not unicodedata.combining(c))
    return _LETTERS.sub("", bare.translate(_ALIKE))


def _of_line(line: str, confidence: float) -> Meaning:
    tokens = [folded for token in line.split() if (folded := fold(token))]
    readings = _without_edges(tokens)
    for reading in readings:
        for mark, words in MARKS.items():
            if _differ(reading, mark) <= _SURELY[mark]:
                return Meaning(Says.MARK, words)
    near = any(_near(reading) for reading in readings)
    short = near or len(readings[-1]) <= SHORT  # MẪU is one letter from a mark, HUY a piece of one
    harmless = not HOLDING_A_MARK.isdisjoint(readings) and confidence >= SURE
    if harmless or (_is_known(readings) and (not short or confidence >= SURE)):
        return Meaning(Says.OTHER, line.strip(" |[]"), sure=True)
    if sum(c.isdigit() for c in line) >= DIGITS_NO_MARK_HAS and confidence >= HALF_READ:
        return Meaning(Says.OTHER, line.strip(" |[]"))
    if near or ("MAT" in tokens and confidence < SURE):
        return Meaning(Says.NEAR)
    letters, signs = sum(c.isalpha() for c in line), sum(not c.isspace() and c not in FRAME_SIGNS for c in line)
    wordlike = letters >= (0.8 if confidence >= QUITE_SURE else 0.9) * signs and not _on_its_head(line)
    if wordlike and letters >= SHORTEST and confidence >= SURE:
        return Meaning(Says.OTHER, line.strip(" |[]"), sure=True)
    if wordlike and (
        (letters >= 4 and confidence >= READ) or (letters > LONGER_THAN_MARKS and confidence >= HALF_READ)
    ):
        return Meaning(Says.OTHER, line.strip(" |[]"))
    return Meaning(Says.NOTHING)


def _is_known(readings: tuple[str, ...]) -> bool:
    return any(
        abs(len(reading) - len(word)) <= KNOWN_SHARE * len(word) >= distance(reading, word)
        for reading in readings
        for word in HARMLESS
    )


def _on_its_head(line: str) -> bool:
    """Capitals after a small letter: "dVHN" is NHÁP turned round."""
    return any(a.islower() and b.isupper() for a, b in pairwise(line))


def _near(reading: str) -> bool:
    inside = len(reading) <= 7 and "MAT" in reading
    joined = _BROKEN_M.sub("M", reading)
    return (
        inside
        or any(_differ(reading, mark) <= _PERHAPS[mark] for mark in MARKS)
        or any(_differ(joined, mark) <= _SURELY[mark] for mark in MARKS)
    )


def _differ(reading: str, mark: str) -> int:
    """Letters that differ; a letter read twice is one."""
    return min(distance(reading, mark), distance(_DOUBLED.sub(r"\1", reading), mark))


def _without_edges(tokens: list[str]) -> tuple[str, ...]:
    """The line as read, and without what a frame's edges look like at both ends: I and L."""
    first, last = 0, len(tokens)
    while first < last and (len(tokens[first]) == 1 or set(tokens[first]) <= EDGES):
        first += 1
    while last > first and (len(tokens[last - 1]) == 1 or set(tokens[last - 1]) <= EDGES):
        last -= 1
    inner = "".join(tokens[first:last])
    return tuple(dict.fromkeys(("".join(tokens), inner, inner.strip("I"), inner.strip("IL"))))


def distance(one: str, other: str) -> int:
    """Levenshtein: letters to add, drop or change."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]
