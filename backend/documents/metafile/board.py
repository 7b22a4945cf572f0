"""The board a metafile draws on: what its records say, in device units with y down, once text, shapes and bitmaps.

Twin of webmail-plugin/src/scan/metafile/board.ts.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from backend.documents.code_page import SYMBOL_CHARSET
from backend.documents.lines import Run
from backend.documents.metafile.outlines import Figure, Point, is_drawn

Colour = tuple[int, int, int]
Matrix = tuple[float, float, float, float, float, float]
UNCHANGED: Matrix = (1, 0, 0, 1, 0, 0)
# Device units of a logical unit in mapping modes other than MM_TEXT (1) and the free ones (7, 8), at 96 an inch
UNITS = {2: 9.6 / 25.4, 3: 0.96 / 25.4, 4: 0.96, 5: 0.096, 6: 96 / 1440}
FREE_MODES = (7, 8)
UPDATES_POSITION, RIGHT, CENTRE, BOTTOM, BASELINE = 0x01, 0x02, 0x06, 0x08, 0x18
ASCENT, DESCENT = 0.8, 0.2  # of an em, where a record does not say

NARROW, WIDE = frozenset("ijlIftr.,:;'!|()[] "), frozenset("MWmw")


@dataclass(frozen=True, slots=True)
class Font:
    """`height` in logical units (0: the system's own), `turned` in degrees against the clock."""

    height: float = 0
    turned: float = 0
    charset: int = 0
    name: str = ""

    @property
    def is_symbol(self) -> bool:
        return self.charset == SYMBOL_CHARSET


@dataclass(frozen=True, slots=True)
class Pen:
    """Without a colour nothing is drawn."""

    colour: Colour | None = (0, 0, 0)
    width: float = 0


@dataclass(frozen=True, slots=True)
class Brush:
    colour: Colour | None = (255, 255, 255)


def advance(letter: str) -> float:
    """About how wide a letter of most fonts is, in em."""
    if letter in NARROW:
        return 0.28
    if letter in WIDE:
        return 0.85
    return 0.66 if letter.isupper() else 0.5


Tool = Font | Pen | Brush | None


@dataclass(frozen=True, slots=True)
class Setting:
    """What a device context remembers, and SAVEDC saves."""

    mode: int = 1
    window: Point = (0, 0)
    window_size: Point = (1, 1)
    viewport: Point = (0, 0)
    viewport_size: Point = (1, 1)
    world: Matrix = UNCHANGED
    pen: Pen = Pen()
    brush: Brush = Brush()
    font: Font = Font()
    align: int = 0
    at: Point = (0, 0)


@dataclass(frozen=True, slots=True)
class Shape:
    """Figures filled together (a hole is a figure inside another); `width` of the line in device units."""

    figures: Sequence[Figure]
    fill: Colour | None
    line: Colour | None
    width: float


@dataclass(frozen=True, slots=True)
class Bitmap:
    """A picture file drawn upright over a box: left, top, right, bottom. `operation` is the raster operation."""

    file: bytes
    box: tuple[float, float, float, float]
    operation: int


@dataclass(slots=True)
class Board:
    """`drawn` in the order of drawing; `runs` by their direction in degrees, turned upright."""

    setting: Setting = field(default_factory=Setting)
    runs: dict[int, list[tuple[Run, Font]]] = field(default_factory=dict)
    drawn: list[Shape | Bitmap] = field(default_factory=list)
    clips: list[Shape] = field(default_factory=list)
    patterns: list[bytes] = field(default_factory=list)
    has_outlines: bool = False
    _saved: list[Setting] = field(default_factory=list)
    _path: list[Figure] | None = None
    _ended: list[Figure] = field(default_factory=list)

    def set(self, **changes: object) -> None:
        self.setting = replace(self.setting, **changes)  # type: ignore[arg-type]

    def save(self) -> None:
        self._saved.append(self.setting)

    def restore(self, which: int) -> None:
        """The last one (-1), one further back, or one by its number from 1."""
        index = which - 1 if which > 0 else len(self._saved) + which
        if 0 <= index < len(self._saved):
            self.setting = self._saved[index]
            del self._saved[index:]

    def use(self, tool: Tool) -> None:
        if isinstance(tool, Font):
            self.set(font=tool)
        elif isinstance(tool, Pen):
            self.set(pen=tool)
        elif isinstance(tool, Brush):
            self.set(brush=tool)

    def to_device(self, point: Point) -> Point:
        now = self.setting
        a, b, c, d, e, f = now.world
        x, y = a * point[0] + c * point[1] + e, b * point[0] + d * point[1] + f
        across, down = self._scale()
        return (x - now.window[0]) * across + now.viewport[0], (y - now.window[1]) * down + now.viewport[1]

    def _scale(self) -> Point:
        now = self.setting
        if now.mode in FREE_MODES:
            return now.viewport_size[0] / (now.window_size[0] or 1), now.viewport_size[1] / (now.window_size[1] or 1)
        unit = UNITS.get(now.mode)
        return (1, 1) if unit is None else (unit, -unit)

    def length(self, logical: float) -> float:
        """How long something of that height is on the device."""
        x, y = self.to_device((0, 0))
        x1, y1 = self.to_device((0, logical))
        return math.hypot(x1 - x, y1 - y)

    # Figures

    def begin_path(self) -> None:
        self._path = []

    def end_path(self) -> None:
        self._ended, self._path = self._path or [], None

    def draw_path(self, *, fill: bool, stroke: bool) -> None:
        self._add(self._taken_path(), fill=fill, stroke=stroke)

    def clip_to_path(self) -> None:
        """Letters may be what colours are seen through: they are looked at by themselves."""
        figures = self._taken_path()
        if is_drawn(figures):
            self.clips.append(Shape(figures, (200, 0, 0), None, 0))

    def _taken_path(self) -> list[Figure]:
        figures = self._ended or self._path or []
        self._ended, self._path = [], None
        return figures

    def move_to(self, point: Point) -> None:
        self.set(at=point)
        if self._path is not None:
            self._path.append([self.to_device(point)])

    def line_to(self, points: Sequence[Point]) -> None:
        """A line from where the pen is, over these points."""
        if not points:
            return
        line = [self.to_device(point) for point in points]
        if self._path is None:
            self._add([[self.to_device(self.setting.at), *line]], fill=False, stroke=True)
        elif self._path:
            self._path[-1].extend(line)
        else:
            self._path.append([self.to_device(self.setting.at), *line])
        self.set(at=points[-1])

    def close(self) -> None:
        if self._path and self._path[-1]:
            self._path[-1].append(self._path[-1][0])

    def figures(self, logical: Iterable[Sequence[Point]], *, closed: bool) -> None:
        """Polygons (with holes) or lines."""
        figures = [[self.to_device(point) for point in points] for points in logical if points]
        if closed:
            figures = [[*figure, figure[0]] for figure in figures]
        if self._path is not None:
            self._path.extend(figures)
        else:
            self._add(figures, fill=closed, stroke=True)

    def _add(self, figures: list[Figure], *, fill: bool, stroke: bool) -> None:
        now = self.setting
        colour, line = now.brush.colour if fill else None, now.pen.colour if stroke else None
        if figures and (colour is not None or line is not None):
            self.drawn.append(Shape(figures, colour, line, self.length(now.pen.width)))
            self.has_outlines = self.has_outlines or is_drawn(figures)

    def bitmap(self, file: bytes, corner: Point, size: Point, operation: int) -> None:
        (x, y), (x1, y1) = self.to_device(corner), self.to_device((corner[0] + size[0], corner[1] + size[1]))
        self.drawn.append(Bitmap(file, (min(x, x1), min(y, y1), max(x, x1), max(y, y1)), operation))

    # Text

    def text(self, text: str, reference: Point, advances: Sequence[float]) -> None:
        """`advances` in logical units, as many as there are code units, or none."""
        now, font = self.setting, self.setting.font
        if not text:
            return
        em = abs(font.height) or 16
        length = sum(advances) if advances else em * sum(map(advance, text))
        at = now.at if now.align & UPDATES_POSITION else reference
        turn = math.radians(font.turned)
        along = (math.cos(turn), -math.sin(turn) * (-1 if self._scale()[1] < 0 else 1))
        back = {RIGHT: 1.0, CENTRE: 0.5}.get(now.align & CENTRE, 0.0) * length
        start = (at[0] - back * along[0], at[1] - back * along[1])
        end = (start[0] + length * along[0], start[1] + length * along[1])
        if now.align & UPDATES_POSITION:
            self.set(at=end)
        self._run(text, self.to_device(start), self.to_device(end), self.length(em))

    def _run(self, text: str, start: Point, end: Point, em: float) -> None:
        width = math.hypot(end[0] - start[0], end[1] - start[1])
        turned = math.atan2(start[1] - end[1], end[0] - start[0]) if width else 0.0  # y up
        cosine, sine = math.cos(turned), math.sin(turned)
        x, y = start[0] * cosine - start[1] * sine, -start[1] * cosine - start[0] * sine
        y += {BASELINE: 0.0, BOTTOM: DESCENT * em}.get(self.setting.align & BASELINE, -ASCENT * em)
        direction = round(math.degrees(turned)) % 360
        self.runs.setdefault(direction, []).append((Run(x, y, width, em, text), self.setting.font))
