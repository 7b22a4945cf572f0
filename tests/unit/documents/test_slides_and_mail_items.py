"""What only the server reads of compound files: presentations and Outlook's messages."""

import struct
import zlib
from pathlib import Path

from backend.documents.extract import extract
from backend.documents.limits import Limits
from backend.documents.model import Extraction
from tests.unit.documents.compound_builder import Content, compound_of
from tests.unit.documents.file_builder import zip_of
from tests.unit.documents.word_builder import Run, word_of

LEGACY = Path(__file__).resolve().parents[2] / "data" / "legacy"
SLIDE, DOCUMENT, OBJECT, WIDE, NARROW, LOOK, FONT = 0x3EE, 0x3E8, 0x1011, 0xFA0, 0xFA8, 0xFA1, 0xFB7


def read(data: bytes) -> Extraction:
    return extract(data, "x", Limits())


def unreadable(found: Extraction) -> list[tuple[str, str]]:
    return [(part.path, part.reason.value) for part in found.unreadable]


def pages(found: Extraction) -> list[tuple[str, int, tuple[str, ...]]]:
    return [(part.path, page.number, page.lines) for part in found.parts for page in part.pages]


def atom(kind: int, data: bytes, instance: int = 0) -> bytes:
    return struct.pack("<2HI", instance << 4, kind, len(data)) + data


def container(kind: int, *inner: bytes) -> bytes:
    data = b"".join(inner)
    return struct.pack("<2HI", 0xF, kind, len(data)) + data


def font(number: int, name: str) -> bytes:
    return atom(FONT, name.encode("utf-16-le").ljust(64, b"\0") + bytes(4), number)


def wide(text: str) -> bytes:
    return atom(WIDE, text.encode("utf-16-le"))


def in_font(length: int, number: int) -> bytes:
    paragraphs = struct.pack("<IHI", length + 1, 0, 0)
    return atom(LOOK, paragraphs + struct.pack("<2IH", length + 1, 1 << 16, number))


def slides_of(*records: bytes, token: int = 0xE391C05F) -> bytes:
    current = struct.pack("<2HI2I", 0, 0xFF6, 20, 20, token)
    return compound_of({"PowerPoint Document": b"".join(records), "Current User": current})


def test_a_presentation_of_libreoffice_is_read_with_its_notes() -> None:
    found = read((LEGACY / "slides.ppt").read_bytes())
    slide, others = found.parts[0].pages
    assert found.media_type == "application/vnd.ms-powerpoint"
    assert slide.lines[:4] == (
        "TỐI MẬT",
        "Nội dung trang chiếu",
        "TÀI LIỆU MẪU, KHÔNG PHẢI BÍ MẬT NHÀ NƯỚC",
        "MẬT",
    )
    assert "Ghi chú người nói" in others.lines


def test_each_slide_is_a_page_and_each_text_is_read_in_its_font() -> None:
    fonts = container(DOCUMENT, font(0, "Arial"), font(1, ".VnTimeH"))
    first = container(SLIDE, wide("một\rhai\x0bba"))
    second = container(SLIDE, atom(NARROW, "mËt".encode("latin-1")), in_font(3, 1))
    assert pages(read(slides_of(fonts, first, second))) == [("", 1, ("một", "hai", "ba")), ("", 2, ("MẬT",))]


def test_a_text_in_the_font_of_its_master_is_read_in_every_old_font_there_is() -> None:
    fonts = container(DOCUMENT, font(0, "Arial"), font(1, ".VnTimeH"))
    slide = container(SLIDE, atom(NARROW, "mËt".encode("latin-1")))
    assert pages(read(slides_of(fonts, slide))) == [("", 1, ("MẬT", "MẬT"))]


def test_an_embedded_paper_is_inflated_and_read() -> None:
    paper = word_of([Run("TỐI MẬT\r")])
    packed = struct.pack("<I", len(paper)) + zlib.compress(paper)
    found = read(slides_of(container(SLIDE, wide("một")), atom(OBJECT, packed, 1), atom(OBJECT, paper)))
    assert pages(found) == [("", 1, ("một",)), ("object1", 1, ("TỐI MẬT",)), ("object2", 1, ("TỐI MẬT",))]
    assert unreadable(found) == []


