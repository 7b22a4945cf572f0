"""Issued papers: recorded by a clerk, followed line by line."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated

import strawberry

from backend.access.roles import Capability
from backend.compliance import paper_saved, terms
from backend.compliance import service as issuing
from backend.compliance.service import Clerk
from backend.directory import queries as directory
from backend.errors import UsageError
from backend.graphql.acts import actor_of
from backend.graphql.context import Info
from backend.graphql.enums import Act, Coverage, CoverageReason, LinkState
from backend.graphql.permissions import guarded
from backend.graphql.problems import (
    AgencyNotFound,
    ForbiddenError,
    InputError,
    IssuedDocumentNotFound,
)

LONGEST_PERIOD_DAYS = 400
YEARS = range(2000, 2101)


@strawberry.type(description="One recipient of an issued paper. `text` is empty where its words are not kept.")
class IssuedLine:
    ordinal: int
    entry: int
    text: str
    recipient_code: str
    recipient_name: str
    address: str
    coverage: Coverage
    covered: bool
    at: datetime | None
    reason: CoverageReason | None

    @classmethod
    def of(cls, line: terms.LineStanding) -> "IssuedLine":
        return cls(
            ordinal=line.ordinal,
            entry=line.entry,
            text=line.text,
            recipient_code=line.recipient_code,
            recipient_name=line.recipient_name,
            address=line.address,
            coverage=line.coverage,
            covered=line.covered,
            at=line.at,
            reason=line.reason,
        )


@strawberry.type(description="Where a paper is published. `checkedAt`: when it was looked at last.")
class PublishedLink:
    url: str
    state: LinkState
    checked_at: datetime | None


@strawberry.type(description="An estimate: pages × copies × recipients reached by mail; sheets of one side, or of two.")
class PaperSaved:
    pages: int
    copies: int
    recipients: int
    sheets: int
    sheets_two_sided: int

    @classmethod
    def of(cls, saving: paper_saved.Saving) -> "PaperSaved":
        return cls(
            pages=saving.pages,
            copies=saving.copies,
            recipients=saving.recipients,
            sheets=saving.sheets,
            sheets_two_sided=saving.sheets_two_sided,
        )


@strawberry.type(
    description="A paper an agency issued. `messages`: how many letters carried it; `recalled`: what its sender said "
    "of it afterwards; `saved`: null where nobody counted its pages."
)
class IssuedDocument:
    id: strawberry.ID
    symbol: str
    kind: str
    issued_on: date
    pages: int | None
    copies: int
    recorded_at: datetime
    recorded_by: str
    messages: int
    recalled: Act | None
    link: PublishedLink | None
    lines: list[IssuedLine]
    saved: PaperSaved | None

    @classmethod
    def of(cls, document: terms.Issued, names: Mapping[str, str]) -> "IssuedDocument":
        saving, link = paper_saved.saving_of(document), document.link
        return cls(
            id=strawberry.ID(document.id),
            symbol=document.symbol,
            kind=document.kind,
            issued_on=document.issued_on,
            pages=document.pages,
            copies=document.copies,
            recorded_at=document.recorded_at,
            recorded_by=names.get(document.recorded_by, ""),
            messages=document.messages,
            recalled=Act(document.recalled) if document.recalled else None,
            link=PublishedLink(url=link.url, state=link.state, checked_at=link.checked_at) if link else None,
            lines=[IssuedLine.of(line) for line in document.lines],
            saved=PaperSaved.of(saving) if saving else None,
        )


@strawberry.type(description="`uncounted`: documents whose pages nobody counted; they are not in the sheets.")
class IssuedDocuments:
    documents: list[IssuedDocument]
    sheets: int
    sheets_two_sided: int
    counted: int
    uncounted: int


@strawberry.type(description="The paper as it stands now.")
class IssuedNoted:
    document: IssuedDocument


@strawberry.input(description="One recipient. `entry`: which line of Nơi nhận, from 1; `text`: that line as written.")
class IssuedLineInput:
    entry: int
    text: str
    recipient_code: str = ""
    address: str = ""
    reason: CoverageReason | None = None


@strawberry.input(description="An issued paper: its fingerprint, what it says of itself, never its subject.")
class IssuedInput:
    fingerprint: str
    symbol: str
    kind: str
    issued_on: date
    pages: int | None
    copies: int
    lines: list[IssuedLineInput]

    def as_new(self) -> terms.NewDocument:
        lines = tuple(
            terms.NewLine(one.entry, one.text, one.recipient_code, one.address, one.reason) for one in self.lines
        )
        return terms.NewDocument(
            self.fingerprint, self.symbol, self.kind, self.issued_on, self.pages, self.copies, lines
        )


IssuedDocumentsResult = Annotated[
    IssuedDocuments | ForbiddenError | AgencyNotFound | InputError, strawberry.union("IssuedDocumentsResult")
]
IssuedNotedResult = Annotated[
    IssuedNoted | ForbiddenError | AgencyNotFound | IssuedDocumentNotFound | InputError,
    strawberry.union("IssuedNotedResult"),
]


@strawberry.type
class IssuanceQuery:
    @guarded(
        Capability.READ_ISSUED,
        "What the agency issued or recorded on these days, both included, and how far it came; at most 200 papers.",
        agency_argument="agency",
    )
    async def issued_documents(self, info: Info, agency: str, since: date, until: date) -> IssuedDocumentsResult:
        check_period(since, until)
        async with info.context.database.read() as session:
            documents = await issuing.issued(session, agency, since, until)
            names = await directory.official_names(session, {one.recorded_by for one in documents})
        total = paper_saved.total_of(documents)
        return IssuedDocuments(
            documents=[IssuedDocument.of(one, names) for one in documents],
            sheets=total.sheets,
            sheets_two_sided=total.sheets_two_sided,
            counted=total.documents,
            uncounted=total.uncounted,
        )


@strawberry.type
class IssuanceMutation:
    @guarded(
        Capability.ISSUE,
        "Notes that a paper is issued. Nothing is sent; its letters are found by its fingerprint.",
        agency_argument="agency",
    )
    async def record_issued(
        self, info: Info, agency: str, document: IssuedInput, person: strawberry.ID
    ) -> IssuedNotedResult:
        context, clerk = info.context, clerk_of(info, person)
        async with context.database.write() as session:
            document_id = await issuing.record(session, agency, document.as_new(), clerk, context.now())
        return await _noted(info, agency, document_id)

    @guarded(
        Capability.ISSUE,
        "Says why these lines of a paper get no letter; null takes it back.",
        agency_argument="agency",
    )
    async def state_line_reason(
        self,
        info: Info,
        agency: str,
        document: strawberry.ID,
        lines: list[int],
        reason: CoverageReason | None,
        person: strawberry.ID,
    ) -> IssuedNotedResult:
        context, clerk = info.context, clerk_of(info, person)
        async with context.database.write() as session:
            await issuing.state_reason(session, agency, document, lines, reason, clerk, context.now())
        return await _noted(info, agency, document)

    @guarded(
        Capability.ISSUE,
        "Names the address where a paper is published, which is then looked at; an empty one takes it back.",
        agency_argument="agency",
    )
    async def publish_link(
        self, info: Info, agency: str, document: strawberry.ID, url: str, person: strawberry.ID
    ) -> IssuedNotedResult:
        context, clerk = info.context, clerk_of(info, person)
        async with context.database.write() as session:
            await issuing.publish(session, agency, document, url, clerk, context.now())
        return await _noted(info, agency, document)


def clerk_of(info: Info, person: str) -> Clerk:
    actor = actor_of(info.context.principal, person)
    return Clerk(actor.login, actor.person_id)


def check_period(since: date, until: date) -> None:
    if since.year not in YEARS or until.year not in YEARS:
        raise UsageError("since: out of range")
    if not 0 <= (until - since).days <= LONGEST_PERIOD_DAYS:
        raise UsageError(f"until: at most {LONGEST_PERIOD_DAYS} days after since")


async def _noted(info: Info, agency: str, document_id: str) -> IssuedNoted:
    async with info.context.database.read() as session:
        document = await issuing.issued_document(session, agency, document_id)
        names = await directory.official_names(session, {document.recorded_by})
    return IssuedNoted(document=IssuedDocument.of(document, names))
