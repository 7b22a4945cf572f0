"""PDF: what is read of a page, and every reason why a page cannot be called read."""

import re
from contextlib import nullcontext

import pytest
import typst
from pypdfium2 import PdfDocument

from backend.documents import pdf_looking
from backend.documents.extract import extract
from backend.documents.limits import Budget, Limits
from backend.documents.model import Extraction, Page, UnreadableReason
from backend.documents.pdf_looking import look_at
from backend.documents.pdf_looks import Look, Seen
from backend.documents.reading import Reading
from tests.unit.documents.file_builder import zip_of
from tests.unit.documents.locked_pdf import locked
from tests.unit.documents.pdf_writer import pdf, picture, shown, stream, text_at
from tests.unit.documents.scanned_pdf import scanned, with_picture
from tests.unit.documents.stamp_pictures import printed_at_the_head, stamp_alone

HEAD = text_at(72, 700, "MẬT") + text_at(250, 700, "Ve viec")
HEAD_LINES = ("MẬT", "Ve viec")
FONT = '#set text(font: "Liberation Serif", size: 13pt)\n'


def read(data: bytes, limits: Limits | None = None) -> Extraction:
    return extract(data, "x.pdf", limits or Limits())


def lines(found: Extraction) -> list[str]:
    return [line for part in found.parts for page in part.pages for line in page.lines]


def reasons(found: Extraction) -> set[str]:
    return {part.reason.value for part in found.unreadable}


def is_seen(found: Extraction) -> bool:
    """Whether the page was looked at as a picture: of one with so little text the print is read too."""
    return found.unreadable == () and len(lines(found)) > len(HEAD_LINES)


def typeset(body: str) -> bytes:
    compiled = typst.compile((FONT + body).encode())
    assert isinstance(compiled, bytes)
    return compiled


def appearance(content: str, resources: str) -> bytes:
    """A form XObject, as annotations show themselves."""
    entries = f"/Type /XObject /Subtype /Form /BBox [0 0 200 50] /Resources << {resources} >>"
    return stream(content.encode(), entries)


def test_cells_of_one_row_stand_apart() -> None:
    found = read(pdf(HEAD))
    assert found.parts[0].pages == (Page(1, HEAD_LINES),)
    assert found.unreadable == ()


def test_a_typeset_paper_reads_line_by_line() -> None:
    found = read(
        typeset(
            "#grid(columns: (1fr, 1fr), [Số: 12/SNV-VX], [_Thái Nguyên, ngày 05 tháng 01 năm 2026_])\n"
            "Kính gửi: *Sở Tài chính.*\n\n- Như trên;\n#pagebreak()\nTrang hai"
        )
    )
    assert [page.number for page in found.parts[0].pages] == [1, 2]
    assert found.parts[0].pages[0].lines[:3] == (
        "Số: 12/SNV-VX",
        "Thái Nguyên, ngày 05 tháng 01 năm 2026",
        "Kính gửi: Sở Tài chính.",
    )
    assert found.unreadable == ()


def test_a_framed_stamp_beside_a_subject_is_a_line_of_its_own() -> None:
    found = read(typeset("#grid(columns: (3cm, 1fr), rect(stroke: red)[*TỐI MẬT*], [Về việc tăng cường])"))
    assert "TỐI MẬT" in lines(found)
    assert found.unreadable == ()


@pytest.mark.parametrize("instead", ["/ActualText (Thuong)", "/ActualText ()", "/MCID 0 /ActualText (Thuong)"])
def test_drawn_letters_are_read_not_what_the_file_says_in_their_place(instead: str) -> None:
    marked = f"/P << /MCID 1 >> BDC /Span << {instead} >> BDC {text_at(72, 700, 'TỐI MẬT')} EMC EMC "
    found = read(pdf(marked + text_at(72, 600, "Ve viec")))
    assert lines(found) == ["TỐI MẬT", "Ve viec"]
    assert found.unreadable == ()