def test_an_embedded_bomb_is_over_the_limit() -> None:
    packed = struct.pack("<I", 0) + zlib.compress(bytes(30_000_000), 9)
    assert ("", "limit") in unreadable(read(slides_of(atom(OBJECT, packed, 1))))


def test_a_presentation_behind_a_password_is_encrypted() -> None:
    assert unreadable(read(slides_of(wide("MẬT"), token=0xF3D1C4DF))) == [("", "encrypted")]
    assert unreadable(read(slides_of(container(0x2F14, wide("MẬT"))))) == [("", "encrypted")]


def test_a_presentation_cut_short_is_corrupt_but_read() -> None:
    found = read(slides_of(container(SLIDE, wide("TỐI MẬT"))[:-2] + b""))
    assert unreadable(found) == [("", "corrupt")]
    assert pages(found) == [("", 1, ("TỐI MẬ",))]


def message(inside: bool = False, **streams: bytes) -> dict[str, Content | bytes]:
    """Streams are named by an underscore and the identifier and type of their property."""
    properties: dict[str, Content | bytes] = {"__properties_version1.0": bytes(24 if inside else 32)}
    return properties | {f"__substg1.0_{name[1:]}": content for name, content in streams.items()}


def attachment(**streams: Content | bytes) -> dict[str, Content | bytes]:
    return {"__properties_version1.0": bytes(8)} | {f"__substg1.0_{name[1:]}": one for name, one in streams.items()}


def test_a_message_is_read_with_bodies_and_attachments() -> None:
    html = "<html><p>TỐI MẬT</p></html>".encode()
    content = message(_0037001F="Chủ đề".encode("utf-16-le"), _1000001F="dòng một\r\nhai".encode("utf-16-le"))
    content |= {"__substg1.0_10130102": html}
    content["__attach_version1.0_#00000000"] = attachment(
        _37010102="MẬT".encode(), _3707001F="tệp.txt".encode("utf-16-le")
    )
    found = read(compound_of(content))
    assert found.media_type == "application/vnd.ms-outlook"
    assert pages(found) == [
        ("", 1, ("Chủ đề", "dòng một", "hai")),
        ("body.html", 1, ("TỐI MẬT",)),
        ("tệp.txt", 1, ("MẬT",)),
    ]
    assert unreadable(found) == []


def test_a_message_inside_a_message_is_read() -> None:
    inner = message(inside=True, _0037001F="MẬT".encode("utf-16-le"))
    content = message(_0037001E="Chuyển tiếp".encode("cp1252", "replace"))
    content["__attach_version1.0_#00000000"] = attachment(_3701000D=inner)
    assert pages(read(compound_of(content))) == [("", 1, ("Chuy?n ti?p",)), ("attachment 1", 1, ("MẬT",))]


def test_old_letters_of_a_message_follow_its_code_page() -> None:
    number = struct.pack("<2H2IQ", 0x03, 0x3FFD, 0, 1258, 0)[:16]
    content = message(_0037001E="MÂ\u0323T".encode("cp1258"))
    content["__properties_version1.0"] = bytes(32) + number
    assert pages(read(compound_of(content))) == [("", 1, ("MÂ\u0323T",))]


def test_an_attachment_that_lies_elsewhere_is_not_read_and_one_without_content_is_corrupt() -> None:
    by_reference = struct.pack("<2H2IQ", 0x03, 0x3705, 0, 2, 0)[:16]
    content = message(_0037001F="a".encode("utf-16-le"))
    content["__attach_version1.0_#00000000"] = {"__properties_version1.0": bytes(8) + by_reference}
    content["__attach_version1.0_#00000001"] = {"__properties_version1.0": bytes(8)}
    assert unreadable(read(compound_of(content))) == [("", "corrupt"), ("", "unsupported")]


def test_a_package_in_an_attached_object_is_read() -> None:
    content = message(_0037001F="a".encode("utf-16-le"))
    inner: Content = {"Package": zip_of({"b.txt": "MẬT".encode()})}
    content["__attach_version1.0_#00000000"] = attachment(_3701000D=inner)
    assert ("attachment 1/Package/b.txt", 1, ("MẬT",)) in pages(read(compound_of(content)))
