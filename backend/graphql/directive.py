"""Query.directive and Query.emulation: how an agency follows the directive and uses official mail, and those below it
compared."""

from datetime import date
from typing import Annotated

import strawberry

from backend.access.roles import Capability, agencies_of, line_of, may
from backend.audit.looks import Look, Looked
from backend.compliance import directive, emulation, usage
from backend.compliance.charset_counts import CharsetCounts
from backend.compliance.directive_reading import Asked, account, tables_of
from backend.compliance.directive_words import duty, words
from backend.compliance.quarterly_terms import PaperCounts
from backend.correspondence import response_time
from backend.correspondence.months import widened
from backend.correspondence.terms import Period
from backend.directory.queries import agency_names
from backend.errors import UsageError
from backend.graphql.agencies import Agency, agency_of
from backend.graphql.context import Context, Info
from backend.graphql.enums import ClauseOrigin, ClauseState, Language
from backend.graphql.looking import looked
from backend.graphql.permissions import guarded
from backend.graphql.problems import AgencyNotFound, ForbiddenError, InputError
from backend.workingtime.hours import in_vietnam

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 1, 1)


@strawberry.type(
    description="A clause of the directive. `part` of `of` do what it asks (of PRIVATE_BOXES: letters that came from "
    "officials' private addresses, and how many such addresses are entered); null: nothing is counted, or it is not "
    "yours to see. `words` says which and why."
)
class DirectiveClause:
    id: strawberry.ID
    points: str
    duty: str
    state: ClauseState
    part: int | None
    of_: int | None = strawberry.field(name="of")
    words: str
    origin: ClauseOrigin

    @classmethod
    def of(cls, found: directive.Finding, language: str) -> "DirectiveClause":
        return cls(
            id=strawberry.ID(found.clause.id),
            points=found.clause.points,
            duty=duty(found, language),
            state=found.state,
            part=found.figure.part if found.figure else None,
            of_=found.figure.of if found.figure else None,
            words=words(found, language),
            origin=found.origin,
        )


@strawberry.type(
    description="Papers that ask for a letter. `settled`: one carried it, or a link or reasons stand instead; "
    "`excused`: a reason stands in the register."
)
class MailedPapers:
    settled: int
    excused: int
    unmailed: int
    total: int

    @classmethod
    def of(cls, found: PaperCounts) -> "MailedPapers":
        return cls(settled=found.settled, excused=found.excused, unmailed=found.unmailed, total=found.total)


@strawberry.type(
    description="Letters that boxes of agencies sent, by what they are written in: everything in composed Unicode; "
    "some with accents apart; some in an old charset; some not read; without text. Letters of before `writtenSince` "
    "are in none."
)
class LetterCharsets:
    unicode: int
    decomposed: int
    old: int
    not_read: int
    no_text: int

    @classmethod
    def of(cls, found: CharsetCounts) -> "LetterCharsets":
        return cls(
            unicode=found.unicode,
            decomposed=found.decomposed,
            old=found.old,
            not_read=found.not_read,
            no_text=found.no_text,
        )


@strawberry.type(
    description="One agency's own use of mail. `mandatory`: of kinds that must be mailed whatever they say. Browsers "
    "as they said in 14 days. `privateLetters`: from officials' private addresses; null: too few to be shown to you."
)
class AgencyUse:
    agency: Agency
    mandatory: MailedPapers
    papers: MailedPapers
    sheets_saved: int
    sheets_saved_two_sided: int
    plugin: int
    extension: int
    managed: int
    private_letters: int | None
    written: LetterCharsets

    @classmethod
    def of(cls, found: usage.AgencyUsage) -> "AgencyUse":
        return cls(
            agency=Agency(code=found.code, name=found.name),
            mandatory=MailedPapers.of(found.mandatory),
            papers=MailedPapers.of(found.papers),
            sheets_saved=found.saved.sheets,
            sheets_saved_two_sided=found.saved.sheets_two_sided,
            plugin=found.plugin,
            extension=found.extension,
            managed=found.managed,
            private_letters=found.private,
            written=LetterCharsets.of(found.written),
        )


@strawberry.type(description="Of whole months. `source`, `sourceStatus`: the directive, and how well it is known.")
class DirectiveAccount:
    agency: Agency
    since: date
    until: date
    source: str
    source_status: str
    clauses: list[DirectiveClause]
    usage: list[AgencyUse]
    written_since: date | None


