"""PDF files written object by object: what typesetters do not make and strangers send."""

from collections.abc import Mapping, Sequence

# WinAnsi has no Vietnamese; the letters the tests need stand on free codes under their glyph names (AGL).
LETTERS = {"Ậ": (1, "uni1EAC"), "Ố": (2, "uni1ED0"), "Ệ": (3, "uni1EC6"), "Đ": (4, "Dcroat")}
DIFFERENCES = " ".join(f"{code} /{name}" for code, name in LETTERS.values())
FONT = f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Differences [{DIFFERENCES}] >> >>"
NAMELESS = "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /FirstChar 65 /LastChar 90 "
NAMELESS += f"/Widths [{' '.join(['0.6'] * 26)}] /CharProcs << /g17 9 0 R >> "
NAMELESS += f"/Encoding << /Differences [65 {' '.join(['/g17'] * 26)}] >> /Resources << >> >>"


def shown(text: str) -> str:
    """A text as the operand of Tj in FONT."""
    codes = [LETTERS[letter][0] if letter in LETTERS else ord(letter) for letter in text]
    return "<" + "".join(f"{code:02x}" for code in codes) + ">"


def text_at(x: float, y: float, text: str, size: float = 13) -> str:
    return f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm {shown(text)} Tj ET\n"


def pdf(
    content: str,
    *,
    page: str = "",
    catalog: str = "",
    trailer: str = "",
    objects: Mapping[int, str | bytes] | None = None,
    pages: int = 1,
) -> bytes:
    """A file of `pages` pages with one content; `page`, `catalog` and `trailer` are more entries of theirs.

    Objects 1 to 9 are taken (9: a glyph that draws a box); `objects` may add others, as PDF text or whole streams.
    """
    numbers = [20 + number for number in range(pages)]
    written: dict[int, str | bytes] = {
        1: f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        2: f"<< /Type /Pages /Kids [{' '.join(f'{number} 0 R' for number in numbers)}] /Count {pages} >>",
        4: stream(content.encode("latin-1")),
        5: FONT,
        6: NAMELESS,
        9: stream(b"0.6 0 d0 0 0 0.5 0.7 re f"),
        **(objects or {}),
    }
    for number in numbers:
        written[number] = (
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            f"/Resources << /Font << /F1 5 0 R /F2 6 0 R >> /XObject << /Im 10 0 R >> >> {page} >>"
        )
    return _file(written, trailer)


def stream(data: bytes, entries: str = "") -> bytes:
    return f"<< /Length {len(data)} {entries} >>\nstream\n".encode("latin-1") + data + b"\nendstream"


def picture(entries: str = "") -> bytes:
    return stream(b"\x00" * 12, f"/Type /XObject /Subtype /Image /Width 2 /Height 2 /BitsPerComponent 8 "
                  f"/ColorSpace /DeviceRGB {entries}")  # fmt: skip


def _file(objects: Mapping[int, str | bytes], trailer: str) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    offsets: dict[int, int] = {}
    for number, body in sorted(objects.items()):
        offsets[number] = len(out)
        out += (
            f"{number} 0 obj\n".encode() + (body if isinstance(body, bytes) else body.encode("latin-1")) + b"\nendobj\n"
        )
    starts = len(out)
    out += f"xref\n0 1\n0000000000 65535 f \n{''.join(_entries(offsets))}".encode()
    out += f"trailer\n<< /Size {max(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{starts}\n%%EOF\n".encode()
    return bytes(out)


def _entries(offsets: Mapping[int, int]) -> Sequence[str]:
    return [f"{number} 1\n{offset:010d} 00000 n \n" for number, offset in sorted(offsets.items())]
