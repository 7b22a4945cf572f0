"""Two small drawings of the dashboard, as shapes in a view box. Pure: the template draws, our style colours them."""

from collections.abc import Sequence
from dataclasses import dataclass

from backend.correspondence.response_time import CurvePoint
from backend.web.dashboard_words import HOUR, Words, month_name

LEFT, RIGHT, TOP, BOTTOM = 62, 372, 14, 200  # in a view box of 400 by 230
STEPS = tuple(hours * HOUR for hours in (1, 2, 4, 8, 16, 40, 80, 160, 400, 800, 1600, 4000))
MOST_STEPS = 5
MOST_MONTH_LABELS = 6


@dataclass(frozen=True, slots=True)
class Mark:
    """A text beside an axis, and where its line is."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """`kind` names its colour and dashes; `ends`: a dot at each value."""

    kind: str
    path: str
    ends: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """`band`: the path of the interval, "" for none."""

    columns: tuple[Mark, ...]
    rows: tuple[Mark, ...]
    lines: tuple[Line, ...]
    band: str = ""


def curve_drawing(
    points: Sequence[CurvePoint], before: Sequence[CurvePoint], longest: int, words: Words
) -> Drawing | None:
    """The share answered by waiting time, in steps, up to the `longest` wait of any letter, and that of the year
    `before`; None without an answer."""
    if not points:
        return None
    last = max(longest, points[-1].seconds, HOUR)
    step, whole = _steps(last)

    def x(seconds: int) -> float:
        return _between(LEFT, RIGHT, seconds / whole)

    def y(share: float) -> float:
        return _between(BOTTOM, TOP, share)

    def stairs(of: Sequence[CurvePoint]) -> str:
        steps = [f"H{x(point.seconds)} V{y(point.answered)}" for point in of if point.seconds <= last]
        return " ".join([f"M{LEFT} {BOTTOM}", *steps, f"H{x(last)}"])

    lower = _stairs_points([(x(point.seconds), y(point.low)) for point in points], x(last))
    upper = _stairs_points([(x(point.seconds), y(point.high)) for point in points], x(last))
    band = "M" + " L".join(f"{left} {top}" for left, top in [*upper, *reversed(lower)]) + " Z"
    return Drawing(
        columns=tuple(Mark(x(at), BOTTOM + 18, words.tick(at)) for at in range(0, whole + 1, step)),
        rows=tuple(Mark(LEFT - 8, y(share), words.percent(share)) for share in (0, 0.25, 0.5, 0.75, 1)),
        lines=(*([Line("before", stairs(before))] if before else []), Line("p50", stairs(points))),
        band=band,
    )


def trend_drawing(
    months: Sequence[int], series: Sequence[tuple[str, Sequence[int | None]]], words: Words
) -> Drawing | None:
    """Durations by month, a line for each series; a month without a value breaks the line. None without any value."""
    values = [value for _, line in series for value in line if value is not None]
    if not values:
        return None
    step, whole = _steps(max(*values, HOUR))
    places = [_between(LEFT + 12, RIGHT - 12, place / max(len(months) - 1, 1)) for place in range(len(months))]
    every = -(-len(months) // MOST_MONTH_LABELS)
    lines = []
    for kind, line in series:
        dots = [
            None if value is None else Mark(left, _between(BOTTOM, TOP, value / whole), words.duration(value))
            for left, value in zip(places, line, strict=True)
        ]
        lines.append(Line(kind, _broken(dots), tuple(dot for dot in dots if dot is not None)))
    labels = list(zip(places, months, strict=True))[::-1][::every][::-1]
    return Drawing(
        columns=tuple(Mark(left, BOTTOM + 18, month_name(month)) for left, month in labels),
        rows=tuple(
            Mark(LEFT - 8, _between(BOTTOM, TOP, at / whole), words.tick(at)) for at in range(0, whole + 1, step)
        ),
        lines=tuple(lines),
    )


def _steps(longest: int) -> tuple[int, int]:
    """A step of an axis, and the whole length of it, so that few of them reach the longest."""
    step = next((one for one in STEPS if longest <= one * MOST_STEPS), -(-longest // MOST_STEPS))
    return step, -(-longest // step) * step


def _between(start: float, end: float, part: float) -> float:
    return round(start + (end - start) * part, 1)


def _stairs_points(points: Sequence[tuple[float, float]], end: float) -> list[tuple[float, float]]:
    corners = [points[0]]
    for left, top in points[1:]:
        corners += [(left, corners[-1][1]), (left, top)]
    return [*corners, (end, corners[-1][1])]


def _broken(dots: Sequence[Mark | None]) -> str:
    parts, drawn = [], False
    for dot in dots:
        if dot is not None:
            parts.append(f"{'L' if drawn else 'M'}{dot.x} {dot.y}")
        drawn = dot is not None
    return " ".join(parts)
