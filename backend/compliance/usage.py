"""How agencies use official mail: papers mailed, paper saved, gates in browsers, letters from private addresses.

Each figure is that of the service that owns it. Nothing of a single official: facts keep personal boxes as one sum of
their agency (Luật 91/2025/QH15), so no honest figure of a person can be had from them.

Source: Chỉ thị, khoản 1 điểm a, e, h, j, k.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from backend.compliance import charset_queries, protecting
from backend.compliance import usage_queries as queries
from backend.compliance.charset_counts import CharsetCounts
from backend.compliance.issuing_counts import issuing_counts
from backend.compliance.paper_saved import TotalSaving
from backend.compliance.protection import AgencyProtection
from backend.compliance.quarterly_terms import PaperCounts
from backend.correspondence.figures import tree_around
from backend.correspondence.months import month_of, widened
from backend.correspondence.suppression import Cell, Tree, hidden_cells
from backend.correspondence.terms import Period
from backend.db import ReadSession
from backend.directory import queries as directory_queries
from backend.directory import readiness_queries
from backend.directory.models import Agency
from backend.directory.terms import MailboxKind


@dataclass(frozen=True, slots=True)
class AgencyUsage:
    """Of one agency's own papers, browsers and boxes. `private`: letters from officials' private addresses; None: too
    few to be told. Browsers as they stand now. `written`: letters its boxes sent, by what they are written in."""

    code: str
    name: str
    papers: PaperCounts
    mandatory: PaperCounts
    saved: TotalSaving
    plugin: int
    extension: int
    managed: int
    private: int | None
    written: CharsetCounts


@dataclass(frozen=True, slots=True)
class Usage:
    """`agencies`: that of the question first. `private`: letters from private addresses over all of them, None: too few
    to be told; `private_known`: how many such addresses were entered. `written_since`: the first day of which it was
    counted anywhere what letters are written in; None: of none yet."""

    period: Period
    agencies: tuple[AgencyUsage, ...]
    private: int | None
    private_known: int
    written_since: date | None

    @property
    def papers(self) -> PaperCounts:
        return sum((one.papers for one in self.agencies), PaperCounts())

    @property
    def mandatory(self) -> PaperCounts:
        return sum((one.mandatory for one in self.agencies), PaperCounts())

    @property
    def written(self) -> CharsetCounts:
        return sum((one.written for one in self.agencies), CharsetCounts())

    @property
    def saved(self) -> TotalSaving:
        saved = [one.saved for one in self.agencies]
        return TotalSaving(
            sheets=sum(one.sheets for one in saved),
            sheets_two_sided=sum(one.sheets_two_sided for one in saved),
            documents=sum(one.documents for one in saved),
            uncounted=sum(one.uncounted for one in saved),
        )


async def usage(
    session: ReadSession,
    agency_code: str,
    period: Period,
    sees_letters_of: Collection[str],
    sees_below: Collection[str],
    now: datetime,
    *,
    below: bool,
) -> Usage:
    """Of an agency and the whole months of a period, with `below` of all under it that have a line of their own.
    `sees_letters_of`: agencies whose letters the asking person sees anyway; `sees_below`: those from which down they
    see figures."""
    period = widened(period)
    tree = await tree_around(session, agency_code, {*sees_letters_of, *sees_below})
    told = await lines(session, tree, agency_code, period, below=below)
    codes = set(tree.line(agency_code)) if below else {agency_code}
    private = await _private(session, tree, period, sees_letters_of)
    browsers = await protecting.protection(session, {one.code: one.name for one in told}, now)
    by_code = {one.code: one for one in browsers}
    written = await charset_queries.counts(session, list(by_code), period.since, period.until)
    agencies = [
        await _agency(session, one, period, by_code[one.code], private, tree, written.get(one.code, CharsetCounts()))
        for one in told
    ]
    return Usage(
        period=period,
        agencies=tuple(agencies),
        private=private.of(tree.cell(agency_code, tree=below), codes),
        private_known=await readiness_queries.private_addresses_known(session, codes),
        written_since=await charset_queries.first_day(session),
    )


async def lines(session: ReadSession, tree: Tree, agency_code: str, period: Period, *, below: bool) -> list[Agency]:
    """Agencies with a line of their own: the one asked for, with `below` those right below it and others that have a
    box which is nobody's own; as far as they existed in the period."""
    every = {one.code: one for one in await directory_queries.every_agency(session)}
    if not below:
        return [every[agency_code]]
    boxes = await directory_queries.boxes_in_use(session)
    shared = {code for code, kind in boxes.values() if kind != MailboxKind.PERSONAL}
    line = [every[code] for code in dict.fromkeys(tree.line(agency_code)) if code in every]
    return [
        one
        for one in line
        if one.code == agency_code
        or (_existed(one, period.since, period.until) and (one.parent == agency_code or one.code in shared))
    ]


@dataclass(frozen=True, slots=True)
class _Private:
    """Letters of each month by agency, and the cells hidden of it: judged month by month, so that no two questions give
    a third answer."""

    letters: Mapping[int, Mapping[str, int]]
    hidden: Mapping[int, frozenset[Cell]]

    def of(self, cell: Cell, codes: Iterable[str]) -> int | None:
        if any(cell in cells for cells in self.hidden.values()):
            return None
        return sum(of_month.get(code, 0) for code in codes for of_month in self.letters.values())


async def _private(session: ReadSession, tree: Tree, period: Period, known: Collection[str]) -> _Private:
    first, last = month_of(period.since), month_of(period.until)
    letters = await queries.from_private_addresses(session, list(tree.line(tree.root)), first, last)
    hidden = {
        month: hidden_cells(tree, {code: (number,) for code, number in of_month.items()}, known)
        for month, of_month in letters.items()
    }
    return _Private(letters, hidden)


async def _agency(
    session: ReadSession,
    agency: Agency,
    period: Period,
    browsers: AgencyProtection,
    private: _Private,
    tree: Tree,
    written: CharsetCounts,
) -> AgencyUsage:
    issued = await issuing_counts(session, agency.code, period)
    return AgencyUsage(
        code=agency.code,
        name=agency.name,
        papers=issued.papers,
        mandatory=issued.mandatory,
        saved=issued.saved,
        plugin=browsers.plugin,
        extension=browsers.extension,
        managed=browsers.managed,
        private=private.of(tree.cell(agency.code, tree=False), [agency.code]),
        written=written,
    )


def _existed(agency: Agency, since: date, until: date) -> bool:
    begun = agency.valid_from is None or agency.valid_from <= until
    return begun and (agency.valid_to is None or agency.valid_to > since)