def test_what_is_said_in_place_of_letters_is_found_by_its_name_and_in_a_form() -> None:
    entries = "/Font << /F1 5 0 R >> /Properties << /P1 << /ActualText (Thuong) >> >>"
    marked = f"/Span /P1 BDC {text_at(10, 10, 'TỐI MẬT')} EMC"
    found = read(pdf("/Im Do " + text_at(72, 600, "Ve viec"), objects={10: appearance(marked, entries)}))
    assert lines(found) == ["Ve viec", "TỐI MẬT"]
    assert found.unreadable == ()


def test_turned_text_is_read_upright() -> None:
    found = read(pdf(f"BT /F1 13 Tf 0 1 -1 0 300 300 Tm {shown('MẬT')} Tj ET"))
    assert lines(found) == ["MẬT"]


def test_a_slanted_watermark_is_one_line() -> None:
    found = read(typeset("#rotate(-45deg)[TÀI LIỆU MẪU, KHÔNG PHẢI BÍ MẬT NHÀ NƯỚC]"))
    assert lines(found) == ["TÀI LIỆU MẪU, KHÔNG PHẢI BÍ MẬT NHÀ NƯỚC"]


def test_a_turned_page_reads_like_any() -> None:
    assert lines(read(pdf(HEAD, page="/Rotate 90"))) == list(HEAD_LINES)


def test_a_picture_larger_than_a_stamp_is_looked_at_and_the_text_is_read() -> None:
    found = read(pdf(HEAD + "q 40 0 0 40 100 100 cm /Im Do Q", objects={10: picture()}))
    assert lines(found)[:2] == list(HEAD_LINES)
    assert is_seen(found)


def test_a_stamp_pasted_into_a_page_of_text_is_read() -> None:
    text = "".join(text_at(72, 600 - 20 * row, "Ve viec tang cuong cong tac van thu") for row in range(4))
    stamp = stamp_alone("TỐI MẬT", 200)
    found = read(with_picture(stamp, (72, 700, 147, 51), text))
    assert [page.stamps for page in found.parts[0].pages] == [("TỐI MẬT",)]
    assert found.unreadable == ()


def test_a_mark_typed_on_a_scanned_page_is_read() -> None:
    found = read(scanned(printed_at_the_head("MẬT")))
    assert [page.stamps for page in found.parts[0].pages] == [("MẬT",)]
    assert found.unreadable == ()


def test_a_scan_on_which_a_program_wrote_a_line_is_read_as_a_scan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_looking, "PRINT_SECONDS", 60.0)  # however slow the machine
    line = text_at(
        72, 20, "Quet bang dien thoai, mot dong chu do may quet ghi vao cuoi trang, dai hon mot tram chu mot chut"
    )
    assert "MẬT" in lines(read(scanned(printed_at_the_head("MẬT"), content=line), Limits(seconds=90)))


def test_pages_that_there_is_no_time_to_look_at_are_over_the_limit() -> None:
    late = Reading(Budget(Limits(), deadline=0.0), lambda _data, _path, _depth: None)
    page = Page(1, ())
    assert look_at([Look(page, misread=False, bare=True)], lambda _index: nullcontext(), "", late) == [
        Seen(page, UnreadableReason.LIMIT)
    ]


def test_a_scan_whose_first_page_there_was_no_time_to_read_is_over_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_looking, "SECONDS_KEPT", 3600.0)

    found = read(scanned(printed_at_the_head("CÔNG VĂN")))

    assert [part.reason for part in found.unreadable] == [UnreadableReason.LIMIT]


def test_a_page_that_cannot_be_opened_again_is_damaged() -> None:
    reading = Reading(Budget.start(Limits()), lambda _data, _path, _depth: None)
    page = Page(1, ())
    assert look_at([Look(page, misread=False, bare=True)], lambda _index: nullcontext(), "", reading) == [
        Seen(page, UnreadableReason.CORRUPT)
    ]


