"""The inside of an extractor process: a whole message is judged, with its files open or closed."""

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from joserfc.jwk import OKPKey

from backend.classification.bundle import Province, payload_of, sign
from backend.classification.letter_signs import LetterSigns
from backend.classification.verdict import SecrecyState
from backend.documents.model import UnreadableReason
from backend.errors import BundleError
from backend.gateway.inspection import inspect, prepare
from tests.unit.documents.stamp_pictures import PICTURES

OURS, FOREIGN = (OKPKey.generate_key("Ed25519", private=True) for _ in range(2))
CITIZEN = "congdan@nguoidan.example"


def bundle(key: OKPKey) -> str:
    payload = payload_of(
        version="2026.11.3",
        issued_at=datetime(2026, 11, 1, tzinfo=UTC),
        province=Province("thai-nguyen", "Thái Nguyên", ("thainguyen.gov.vn",)),
        fingerprint_keys=[b"k" * 32],
    )
    return sign(payload, key)


def public(key: OKPKey) -> dict[str, str]:
    return {name: str(value) for name, value in key.as_dict(private=False).items()}


def message(body: str) -> bytes:
    letter = EmailMessage()
    letter["From"], letter["Message-ID"], letter["Subject"] = CITIZEN, "<a@nguoidan.example>", "Xin hỏi"
    letter.set_content(body)
    letter.add_attachment("Kính gửi Sở.\n", filename="don.txt")
    return letter.as_bytes()


@pytest.fixture(autouse=True)
def prepared() -> None:
    prepare(bundle(OURS), (public(OURS),), 1, "")


def test_findings_and_facts_come_out_of_one_look() -> None:
    inspected = inspect(message("xin chào"), CITIZEN, None, True)

    assert inspected.findings.readable
    assert inspected.findings.attachments[0].unreadable_reason is None
    assert inspected.facts.message_id == "a@nguoidan.example"
    assert inspected.automatic.may_acknowledge
    assert inspect(message("xin chào"), "", None, True).automatic.reason == "null-sender"


def test_with_its_files_closed_they_are_unreadable_and_the_text_is_judged_all_the_same() -> None:
    opened = inspect(message("xin chào"), CITIZEN, None, True).findings.attachments[0]
    closed = inspect(message("TÀI LIỆU MẪU, KHÔNG PHẢI BÍ MẬT NHÀ NƯỚC\n\nTỐI MẬT\n"), CITIZEN, None, False).findings

    assert closed.attachments[0].unreadable_reason is UnreadableReason.LIMIT
    assert closed.attachments[0].fingerprint == opened.fingerprint
    assert [body.secrecy for body in closed.bodies] == [SecrecyState.MARKED]


@pytest.mark.parametrize(
    ("name", "secrecy", "unreadable"),
    [
        ("toi-mat-200-slanted", SecrecyState.MARKED, None),
        ("giai-mat-150", SecrecyState.DECLASSIFIED, None),
        ("toi-mat-grey-over-text", SecrecyState.UNCERTAIN, None),
        ("sealed", SecrecyState.NONE, None),
        ("arrival-stamp", SecrecyState.NONE, None),
    ],
)
def test_a_scan_is_judged_by_its_stamps(name: str, secrecy: SecrecyState, unreadable: UnreadableReason | None) -> None:
    letter = EmailMessage()
    letter["From"], letter["Subject"] = CITIZEN, "Xin gửi"
    letter.set_content("Xin gửi bản quét.")
    (picture,) = (one for one in PICTURES if one.name == name)
    letter.add_attachment(picture.png(), "image", "png", filename="quet.png")
    (scan,) = inspect(letter.as_bytes(), CITIZEN, None, True).findings.attachments

    assert (scan.secrecy, scan.unreadable_reason) == (secrecy, unreadable)


def test_a_bundle_of_a_foreign_key_is_never_loaded() -> None:
    with pytest.raises(BundleError):
        prepare(bundle(FOREIGN), (public(OURS),), 1, "")


def test_signs_are_read_in_subject_body_and_the_first_page_of_what_is_attached() -> None:
    def signs(subject: str, body: str, attached: str) -> LetterSigns:
        letter = EmailMessage()
        letter["From"], letter["Message-ID"], letter["Subject"] = CITIZEN, "<a@nguoidan.example>", subject
        letter.set_content(body)
        letter.add_attachment(attached, filename="gui.txt")
        return inspect(letter.as_bytes(), CITIZEN, None, True).findings.signs

    assert signs("Xin hỏi", "Kính gửi Sở.", "Phụ lục.\n") == LetterSigns()
    assert signs("Đơn tố cáo", "Kính gửi Sở.", "Phụ lục.\n").shielded
    assert signs("Gửi đơn", "ĐƠN KHIẾU NẠI", "Phụ lục.\n").shielded
    assert signs("Gửi đơn", "Kính gửi Sở.", "ĐƠN TỐ CÁO\n").shielded
    assert signs("Hỏi", "Hồ sơ H55.05-260105-0012\n\n--\nMST: 0100109106", "x") == LetterSigns(
        dossiers=("H55.05-260105-0012",), tax_code=True
    )
