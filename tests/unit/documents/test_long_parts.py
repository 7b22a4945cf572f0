"""Parts of office files that are too long to stand in memory: read bit by bit, to their end or to a limit."""

import io
import zipfile
from collections.abc import Mapping

import pytest

from backend.documents.extract import extract
from backend.documents.limits import Limits
from backend.documents.model import Extraction, UnreadableReason
from tests.unit.documents.file_builder import docx_of

LONG_BYTES = 3_000_000
MANY_WORDS = "".join(
    f"<w:p><w:r><w:t>Công văn số {number} về việc rà soát</w:t></w:r></w:p>" for number in range(40_000)
)


def packed(members: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def read(members: Mapping[str, bytes]) -> Extraction:
    return extract(packed(members), "x", Limits())


def lines(found: Extraction) -> list[str]:
    return [line for part in found.parts for page in part.pages for line in page.lines]


def test_a_mark_behind_three_megabytes_of_words_is_read() -> None:
    body = (
        MANY_WORDS
        + "<w:p><w:r><w:rPr><w:caps/></w:rPr><w:t>tối mật</w:t></w:r></w:p><w:p><w:r><w:t>hết</w:t></w:r></w:p>"
    )
    members = unpacked(docx_of({"document": body}))
    assert len(members["word/document.xml"]) > LONG_BYTES

    found = read(members)

    assert found.unreadable == ()
    assert lines(found)[-2:] == ["TỐI MẬT", "hết"]
    assert len(lines(found)) == 40_002


CELLS = {
    '<c r="A1" t="inlineStr"><is><t>TỐI</t></is></c><c r="B1" t="inlineStr"><is><t>MẬT</t></is></c>': [
        "TỐI",
        "MẬT",
        "TỐI MẬT",
    ],
    '<c r="A1" t="str"><v>TỐI</v></c><c r="C1" t="str"><v>MẬT</v></c>': ["TỐI", "MẬT"],
    '<c r="A1" t="str"><v>TỐI</v></c><c r="B1"><v>7</v></c><c r="C1" t="str"><v>MẬT</v></c>': ["TỐI", "MẬT"],
    '<c r="A1" t="inlineStr"><is><r><t>TỐI </t></r><r><t>MẬT</t></r></is></c>': ["TỐI MẬT"],
    '<c r="A1"><f>"TỐI"&amp;" MẬT"</f></c>': ["TỐI", "MẬT", "TỐI MẬT"],
    '<c r="A1" t="str"><f>A2</f><v>TỐI MẬT</v></c>': ["TỐI MẬT"],
    '<c t="str"><v>TỐI</v></c><c t="str"><v>MẬT</v></c>': ["TỐI", "MẬT", "TỐI MẬT"],
}


@pytest.mark.parametrize("cells", CELLS)
def test_a_long_sheet_says_what_a_short_one_says(cells: str) -> None:
    def sheet(rows: int) -> dict[str, bytes]:
        written = "".join(f'<row r="{row}">{cells}</row>' for row in range(1, rows + 1))
        space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        return {
            "[Content_Types].xml": (
                b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                b'<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
                b'spreadsheetml.sheet.main+xml"/></Types>'
            ),
            "xl/workbook.xml": f'<workbook xmlns="{space}"/>'.encode(),
            "xl/worksheets/a.xml": f'<worksheet xmlns="{space}"><sheetData>{written}</sheetData></worksheet>'.encode(),
        }

    rows = 1_200_000 // len(cells.encode())
    assert lines(read(sheet(1))) == CELLS[cells]
    assert lines(read(sheet(rows))) == CELLS[cells] * rows


def test_a_long_part_that_is_not_well_formed_is_corrupt() -> None:
    members = unpacked(docx_of({"document": MANY_WORDS}))
    members["word/document.xml"] = members["word/document.xml"].replace(b"</w:body>", b"</w:bodi>")

    assert {part.reason for part in read(members).unreadable} == {UnreadableReason.CORRUPT}


def test_a_long_part_of_another_checksum_is_corrupt() -> None:
    members = unpacked(docx_of({"document": MANY_WORDS}))
    data = packed(members)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        checksum = archive.getinfo("word/document.xml").CRC.to_bytes(4, "little")

    found = extract(data.replace(checksum, bytes(4)), "x", Limits())

    assert UnreadableReason.CORRUPT in {part.reason for part in found.unreadable}


@pytest.mark.parametrize(
    "said", ["<w:p><w:r><w:t>mật ong {}</w:t></w:r></w:p>", '<w:p><w:shape alt="mật ong {}"/></w:p>']
)
def test_what_says_more_than_may_be_is_over_the_limit_and_read_as_far_as_that(said: str) -> None:
    found = read(unpacked(docx_of({"document": "".join(map(said.format, range(400_000)))})))

    assert {part.reason for part in found.unreadable} == {UnreadableReason.LIMIT}
    assert lines(found)[0] == "mật ong 0"
    assert 250_000 < len(lines(found)) < 400_000


def test_words_where_none_belong_are_read_in_a_long_part_too() -> None:
    members = unpacked(docx_of({"document": "<w:p/>", "settings": MANY_WORDS + "<w:p><w:r><w:t>MẬT</w:t></w:r></w:p>"}))

    assert lines(read(members))[-1] == "MẬT"


def test_members_that_are_looked_at_as_a_whole_are_over_the_limit_where_they_take_too_much_memory_together() -> None:
    members = unpacked(docx_of({"document": "<w:p><w:r><w:t>MẬT</w:t></w:r></w:p>"}))
    pictures = {f"word/media/{number}.bin": bytes([number]) * 3_900_000 for number in range(6)}

    found = read(members | pictures)

    assert UnreadableReason.LIMIT in {part.reason for part in found.unreadable}
    assert "MẬT" in lines(found)
