"""What the text of a metafile says: bytes by the charset of their font, old fonts by their name, lines by their place.

Twin of webmail-plugin/src/scan/metafile/letters.ts.
"""

from backend.documents import code_page
from backend.documents.lines import lines_of
from backend.documents.metafile.board import Board, Font
from backend.documents.run_text import RunText

PICTOGRAMS = 0xF000  # where letters of symbol fonts stand in Unicode


def narrow(written: bytes, font: Font) -> str:
    """Text of one byte a letter."""
    if font.is_symbol:
        return written.decode("latin-1")
    return code_page.decode(written, code_page.of_font_charset(font.charset) or code_page.WESTERN)


def shown(text: str, font: Font, runs: RunText) -> str:
    if font.is_symbol:
        return "".join(chr(PICTOGRAMS + ord(letter)) if " " < letter < "\u0100" else letter for letter in text)
    return runs.read(text.replace("\0", ""), font.name)


def lines_on(board: Board, runs: RunText) -> list[str]:
    """Line by line, each direction of writing by itself."""
    return [
        line
        for _, drawn in sorted(board.runs.items())
        for line in lines_of(run._replace(text=shown(run.text, font, runs)) for run, font in drawn)
    ]