def test_a_picture_inside_a_form_is_measured_as_it_is_shown() -> None:
    form = appearance("q 4 0 0 4 0 0 cm /Im Do Q", "/XObject << /Im 11 0 R >>")
    assert is_seen(read(pdf(HEAD + "q 10 0 0 10 100 100 cm /Im Do Q", objects={10: form, 11: picture()})))
    assert not is_seen(read(pdf(HEAD + "q 1 0 0 1 100 100 cm /Im Do Q", objects={10: form, 11: picture()})))


@pytest.mark.parametrize("forms", [12, 13, 60])
def test_a_picture_inside_many_forms_is_not_lost(forms: int) -> None:
    nested = {11 + n: appearance("/Im Do", f"/XObject << /Im {12 + n} 0 R >>") for n in range(100, 100 + forms - 1)}
    objects = {10: appearance("/Im Do", "/XObject << /Im 111 0 R >>"), **nested, 110 + forms: picture()}
    objects[109 + forms] = appearance("q 40 0 0 40 9 9 cm /Im Do Q", f"/XObject << /Im {110 + forms} 0 R >>")
    found = read(pdf(HEAD + "/Im Do", objects=objects))
    assert is_seen(found) if forms == 12 else reasons(found) == {"text-layer"}


def test_a_small_picture_is_a_bullet() -> None:
    assert read(pdf(HEAD + "q 30 0 0 30 100 100 cm /Im Do Q", objects={10: picture()})).unreadable == ()


def test_a_mosaic_of_small_pictures_is_a_picture() -> None:
    mosaic = "".join(f"q 10 0 0 10 {100 + 10 * step} 100 cm /Im Do Q " for step in range(13))
    assert is_seen(read(pdf(HEAD + mosaic, objects={10: picture()})))


TILES = stream(
    b"0 0 5 5 re f",
    "/P#61tternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 9 /YStep 9 /Resources << >>",
)
WITH_PATTERN = "/Resources << /Font << /F1 5 0 R >> /#50attern << /P1 30 0 R >> {more} >>"


@pytest.mark.parametrize(
    "drawn",
    [
        "/Pattern cs /P1 scn 60 90 90 25 re f",
        "/Pattern CS /P1 SCN 9 w 60 90 m 150 90 l S",
        "/CS cs 1 0 0 /P1 scn 60 90 90 25 re f",
    ],
)
def test_a_pattern_is_a_picture_however_the_file_spells_it(drawn: str) -> None:
    page = WITH_PATTERN.format(more="/ColorSpace << /CS [31 0 R /DeviceRGB] >>")
    assert is_seen(read(pdf(HEAD + drawn, page=page, objects={30: TILES, 31: "/Pattern"})))


def test_boxes_of_a_page_that_also_holds_a_small_pattern_are_boxes() -> None:
    drawn = "0.8 g 60 190 90 25 re f /Pattern cs /P1 scn 60 90 20 20 re f"
    assert read(pdf(HEAD + drawn, page=WITH_PATTERN.format(more=""), objects={30: TILES})).unreadable == ()


def test_grey_and_white_boxes_are_no_patterns() -> None:
    assert read(pdf(HEAD + "0.75 g 60 90 90 25 re f 1 g 60 190 90 25 re f")).unreadable == ()


def test_a_red_frame_around_text_is_read_by_its_text() -> None:
    assert read(pdf(HEAD + "1 0 0 RG 60 690 90 25 re S")).unreadable == ()


def test_a_red_frame_without_text_is_looked_at() -> None:
    assert is_seen(read(pdf(HEAD + "1 0 0 RG 60 90 90 25 re S")))


def test_four_red_lines_are_a_frame() -> None:
    four = "1 0 0 RG 60 90 m 150 90 l S 60 120 m 150 120 l S 60 90 m 60 120 l S 150 90 m 150 120 l S"
    assert is_seen(read(pdf(HEAD + four)))


