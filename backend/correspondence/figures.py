"""Response times of an agency or of its tree, for those who may see them, and the letters behind a figure.

Who sees an agency's letters anyway is shown everything, by the day. Others are shown whole months, without those in
which a group is too small (`suppression`): what they see of several months is a sum of what they see of each, so that
no two questions give a third answer.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from backend.correspondence import figure_queries, wording
from backend.correspondence.figure import OpenLetter, figure_of
from backend.correspondence.figure_parts import FigurePart, is_in_time, parts_of
from backend.correspondence.figure_queries import CountedRow, LetterBehind, Month, WaitingRow
from backend.correspondence.figure_terms import CountedAs, FigureLetter, FigureQuestion, Figures, ResponseTimeRow
from backend.correspondence.histogram import Histogram
from backend.correspondence.histogram import merged as merged_waits
from backend.correspondence.months import bounds, days, month_of, whole_months, widened
from backend.correspondence.on_time import Dues
from backend.correspondence.open_time import waited_by
from backend.correspondence.suppression import Cell, Tree, hidden_by
from backend.correspondence.tally import Counts, Tally, place_of, tallied
from backend.correspondence.terms import Period, SenderClass
from backend.db import ReadSession
from backend.directory import queries as directory_queries
from backend.directory import service as directory

ALWAYS_SHOWN = (SenderClass.CITIZEN, SenderClass.BUSINESS)
_MonthOfClass = tuple[int, str]
_Sealed = Mapping[Month, datetime]


@dataclass(slots=True)
class _Group:
    """What is known of one sender class."""

    parts: list[Tally] = field(default_factory=list)
    waiting: list[WaitingRow] = field(default_factory=list)


_Groups = dict[str, _Group]


@dataclass(frozen=True, slots=True)
class Beside:
    """Of a tree and some whole months: letters that wait, by agency, sealed months, and which figures may be shown."""

    tree: Tree
    period: Period
    waiting: Mapping[str, Sequence[WaitingRow]]
    sealed: _Sealed
    hidden: Mapping[_MonthOfClass, frozenset[Cell]]


async def response_times(
    session: ReadSession,
    question: FigureQuestion,
    sees_letters_of: Collection[str],
    now: datetime,
    language: str = "vi",
    *,
    sees_below: Collection[str] = (),
) -> Figures:
    """`sees_letters_of`: the agencies (by code) whose figures the asking person sees in full; `sees_below`: those of
    whose whole trees they may ask for figures. That they may see figures of the agency asked for at all is for the
    caller to check.

    Raises:
        AgencyNotFound: no agency has this code.
    """
    if question.agency_code in sees_letters_of and not question.below:
        question, sealed = await _by_what_is_kept(session, question)
        groups = await _own(session, question, sealed)
        return await _figures(session, question, question.period, groups, {}, sealed, now, language)
    return await _of_others(session, question, sees_letters_of, sees_below, now, language)


async def waits_of(
    session: ReadSession, question: FigureQuestion, sender_class: SenderClass, now: datetime
) -> Histogram:
    """How long the letters of an agency's own figure waited, those still open so far."""
    group = (await _own(session, *await _by_what_is_kept(session, question)))[sender_class]
    calendars = await directory.calendars(session, [question.agency_code])
    so_far = [waited.own_seconds for _, waited in waited_by(group.waiting, calendars, now)]
    return merged_waits([*(part.waits for part in group.parts), Histogram.of(censored=so_far)])


async def figure_letters(
    session: ReadSession,
    question: FigureQuestion,
    sender_class: SenderClass,
    now: datetime,
    part: FigurePart = FigurePart.COUNT,
) -> list[FigureLetter]:
    """The letters that a figure of an agency's own letters is made of, the latest first; of sealed months those that
    are still kept."""
    question, _ = await _by_what_is_kept(session, question)
    rows = await figure_queries.letters_behind(
        session, question.agency_code, *days(question.period), sender_class, question.matter
    )
    seconds = int(now.timestamp())
    wanted = [row for row in rows if part in parts_of(row.letter, seconds, waiting=row.waiting)]
    calendars = await directory.calendars(session, [question.agency_code])
    waiting = [row for row in wanted if row.waiting]
    so_far = {row.letter.id: waited.own_seconds for row, waited in waited_by(waiting, calendars, now)}
    return [_behind(row, so_far.get(row.letter.id), seconds) for row in wanted]


