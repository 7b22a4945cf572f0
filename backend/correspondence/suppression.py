"""Which figures of small groups stay hidden from others, so that no subtraction brings one back. Pure.

An agency's own letters and those of its whole tree are two cells; the tree's is the sum of the own and of the trees of
the agencies below. A cell with 1 to 4 letters is hidden, and beside it as many others as it takes: the hidden parts of
a sum that is shown are 5 letters or more together, and so are those of a sum that is hidden itself.

Sizes are vectors (one number per matter, or a single one); each number for itself obeys the rule, and a cell is shown
or hidden as a whole. What the asking person knows anyway, the letters of the own agency, counts as nothing.

Source: domain.md 8 (Luật 91/2025/QH15): groups under 5 hidden in comparisons, with complementary suppression.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
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


def hidden_by(
    tree: Tree, letters: Iterable[tuple[str, str, int]], known: Collection[str], by_matter: bool
) -> frozenset[Cell]:
    """Which cells to hide of figures over all matters, or of figures by matter. `letters`: agency, matter, how many."""
    over_all, split = hidden_both_ways(tree, letters, known)
    return split() if by_matter else over_all


def hidden_both_ways(
    tree: Tree, letters: Iterable[tuple[str, str, int]], known: Collection[str]
) -> tuple[frozenset[Cell], Callable[[], frozenset[Cell]]]:
    """`hidden_by` over all matters, and what gives it by matter."""
    rows = list(letters)
    columns = {matter: place for place, matter in enumerate(sorted({matter for _, matter, _ in rows}))}
    split: dict[str, list[int]] = {}
    for agency, matter, count in rows:
        split.setdefault(agency, [0] * len(columns))[columns[matter]] += count
    hidden = hidden_cells(tree, {agency: (sum(numbers),) for agency, numbers in split.items()}, known)
    return hidden, lambda: hidden_cells(
        tree, {agency: tuple(numbers) for agency, numbers in split.items()}, known, also=hidden
    )


def hidden_cells(
    tree: Tree, sizes: Mapping[str, Size], known: Collection[str], also: Collection[Cell] = ()
) -> frozenset[Cell]:
    """`sizes`: letters of each agency's own; `known`: agencies whose letters the asking person sees; `also`: cells that
    are to be hidden in any case."""
    cells = _cells(tree, {agency: size for agency, size in sizes.items() if agency not in known})
    hidden = {cell for cell, size in cells.items() if _is_small(size) or (cell in also and any(size))}
    sums = [(Cell(agency, True), _parts(tree, agency)) for agency in tree.line(tree.root) if tree.below.get(agency)]
    while (more := _next_of(sums, hidden, cells)) is not None:
        hidden.add(more)
    return frozenset(hidden)


def _next_of(sums: Sequence[tuple[Cell, list[Cell]]], hidden: set[Cell], cells: Mapping[Cell, Size]) -> Cell | None:
    found = (_next_to_hide(whole, parts, hidden, cells) for whole, parts in sums)
    return next((cell for cell in found if cell is not None), None)


def _next_to_hide(whole: Cell, parts: list[Cell], hidden: set[Cell], cells: Mapping[Cell, Size]) -> Cell | None:
    """The next cell to hide in one sum; the smallest that tells nothing by itself, the whole one last."""
    missing = [cells[part] for part in parts if part in hidden]
    together = tuple(map(sum, zip(*missing, strict=True))) if missing else (0,) * len(cells[whole])
    if whole in hidden:  # its place in the sum above is taken by those of its parts that are hidden
        is_safe = all(found >= min(SMALLEST, of) for found, of in zip(together, cells[whole], strict=True))
    else:
        is_safe = not _is_small(together)
    if is_safe:
        return None
    candidates = [part for part in parts if part not in hidden and any(cells[part])]
    if candidates:
        return min(candidates, key=lambda cell: (sum(cells[cell]), cell))
    return whole if whole not in hidden else None


def _is_small(size: Size) -> bool:
    return any(0 < number < SMALLEST for number in size)


def _parts(tree: Tree, agency: str) -> list[Cell]:
    return [Cell(agency, False), *(Cell(child, True) for child in tree.below[agency])]


def _cells(tree: Tree, sizes: Mapping[str, Size]) -> dict[Cell, Size]:
    width = len(next(iter(sizes.values()), (0,)))
    none = (0,) * width
    found: dict[Cell, Size] = {}
    for agency in reversed(list(tree.line(tree.root))):
        own, below = sizes.get(agency, none), tree.below.get(agency)
        if not below:
            found[Cell(agency, True)] = own
            continue
        parts = [own, *(found[Cell(child, True)] for child in below)]
        found[Cell(agency, True)] = tuple(map(sum, zip(*parts, strict=True)))
        found[Cell(agency, False)] = own
    return found