def test_a_red_rule_and_black_boxes_are_ordinary() -> None:
    assert read(pdf(HEAD + "1 0 0 RG 60 90 m 300 90 l S 0 G 60 190 90 25 re S")).unreadable == ()


def test_a_box_with_round_corners_is_a_box() -> None:
    corners = "70 90 m 140 90 l 145 90 150 95 150 100 c 150 110 l 150 115 145 120 140 120 c 70 120 l "
    corners += "65 120 60 115 60 110 c 60 100 l 60 95 65 90 70 90 c h S"
    assert read(pdf(HEAD + corners)).unreadable == ()


def test_letters_turned_into_outlines_are_looked_at() -> None:
    outlines = "60 90 m 65 100 l 70 90 l h f 80 90 m 85 100 l 90 90 l h f"
    assert is_seen(read(pdf(HEAD + outlines)))


def test_a_page_that_only_draws_shows_what_is_printed_on_it() -> None:
    letter_t = "60 600 60 10 re f 84 540 12 60 re f "
    letter_h = "150 540 12 70 re f 200 540 12 70 re f 150 570 60 10 re f"
    assert lines(read(pdf(letter_t + letter_h))) == ["TH"]


def test_a_file_in_which_no_page_says_anything_is_unreadable() -> None:
    assert reasons(read(pdf(""))) == {"text-layer"}


def test_glyphs_without_letters_are_looked_at() -> None:
    assert is_seen(read(pdf(HEAD + "BT /F2 13 Tf 1 0 0 1 72 500 Tm (MAT) Tj ET")))


def test_glyphs_that_are_drawings_are_looked_at_whatever_they_are_called() -> None:
    letter_t = stream(b"0.6 0 d0 0 0.6 0.5 0.1 re f 0.2 0 0.1 0.6 re f")
    font = "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /FirstChar 65 /LastChar 65 "
    font += "/Widths [0.6] /CharProcs << /A 9 0 R >> /Encoding << /Differences [65 /A] >> /Resources << >> "
    font += "/ToUnicode 7 0 R >>"
    called = stream(b"1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <41> <0041> endbfchar")
    found = read(pdf("BT /F2 40 Tf 1 0 0 1 72 500 Tm (AAA) Tj ET", objects={6: font, 7: called, 9: letter_t}))
    assert lines(found)[-1] == "AAA"
    assert "TTT" in lines(found)


def test_a_glyph_without_a_letter_before_a_word_is_a_bullet() -> None:
    found = read(pdf(HEAD + "BT /F2 13 Tf 1 0 0 1 72 500 Tm (A) Tj ET" + text_at(90, 500, "muc mot")))
    assert "□ muc mot" in lines(found)
    assert found.unreadable == ()


def test_check_boxes_of_a_symbol_font_are_no_letters() -> None:
    font = "<< /Type /Font /Subtype /TrueType /BaseFont /ABCDEF+Wingdings-Regular /ToUnicode 7 0 R >>"
    private = b"1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <41> <f0a8> endbfchar"
    boxes = "BT /F2 13 Tf 1 0 0 1 72 500 Tm (A) Tj 1 0 0 1 150 500 Tm (A) Tj ET"
    found = read(
        pdf(
            HEAD + boxes + text_at(90, 500, "co") + text_at(168, 500, "khong"),
            objects={6: font, 7: stream(private)},
        )
    )
    assert {"□ co", "□ khong"} <= set(lines(found))
    assert found.unreadable == ()


def test_a_text_layer_that_lost_its_higher_letters_is_looked_at() -> None:
    kept = text_at(72, 600, "Đ Đ Đ Đ Đ Đ Đ Đ C NG V N")
    assert is_seen(read(pdf(kept + text_at(72, 500, "M T"))))
    assert not is_seen(read(pdf(kept + text_at(72, 500, "MẬT"))))


