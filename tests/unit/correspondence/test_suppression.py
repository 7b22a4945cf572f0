"""Small groups stay hidden, whatever anybody subtracts from what."""

from collections.abc import Iterator
from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.correspondence.suppression import SMALLEST, Cell, Size, Tree, hidden_by, hidden_cells

FLAT = Tree("A", {"A": ("B", "C", "D")})
# Agencies by number; each but the first stands under an earlier one.
TREES = st.lists(st.integers(0, 5), min_size=1, max_size=4).map(
    lambda parents: _tree([parent % (number + 1) for number, parent in enumerate(parents)])
)
NUMBERS = st.sampled_from([0, 1, 2, 3, 4, 5, 6, 9, 30])


def _tree(parents: list[int]) -> Tree:
    below: dict[str, tuple[str, ...]] = {}
    for number, parent in enumerate(parents, 1):
        below[str(parent)] = (*below.get(str(parent), ()), str(number))
    return Tree("0", below)


def every_cell(tree: Tree) -> dict[Cell, frozenset[str]]:
    """Each cell, and the agencies whose own letters it is the sum of."""
    cells = {}
    for agency in tree.line(tree.root):
        cells[tree.cell(agency, tree=True)] = frozenset(tree.line(agency))
        if tree.below.get(agency):
            cells[Cell(agency, False)] = frozenset([agency])
    return cells


def derivable(visible: list[frozenset[str]], known: frozenset[str]) -> Iterator[frozenset[str]]:
    """Every set of agencies whose letters some adding and subtracting of visible cells gives."""
    agencies = sorted(frozenset().union(*visible, known))
    terms = [*visible, *(frozenset([one]) for one in sorted(known))]
    for signs in product((-1, 0, 1), repeat=len(terms)):
        sums = [sum(sign for sign, term in zip(signs, terms, strict=True) if agency in term) for agency in agencies]
        if set(sums) == {0, 1} or set(sums) == {1}:
            yield frozenset(agency for agency, one in zip(agencies, sums, strict=True) if one)


@settings(max_examples=100, deadline=None)
@given(TREES, st.data())
def test_no_subtraction_gives_a_small_group(tree: Tree, data: st.DataObject) -> None:
    agencies = list(tree.line(tree.root))
    width = data.draw(st.integers(1, 2))
    sizes: dict[str, Size] = {one: tuple(data.draw(NUMBERS) for _ in range(width)) for one in agencies}
    known = frozenset(data.draw(st.sets(st.sampled_from(agencies), max_size=1)))

    hidden = hidden_cells(tree, sizes, known)

    visible = [of for cell, of in every_cell(tree).items() if cell not in hidden]
    for found in derivable(visible, known):
        for number in range(width):
            letters = sum(sizes[agency][number] for agency in found - known)
            assert not 0 < letters < SMALLEST, (found, sizes)


SMALL_TREES = st.sampled_from(
    [Tree("0", {"0": ("1",)}), Tree("0", {"0": ("1", "2")}), Tree("0", {"0": ("1",), "1": ("2",)})]
)


@settings(max_examples=12, deadline=None)
@given(SMALL_TREES, st.data())
def test_nor_do_figures_by_matter_taken_together_with_those_over_all_matters(tree: Tree, data: st.DataObject) -> None:
    atoms = [(agency, matter) for agency in tree.line(tree.root) for matter in ("", "đất đai")]
    letters = [(*atom, data.draw(NUMBERS)) for atom in atoms]
    known = frozenset(data.draw(st.sets(st.sampled_from(list(tree.line(tree.root))), max_size=1)))
    hidden = {by_matter: hidden_by(tree, letters, known, by_matter=by_matter) for by_matter in (False, True)}
    visible = {frozenset([atom]) for atom in atoms if atom[0] in known}
    for cell, agencies in every_cell(tree).items():
        if cell not in hidden[False]:
            visible.add(frozenset(atom for atom in atoms if atom[0] in agencies))
        if cell not in hidden[True]:
            visible |= {
                frozenset(atom for atom in atoms if atom[0] in agencies and atom[1] == one) for one in ("", "đất đai")
            }

    terms = np.array([[atom in term for atom in atoms] for term in sorted(visible, key=sorted)], np.int8)
    signs = np.array(list(product((-1, 0, 1), repeat=len(terms))), np.int8).reshape(-1, len(terms))
    sums = signs @ terms if len(terms) else np.zeros((0, len(atoms)), np.int8)
    sets = np.unique(sums[np.isin(sums, (0, 1)).all(axis=1)], axis=0)
    unknown = np.array([0 if agency in known else count for agency, _, count in letters])
    found = sets @ unknown
    assert not ((found > 0) & (found < SMALLEST)).any(), (letters, known)


def test_one_small_group_takes_the_smallest_other_with_it() -> None:
    sizes = {"A": (50,), "B": (3,), "C": (20,), "D": (9,)}

    assert hidden_cells(FLAT, sizes, known=()) == {Cell("B", True), Cell("D", True)}


def test_large_groups_and_empty_ones_are_shown() -> None:
    assert hidden_cells(FLAT, {"A": (0,), "B": (5,), "C": (20,), "D": (0,)}, known=()) == frozenset()


def test_two_small_groups_that_are_few_together_take_a_third() -> None:
    sizes = {"A": (50,), "B": (1,), "C": (2,), "D": (9,)}

    assert hidden_cells(FLAT, sizes, known=()) == {Cell("B", True), Cell("C", True), Cell("D", True)}


def test_what_the_head_above_knows_of_the_own_agency_hides_nothing() -> None:
    sizes = {"A": (2,), "B": (3,), "C": (0,), "D": (0,)}

    assert hidden_cells(FLAT, sizes, known={"A"}) == {Cell("B", True), Cell("A", True)}
    assert hidden_cells(FLAT, sizes | {"C": (9,)}, known={"A"}) == {Cell("B", True), Cell("C", True)}
