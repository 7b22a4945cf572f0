"""The register of outgoing papers: taken over, what was not mailed, and for the clerk the numbers in no row."""

from datetime import date
from typing import Annotated

import strawberry

from backend.access.roles import Capability
from backend.audit.looks import Look, Looked
from backend.clock import VIETNAM
from backend.compliance import register, terms
from backend.compliance.numbering import read_symbol
from backend.compliance.register_file import RegisterRow
from backend.errors import UsageError
from backend.graphql.context import Info
from backend.graphql.enums import CoverageReason
from backend.graphql.issuance import YEARS, check_period, clerk_of
from backend.graphql.looking import looked
from backend.graphql.permissions import guarded
from backend.graphql.problems import AgencyNotFound, ForbiddenError, InputError, RegisterEntryNotFound


@strawberry.type(description="A paper no letter is known to have carried. `document`: its id if the panel recorded it.")
class UnmailedPaper:
    symbol: str
    kind: str
    issued_on: date
    document: strawberry.ID | None
    reason: CoverageReason | None

    @classmethod
    def of(cls, paper: terms.Unmailed) -> "UnmailedPaper":
        return cls(
            symbol=paper.symbol,
            kind=paper.kind,
            issued_on=paper.issued_on,
            document=strawberry.ID(paper.document) if paper.document else None,
            reason=paper.reason,
        )


@strawberry.type
class UnmailedPapers:
    papers: list[UnmailedPaper]


@strawberry.type(description="Numbers in no row of the register. `series` is empty where the year has one sequence.")
class NumberGap:
    series: str
    first: int
    last: int


@strawberry.type
class NumberGaps:
    gaps: list[NumberGap]


@strawberry.type(description="How many rows were taken over, and how many of them were not there before.")
class RegisterTaken:
    rows: int
    new: int


@strawberry.input(
    description="A row of the register of outgoing papers. Rows with a độ mật are dropped in the browser: none is here."
)
class RegisterRowInput:
    line: int
    symbol: str
    issued_on: date
    kind: str = ""
    recipients: list[str]
    copies: int | None = None

    def as_row(self) -> RegisterRow:
        """
        Raises:
            UsageError: naming the line.
        """
        symbol = read_symbol(self.symbol)
        if symbol is None:
            raise UsageError(f"line {self.line}: does not fit")
        return RegisterRow(self.line, symbol, self.issued_on, self.kind, tuple(self.recipients), self.copies)


UnmailedPapersResult = Annotated[
    UnmailedPapers | ForbiddenError | AgencyNotFound | InputError, strawberry.union("UnmailedPapersResult")
]
NumberGapsResult = Annotated[
    NumberGaps | ForbiddenError | AgencyNotFound | InputError, strawberry.union("NumberGapsResult")
]
RegisterTakenResult = Annotated[
    RegisterTaken | ForbiddenError | AgencyNotFound | InputError, strawberry.union("RegisterTakenResult")
]
RegisterReasonResult = Annotated[
    UnmailedPapers | ForbiddenError | AgencyNotFound | RegisterEntryNotFound | InputError,
    strawberry.union("RegisterReasonResult"),
]


@strawberry.type
class RegisterQuery:
    @guarded(
        Capability.READ_ISSUED,
        "Papers of the register issued on these days, both included, that no letter is known to have carried.",
        agency_argument="agency",
    )
    async def unmailed_papers(self, info: Info, agency: str, since: date, until: date) -> UnmailedPapersResult:
        check_period(since, until)
        return await _unmailed(info, agency, since, until)

    @guarded(
        Capability.READ_NUMBER_GAPS,
        "Numbers of a year that stand in no row of the register; for the agency's own clerk only.",
        agency_argument="agency",
    )
    async def number_gaps(self, info: Info, agency: str, year: int) -> NumberGapsResult:
        if year not in YEARS:
            raise UsageError("year: out of range")
        await looked(info.context, Looked(Look.NUMBER_GAPS, agency))
        today = info.context.now().astimezone(VIETNAM).date()
        async with info.context.database.read() as session:
            found = await register.number_gaps(session, agency, year, today)
        return NumberGaps(gaps=[NumberGap(series=one.series, first=one.first, last=one.last) for one in found])


@strawberry.type
class RegisterMutation:
    @guarded(
        Capability.ISSUE,
        "Takes over rows of the register of outgoing papers, all or none; at most 2000 at once.",
        agency_argument="agency",
    )
    async def import_register(
        self, info: Info, agency: str, rows: list[RegisterRowInput], person: strawberry.ID
    ) -> RegisterTakenResult:
        if len(rows) > register.MOST_AT_ONCE:
            raise UsageError(f"rows: at most {register.MOST_AT_ONCE}")
        context, clerk = info.context, clerk_of(info, person)
        read = [row.as_row() for row in rows]
        async with context.database.write() as session:
            taken = await register.import_rows(session, agency, read, clerk, context.now())
        return RegisterTaken(rows=taken.rows, new=taken.new)

    @guarded(
        Capability.ISSUE,
        "Says why a paper of the register was not mailed; SECRET removes its row. Answers with the papers of its day.",
        agency_argument="agency",
    )
    async def state_register_reason(
        self,
        info: Info,
        agency: str,
        issued_on: date,
        symbol: str,
        reason: CoverageReason | None,
        person: strawberry.ID,
    ) -> RegisterReasonResult:
        context, clerk = info.context, clerk_of(info, person)
        async with context.database.write() as session:
            await register.state_reason(session, agency, issued_on.year, symbol, reason, clerk, context.now())
        return await _unmailed(info, agency, issued_on, issued_on)


async def _unmailed(info: Info, agency: str, since: date, until: date) -> UnmailedPapers:
    async with info.context.database.read() as session:
        papers = await register.unmailed(session, agency, since, until)
    return UnmailedPapers(papers=[UnmailedPaper.of(one) for one in papers])