@pytest.mark.parametrize("gap", ["", " ", "?"])
def test_the_national_title_without_its_higher_letters_tells_a_broken_text_layer(gap: str) -> None:
    title = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    broken = re.sub("[\u1ea0-\u1ef9]", gap, title)
    assert len(lines(read(typeset(broken)))) > len(lines(read(typeset(title)))) == 1


def test_text_in_a_font_of_an_old_charset_is_decoded() -> None:
    font = "<< /Type /Font /Subtype /TrueType /BaseFont /ABCDEF+.VnTimeH /Encoding /WinAnsiEncoding >>"
    found = read(pdf("BT /F1 13 Tf 72 700 Td <6dcb74> Tj ET", objects={5: font}))
    assert lines(found) == ["MẬT"]
    assert found.unreadable == ()


def test_notes_fields_and_appearances_are_read() -> None:
    signed = appearance("BT /F1 12 Tf 10 10 Td (Ky boi) Tj ET", "/Font << /F1 5 0 R >>")
    notes = (
        "/Annots [<< /Type /Annot /Subtype /Text /Rect [9 9 30 30] /Contents (ghi chu) >>"
        " << /Type /Annot /Subtype /Widget /FT /Sig /F 4 /T (s) /Rect [100 100 300 150] /AP << /N 11 0 R >> >> 12 0 R]"
    )
    field = "<< /Type /Annot /Subtype /Widget /FT /Tx /F 4 /T (o) /V (gia tri) /Rect [100 200 300 250] >>"
    found = read(
        pdf(
            HEAD,
            page=notes,
            catalog="/AcroForm << /Fields [12 0 R] /NeedAppearances true >>",
            objects={11: signed, 12: field},
        )
    )
    assert {"ghi chu", "Ky boi", "gia tri"} <= set(lines(found))
    assert found.unreadable == ()


def test_a_signature_with_a_picture_is_looked_at() -> None:
    seal = appearance("q 50 0 0 50 0 0 cm /Im Do Q", "/XObject << /Im 10 0 R >>")
    signature = (
        "/Annots [<< /Type /Annot /Subtype /Widget /FT /Sig /F 4 /Rect [100 100 300 150] /AP << /N 11 0 R >> >>]"
    )
    assert is_seen(read(pdf(HEAD, page=signature, objects={10: picture(), 11: seal})))


def test_a_rubber_stamp_that_the_viewer_draws_is_unreadable() -> None:
    stamp = "/Annots [<< /Type /Annot /Subtype /Stamp /Name /TopSecret /Rect [10 10 200 60] >>]"
    assert reasons(read(pdf(HEAD, page=stamp))) == {"text-layer"}


def test_attached_files_are_read_on() -> None:
    names = "/Names << /EmbeddedFiles << /Names [(a.txt) << /Type /Filespec /F (a.txt) /EF << /F 12 0 R >> >>] >> >>"
    attached = "<< /Type /Filespec /F (b) /EF << /F 13 0 R >> >>"
    note = f"/Annots [<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /FS {attached} >>]"
    files = {12: stream("một".encode(), "/Type /EmbeddedFile"), 13: stream(b"hai", "/Type /EmbeddedFile")}
    found = read(pdf(HEAD, catalog=names, page=note, objects=files))
    assert [part.path for part in found.parts] == ["", "attachment 1", "attachment 2"]
    assert {"một", "hai"} <= set(lines(found))


def test_properties_and_bookmarks_are_read() -> None:
    objects = {
        13: "<< /First 14 0 R /Last 14 0 R /Count 1 >>",
        14: "<< /Title (Muc luc) /Parent 13 0 R /Dest [20 0 R /Fit] >>",
        15: "<< /Title (Tieu de) /Keywords (tu khoa) >>",
    }
    found = read(pdf(HEAD, catalog="/Outlines 13 0 R", trailer="/Info 15 0 R", objects=objects))
    assert lines(found)[2:] == ["Tieu de", "tu khoa", "Muc luc"]


