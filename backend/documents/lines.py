"""Positioned runs of a PDF page to its lines: what stands alone to a reader's eye.

A gap of more than 1.5 em keeps two pieces of a row apart; the library's own line breaks do not count, for they join a
stamp with the cell beside it. Twin of webmail-plugin/src/scan/lines.ts, both held to rules/conformance/lines.json.
"""

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import NamedTuple

from backend.documents.spacing import pieces_of

SAME_ROW_EM = 0.3
SPACE_EM = 0.15
APART_EM = 1.5
DOUBLED_EM = 0.15  # drawn twice with a small shift to look bold
ROUNDING = 1e-6
_BY_HEIGHT, _BY_START = itemgetter(1), itemgetter(0)


class Run(NamedTuple):
    """A piece of text as drawn, turned upright. Points; `y` is the baseline, pointing up; `height` is the em."""

    x: float
    y: float
    width: float
    height: float
    text: str


def lines_of(runs: Iterable[Run]) -> list[str]:
    """From top to bottom, and from left to right inside a row."""
    drawn = [run for run in runs if run.text.strip()]
    lines: list[str] = []
    for row in _rows(drawn):
        if len(row) == 1:
            lines.append(row[0].text.strip(" "))
        else:
            lines += [joined.strip(" ") for joined in _joined(row)]
    return pieces_of(lines)


def _rows(runs: Sequence[Run]) -> list[list[Run]]:
    rows: list[list[Run]] = []
    row: list[Run] = []
    top = room = 0.0  # of the row's first run: its baseline, and how far below another may stand
    for run in sorted(runs, key=_BY_HEIGHT, reverse=True):
        below = top - run.y
        if row and below <= room and below <= SAME_ROW_EM * run.height + ROUNDING:
            row.append(run)
        else:
            row = [run]
            rows.append(row)
            top, room = run.y, SAME_ROW_EM * run.height + ROUNDING
    return rows


def _joined(row: Sequence[Run]) -> list[str]:
    lines: list[str] = []
    before: Run | None = None
    for run in sorted(row, key=_BY_START):
        if before is None:
            lines.append(run.text)
        else:
            em = min(before.height, run.height)
            if run.text == before.text and run.x - before.x <= DOUBLED_EM * em:
                continue
            gap = run.x - (before.x + before.width)
            if gap > APART_EM * em + ROUNDING:
                lines.append(run.text)
            else:
                lines[-1] += (" " if gap >= SPACE_EM * em - ROUNDING else "") + run.text
        before = run
    return lines
