"""One line of a table, cell by cell: what does not fit is noted, and reading goes on, so that one report names all."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

AGENCY_CODE = re.compile(r"[A-Y]\d\d(\.[0-9A-Z]+)*")  # QĐ 20/2020/QĐ-TTg Điều 4, at most 35 characters
AGENCY_CODE_LIMIT = 35
NAME_LIMIT = 300
HOURS_LIMIT, DAY_HOURS_LIMIT, SEASON_LIMIT = 400, 100, 12
SOURCE_LIMIT, DECISION_LIMIT = 200, 60
SYMBOL = re.compile(r"[A-ZĐ0-9]{0,10}")
KIND = re.compile(r"[a-z][a-z_]{1,39}")
ADDRESS = re.compile(r"[^\s@<>\"(),:;\\\[\]]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+")
DOMAIN = re.compile(r"@[a-z0-9-]+(\.[a-z0-9-]+)+")
DOCUMENT_KIND = re.compile(r"[A-ZĐa-zđ]{0,10}")
GROUP_CODE = re.compile(r"[a-z][a-z0-9_-]{0,39}")
LONGEST_TERM = 60  # working days; a longer ordinary term is a mistake
PHONE_LIMIT, STAFF_NUMBER_LIMIT = 60, 40
YES_NO = {"yes": True, "no": False, "có": True, "không": False}


_Word = TypeVar("_Word", bound=StrEnum)


class Cells:
    """One line's cells; every cell that does not fit is noted, and reading goes on."""

    def __init__(self, line: int, cells: Mapping[str, str], said: frozenset[str]) -> None:
        """`said`: the columns this line speaks of; of the others it says nothing."""
        self.line, self.said = line, said
        self.problems: list[str] = []
        self._cells = cells

    def text(self, column: str) -> str:
        cell = self._cells.get(column)
        return " ".join(cell.split()) if cell else ""

    def name(self, column: str, limit: int = NAME_LIMIT) -> str:
        text = self.text(column)
        if not 0 < len(text) <= limit:
            self.problems.append(f"{column} is empty or longer than {limit} characters")
        return text

    def list(self, column: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(piece for raw in self.text(column).split(";") if (piece := raw.strip())))

    def fitting(self, column: str, pattern: re.Pattern[str], *, fold: bool = False) -> str:
        text = self.text(column).lower() if fold else self.text(column)
        if not pattern.fullmatch(text):
            self.problems.append(f"{column} {text!r} is not well-formed")
        return text

    def agency(self, column: str) -> str:
        text = self.fitting(column, AGENCY_CODE)
        if len(text) > AGENCY_CODE_LIMIT:
            self.problems.append(f"{column} is longer than {AGENCY_CODE_LIMIT} characters")
        return text

    def some_agency(self, column: str) -> str | None:
        return self.agency(column) if self.text(column) else None

    def day(self, column: str) -> date | None:
        text = self.text(column)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.problems.append(f"{column} {text!r} is not a date like 2026-01-31")
            return None

    def first_day(self, column: str) -> date:
        """A day that must be there."""
        if not self.text(column):
            self.problems.append(f"{column} is empty")
        return self.day(column) or date.min

    def validity(self) -> tuple[date, date | None]:
        """The first day on which the line holds, and the first on which it no longer does."""
        valid_from, valid_to = self.first_day("valid_from"), self.day("valid_to")
        if valid_to is not None and valid_to <= valid_from:
            self.problems.append("valid_to is not after valid_from")
        return valid_from, valid_to

    def read_by(self, column: str, parse: Callable[[str], object], limit: int) -> str:
        """The text of a cell that this can read."""
        text = self.text(column)
        try:
            parse(text)
        except ValueError as error:
            self.problems.append(f"{column}: {error}")
        if len(text) > limit:
            self.problems.append(f"{column} is longer than {limit} characters")
        return text

    def number(self, column: str, largest: int) -> int:
        """A whole number from 1 on."""
        text = self.text(column)
        if not (text.isascii() and text.isdigit() and 1 <= int(text) <= largest):
            self.problems.append(f"{column} {text!r} is no whole number from 1 to {largest}")
            return 1
        return int(text)

    def yes(self, column: str) -> bool:
        text = self.text(column).lower()
        if text not in YES_NO:
            self.problems.append(f"{column} {text!r} is neither yes nor no")
        return YES_NO.get(text, False)

    def yes_if_said(self, column: str) -> bool:
        """No, where the cell is empty or missing."""
        return self.yes(column) if column in self.said and self.text(column) else False

    def word(self, column: str, words: type[_Word]) -> _Word:
        """One of a closed set."""
        text = self.text(column).lower()
        try:
            return words(text)
        except ValueError:
            self.problems.append(f"{column} {text!r} is none of {', '.join(words)}")
            return next(iter(words))

    def short(self, column: str, limit: int) -> str:
        """A text that may be empty."""
        text = self.text(column)
        if len(text) > limit:
            self.problems.append(f"{column} is longer than {limit} characters")
        return text

    def address(self, column: str) -> str:
        return self.fitting(column, ADDRESS, fold=True)

    def period(self) -> tuple[date | None, date | None]:
        """Like `validity`; both days may be unknown."""
        valid_from, valid_to = self.day("valid_from"), self.day("valid_to")
        if valid_from is not None and valid_to is not None and valid_to <= valid_from:
            self.problems.append("valid_to is not after valid_from")
        return valid_from, valid_to
