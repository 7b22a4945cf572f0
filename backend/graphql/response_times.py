"""Query.responseTimes and Query.figureLetters: how fast an agency answers, and the letters that say so."""

from datetime import date, datetime
from typing import Annotated

import strawberry

from backend.access.roles import Capability, agencies_of
from backend.audit.looks import Look, Looked
from backend.correspondence import figure, figure_terms, figures, response_time, terms
from backend.correspondence.figure_terms import FigureQuestion
from backend.graphql.agencies import Agency, agency_of
from backend.graphql.context import Info
from backend.graphql.enums import CountedAs, FigurePart, Language, SenderClass
from backend.graphql.looking import looked
from backend.graphql.permissions import guarded
from backend.graphql.problems import AgencyNotFound, ForbiddenError

LETTERS_SHOWN = 500


@strawberry.type(description="The interval at 95% confidence. Null: the letters leave that end undecided.")
class DurationInterval:
    low: int | None
    high: int | None

    @classmethod
    def of(cls, found: response_time.Percentile) -> "DurationInterval":
        return cls(low=found.low, high=found.high)


@strawberry.type(
    description="Of the letters whose due date has passed (`of`), the share answered by it, with the interval at 95% "
    "confidence. Letters not due yet are not counted yet, answered or not."
)
class OnTime:
    of_: int = strawberry.field(name="of")
    share: float | None
    low: float | None
    high: float | None
    not_yet_due: int
    undated: int

    @classmethod
    def of(cls, found: figure.Figure) -> "OnTime":
        share = found.on_time
        return cls(
            of_=share.of,
            share=share.value,
            low=share.low,
            high=share.high,
            not_yet_due=found.not_yet_due,
            undated=found.counts.undated,
        )


@strawberry.type(description="Letters that are not in n, and why.")
class SetAside:
    passed_on: int
    no_answer_needed: int
    returned: int
    merged: int


@strawberry.type(
    description="Working seconds during which each side had to act, over all letters in n. Whole numbers, as Float: a "
    "province's are more than Int holds."
)
class WaitSplit:
    ours: float
    senders: float
    other_agencies: float


@strawberry.type(
    description="Response times of one sender class. All durations are working seconds; `count` is n: answered, open "
    "and closed without an answer. `leftOut`: months (YYYYMM) whose letters are too few to be shown to you."
)
class ResponseTimeRow:
    sender_class: SenderClass
    count: int
    answered: int
    open: int
    closed_unanswered: int
    answered_elsewhere: int
    reopened: int
    oldest_open_seconds: int | None
    median_seconds: int | None
    median_interval: DurationInterval
    p90_seconds: int | None
    p90_interval: DurationInterval
    on_time: OnTime
    set_aside: SetAside
    split: WaitSplit
    left_out: list[int]
    explanation: str

    @classmethod
    def of(cls, row: figure_terms.ResponseTimeRow) -> "ResponseTimeRow":
        found = row.figure
        counts = found.counts
        return cls(
            sender_class=row.sender_class,
            count=found.count,
            answered=counts.answered,
            open=found.open,
            closed_unanswered=counts.closed,
            answered_elsewhere=counts.elsewhere,
            reopened=counts.reopened,
            oldest_open_seconds=found.oldest_open,
            median_seconds=found.median.value,
            median_interval=DurationInterval.of(found.median),
            p90_seconds=found.p90.value,
            p90_interval=DurationInterval.of(found.p90),
            on_time=OnTime.of(found),
            set_aside=SetAside(
                passed_on=counts.passed_on,
                no_answer_needed=counts.no_answer,
                returned=counts.returned,
                merged=counts.merged,
            ),
            split=WaitSplit(
                ours=counts.own_seconds, senders=counts.sender_seconds, other_agencies=counts.other_seconds
            ),
            left_out=list(row.left_out),
            explanation=row.explanation,
        )


@strawberry.type(
    description="Response times of one agency for letters received on the days from `since` to `until`, both included, "
    "in Vietnam's time. Of agencies other than your own whole months are shown. `hidden`: sender classes with too few "
    "letters to be shown to you."
)
class ResponseTimes:
    agency: Agency
    since: date
    until: date
    rows: list[ResponseTimeRow]
    hidden: list[SenderClass]


@strawberry.type(
    description="A letter behind a figure; `letterClock` tells how its time was counted. `workingSeconds`: to the "
    "answer, or so far. `inTime`: null where it is not in the share, because it is not due yet or nothing says by when."
)
class FigureLetter:
    id: strawberry.ID
    reference_code: str
    received_at: datetime
    due_at: datetime | None
    counted_as: CountedAs
    working_seconds: int
    in_time: bool | None

    @classmethod
    def of(cls, letter: figure_terms.FigureLetter) -> "FigureLetter":
        return cls(
            id=strawberry.ID(letter.id),
            reference_code=letter.reference_code,
            received_at=letter.received_at,
            due_at=letter.due_at,
            counted_as=letter.counted_as,
            working_seconds=letter.working_seconds,
            in_time=letter.in_time,
        )


@strawberry.type(
    description="The letters a figure is made of, the latest first. `count` is of all of them; of very many only the "
    "latest are in `letters`."
)
class FigureLetters:
    count: int
    letters: list[FigureLetter]


ResponseTimesResult = Annotated[
    ResponseTimes | ForbiddenError | AgencyNotFound, strawberry.union("ResponseTimesResult")
]
FigureLettersResult = Annotated[
    FigureLetters | ForbiddenError | AgencyNotFound, strawberry.union("FigureLettersResult")
]


@strawberry.type
class ResponseTimesQuery:
    @guarded(
        Capability.READ_FIGURES,
        "Letters still open are counted as waiting, never left out. `below`: with the letters of agencies under it. "
        '`matter`: of one matter only, "" for letters without one.',
        agency_argument="agency",
    )
    async def response_times(
        self,
        info: Info,
        agency: str,
        since: date,
        until: date,
        below: bool = False,
        matter: str | None = None,
        language: Language = Language.VI,
    ) -> ResponseTimesResult:
        context = info.context
        question = FigureQuestion(agency, terms.Period(since, until), below, matter)
        await looked(context, Looked(Look.FIGURES, agency))
        async with context.database.read() as session:
            found = await figures.response_times(
                session,
                question,
                agencies_of(context.principal.grants, Capability.READ_LETTERS),
                context.now(),
                language.value,
                sees_below=agencies_of(context.principal.grants, Capability.READ_FIGURES),
            )
        return ResponseTimes(
            agency=await agency_of(context, agency),
            since=found.period.since,
            until=found.period.until,
            rows=[ResponseTimeRow.of(row) for row in found.rows],
            hidden=list(found.hidden),
        )

    @guarded(
        Capability.READ_LETTERS,
        "For the agency's clerks and head: the letters a figure of their own agency is made of. `part`: which figure; "
        "the percentiles and the split of time are of COUNT.",
        agency_argument="agency",
    )
    async def figure_letters(
        self,
        info: Info,
        agency: str,
        since: date,
        until: date,
        sender_class: SenderClass,
        matter: str | None = None,
        part: FigurePart = FigurePart.COUNT,
    ) -> FigureLettersResult:
        context = info.context
        question = FigureQuestion(agency, terms.Period(since, until), matter=matter)
        await looked(context, Looked(Look.FIGURE_LETTERS, agency))
        async with context.database.read() as session:
            found = await figures.figure_letters(session, question, sender_class, context.now(), part)
        return FigureLetters(count=len(found), letters=[FigureLetter.of(letter) for letter in found[:LETTERS_SHOWN]])
