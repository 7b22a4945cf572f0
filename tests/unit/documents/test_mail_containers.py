"""What mail programs save letters in, and only the server opens: mailboxes, winmail.dat."""

import email.policy
import zipfile
from email.message import EmailMessage

import pytest

from backend.documents.compressed_rtf import decompressed
from backend.documents.extract import extract
from backend.documents.limits import Limits
from backend.documents.model import Extraction
from backend.documents.reading import Corrupt
from tests.unit.documents import tnef_builder as tnef
from tests.unit.documents.file_builder import docx_of, zip_of

# MS-OXRTFCP, section 4.1.1
PACKED_HELLO = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)


def read(data: bytes, **limits: float) -> Extraction:
    return extract(data, "", Limits(**limits))  # type: ignore[arg-type]


def lines(found: Extraction) -> dict[str, list[str]]:
    return {part.path: [line for page in part.pages for line in page.lines] for part in found.parts}


def unreadable(found: Extraction) -> list[tuple[str, str]]:
    return [(part.path, part.reason.value) for part in found.unreadable]


def letter(subject: str, body: str, attachment: bytes = b"") -> bytes:
    made = EmailMessage(policy=email.policy.SMTP)
    made["From"], made["Subject"] = "a@b.example", subject
    made.set_content(body)
    if attachment:
        made.add_attachment(attachment, maintype="application", subtype="octet-stream", filename="a.txt")
    return made.as_bytes()


FROM = b"From a@b.example Mon Jan  5 08:00:00 2026\r\n"


def test_every_letter_of_a_mailbox_is_read() -> None:
    found = read(FROM + letter("một", "thân") + b"\r\n" + FROM + letter("hai", "thân", "TỐI MẬT".encode()))

    assert found.media_type == "application/mbox"
    assert lines(found)["letter 1"] == ["một"]
    assert lines(found)["letter 2/a.txt"] == ["TỐI MẬT"]
    assert unreadable(found) == []


def test_a_line_inside_a_letter_that_begins_like_a_mailbox_separates_nothing() -> None:
    found = read(FROM + letter("một", "đầu\nFrom here on\nTỐI MẬT\n"))
    assert lines(found)["letter 1/part 1"] == ["đầu", "From here on", "TỐI MẬT"]


def test_letters_of_a_mailbox_are_limited() -> None:
    found = read((FROM + letter("một", "thân")) * 9, members=10)
    assert ("", "limit") in unreadable(found)


def test_outlooks_container_is_read_by_its_subject_bodies_and_attachments() -> None:
    data = tnef.HEAD + b"".join(
        [
            tnef.attribute(tnef.MESSAGE, tnef.SUBJECT, "V/v rà soát\0".encode()),
            tnef.attribute(
                tnef.MESSAGE,
                tnef.MESSAGE_PROPERTIES,
                tnef.properties(
                    tnef.number(0x0E07, 1),
                    tnef.counted(0x1000, 0x001F, "MẬT\r\nhai".encode("utf-16-le")),
                    tnef.named_text("x", "y"),
                    tnef.counted(0x1013, 0x0102, "<html><p>TUYỆT MẬT</p></html>".encode()),
                ),
            ),
            tnef.attached("a.txt", "TỐI MẬT".encode()),
        ]
    )

    found = read(data)

    assert lines(found) == {"": ["V/v rà soát", "MẬT", "hai"], "body.html": ["TUYỆT MẬT"], "a.txt": ["TỐI MẬT"]}
    assert unreadable(found) == []


def test_a_letter_inside_outlooks_container_is_read() -> None:
    inner = tnef.HEAD + tnef.attribute(tnef.MESSAGE, tnef.SUBJECT, "TỐI MẬT\0".encode())
    inside = tnef.counted(0x3701, 0x000D, bytes(16) + inner)
    data = tnef.HEAD + b"".join(
        [
            tnef.attribute(tnef.ATTACHMENT, tnef.ATTACHMENT_BEGINS, bytes(14)),
            tnef.attribute(tnef.ATTACHMENT, tnef.ATTACHMENT_PROPERTIES, tnef.properties(inside)),
        ]
    )
    assert lines(read(data))["attachment 1"] == ["TỐI MẬT"]


STORED = zipfile.ZIP_STORED
WORD = docx_of({"document": "<w:p><w:r><w:t>mật độ dân cư</w:t></w:r></w:p>"}, STORED)
MARKED = zip_of({"a.txt": "TỐI MẬT".encode()}, STORED)


@pytest.mark.parametrize("behind", [b"", tnef.attached("b.txt", b"x" * 100)])
def test_a_file_that_outlooks_container_holds_as_it_is_makes_no_second_file_of_it(behind: bytes) -> None:
    found = read(tnef.HEAD + tnef.attached("a.docx", WORD) + behind)

    assert found.media_type == "application/vnd.ms-tnef"
    assert lines(found)["a.docx"] == ["mật độ dân cư"]
    assert unreadable(found) == []


def test_a_pdf_in_outlooks_container_makes_no_pdf_of_it() -> None:
    found = read(tnef.HEAD + tnef.attached("a.pdf", b"%PDF-1.4 x"))
    assert unreadable(found) == [("a.pdf", "corrupt")]


@pytest.mark.parametrize(
    "hidden", [MARKED, MARKED[:60], b"%PDF-1.4", b"7z\xbc\xaf\x27\x1c\x00"], ids=["whole", "cut", "pdf", "7z"]
)
def test_an_archive_in_an_attribute_nobody_reads_is_never_clean(hidden: bytes) -> None:
    unknown = tnef.attribute(tnef.MESSAGE, 0x00069999, hidden)
    for data in (tnef.attached("a.docx", WORD) + unknown, unknown + tnef.attached("a.docx", WORD)):
        assert ("", "corrupt") in unreadable(read(tnef.HEAD + data))


@pytest.mark.parametrize("cut", [8, 20, 40])
def test_outlooks_container_cut_off_is_corrupt(cut: int) -> None:
    data = tnef.HEAD + tnef.attached("a.txt", "TỐI MẬT".encode())
    assert unreadable(read(data[:-cut])) == [("", "corrupt")]


def test_outlooks_container_with_a_changed_byte_is_corrupt() -> None:
    data = bytearray(tnef.HEAD + tnef.attached("a.txt", "TỐI MẬT".encode()))
    data[-4] ^= 1
    assert unreadable(read(bytes(data))) == [("", "corrupt")]


def test_packed_rich_text_is_unpacked_as_its_specification_shows() -> None:
    assert decompressed(PACKED_HELLO) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"


def test_packed_rich_text_longer_than_its_ring_is_unpacked() -> None:
    rtf = b"{\\rtf1 " + bytes(range(32, 123)) * 60 + b"}"
    assert decompressed(tnef.packed_rtf(rtf)) == rtf


@pytest.mark.parametrize("at", [8, 20, 40])
def test_packed_rich_text_that_was_changed_is_corrupt(at: int) -> None:
    changed = bytearray(PACKED_HELLO)
    changed[at] ^= 1
    with pytest.raises(Corrupt):
        decompressed(bytes(changed))
