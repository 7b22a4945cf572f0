"""The figures of one agency, or of its tree, side by side: by sender class, matter, month and agency below.

Each is what `figures.response_times` says of the same letters, from one reading of what is stored: no letter that is
answered is read but those of months that are still to be counted anew. What is not the asking person's own is hidden
as there (`suppression`).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from backend.correspondence import figure_queries
from backend.correspondence.figure import Figure, figure_of
from backend.correspondence.figure_queries import CountedRow, Month
from backend.correspondence.figures import tree_around
from backend.correspondence.histogram import Histogram, Integers
from backend.correspondence.months import bounds, month_of
from backend.correspondence.open_column_queries import waiting_columns
from backend.correspondence.open_columns import WaitingColumns
from backend.correspondence.placed_sums import Place, PlacedSums
from backend.correspondence.sums import sums_of
from backend.correspondence.suppression import Cell, Tree, hidden_both_ways
from backend.correspondence.tally import tallied
from backend.correspondence.terms import Period, SenderClass
from backend.db import ReadSession
from backend.db.collector import collector_paused
from backend.directory import service as directory

MonthOfClass = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Hidden:
    """The cells hidden of each month and sender class, in figures over all matters and in those by matter."""

    over_all: Mapping[MonthOfClass, frozenset[Cell]]
    by_matter: Mapping[MonthOfClass, frozenset[Cell]]


@dataclass(frozen=True, slots=True)
class Withheld:
    """Months and sender classes of which one cell is hidden, in figures over all matters and in those by matter."""

    over_all: frozenset[MonthOfClass]
    by_matter: frozenset[MonthOfClass]


@dataclass(frozen=True, slots=True)
class FigureTables:
    """`in_full`: the asking person sees the letters themselves, so nothing is hidden. `cell`: what was asked for.
    `letters`: of its agencies; `together`: the same of all its agencies at once, which are shown or hidden together.
    `withheld`: what of `hidden` that is.
    """

    period: Period
    in_full: bool
    now: datetime
    cell: Cell
    tree: Tree
    sealed: tuple[int, ...]
    letters: PlacedSums
    together: PlacedSums
    hidden: Hidden
    withheld: Withheld

    def by_class(self) -> dict[str, Figure]:
        return self.together.figures(lambda place: place.sender_class if self._is_shown(place) else None)

    def by_matter(self) -> dict[tuple[str, str], Figure]:
        def matter_of(place: Place) -> tuple[str, str] | None:
            is_shown = (place.month, place.sender_class) not in self.withheld.by_matter
            return (place.sender_class, place.matter) if is_shown else None

        return self.together.figures(matter_of)

    def by_month(self, sender_class: SenderClass) -> dict[int, Figure]:
        return self.together.figures(lambda place: place.month if self._is_shown_of(place, sender_class) else None)

    def by_agency(self, sender_class: SenderClass) -> dict[str, Figure]:
        """Of each agency right below, with those below it."""
        children = self.tree.below.get(self.cell.agency, ())
        own = {code: child for child in children for code in self.tree.line(child)}
        withheld = {child: self._withheld(self.tree.cell(child, tree=True)) for child in children}

        def child_of(place: Place) -> str | None:
            child = own.get(place.agency_code)
            if child is None or place.sender_class != sender_class:
                return None
            return None if (place.month, place.sender_class) in withheld[child] else child

        return self.letters.figures(child_of)

    def figure(self, sender_class: SenderClass) -> Figure:
        found = self.together.figures(lambda place: True if self._is_shown_of(place, sender_class) else None)
        return found.get(True) or figure_of([], [], int(self.now.timestamp()))

    def waits(self, sender_class: SenderClass) -> Histogram:
        """How long the letters waited, those still open so far."""
        found = self.together.histograms(lambda place: True if self._is_shown_of(place, sender_class) else None)
        return found.get(True) or Histogram.of()

    def open_waits(self, sender_class: SenderClass) -> Integers:
        """Working seconds so far of each letter that waits."""
        return self.letters.sums.open_waits(self.letters.where(lambda place: self._is_shown_of(place, sender_class)))

    def left_out(self, sender_class: SenderClass) -> list[int]:
        """Months with too few letters to be shown."""
        return sorted(month for month, of in self.withheld.over_all if of == sender_class)

    def left_out_below(self, agency_code: str) -> list[int]:
        """Months in which letters of a sender class to this agency and those below it are too few to be shown."""
        return sorted({month for month, _ in self._withheld(self.tree.cell(agency_code, tree=True))})

    def _withheld(self, cell: Cell) -> frozenset[MonthOfClass]:
        return _of_cell(self.hidden.over_all, cell)

    def _is_shown(self, place: Place) -> bool:
        return (place.month, place.sender_class) not in self.withheld.over_all

    def _is_shown_of(self, place: Place, sender_class: SenderClass) -> bool:
        return place.sender_class == sender_class and self._is_shown(place)


async def figure_tables(
    session: ReadSession,
    agency_code: str,
    period: Period,
    sees_letters_of: Collection[str],
    sees_below: Collection[str],
    now: datetime,
    *,
    below: bool,
    sender_class: SenderClass | None = None,
) -> FigureTables:
    """`period`: whole months; otherwise as `figures.response_times`. Of letters of one sender class alone, or of all.

    Raises:
        AgencyNotFound: no agency has this code.
    """
    with collector_paused():  # of a province there are tens of thousands of rows
        in_full = agency_code in sees_letters_of and not below
        first, last = month_of(period.since), month_of(period.until)
        tree = await tree_around(session, agency_code, {*sees_letters_of, *sees_below})
        codes = set(tree.line(agency_code)) if below else {agency_code}
        everyone = codes if in_full else set(tree.line(tree.root))
        sealed = await figure_queries.sealed(session, everyone, first, last)
        every = await waiting_columns(session, everyone, first, last, sender_class)
        # What waits again in a sealed month was counted there as it was.
        waiting = every.where(lambda group: (group.agency_code, group.month) not in sealed)
        counted = await _counted(session, codes, first, last, sender_class, recount=in_full)
        letters = await _placed(session, agency_code, counted, waiting, codes, now)
        hidden = Hidden({}, {})
        if not in_full:
            sizes = await _sizes(session, letters, waiting, everyone - codes, (first, last), sender_class)
            hidden = _hidden(tree, sizes, sees_letters_of)
        cell = tree.cell(agency_code, tree=below)
        return FigureTables(
            period=period,
            in_full=in_full,
            now=now,
            cell=cell,
            tree=tree,
            sealed=tuple(sorted({month for code, month in sealed if code in codes})),
            letters=letters,
            together=letters.grouped(lambda place: place._replace(agency_code=agency_code)),
            hidden=hidden,
            withheld=Withheld(_of_cell(hidden.over_all, cell), _of_cell(hidden.by_matter, cell)),
        )


async def _counted(
    session: ReadSession,
    codes: Collection[str],
    first: int,
    last: int,
    wanted: SenderClass | None,
    *,
    recount: bool,
) -> list[CountedRow]:
    """`recount`: months that changed since they were counted are counted from their letters."""
    stale = await figure_queries.stale(session, codes, first, last) if recount else set[Month]()
    rows = await figure_queries.figures(session, codes, first, last, None, wanted)
    found = [row for row in rows if (row.agency_code, row.month) not in stale] if stale else rows
    for month in sorted(stale):
        groups = tallied(await figure_queries.finished(session, month[0], *bounds(month[1])))
        found += [
            figure_queries.counted_row(month, group, tally)
            for group, tally in groups.items()
            if wanted in (None, group[0])
        ]
    return found


async def _placed(
    session: ReadSession,
    agency_code: str,
    counted: list[CountedRow],
    every: WaitingColumns,
    codes: Collection[str],
    now: datetime,
) -> PlacedSums:
    waiting = every.where(lambda group: group.agency_code in codes)
    calendars = await directory.calendars(session, {agency_code, *(group.agency_code for group in waiting.groups)})
    places = [Place._make(row[:4]) for row in (*counted, *waiting.groups)]
    sums = sums_of(counted, waiting.by(calendars, now), len(waiting.groups), int(now.timestamp()))
    return PlacedSums.of(places, sums)


async def _sizes(
    session: ReadSession,
    letters: PlacedSums,
    waiting: WaitingColumns,
    others: Collection[str],
    months: tuple[int, int],
    sender_class: SenderClass | None,
) -> list[tuple[Place, int]]:
    """How many letters there are in n, of what is shown and of other agencies beside it."""
    found = list(letters.sizes())
    if others:
        rows = await figure_queries.sizes(session, others, *months, sender_class)
        found += [(Place._make(row[:4]), row.letters) for row in rows]
        found += [(Place._make(group[:4]), group.letters) for group in waiting.groups if group.agency_code in others]
    return found


def _hidden(tree: Tree, sizes: Iterable[tuple[Place, int]], known: Collection[str]) -> Hidden:
    sized: dict[MonthOfClass, list[tuple[str, str, int]]] = defaultdict(list)
    for place, letters in sizes:
        sized[place.month, place.sender_class].append((place.agency_code, place.matter, letters))
    both = {key: hidden_both_ways(tree, rows, known) for key, rows in sized.items()}
    over_all = {key: hidden for key, (hidden, _) in both.items()}
    return Hidden(over_all, {key: by_matter() for key, (_, by_matter) in both.items()})


def _of_cell(hidden: Mapping[MonthOfClass, frozenset[Cell]], cell: Cell) -> frozenset[MonthOfClass]:
    return frozenset(key for key, cells in hidden.items() if cell in cells)
