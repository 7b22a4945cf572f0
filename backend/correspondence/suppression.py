"""Which figures of small groups stay hidden from others, so that no subtraction brings one back. Pure.

An agency's own letters and those of its whole tree are two cells; the tree's is the sum of the own and of the trees of
the agencies below. A cell with 1 to 4 letters is hidden, and beside it as many others as it takes: in every such sum
there are either no hidden cells or two and more, and what is hidden of a known sum is 5 letters or more together.

Sizes are vectors (one number per matter, or a single one); each number for itself obeys the rule, and a cell is shown
or hidden as a whole. What the asking person knows anyway, the letters of the own agency, is never hidden from them and
hides nothing.

Source: domain.md 8 (Luật 91/2025/QH15): groups under 5 hidden in comparisons, with complementary suppression.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

SMALLEST = 5
Size = tuple[int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """The letters of an agency, or those of its whole tree."""

    agency: str
    tree: bool


@dataclass(frozen=True, slots=True)
class Tree:
    """The agencies somebody may see figures of: `below` names those right under each."""

    root: str
    below: Mapping[str, tuple[str, ...]]

    def line(self, agency: str) -> Iterator[str]:
        """An agency and all below it, each before those under it."""
        yield agency
        for child in self.below.get(agency, ()):
            yield from self.line(child)

    def cell(self, agency: str, *, tree: bool) -> Cell:
        """Of an agency without others below it, both cells are one."""
        return Cell(agency, tree or not self.below.get(agency))


def hidden_cells(
    tree: Tree, sizes: Mapping[str, Size], known: Collection[str], also: Collection[Cell] = ()
) -> frozenset[Cell]:
    """`sizes`: letters of each agency's own; `known`: agencies whose letters the asking person sees; `also`: cells that
    are to be hidden in any case."""
    cells = _sizes(tree, sizes)
    open_to_them = {tree.cell(agency, tree=False) for agency in known}
    hidden = {cell for cell, size in cells.items() if _is_small(size) or cell in also} - open_to_them
    sums = [(_sum(tree, agency), Cell(agency, True)) for agency in tree.line(tree.root) if tree.below.get(agency)]
    while True:
        more = next(filter(None, (_next_to_hide(parts, whole, hidden, cells, open_to_them) for parts, whole in sums)), None)
        if more is None:
            return frozenset(hidden)
        hidden.add(more)


def _next_to_hide(
    parts: list[Cell], whole: Cell, hidden: set[Cell], cells: Mapping[Cell, Size], known: Collection[Cell]
) -> Cell | None:
    """The next cell to hide in one sum; the smallest that tells nothing by itself, the whole one last."""
    missing = [part for part in parts if part in hidden]
    if whole in hidden:
        is_safe = len(missing) > 0
    else:
        together = tuple(map(sum, zip(*(cells[part] for part in missing), strict=True)))
        is_safe = not missing or (len(missing) > 1 and not _is_small(together))
    if is_safe:
        return None
    candidates = [part for part in parts if part not in hidden and part not in known and any(cells[part])]
    if candidates:
        return min(candidates, key=lambda cell: (sum(cells[cell]), cell))
    return whole if whole not in hidden else None


def _is_small(size: Size) -> bool:
    return any(0 < number < SMALLEST for number in size)


def _sum(tree: Tree, agency: str) -> list[Cell]:
    return [Cell(agency, False), *(Cell(child, True) for child in tree.below[agency])]


def _sizes(tree: Tree, sizes: Mapping[str, Size]) -> dict[Cell, Size]:
    width = len(next(iter(sizes.values()), (0,)))
    none = (0,) * width
    found: dict[Cell, Size] = {}
    for agency in reversed(list(tree.line(tree.root))):
        own = sizes.get(agency, none)
        parts = [own, *(found[Cell(child, True)] for child in tree.below.get(agency, ()))]
        found[Cell(agency, True)] = tuple(map(sum, zip(*parts, strict=True)))
        if tree.below.get(agency):
            found[Cell(agency, False)] = own
    return found
