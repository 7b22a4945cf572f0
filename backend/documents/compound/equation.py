"""Formulas of MathType and of Word's old equation editor: the letters of the stream "Equation Native" (MTEF 3 and 5).

What a reader sees is the metafile beside the object. The letters are looked for by the shape of their records (kind,
in version 5 options, typeface from 0x81, code point), not by the structure of the formula.
"""

import re

from backend.documents.reading import Unsupported

NATIVE = "Equation Native"
EQUATION = "application/vnd.mathtype"
HEADER_BYTES, HEADER_START, VERSIONS = 28, b"\x1c\x00", (b"\x02", b"\x03", b"\x05")
_CHARACTER = re.compile(rb"(?:\x02[\x00-\x0f]|[\x02\x12\x22\x32\x82\x92\xa2\xb2])[\x81-\x9f](..)", re.DOTALL)
_LETTER = re.compile("[^\\W_]|[ \u0300-\u036f]")


def equation_lines(stream: bytes) -> list[str]:
    """All letters and digits in one line, in the order they were written.

    Raises Unsupported for what is no formula of these versions.
    """
    if stream[:2] != HEADER_START or stream[HEADER_BYTES : HEADER_BYTES + 1] not in VERSIONS:
        raise Unsupported
    codes = (int.from_bytes(found[1], "little") for found in _CHARACTER.finditer(stream, HEADER_BYTES))
    line = "".join(letter for letter in map(chr, codes) if _LETTER.match(letter)).strip()
    return [line] if line else []
