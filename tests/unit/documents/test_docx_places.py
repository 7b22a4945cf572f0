"""Word files as python-docx writes them: wherever a mark is put, it comes out as a line of its own."""

import io
import struct
import zlib
from collections.abc import Callable

import docx
from docx.document import Document
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.documents.extract import extract
from backend.documents.limits import Limits
from backend.documents.model import Extraction

MARK = "TỐI MẬT"
Place = Callable[[Document], None]


def saved(document: Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def read(document: Document) -> Extraction:
    return extract(saved(document), "x.docx", Limits())


def lines(found: Extraction) -> list[str]:
    return [line for part in found.parts for page in part.pages for line in page.lines]


def in_a_header(document: Document) -> None:
    document.sections[0].header.paragraphs[0].text = MARK


def in_a_footer(document: Document) -> None:
    document.sections[0].footer.paragraphs[0].text = MARK


def in_the_header_of_even_pages(document: Document) -> None:
    document.settings.odd_and_even_pages_header_footer = True
    document.sections[0].even_page_header.paragraphs[0].text = MARK


def in_a_cell(document: Document) -> None:
    row = document.add_table(1, 2).rows[0]
    row.cells[0].text, row.cells[1].text = MARK, "Về việc tăng cường công tác"


def in_a_table_inside_a_cell(document: Document) -> None:
    document.add_table(1, 1).rows[0].cells[0].add_table(1, 1).rows[0].cells[0].text = MARK


def in_a_text_box(document: Document) -> None:
    box = f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox><w:txbxContent>'
    box += f"<w:p><w:r><w:t>{MARK}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    document.add_paragraph("Kính gửi: Sở Tài chính")._p.append(parse_xml(box))


def in_a_comment(document: Document) -> None:
    run = document.add_paragraph("có nhận xét").runs
    document.add_comment(run, text=MARK, author="A")


def in_the_properties(document: Document) -> None:
    document.core_properties.title = MARK


def in_runs_of_their_own(document: Document) -> None:
    paragraph = document.add_paragraph()
    for letter in MARK:
        paragraph.add_run(letter).bold = letter in "TM"


def behind_a_tab(document: Document) -> None:
    document.add_paragraph(f"Số: 12/UBND-VX\t{MARK}")


def above_a_line_break(document: Document) -> None:
    run = document.add_paragraph().add_run(MARK)
    run.add_break(WD_BREAK.LINE)
    run.add_text("Về việc")


def in_small_letters_shown_as_capitals(document: Document) -> None:
    document.add_paragraph().add_run(MARK.lower()).font.all_caps = True


def in_a_style_of_capitals(document: Document) -> None:
    style = document.styles.add_style("Dấu", 1)
    style.font.all_caps = True
    document.add_paragraph(MARK.lower(), style="Dấu")


def in_a_list(document: Document) -> None:
    document.add_paragraph(MARK, style="List Bullet")


PLACES: list[Place] = [
    in_a_header,
    in_a_footer,
    in_the_header_of_even_pages,
    in_a_cell,
    in_a_table_inside_a_cell,
    in_a_text_box,
    in_a_comment,
    in_the_properties,
    in_runs_of_their_own,
    behind_a_tab,
    above_a_line_break,
    in_small_letters_shown_as_capitals,
    in_a_style_of_capitals,
    in_a_list,
]
WORDS = st.text(st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxy ,.;-"), min_size=1, max_size=60)


@settings(deadline=None, max_examples=60)  # a shared machine may stall for a second
@given(place=st.sampled_from(PLACES), before=st.lists(WORDS, max_size=4), after=st.lists(WORDS, max_size=4))
def test_a_mark_put_anywhere_stands_alone(place: Place, before: list[str], after: list[str]) -> None:
    document = docx.Document()
    for text in before:
        document.add_paragraph(text)
    place(document)
    for text in after:
        document.add_paragraph(text)

    found = read(document)

    assert MARK in lines(found)
    assert found.unreadable == ()


def test_a_mark_is_no_line_where_it_is_part_of_one() -> None:
    document = docx.Document()
    document.add_paragraph(f"Công tác {MARK} của đơn vị")
    assert MARK not in lines(read(document))


def test_a_document_without_anything_is_read_and_says_little() -> None:
    found = read(docx.Document())
    assert found.unreadable == ()
    assert MARK not in lines(found)


def png() -> bytes:
    """One black pixel."""
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes(2))),
        (b"IEND", b""),
    ]
    written = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(written)


def test_a_picture_too_small_for_a_stamp_is_read() -> None:
    document = docx.Document()
    document.add_picture(io.BytesIO(png()))
    found = read(document)
    assert [part.path for part in found.parts] == ["", "word/media/image1.png"]
    assert (found.unreadable, found.uncertain) == ((), ())
