"""One sheet of an old workbook as lines: each cell with text is one, and neighbouring cells of a few letters together.

"TỐI" in one cell and "MẬT" in the next are read as one line too, as in the workbooks of today (sheet_cells).
"""

from dataclasses import dataclass, field

from backend.documents.sheet_cells import NEIGHBOUR_LETTERS


@dataclass(slots=True)
class Sheet:
    """`at` is where its records begin; `around` are headers, boxes and notes; `drawings` pieces of its drawing."""

    at: int = -1
    around: list[str] = field(default_factory=list)
    drawings: list[bytes] = field(default_factory=list)
    _cells: list[str] = field(default_factory=list)
    _neighbours: list[str] = field(default_factory=list)
    _place: tuple[int, int] = (-1, -1)

    def add_cell(self, row: int, column: int, lines: list[str]) -> None:
        if (row, column) != (self._place[0], self._place[1] + 1):
            self._end_neighbours()
        self._place = row, column
        self._cells += lines
        if len(lines) == 1 and len(lines[0]) <= NEIGHBOUR_LETTERS:
            self._neighbours.append(lines[0])
        else:
            self._end_neighbours()

    def lines(self) -> list[str]:
        self._end_neighbours()
        return [*self._cells, *self.around]

    def _end_neighbours(self) -> None:
        if len(self._neighbours) > 1:
            self._cells.append(" ".join(self._neighbours))
        self._neighbours = []