def test_an_encrypted_file_says_so() -> None:
    zeros, ones = "00" * 32, "11" * 32
    key = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{zeros}> /U <{ones}> /P -4 >> /ID [<00><00>]"
    found = read(pdf(HEAD, trailer=key))
    assert found.parts == ()
    assert reasons(found) == {"encrypted"}


def test_a_file_cut_short_is_corrupt() -> None:
    assert reasons(read(pdf(HEAD)[:-60])) == {"corrupt"}


def test_a_damaged_stream_is_corrupt_though_a_viewer_shows_the_rest() -> None:
    whole = typeset("Kính gửi: Sở Tài chính. " * 40)
    longest = max(re.finditer(rb"stream\n(.*?)\nendstream", whole, re.DOTALL), key=lambda found: len(found.group()))
    middle = sum(longest.span()) // 2
    damaged = whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]
    assert reasons(read(whole)) == set()
    assert "corrupt" in reasons(read(damaged))


def test_pages_over_the_limit_are_said() -> None:
    found = read(pdf(HEAD, pages=3), Limits(pages=2))
    assert [page.number for page in found.parts[0].pages] == [1, 2]
    assert reasons(found) == {UnreadableReason.LIMIT}


def test_time_over_the_limit_is_said() -> None:
    assert reasons(read(pdf(HEAD), Limits(seconds=0))) == {"limit"}


def test_a_zip_behind_a_pdf_is_read_as_well() -> None:
    found = read(pdf(HEAD) + zip_of({"a.txt": "TỐI MẬT".encode()}))
    assert lines(found) == [*HEAD_LINES, "TỐI MẬT"]


def test_a_zip_inside_the_last_stream_is_read_as_well() -> None:
    hidden = zip_of({"a.txt": "TỐI MẬT".encode()})
    assert "TỐI MẬT" in lines(read(pdf(HEAD, objects={30: stream(hidden)})))


def test_text_before_a_pdf_is_read_as_well() -> None:
    assert set(lines(read("TỐI MẬT\n".encode() + pdf(HEAD)))) == {"TỐI MẬT", *HEAD_LINES}


def test_a_text_that_mentions_the_header_is_a_text() -> None:
    found = read(b"A PDF begins with %PDF-1.7, says the standard.")
    assert found.media_type == "text/plain"
    assert found.unreadable == ()


def test_the_writer_of_these_tests_makes_what_pdfium_accepts() -> None:
    with PdfDocument(pdf(HEAD, pages=2)) as document:
        assert len(document) == 2


def xfa(*packets: str) -> bytes:
    """A PDF with a form of XFA, in these packets."""
    objects = {30 + number: stream(packet.encode()) for number, packet in enumerate(packets)}
    names = " ".join(f"(packet{number}) {30 + number} 0 R" for number in range(len(packets)))
    return pdf(HEAD, catalog=f"/AcroForm << /Fields [] /XFA [{names}] >>", objects=objects)


def test_the_text_of_an_xfa_form_is_read_over_all_its_packets() -> None:
    found = read(
        xfa("<xdp><template><draw><text>TỐI ", "MẬT</text></draw><p>Về <span>việc</span></p>", "</template></xdp>")
    )
    assert lines(found)[2:] == ["TỐI MẬT", "Về việc"]
    assert found.unreadable == ()


@pytest.mark.parametrize("packet", ["<xdp><image>AAAA</image></xdp>", "<xdp>MẬT", "<xdp><script>x</script></xdp>"])
def test_what_of_an_xfa_form_is_no_text_is_unsupported(packet: str) -> None:
    assert reasons(read(xfa(packet))) == {"unsupported"}


def test_a_file_that_opens_without_a_password_is_read() -> None:
    found = read(locked(HEAD))
    assert lines(found) == list(HEAD_LINES)
    assert found.unreadable == ()
