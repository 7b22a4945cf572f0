"""Metafiles, the drawings office programs keep of stamps, formulas, charts and other programs' objects.

Their text is read as text, line by line as it stands; their bitmaps are pictures inside; and where they draw more than
rules and boxes, all they draw is looked at as one picture, for letters may be turned into outlines. Twin of
webmail-plugin/src/scan/metafile/reader.ts.
"""

import struct
from collections.abc import Iterator, Sequence

from backend.documents import sniff
from backend.documents.limits import LimitExceeded
from backend.documents.lines import lines_of
from backend.documents.metafile.board import Bitmap, Board, Shape
from backend.documents.metafile.emf import Emf
from backend.documents.metafile.emf_plus import EmfPlus
from backend.documents.metafile.letters import lines_on, shown
from backend.documents.metafile.wmf import PLACEABLE, Wmf
from backend.documents.model import Page, UnreadableReason
from backend.documents.reading import Corrupt, Reading, Unreadable, inner_path
from backend.documents.run_text import RunText

HEADER_BYTES = 88
MM_PER_INCH = 25.4
PADDING = b"\0 \t\r\n\x1a"


def read_emf(data: bytes, path: str, depth: int, reading: Reading) -> str:
    if len(data) < HEADER_BYTES:
        raise Corrupt
    file, runs = Emf(reading), RunText()
    try:
        file.read(data)
    except Unreadable as error:
        file.troubles.append(error.reason)
    pixels, millimetres = (struct.unpack_from("<2I", data, at) for at in (72, 80))
    unit_mm = millimetres[0] / pixels[0] if pixels[0] and millimetres[0] else None
    plus = file.plus
    if plus.unread or plus.is_unfinished or (plus.is_all and plus.has_drawings):
        file.troubles.append(UnreadableReason.UNSUPPORTED)
    if plus.misread:
        file.troubles.append(UnreadableReason.TEXT_LAYER)
    if sniff.has_pdf_header(data) and not file.documents:
        file.troubles.append(UnreadableReason.CORRUPT)  # a PDF too, where no record keeps one
    lines = lines_on(file.board, runs)
    lines += [line for line in dict.fromkeys(_plus_lines(plus, runs)) if line not in lines]
    _tell(sniff.EMF, path, file.troubles, reading)
    _look_at(file.board, lines, (path, sniff.EMF, unit_mm), runs, reading)
    _go_deeper([*_bitmaps(file.board), *plus.pictures, *file.documents], path, depth, reading)
    _read_tail(data[file.ends :] if file.ends else b"", path, depth, reading)
    return sniff.EMF


def read_wmf(data: bytes, path: str, depth: int, reading: Reading) -> str:
    file, runs = Wmf(reading), RunText()
    try:
        file.read(data)
    except Unreadable as error:
        file.troubles.append(error.reason)
    units = struct.unpack_from("<H", data, 14)[0] if data.startswith(PLACEABLE) else 0
    _tell(sniff.WMF, path, file.troubles, reading)
    place = path, sniff.WMF, MM_PER_INCH / units if units else None
    _look_at(file.board, lines_on(file.board, runs), place, runs, reading)
    _go_deeper(_bitmaps(file.board), path, depth, reading)
    if file.enhanced:
        reading.go_deeper(file.enhanced, inner_path(path, "(emf)"), depth + 1)
    _read_tail(data[file.ends :] if file.ends else b"", path, depth, reading)
    return sniff.WMF


def _plus_lines(plus: EmfPlus, runs: RunText) -> list[str]:
    """Beside each other as far as that is known, and each by itself."""
    drawn = [run._replace(text=shown(run.text, font, runs)) for run, font in plus.strings]
    return lines_of(drawn) + [line for run in drawn for line in lines_of([run])]


def _bitmaps(board: Board) -> list[bytes]:
    return [*(item.file for item in board.drawn if isinstance(item, Bitmap)), *board.patterns]


def _tell(media_type: str, path: str, troubles: list[UnreadableReason], reading: Reading) -> None:
    for reason in dict.fromkeys(troubles):
        reading.give_up(path, media_type, reason)


def _look_at(
    board: Board, lines: list[str], place: tuple[str, str, float | None], runs: RunText, reading: Reading
) -> None:
    path, media_type, unit_mm = place
    stamps: list[str] = []
    try:
        for drawn in _worth_a_look(board):
            from backend.documents.images import MOST_PIXELS, look_at_picture
            from backend.documents.metafile.scene import picture_of

            looked, uncertain = look_at_picture(1, picture_of(drawn, unit_mm, MOST_PIXELS, reading.budget))
            stamps += looked.stamps
            if uncertain:
                reading.doubt(path, 1)
    except LimitExceeded:
        reading.give_up(path, media_type, UnreadableReason.LIMIT)
    pages = [Page(1, tuple(lines), tuple(dict.fromkeys(stamps)))] if lines or stamps else []
    reading.add(path, media_type, pages, runs.charset)


def _worth_a_look(board: Board) -> Iterator[Sequence[Shape | Bitmap]]:
    if board.has_outlines or len([item for item in board.drawn if isinstance(item, Bitmap)]) > 1:
        yield board.drawn
    if board.clips:
        yield board.clips


def _go_deeper(pictures: list[bytes], path: str, depth: int, reading: Reading) -> None:
    """A picture drawn more than once is looked at once."""
    for number, picture in enumerate(dict.fromkeys(pictures), start=1):
        reading.budget.take_member()
        reading.budget.take_bytes(len(picture))
        reading.go_deeper(picture, inner_path(path, f"picture{number}"), depth + 1)


def _read_tail(tail: bytes, path: str, depth: int, reading: Reading) -> None:
    if tail.strip(PADDING):
        reading.go_deeper(tail, inner_path(path, "(tail)"), depth + 1)
