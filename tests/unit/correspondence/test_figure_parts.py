"""Every figure opens the letters it is made of: of each part there are as many as the figure says."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from backend.correspondence.figure import Figure, OpenLetter, figure_of
from backend.correspondence.figure_parts import FigurePart, parts_of
from backend.correspondence.figure_queries import FinishedRow
from backend.correspondence.figure_terms import CountedAs, FigureQuestion
from backend.correspondence.figures import figure_letters
from backend.correspondence.tally import tallied
from backend.correspondence.terms import Period, SenderClass
from tests.unit.correspondence.conftest import Office
from tests.unit.correspondence.test_figures import MONDAY, NOW, seen
from tests.unit.journal_lines import vietnam
from tests.unit.small_province import SCIENCE

LOOKED_AT = datetime(2026, 2, 1, tzinfo=UTC)
MOMENTS = st.sampled_from([LOOKED_AT + timedelta(days=days) for days in (-9, -3, 0, 3)])
FINISHED = ["answered", "settled", "passed_on", "no_answer", "returned", "merged"]


@st.composite
def letters(draw: st.DrawFn) -> tuple[FinishedRow, bool]:
    waiting = draw(st.booleans())
    answered_at = None if waiting else draw(st.none() | MOMENTS)
    letter = FinishedRow(
        id="",
        sender_class="citizen",
        matter="",
        standing="open" if waiting else draw(st.sampled_from(FINISHED)),
        answered_by=None if answered_at is None else draw(st.sampled_from(["reply", "elsewhere"])),
        answered_at=answered_at,
        due_at=draw(st.none() | MOMENTS),
        reopened=draw(st.integers(0, 2)),
        working_seconds=None if answered_at is None else 3600,
        own_seconds=3600,
        sender_seconds=0,
        other_seconds=0,
    )
    return letter, waiting


def numbers(figure: Figure) -> dict[FigurePart, int]:
    counts, share = figure.counts, figure.on_time
    in_time = round((share.value or 0) * share.of)
    return {
        FigurePart.COUNT: figure.count,
        FigurePart.ANSWERED: counts.answered,
        FigurePart.OPEN: figure.open,
        FigurePart.CLOSED: counts.closed,
        FigurePart.ELSEWHERE: counts.elsewhere,
        FigurePart.REOPENED: counts.reopened,
        FigurePart.DUE: share.of,
        FigurePart.IN_TIME: in_time,
        FigurePart.LATE: share.of - in_time,
        FigurePart.NOT_YET_DUE: figure.not_yet_due,
        FigurePart.UNDATED: counts.undated,
        FigurePart.PASSED_ON: counts.passed_on,
        FigurePart.NO_ANSWER: counts.no_answer,
        FigurePart.RETURNED: counts.returned,
        FigurePart.MERGED: counts.merged,
    }


@given(every=st.lists(letters(), max_size=12))
def test_of_each_part_there_are_as_many_letters_as_its_figure_says(every: list[tuple[FinishedRow, bool]]) -> None:
    now = int(LOOKED_AT.timestamp())
    waiting = [
        OpenLetter(3600, 0, 0, None if letter.due_at is None else int(letter.due_at.timestamp()))
        for letter, is_waiting in every
        if is_waiting
    ]
    finished = tallied(letter for letter, is_waiting in every if not is_waiting)
    figure = figure_of(list(finished.values()), waiting, now)

    parts = [parts_of(letter, now, waiting=is_waiting) for letter, is_waiting in every]
    assert {part: sum(part in one for one in parts) for part in FigurePart} == numbers(figure)


async def test_a_letter_behind_a_figure_says_how_it_counts_and_how_long_it_took(office: Office) -> None:
    await seen(office)
    question = FigureQuestion(SCIENCE, Period(date(2026, 1, 5), date(2026, 1, 9)))
    async with office.database.read() as session:
        every = await figure_letters(session, question, SenderClass.CITIZEN, NOW)
        waiting = await figure_letters(session, question, SenderClass.CITIZEN, NOW, FigurePart.OPEN)
        later = await figure_letters(
            session, question, SenderClass.CITIZEN, vietnam("2026-01-20 08:00"), FigurePart.DUE
        )

    # the second waits since Tuesday 16:00: Tuesday 1 h, Wednesday and Thursday, Friday from 07:30 to 10:00
    assert [(one.counted_as, one.working_seconds, one.in_time) for one in every] == [
        (CountedAs.OPEN, (1 + 8 + 8 + 2.5) * 3600, None),
        (CountedAs.ANSWERED, 2 * 3600, None),
    ]
    assert [one.id for one in waiting] == [every[0].id]
    assert every[1].received_at == MONDAY
    assert every[0].reference_code.startswith("TDT.H55.05-260106-")
    assert [(one.counted_as, one.in_time) for one in later] == [(CountedAs.OPEN, False), (CountedAs.ANSWERED, True)]