@strawberry.type(description="Of letters that were due, the share answered by then, with its interval at 95%.")
class ShareInTime:
    of_: int = strawberry.field(name="of")
    share: float | None
    low: float | None
    high: float | None

    @classmethod
    def of(cls, found: response_time.Share) -> "ShareInTime":
        return cls(of_=found.of, share=found.value, low=found.low, high=found.high)


@strawberry.type(
    description="An agency with those below it, compared with others of its load (`loadFrom` to `loadTo` letters). "
    "`place`: one more than how many of them are better beyond chance; null: none to compare with. `partial`: months "
    "with too few letters are left out."
)
class EmulationRow:
    agency: Agency
    letters: int
    load_from: int
    load_to: int | None
    in_time: ShareInTime
    place: int | None
    partial: bool

    @classmethod
    def of(cls, found: emulation.Compared) -> "EmulationRow":
        return cls(
            agency=Agency(code=found.code, name=found.name),
            letters=found.letters,
            load_from=found.load_from,
            load_to=found.load_to,
            in_time=ShareInTime.of(found.on_time),
            place=found.place,
            partial=found.partial,
        )


@strawberry.type(description="Agencies right below, over whole months; those with too few letters are not in it.")
class EmulationTable:
    agency: Agency
    since: date
    until: date
    rows: list[EmulationRow]


DirectiveResult = Annotated[
    DirectiveAccount | ForbiddenError | AgencyNotFound | InputError, strawberry.union("DirectiveResult")
]
EmulationResult = Annotated[
    EmulationTable | ForbiddenError | AgencyNotFound | InputError, strawberry.union("EmulationResult")
]


@strawberry.type
class DirectiveQuery:
    @guarded(
        Capability.READ_FIGURES,
        "Each clause of the directive with what is counted of it, and each agency's use of mail. `below`: with the "
        "agencies under it. Nothing of single officials.",
        agency_argument="agency",
    )
    async def directive(
        self,
        info: Info,
        agency: str,
        since: date,
        until: date,
        below: bool = False,
        language: Language = Language.VI,
    ) -> DirectiveResult:
        context, period = info.context, _period(since, until)
        asked = await _asked(context, agency, period, below=below)
        async with context.database.read() as session:
            found = await account(session, asked, await tables_of(session, asked, context.now()), context.now())
        codes = dict.fromkeys([agency, *(one.code for one in found.usage.agencies)])
        await looked(context, *(Looked(Look.FIGURES, code) for code in codes))
        source, source_status = directive.source(language.value)
        return DirectiveAccount(
            agency=await agency_of(context, agency),
            since=period.since,
            until=period.until,
            source=source,
            source_status=source_status,
            clauses=[DirectiveClause.of(one, language.value) for one in found.findings],
            usage=[AgencyUse.of(one) for one in found.usage.agencies],
            written_since=found.usage.written_since,
        )

    @guarded(
        Capability.READ_FIGURES,
        "The emulation table: agencies right below one, each compared with those that have about as many letters.",
        agency_argument="agency",
    )
    async def emulation(self, info: Info, agency: str, since: date, until: date) -> EmulationResult:
        context, period = info.context, _period(since, until)
        asked = await _asked(context, agency, period, below=True)
        async with context.database.read() as session:
            tables = await tables_of(session, asked, context.now())
            names = await agency_names(session, tables.tree.below.get(agency, ()))
        rows = emulation.compared(tables, names, in_vietnam(context.now()).date())
        await looked(context, *(Looked(Look.FIGURES, code) for code in [agency, *(row.code for row in rows)]))
        return EmulationTable(
            agency=await agency_of(context, agency),
            since=period.since,
            until=period.until,
            rows=[EmulationRow.of(row) for row in rows],
        )


def _period(since: date, until: date) -> Period:
    """
    Raises:
        UsageError: it ends before it begins, or nobody's letters go so far.
    """
    if not FIRST_DAY <= since <= until <= LAST_DAY:
        raise UsageError("since, until: no period")
    return widened(Period(since, until))


async def _asked(context: Context, agency: str, period: Period, *, below: bool) -> Asked:
    grants, parents = context.principal.grants, await context.loaders.parents()
    return Asked(
        agency_code=agency,
        period=period,
        below=below,
        sees_letters_of=agencies_of(grants, Capability.READ_LETTERS),
        sees_below=agencies_of(grants, Capability.READ_FIGURES),
        sees_checks=lambda code: may(grants, Capability.READ_MAILBOX_CHECKS, line_of(code, parents)),
    )
