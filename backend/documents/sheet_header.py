"""Headers and footers of sheets: text with codes (ECMA-376 part 1, 18.3.1.46: &L &C &R &"font,style" &12 &K…)."""

import re

from backend.documents.run_text import RunText
from backend.documents.spacing import pieces

_CODE = re.compile('&(?:"([^"]*)"|K[0-9A-Fa-f+-]{5,6}|[0-9]+|(.))', re.DOTALL)
_SECTIONS = "LCR"


def header_texts(coded: str, run_text: RunText) -> list[str]:
    """The lines of the left, middle and right section; what stands for page numbers, dates and names is left out."""
    sections, font, at = [""], "", 0
    for code in _CODE.finditer(coded):
        sections[-1] += run_text.read(coded[at : code.start()], font)
        at = code.end()
        if code.group(1) is not None:
            font = code.group(1).partition(",")[0]
        elif code.group(2) == "&":
            sections[-1] += "&"
        elif code.group(2) is not None and code.group(2) in _SECTIONS:
            sections.append("")
            font = ""
    sections[-1] += run_text.read(coded[at:], font)
    return [line for section in sections for line in pieces(section)]


_LITERAL = re.compile(r'"([^"]*)"|\\(.)|(;)', re.DOTALL)


def quoted_text(format_code: str) -> str:
    """What a number format writes beside or instead of the number (18.8.31), its sections on lines of their own."""
    literals = _LITERAL.finditer(format_code)
    return "".join("\n" if found.group(3) else found.group(1) or found.group(2) or "" for found in literals)
