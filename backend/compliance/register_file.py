"""Reads the register of outgoing papers (sổ văn bản đi) as CSV. Pure; its twin is
webmail-plugin/src/core/register_file.ts, both held to tests/data/register/cases.json.

A row whose độ mật is not ordinary is dropped while it is read: it is not checked, kept, counted as an error or named;
only how many there were is told. So the column độ mật must be there, and whatever its cell says that is not a known
word for "none" drops the row. A row of another shape than the heading is dropped if any cell is a secrecy mark.

Errors name lines and columns, never what stands in them. Trích yếu and every column not named here are passed over.

Source: NĐ 30/2020/NĐ-CP, Phụ lục IV (sổ đăng ký văn bản đi); Luật 117/2025/QH15, Điều 5.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from backend.compliance.numbering import Symbol, read_symbol

SIZE_LIMIT = 10_000_000
ROWS_LIMIT = 20_000
KIND_LIMIT = 40
MOST_RECIPIENTS = 500
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "number": ("so", "so van ban", "number"),
    "symbol": ("ky hieu", "so ky hieu", "so va ky hieu", "so ky hieu van ban", "symbol"),
    "date": ("ngay", "ngay ban hanh", "ngay van ban", "ngay thang", "ngay thang van ban", "date"),
    "kind": ("loai", "loai van ban", "ten loai", "kind"),
    "secrecy": ("do mat", "muc do mat", "secrecy"),
    "recipients": ("noi nhan", "noi nhan van ban", "recipients"),
    "copies": ("so ban", "so luong ban", "so luong", "copies"),
}
_ORDINARY = {"khong", "thuong", "binh thuong", "khong mat", "-", "none"}
_MARKS = {"mat", "toi mat", "tuyet mat", "m", "tm", "tum", "a", "b", "c"}
_HABIT = re.compile(r"\((?:M|TM|TuM)\)|\bTMT\b")  # no legal basis, and still a hint (domain of state secrets)
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """`recipients`: the entries of Nơi nhận, to be resolved and not kept; `copies` None where none are told."""

    line: int
    symbol: Symbol
    issued_on: date
    kind: str
    recipients: tuple[str, ...]
    copies: int | None


@dataclass(frozen=True, slots=True)
class RegisterProblem:
    """`line` 0: the file as a whole. `what` is a word of a closed list."""

    line: int
    what: str


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """Nothing is to be taken over unless `problems` is empty. `dropped`: rows of papers that are not ordinary."""

    rows: tuple[RegisterRow, ...]
    dropped: int
    problems: tuple[RegisterProblem, ...]


def read_register(content: bytes) -> RegisterFile:
    """UTF-8, separated by comma, semicolon or tab; the first line that has a number column names the columns."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _refused("charset")
    if len(content) > SIZE_LIMIT:
        return _refused("size")
    try:
        lines = list(_lines(text))
    except csv.Error:
        return _refused("quotes")
    heading = next((index for index, (_, cells) in enumerate(lines) if "secrecy" in _columns(cells)), None)
    if heading is None:
        return _refused("secrecy_column")
    columns = _columns(lines[heading][1])
    if "date" not in columns or ("symbol" not in columns and "number" not in columns):
        return _refused("columns")
    return _read_rows(lines[heading + 1 :], columns, len(lines[heading][1]))


def _refused(what: str) -> RegisterFile:
    return RegisterFile((), 0, (RegisterProblem(0, what),))


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each with the number of the line where it begins.

    Raises:
        csv.Error: a quotation mark that never ends would swallow rows.
    """
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    reader, begins = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), 1
    for cells in reader:
        yield begins, [" ".join(unicodedata.normalize("NFC", cell).split()) for cell in cells]
        begins = reader.line_num + 1


def _columns(cells: Sequence[str]) -> dict[str, int]:
    plain = [_plain(cell) for cell in cells]
    return {
        column: plain.index(name)
        for column, names in _HEADINGS.items()
        for name in [next((one for one in names if one in plain), None)]
        if name is not None
    }


def _plain(text: str) -> str:
    """Lower case without accents and punctuation: `Số, ký hiệu` → `so ky hieu`."""
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    plain = "".join(sign for sign in letters if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^a-z0-9-]+", " ", plain).split())


def _read_rows(lines: Sequence[tuple[int, list[str]]], columns: Mapping[str, int], width: int) -> RegisterFile:
    rows: list[RegisterRow] = []
    problems: list[RegisterProblem] = []
    dropped = 0
    for line, cells in lines:
        if not any(cells):
            continue
        if _is_secret(cells, columns, width):
            dropped += 1
            continue
        read = _row(line, cells, columns) if len(cells) == width else RegisterProblem(line, "cells")
        if isinstance(read, RegisterProblem):
            problems.append(read)
        else:
            rows.append(read)
    if len(rows) > ROWS_LIMIT:
        return _refused("rows")
    problems += _repeated(rows)
    return RegisterFile(() if problems else tuple(rows), dropped, tuple(problems))


def _is_secret(cells: Sequence[str], columns: Mapping[str, int], width: int) -> bool:
    if len(cells) != width:
        return any(_plain(cell) in _MARKS for cell in cells)
    numbered = (cells[columns[name]] for name in ("number", "symbol") if name in columns)
    return not _is_ordinary(cells[columns["secrecy"]]) or any(_HABIT.search(cell) for cell in numbered)


def _is_ordinary(cell: str) -> bool:
    """A tick, a star or whatever else says nothing in letters is no word for "none"."""
    return not cell or _plain(re.sub("[\u2013\u2014]", "-", cell)) in _ORDINARY


def _row(line: int, cells: Sequence[str], columns: Mapping[str, int]) -> RegisterRow | RegisterProblem:
    said = {column: cells[index] for column, index in columns.items()}
    symbol = _symbol(said.get("number", ""), said.get("symbol", ""))
    if symbol is None:
        return RegisterProblem(line, "symbol")
    issued_on = _day(said["date"])
    if issued_on is None:
        return RegisterProblem(line, "date")
    kind = said.get("kind", "")
    if len(kind) > KIND_LIMIT:
        return RegisterProblem(line, "kind")
    copies = said.get("copies", "")
    if copies and not re.fullmatch(r"[0-9]{1,4}", copies):
        return RegisterProblem(line, "copies")
    entries = tuple(entry.strip(" -.") for entry in said.get("recipients", "").split(";"))
    recipients = tuple(entry for entry in entries if entry)
    if len(recipients) > MOST_RECIPIENTS:
        return RegisterProblem(line, "recipients")
    return RegisterRow(line, symbol, issued_on, kind, recipients, int(copies) if copies else None)


def _symbol(number: str, symbol: str) -> Symbol | None:
    """In one cell, or in two."""
    for whole in (symbol, number, f"{number}/{symbol}"):
        if (found := read_symbol(whole)) is not None:
            return found
    return None


def _day(text: str) -> date | None:
    """2026-01-31, or 31/01/2026."""
    slashed = _SLASHED.fullmatch(text)
    try:
        if slashed:
            return date(int(slashed[3]), int(slashed[2]), int(slashed[1]))
        return date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        return None


def _repeated(rows: Sequence[RegisterRow]) -> Iterator[RegisterProblem]:
    seen: set[tuple[int, str]] = set()
    for row in rows:
        key = row.issued_on.year, row.symbol.text
        if key in seen:
            yield RegisterProblem(row.line, "repeated")
        seen.add(key)
