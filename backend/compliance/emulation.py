"""The emulation table (thi đua): agencies side by side, each compared only with those that have about as many letters.

Compared is the share answered by the due moment. One agency stands behind another only where the intervals of both
shares part, so chance ranks nobody: a place is one more than the number of agencies of the same load that are surely
better. Whoever has fewer than `SMALLEST` letters, or letters due, is not compared. Pure.

Source: Chỉ thị, khoản 1 điểm k; Wilson 1927 (the interval of a share).
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from backend.correspondence.figure import Figure
from backend.correspondence.figure_tables import FigureTables
from backend.correspondence.response_time import Share, wilson
from backend.correspondence.suppression import SMALLEST
from backend.correspondence.terms import SenderClass
from backend.rules_folder import rules_dir


@dataclass(frozen=True, slots=True)
class Bands:
    """`begins`: letters at which each band of load begins, rising. Stands in [valid_from, valid_to)."""

    begins: tuple[int, ...]
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """An agency with all below it. `load_from`, `load_to`: the band of its `letters`, both included, the last without
    an end. `place`: 1 for the first, shared where chance may part them; None: with nobody to be compared with.
    `partial`: months with too few letters are left out of it."""

    code: str
    name: str
    letters: int
    load_from: int
    load_to: int | None
    on_time: Share
    place: int | None
    partial: bool


def compared(found: FigureTables, names: Mapping[str, str], today: date) -> list[Compared]:
    """Agencies right below the one asked for; the busiest band first, in it by place and name."""
    by_class = [found.by_agency(sender_class) for sender_class in SenderClass]
    codes = sorted({code for figures in by_class for code in figures})
    rows = []
    for code in codes:
        figures = [of[code] for of in by_class if code in of]
        partial = bool(found.left_out_below(code))
        row = _row(code, names.get(code, code), figures, standing(today), partial=partial)
        if row is not None:
            rows.append(row)
    return placed(rows)


def placed(rows: Sequence[Compared]) -> list[Compared]:
    """With the place of each among those of its band."""
    found = [replace(one, place=_place(one, rows)) for one in rows]
    return sorted(found, key=lambda one: (-one.load_from, one.place is None, one.place or 0, one.name))


def on_time_of(figures: Iterable[Figure]) -> Share:
    """Of the letters of several figures together."""
    shares = [one.on_time for one in figures if one.on_time.value is not None]
    return wilson(sum(round((one.value or 0) * one.of) for one in shares), sum(one.of for one in shares))


def standing(today: date) -> Bands:
    """
    Raises:
        LookupError: no row of emulation.toml stands that day.
    """
    rows = [one for one in _written() if one.valid_from <= today and (one.valid_to is None or today < one.valid_to)]
    if not rows:
        raise LookupError("no row of emulation.toml stands today")
    return max(rows, key=lambda one: one.valid_from)


def _row(code: str, name: str, figures: Sequence[Figure], bands: Bands, *, partial: bool) -> Compared | None:
    """None where there are too few letters to say anything."""
    letters, on_time = sum(one.count for one in figures), on_time_of(figures)
    begun = [begin for begin in bands.begins if begin <= letters]
    if letters < SMALLEST or not begun or on_time.of < SMALLEST:
        return None
    later = [begin for begin in bands.begins if begin > letters]
    load_to = later[0] - 1 if later else None
    return Compared(code, name, letters, begun[-1], load_to, on_time, None, partial)


def _place(one: Compared, rows: Iterable[Compared]) -> int | None:
    others = [row for row in rows if row.load_from == one.load_from and row.code != one.code]
    return 1 + sum((row.on_time.low or 0) > (one.on_time.high or 0) for row in others) if others else None


@cache
def _written() -> tuple[Bands, ...]:
    rows = tomllib.loads((rules_dir() / "directive" / "emulation.toml").read_text("utf-8"))["bands"]
    return tuple(Bands(tuple(row["from"]), row["valid_from"], row.get("valid_to")) for row in rows)
