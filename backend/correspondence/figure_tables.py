"""The figures of one agency, or of its tree, side by side: by sender class, matter, month and agency below.

Each is what `figures.response_times` says of the same letters, from one reading of what is stored: no letter that is
answered is read but those of months that are still to be counted anew. What is not the asking person's own is hidden
as there (`suppression`).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from backend.correspondence import figure_queries
from backend.correspondence.figure import Figure, OpenLetter, figure_of
from backend.correspondence.figure_queries import Sized, WaitingRow
from backend.correspondence.figures import tally_of, tree_around, unsealed
from backend.correspondence.histogram import Histogram
from backend.correspondence.histogram import merged as merged_waits
from backend.correspondence.months import bounds, month_of
from backend.correspondence.open_time import waited_by
from backend.correspondence.suppression import Cell, Tree, hidden_by
from backend.correspondence.tally import Tally, merged, tallied
from backend.correspondence.terms import Period, SenderClass
from backend.db import ReadSession
from backend.db.collector import collector_paused
from backend.directory import service as directory

MonthOfClass = tuple[int, str]


class Placed(Protocol):
    """Letters of one agency, month, sender class and matter."""

    @property
    def agency_code(self) -> str: ...
    @property
    def month(self) -> int: ...
    @property
    def sender_class(self) -> str: ...
    @property
    def matter(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Counted:
    """What such letters come to that wait no more."""

    agency_code: str
    month: int
    sender_class: str
    matter: str
    tally: Tally


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


_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class FigureTables:
    """`in_full`: the asking person sees the letters themselves, so nothing is hidden. `cell`: what was asked for.
    `together`: what was `counted`, of all its agencies at once; they are shown or hidden together, and there are many.
    `withheld`: what of `hidden` that is.
    """

    period: Period
    in_full: bool
    now: datetime
    cell: Cell
    tree: Tree
    sealed: tuple[int, ...]
    counted: tuple[Counted, ...]
    together: tuple[Counted, ...]
    waiting: tuple[tuple[WaitingRow, OpenLetter], ...]
    hidden: Hidden
    withheld: Withheld

    def by_class(self) -> dict[str, Figure]:
        return self._figures(self.together, lambda row: row.sender_class, self._is_shown)

    def by_matter(self) -> dict[tuple[str, str], Figure]:
        return self._figures(self.together, lambda row: (row.sender_class, row.matter), self._is_shown_by_matter)

    def by_month(self, sender_class: SenderClass) -> dict[int, Figure]:
        def is_shown(row: Placed) -> bool:
            return self._is_shown(row) and _is_of(row, sender_class)

        return self._figures(self.together, lambda row: row.month, is_shown)

    def by_agency(self, sender_class: SenderClass) -> dict[str, Figure]:
        """Of each agency right below, with those below it."""
        children = self.tree.below.get(self.cell.agency, ())
        own = {code: child for child in children for code in self.tree.line(child)}
        withheld = {child: self._withheld(self.tree.cell(child, tree=True)) for child in children}

        def is_shown(row: Placed) -> bool:
            if row.agency_code not in own or not _is_of(row, sender_class):
                return False
            return (row.month, row.sender_class) not in withheld[own[row.agency_code]]

        return self._figures(self.counted, lambda row: own[row.agency_code], is_shown)

    def figure(self, sender_class: SenderClass) -> Figure:
        return self.by_class().get(sender_class) or figure_of([], [], int(self.now.timestamp()))

    def waits(self, sender_class: SenderClass) -> Histogram:
        """How long the letters waited, those still open so far."""
        waits = [row.tally.waits for row in self.together if _is_of(row, sender_class) and self._is_shown(row)]
        return merged_waits([*waits, Histogram.of(censored=self.open_waits(sender_class))])

    def open_waits(self, sender_class: SenderClass) -> list[int]:
        """Working seconds so far of each letter that waits."""
        return [one.own_seconds for row, one in self.waiting if _is_of(row, sender_class) and self._is_shown(row)]

    def left_out(self, sender_class: SenderClass) -> list[int]:
        """Months with too few letters to be shown."""
        return sorted(month for month, of in self.withheld.over_all if of == sender_class)

    def left_out_below(self, agency_code: str) -> list[int]:
        """Months in which letters of a sender class to this agency and those below it are too few to be shown."""
        return sorted({month for month, _ in self._withheld(self.tree.cell(agency_code, tree=True))})

    def _withheld(self, cell: Cell) -> frozenset[MonthOfClass]:
        return _of_cell(self.hidden.over_all, cell)

    def _is_shown(self, row: Placed) -> bool:
        return (row.month, row.sender_class) not in self.withheld.over_all

    def _is_shown_by_matter(self, row: Placed) -> bool:
        return (row.month, row.sender_class) not in self.withheld.by_matter

    def _figures(
        self, counted: Iterable[Counted], key_of: Callable[[Placed], _Key], is_shown: Callable[[Placed], bool]
    ) -> dict[_Key, Figure]:
        parts: dict[_Key, list[Tally]] = defaultdict(list)
        waiting: dict[_Key, list[OpenLetter]] = defaultdict(list)
        for row in filter(is_shown, counted):
            parts[key_of(row)].append(row.tally)
        for waits, so_far in self.waiting:
            if is_shown(waits):
                waiting[key_of(waits)].append(so_far)
        seconds = int(self.now.timestamp())
        keys = [*parts, *(key for key in waiting if key not in parts)]
        return {key: figure_of(parts.get(key, []), waiting.get(key, []), seconds) for key in keys}


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
        waiting = unsealed(await figure_queries.waiting_in_months(session, everyone, first, last, sender_class), sealed)
        hidden = Hidden({}, {})
        if not in_full:
            sizes = await figure_queries.sizes(session, everyone, first, last, sender_class)
            hidden = _hidden(tree, sizes, waiting, sees_letters_of)
        cell, shown = tree.cell(agency_code, tree=below), [row for row in waiting if row.agency_code in codes]
        calendars = await directory.calendars(session, {agency_code, *(row.agency_code for row in shown)})
        counted = await _counted(session, codes, first, last, sender_class, recount=in_full)
        return FigureTables(
            period=period,
            in_full=in_full,
            now=now,
            cell=cell,
            tree=tree,
            sealed=tuple(sorted({month for code, month in sealed if code in codes})),
            counted=tuple(counted),
            together=tuple(_together(agency_code, counted)),
            waiting=tuple(waited_by(shown, calendars, now)),
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
) -> list[Counted]:
    """`recount`: months that changed since they were counted are counted from their letters."""
    stale = await figure_queries.stale(session, codes, first, last) if recount else set[tuple[str, int]]()
    rows = await figure_queries.figures(session, codes, first, last, None, wanted)
    found = [
        Counted(row.agency_code, row.month, row.sender_class, row.matter, tally_of(row))
        for row in rows
        if (row.agency_code, row.month) not in stale
    ]
    for code, month in sorted(stale):
        groups = tallied(await figure_queries.finished(session, code, *bounds(month)))
        found += [
            Counted(code, month, sender_class, matter, tally)
            for (sender_class, matter), tally in groups.items()
            if wanted in (None, sender_class)
        ]
    return found


def _together(agency_code: str, counted: Iterable[Counted]) -> list[Counted]:
    """Of each month, sender class and matter; tallies add up in any order."""
    parts: dict[tuple[int, str, str], list[Tally]] = defaultdict(list)
    for row in counted:
        parts[row.month, row.sender_class, row.matter].append(row.tally)
    return [Counted(agency_code, *key, merged(tallies)) for key, tallies in parts.items()]


def _hidden(tree: Tree, sizes: Iterable[Sized], waiting: Iterable[WaitingRow], known: Collection[str]) -> Hidden:
    sized: dict[MonthOfClass, list[tuple[str, str, int]]] = defaultdict(list)
    for size in sizes:
        sized[size.month, size.sender_class].append((size.agency_code, size.matter, size.letters))
    for row in waiting:
        sized[row.month, row.sender_class].append((row.agency_code, row.matter, 1))
    over_all, by_matter = (
        {key: hidden_by(tree, rows, known, by_matter=split) for key, rows in sized.items()} for split in (False, True)
    )
    return Hidden(over_all, by_matter)


def _of_cell(hidden: Mapping[MonthOfClass, frozenset[Cell]], cell: Cell) -> frozenset[MonthOfClass]:
    return frozenset(key for key, cells in hidden.items() if cell in cells)


def _is_of(row: Placed, sender_class: SenderClass) -> bool:
    return row.sender_class == sender_class
