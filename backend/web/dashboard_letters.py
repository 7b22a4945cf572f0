"""The letters behind a number of the dashboard as a table: for files, as the page's script shows them. For those alone
who see the agency's letters."""

import re
from collections.abc import Mapping
from dataclasses import replace

from backend.correspondence import figures
from backend.correspondence.figure_parts import FigurePart
from backend.correspondence.figure_terms import FigureLetter, FigureQuestion
from backend.correspondence.months import first_day, months_between, widened
from backend.correspondence.terms import Period
from backend.db import ReadSession
from backend.web.dashboard_question import Question
from backend.web.dashboard_reading import Allowed, Reading
from backend.web.dashboard_tables import Cell, Table
from backend.web.dashboard_words import Words
from backend.web.moments import date_and_time, iso

NAME = "thu"
PART, MONTH, MATTER = "thu", "thang-nhan", "linh-vuc"  # as in the address of the page
COLUMNS = ("code", "received", "counted", "due_at", "in_time", "worked")


def are_shown(permitted: Allowed, question: Question) -> bool:
    return question.agency_code in permitted.in_full and not question.below


async def letters_table(
    session: ReadSession, said: Mapping[str, str], question: Question, reading: Reading, words: Words
) -> Table:
    """What is not said, or makes no sense, is as usual: all letters of the whole time."""
    asked = FigureQuestion(question.agency_code, reading.figures.period, matter=said.get(MATTER))
    asked = replace(asked, period=_days(said.get(MONTH, ""), asked.period))
    part = FigurePart.__members__.get(said.get(PART, ""), FigurePart.COUNT)
    found = await figures.figure_letters(session, asked, question.sender_class, reading.figures.now, part)
    return Table("letters", COLUMNS, tuple(_row(letter, words) for letter in found))


def _days(month: str, period: Period) -> Period:
    wanted = int(month) if re.fullmatch(r"[0-9]{6}", month) else 0
    if wanted not in months_between(period):
        return period
    return widened(Period(first_day(wanted), first_day(wanted)))


def _row(letter: FigureLetter, words: Words) -> tuple[Cell, ...]:
    due = letter.due_at
    in_time = "" if letter.in_time is None else words.say("in_time" if letter.in_time else "late")
    return (
        Cell(letter.reference_code, letter.reference_code),
        Cell(date_and_time(letter.received_at), iso(letter.received_at)),
        Cell(words.say(f"counted_{letter.counted_as}"), letter.counted_as),
        Cell("", None) if due is None else Cell(date_and_time(due), iso(due)),
        Cell(in_time, None if letter.in_time is None else int(letter.in_time)),
        Cell(words.duration(letter.working_seconds), letter.working_seconds),
    )