def _behind(row: LetterBehind, so_far: int | None, now: int) -> FigureLetter:
    letter = row.letter
    answered = letter.own_seconds if letter.working_seconds is None else letter.working_seconds
    return FigureLetter(
        id=letter.id,
        reference_code=row.reference_code,
        received_at=row.received_at,
        due_at=letter.due_at,
        counted_as=CountedAs.OPEN if row.waiting else CountedAs(place_of(letter)),
        working_seconds=answered if so_far is None else so_far,
        in_time=is_in_time(letter, now),
    )


async def _by_what_is_kept(session: ReadSession, question: FigureQuestion) -> tuple[FigureQuestion, _Sealed]:
    """Sealed months of the agency, and the question with whole ones of them: by days nothing is known of them."""
    since, until = question.period.since, question.period.until
    sealed = await figure_queries.sealed(session, [question.agency_code], month_of(since), month_of(until))
    months = {month for _, month in sealed}
    wide = widened(question.period)
    since = wide.since if month_of(since) in months else since
    until = wide.until if month_of(until) in months else until
    return replace(question, period=Period(since, until)), sealed


async def _own(session: ReadSession, question: FigureQuestion, sealed: _Sealed) -> _Groups:
    """By whole months from what was counted, by days and where something has changed since from the letters."""
    groups: _Groups = defaultdict(_Group)
    whole, rest = whole_months(question.period)
    spans = [days(period) for period in rest]
    code = question.agency_code
    for span in spans:
        _add_waiting(groups, await figure_queries.waiting_between(session, code, *span), question.matter)
    if whole is not None:
        first, last = month_of(whole.since), month_of(whole.until)
        stale = await figure_queries.stale(session, [code], first, last)
        spans += [bounds(month) for _, month in stale]
        rows = await figure_queries.figures(session, [code], first, last, question.matter)
        _add_rows(groups, (row for row in rows if (row.agency_code, row.month) not in stale))
        waiting = await figure_queries.waiting_in_months(session, [code], first, last)
        _add_waiting(groups, unsealed(waiting, sealed), question.matter)
    for span in spans:
        for (sender_class, matter), tally in tallied(await figure_queries.finished(session, code, *span)).items():
            if question.matter in (None, matter):
                groups[sender_class].parts.append(tally)
    return groups


async def _of_others(
    session: ReadSession,
    question: FigureQuestion,
    sees_letters_of: Collection[str],
    sees_below: Collection[str],
    now: datetime,
    language: str,
) -> Figures:
    tree = await tree_around(session, question.agency_code, {*sees_letters_of, *sees_below})
    by_matter = question.matter is not None
    beside = await _beside(session, tree, question.period, sees_letters_of, by_matter=by_matter)
    return await _shown(session, question, beside, now, language)


async def beside(session: ReadSession, root: str, period: Period) -> Beside:
    """What it takes to show the figures of a whole tree's agencies beside each other to readers who see no letters of
    any: read once, for `shown_beside` of each."""
    return await _beside(session, await tree_around(session, root, {root}), period, (), by_matter=False)


async def shown_beside(
    session: ReadSession, question: FigureQuestion, among: Beside, now: datetime, language: str = "vi"
) -> Figures:
    """One agency's figure, or with `below` its tree's, over all matters and the whole months of `among`."""
    return await _shown(session, question, among, now, language)


async def _beside(
    session: ReadSession, tree: Tree, period: Period, sees_letters_of: Collection[str], *, by_matter: bool
) -> Beside:
    period = widened(period)
    first, last = month_of(period.since), month_of(period.until)
    everyone = set(tree.line(tree.root))
    sizes = await figure_queries.sizes(session, everyone, first, last)
    sealed = await figure_queries.sealed(session, everyone, first, last)
    waiting = unsealed(await figure_queries.waiting_in_months(session, everyone, first, last), sealed)
    sized = [((row.month, row.sender_class), row.agency_code, row.matter, row.letters) for row in sizes]
    sized += [((row.month, row.sender_class), row.agency_code, row.matter, 1) for row in waiting]
    by_agency: dict[str, list[WaitingRow]] = defaultdict(list)
    for row in waiting:
        by_agency[row.agency_code].append(row)
    return Beside(tree, period, by_agency, sealed, _hidden(tree, sized, sees_letters_of, by_matter=by_matter))


