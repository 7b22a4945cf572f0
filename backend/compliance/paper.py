"""A paper as blocks, and as Markdown; `paper_docx` and `paper_pdf` write the same blocks as DOCX and PDF. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Title:
    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Boxes:
    """Things to tick off."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """`widths`: shares of the columns; none: all alike."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """`ruled`: a short rule stands under it. `points`: its size."""

    text: str
    bold: bool = False
    italic: bool = False
    ruled: bool = False
    points: int = 13


@dataclass(frozen=True, slots=True)
class Centred:
    """`begins_page`: as an annex does."""

    lines: tuple[Line, ...]
    begins_page: bool = False


@dataclass(frozen=True, slots=True)
class Beside:
    """Two columns without a frame, as the head and the end of an official paper have them. `flush`: the left one is not
    centred."""

    left: tuple[Line, ...]
    right: tuple[Line, ...]
    flush: bool = False


Block = Title | Heading | Text | Boxes | Rows | Centred | Beside


def markdown(blocks: Sequence[Block]) -> str:
    return "\n\n".join(_marked(block) for block in blocks) + "\n"


def _marked(block: Block) -> str:
    match block:
        case Title(text):
            return f"# {text}"
        case Heading(text):
            return f"## {text}"
        case Text(text):
            return text
        case Boxes(items):
            return "\n".join(f"- [ ] {item}" for item in items)
        case Centred(lines):
            return "\n\n".join(line.text for line in lines)
        case Beside(left, right):
            return "\n\n".join(line.text for line in (*left, *right))
        case Rows(head, rows):
            cells = [head, tuple("---" for _ in head), *rows]
            return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in cells)
