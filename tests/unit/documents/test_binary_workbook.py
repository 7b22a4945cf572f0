"""Binary workbooks (MS-XLSB), written by hand record by record; another reader agrees that they are such files."""

import io
import struct

import pytest
import python_calamine

from backend.documents.extract import extract
from backend.documents.limits import Limits
from backend.documents.model import Extraction
from tests.unit.documents.file_builder import zip_of

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
EXCEL = "application/vnd.ms-excel."
SAMPLE_SAYS = "TÀI LIỆU MẪU, KHÔNG PHẢI BÍ MẬT NHÀ NƯỚC"


def record(kind: int, data: bytes = b"") -> bytes:
    number = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = bytes([len(data)]) if len(data) < 0x80 else bytes([len(data) & 0x7F | 0x80, len(data) >> 7])
    return number + size + data


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def strings(*texts: str) -> bytes:
    """BrtBeginSst, BrtSSTItem of each, BrtEndSst."""
    items = b"".join(record(19, b"\0" + wide(text)) for text in texts)
    return record(159, struct.pack("<II", len(texts), len(texts))) + items + record(160)


def sheet(*cells: bytes, after: bytes = b"") -> bytes:
    """One row of cells, each already a record."""
    size, row = struct.pack("<IIII", 0, 0, 0, 3), struct.pack("<IIHHBBI", 0, 0, 300, 0, 0, 0, 0)
    inside = record(148, size) + record(145) + record(0, row) + b"".join(cells) + record(146) + after
    return record(129) + inside + record(130)


def string_cell(column: int, index: int) -> bytes:
    return record(7, struct.pack("<III", column, 0, index))


def book(sheet_part: bytes, table: bytes, more: dict[str, bytes] | None = None) -> bytes:
    named = record(156, struct.pack("<II", 0, 1) + wide("r1") + wide("Tờ một"))
    types = {"workbook": "sheet.binary.macroEnabled.main", "worksheets/sheet1": "worksheet"}
    types |= {"sharedStrings": "sharedStrings", "styles": "styles", "comments1": "comments"}
    overrides = "".join(
        f"<Override PartName='/xl/{part}.bin' ContentType='{EXCEL}{kind}'/>" for part, kind in types.items()
    )
    links = "".join(
        f"<Relationship Id='{link}' Type='{RELATIONS}/{kind}' Target='{target}'/>"
        for link, kind, target in (
            ("r1", "worksheet", "worksheets/sheet1.bin"),
            ("r2", "sharedStrings", "sharedStrings.bin"),
            ("r3", "styles", "styles.bin"),
        )
    )
    root = f"<Relationship Id='r1' Type='{RELATIONS}/officeDocument' Target='xl/workbook.bin'/>"
    members = {
        "[Content_Types].xml": f"<Types>{overrides}</Types>".encode(),
        "_rels/.rels": f"<Relationships>{root}</Relationships>".encode(),
        "xl/workbook.bin": record(131) + record(143) + named + record(144) + record(132),
        "xl/_rels/workbook.bin.rels": f"<Relationships>{links}</Relationships>".encode(),
        "xl/worksheets/sheet1.bin": sheet_part,
        "xl/sharedStrings.bin": table,
        "xl/styles.bin": record(278)
        + record(617, struct.pack("<I", 1))
        + record(47, bytes(16))
        + record(618)
        + record(279),
    }
    return zip_of({**members, **(more or {})})


def read(data: bytes) -> Extraction:
    return extract(data, "a.xlsb", Limits())


def lines(found: Extraction) -> list[str]:
    return [line for part in found.parts for page in part.pages for line in page.lines]


def test_shared_strings_and_the_name_of_a_sheet_are_lines() -> None:
    data = book(sheet(string_cell(0, 0), string_cell(1, 1)), strings(SAMPLE_SAYS, "TỐI MẬT"))
    of_another_reader = python_calamine.load_workbook(io.BytesIO(data)).get_sheet_by_index(0).to_python()

    found = read(data)

    assert of_another_reader == [[SAMPLE_SAYS, "TỐI MẬT"]]
    assert lines(found) == ["Tờ một", SAMPLE_SAYS, "TỐI MẬT"]
    assert found.media_type == "application/vnd.ms-excel.sheet.binary.macroenabled.12"
    assert found.unreadable == ()


def test_texts_that_stand_in_cells_headers_and_comments_are_lines() -> None:
    cell = record(6, struct.pack("<II", 0, 0) + wide("TỐI MẬT"))
    header = record(479, struct.pack("<H", 0) + wide("&C&12MẬT &P") + struct.pack("<I", 0xFFFFFFFF) * 5)
    comment = record(628) + record(637, b"\0" + wide("Nhận xét")) + record(629)

    found = read(book(sheet(cell, after=header), strings(SAMPLE_SAYS), {"xl/comments1.bin": comment}))

    assert lines(found) == ["Tờ một", "TỐI MẬT", "MẬT", SAMPLE_SAYS, "Nhận xét"]


def test_texts_in_a_font_of_an_old_charset_are_read_as_it_draws_them() -> None:
    font = record(43, bytes(21) + wide(".VnTimeH"))
    styles = record(278) + font + record(279)

    found = read(book(sheet(string_cell(0, 0)), strings("tèi mËt"), {"xl/styles.bin": styles}))

    assert "TỐI MẬT" in lines(found)


def test_text_boxes_are_read_as_in_any_workbook() -> None:
    box = "<wsDr xmlns:a='urn:a'><a:p><a:r><a:t>TỐI</a:t></a:r><a:r><a:t> MẬT</a:t></a:r></a:p></wsDr>"

    found = read(book(sheet(), strings(SAMPLE_SAYS), {"xl/drawings/drawing1.xml": box.encode()}))

    assert "TỐI MẬT" in lines(found)


@pytest.mark.parametrize("cut", [1, 5, 15])
def test_a_part_cut_short_is_corrupt_and_the_rest_is_read(cut: int) -> None:
    found = read(book(sheet(string_cell(0, 0))[:-cut], strings("TỐI MẬT")))

    assert "TỐI MẬT" in lines(found)
    assert [(part.path, part.reason.value) for part in found.unreadable] == [("xl/worksheets/sheet1.bin", "corrupt")]