async def _shown(
    session: ReadSession, question: FigureQuestion, among: Beside, now: datetime, language: str
) -> Figures:
    period, tree = among.period, among.tree
    cell = tree.cell(question.agency_code, tree=question.below)
    hidden = {key for key, cells in among.hidden.items() if cell in cells}
    codes = set(tree.line(question.agency_code)) if question.below else {question.agency_code}
    groups: _Groups = defaultdict(_Group)
    first, last = month_of(period.since), month_of(period.until)
    rows = await figure_queries.figures(session, codes, first, last, question.matter)
    _add_rows(groups, (row for row in rows if (row.month, row.sender_class) not in hidden))
    waiting = (row for code in sorted(codes) for row in among.waiting.get(code, ()))
    _add_waiting(groups, (row for row in waiting if (row.month, row.sender_class) not in hidden), question.matter)
    left_out: dict[str, list[int]] = defaultdict(list)
    for month, sender_class in sorted(hidden):
        left_out[sender_class].append(month)
    shown_sealed = {month: at for month, at in among.sealed.items() if month[0] in codes}
    return await _figures(session, question, period, groups, left_out, shown_sealed, now, language)


async def tree_around(session: ReadSession, agency_code: str, seen_from: Collection[str]) -> Tree:
    """The largest tree around an agency of which somebody who sees figures from these agencies down sees any."""
    parents = await directory_queries.parents(session)
    below: dict[str, list[str]] = defaultdict(list)
    for code, parent in sorted(parents.items()):
        if parent is not None:
            below[parent].append(code)
    root, line, standing = agency_code, set[str](), parents.get(agency_code)
    while standing is not None and standing not in line:
        root = standing if standing in seen_from else root
        line.add(standing)
        standing = parents.get(standing)
    return Tree(root, {code: tuple(children) for code, children in below.items()})


def _hidden(
    tree: Tree,
    sized: Iterable[tuple[_MonthOfClass, str, str, int]],
    sees_letters_of: Collection[str],
    *,
    by_matter: bool,
) -> dict[_MonthOfClass, frozenset[Cell]]:
    """The figures that may not be shown of a sender class in a month.

    `sized`: of which, agency, matter, letters.
    """
    by_month: dict[_MonthOfClass, list[tuple[str, str, int]]] = defaultdict(list)
    for key, agency, matter, letters in sized:
        by_month[key].append((agency, matter, letters))
    return {key: hidden_by(tree, rows, sees_letters_of, by_matter) for key, rows in by_month.items()}


def _add_rows(groups: _Groups, rows: Iterable[CountedRow]) -> None:
    for row in rows:
        groups[row.sender_class].parts.append(tally_of(row))


def tally_of(row: CountedRow) -> Tally:
    counts = Counts(**{name: getattr(row, name) for name in Counts.__slots__})
    return Tally(counts, Histogram.read(row.waits), Dues.read(row.dues), row.median_seconds, row.p90_seconds)


def unsealed(waiting: Iterable[WaitingRow], sealed: _Sealed) -> list[WaitingRow]:
    """What waits again in a sealed month was counted there as it was."""
    return [row for row in waiting if (row.agency_code, row.month) not in sealed]


def _add_waiting(groups: _Groups, rows: Iterable[WaitingRow], matter: str | None) -> None:
    for row in rows:
        if matter in (None, row.matter):
            groups[row.sender_class].waiting.append(row)


async def _figures(
    session: ReadSession,
    question: FigureQuestion,
    period: Period,
    groups: Mapping[str, _Group],
    left_out: Mapping[str, Sequence[int]],
    sealed: _Sealed,
    now: datetime,
    language: str,
) -> Figures:
    waiting = [row for group in groups.values() for row in group.waiting]
    waited: dict[str, list[OpenLetter]] = defaultdict(list)
    calendars = await directory.calendars(session, {row.agency_code for row in waiting})
    for row, so_far in waited_by(waiting, calendars, now):
        waited[row.sender_class].append(so_far)
    rows = []
    for sender_class in SenderClass:
        if sender_class not in groups and (sender_class not in ALWAYS_SHOWN or sender_class in left_out):
            continue
        parts = groups[sender_class].parts if sender_class in groups else []
        figure = figure_of(parts, waited[sender_class], int(now.timestamp()))
        missing = left_out.get(sender_class, ())
        text = wording.figures(
            sender_class, period, figure, now, missing, language, sealed=[month for _, month in sealed]
        )
        rows.append(ResponseTimeRow(sender_class, figure, tuple(left_out.get(sender_class, ())), text))
    shown = {row.sender_class for row in rows}
    hidden = tuple(one for one in SenderClass if one in left_out and one not in shown)
    return Figures(question.agency_code, period, tuple(rows), hidden)
