"""Whole messages: nothing marked hides in a part, and what cannot be taken apart is not called readable."""

import base64
import io
import json
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.classification.bundle import packaged_bundle
from backend.classification.engine import Engine
from backend.classification.inspect import inspect_file, inspect_message
from backend.classification.message_findings import MessageFindings
from backend.classification.report import verdict_json
from backend.classification.verdict import Action, SecrecyState, Where
from tests.unit.documents.file_builder import build

ENGINE = Engine(packaged_bundle())
MARK = "TỐI MẬT"
RULES = Path(__file__).resolve().parents[3] / "rules"
BROKEN = {
    "own encoding": b"Content-Transfer-Encoding: x-own\r\n\r\nabc",
    "external body": b"Content-Type: message/external-body; access-type=url\r\n\r\nabc",
    "no boundary": b"Content-Type: multipart/mixed; boundary=b\r\n\r\nno boundary at all",
    "subject that cannot be decoded": b"Subject: =?utf-8?B?VOG7kEkgTeG6rFQA5?=\r\n\r\nabc",
    "no text": b"Content-Type: text/plain; charset=utf-8\r\n\r\n\xc3\x28\xff",
    "no charset": b'Content-Type: text/plain; charset="x\x00y"\r\n\r\n\xc3\x28\xff',
    "uuencoded": b"Content-Type: text/plain\r\n\r\nbegin 644 a.docx\r\n#0V%T\r\n`\r\nend\r\n",
    "broken base64": b"Content-Transfer-Encoding: base64\r\n\r\nQUJD=QUJD*",
    "two encodings": b"Content-Transfer-Encoding: 7bit\r\nContent-Transfer-Encoding: base64\r\n\r\nabc",
    "two types": b"Content-Type: text/plain\r\nContent-Type: text/html\r\n\r\nabc",
    "encoded message": b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\nA: b\r\n\r\nc",
    "too deep": b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(3000)),
}
PIECES = (
    b"Subject: a",
    b"\r\n",
    b"\n",
    b"\xff\x00",
    b"QUJD",
    b"=?utf-8?B?4?=",
    b"--b",
    b"--b--",
    b"Content-Type: multipart/mixed; boundary=b",
    b"Content-Type: message/rfc822",
    b"Content-Type: text/html",
    b"Content-Type: text/plain; charset=\x00",
    b"Content-Transfer-Encoding: base64",
    b"Content-Disposition: attachment; filename*=x",
)


def letter(subject: str = "Công việc", body: str = "Kính gửi anh,\nnội dung.") -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = "a@thainguyen.gov.vn"
    message.set_content(body)
    return message


def states(findings: MessageFindings) -> set[SecrecyState]:
    return {finding.secrecy for finding in (findings.subject, *findings.bodies, *findings.attachments)}


def test_a_marked_file_written_in_base64_into_a_body_is_found() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", MARK)
    body = f"Kính gửi anh,\n\n{base64.encodebytes(stream.getvalue()).decode()}\n"

    findings = inspect_message(letter(body=body).as_bytes(), ENGINE)

    assert [finding.secrecy for finding in findings.attachments] == [SecrecyState.MARKED]


def test_an_ordinary_letter_is_readable_and_clean() -> None:
    findings = inspect_message(letter().as_bytes(), ENGINE)

    assert findings.readable
    assert findings.attachments == ()
    assert states(findings) == {SecrecyState.NONE}


@pytest.mark.parametrize("subject", [MARK, "  tối mật  ".upper()])
def test_a_mark_as_the_subject_is_found(subject: str) -> None:
    assert inspect_message(letter(subject=subject).as_bytes(), ENGINE).subject.secrecy is SecrecyState.MARKED


def test_a_mark_in_a_plain_body_is_found() -> None:
    [body] = inspect_message(letter(body=f"Kính gửi,\n{MARK}\nhết").as_bytes(), ENGINE).bodies

    assert body.secrecy is SecrecyState.MARKED
    assert (body.hits[0].where, body.hits[0].line) == (Where.BODY_TEXT, 2)


def test_a_mark_in_the_html_alternative_alone_is_found() -> None:
    message = letter()
    message.add_alternative(f"<p>Kính gửi</p><table><tr><td>{MARK}</td><td>V/v</td></tr></table>", subtype="html")

    assert SecrecyState.MARKED in states(inspect_message(message.as_bytes(), ENGINE))


def test_a_marked_text_file_is_found_whatever_its_name() -> None:
    message = letter()
    message.add_attachment(f"Số: 1\n{MARK}\n".encode(), maintype="image", subtype="jpeg", filename="anh.jpg")

    [attachment] = inspect_message(message.as_bytes(), ENGINE).attachments

    assert attachment.secrecy is SecrecyState.MARKED


def test_a_mark_in_a_forwarded_message_is_found() -> None:
    outer = letter()
    outer.add_attachment(letter(body=f"a\n{MARK}"))

    assert SecrecyState.MARKED in states(inspect_message(outer.as_bytes(), ENGINE))


def test_the_subject_of_a_forwarded_message_is_judged() -> None:
    outer = letter()
    outer.add_attachment(letter(subject=MARK))

    assert SecrecyState.MARKED in states(inspect_message(outer.as_bytes(), ENGINE))


def test_a_file_called_text_without_a_name_is_read_as_the_file_it_is() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", MARK)
    message = letter()
    message.make_mixed()
    message.attach(_part("text/plain", packed.getvalue()))

    [attachment] = inspect_message(message.as_bytes(), ENGINE).attachments

    assert attachment.secrecy is SecrecyState.MARKED


def test_text_before_and_after_the_parts_is_read() -> None:
    message = letter()
    message.add_attachment(b"x", maintype="text", subtype="plain", filename="x.txt")
    raw = message.as_bytes() + f"\n{MARK}\n".encode()

    assert SecrecyState.MARKED in states(inspect_message(raw, ENGINE))


@pytest.mark.parametrize("raw", BROKEN.values(), ids=list(BROKEN))
def test_a_message_that_cannot_be_taken_apart_is_not_readable(raw: bytes) -> None:
    assert not inspect_message(raw, ENGINE).readable


def test_a_mark_in_base64_with_a_digit_too_many_is_found_and_the_message_not_readable() -> None:
    body = base64.b64encode(f"{MARK}\n".encode()).decode().rstrip("=")
    assert len(body) % 4 == 0
    raw = f"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{body}A\r\n"

    findings = inspect_message(raw.encode(), ENGINE)

    assert not findings.readable
    assert SecrecyState.MARKED in states(findings)


@pytest.mark.parametrize("written", ["base64", "base64 ", "BASE64\t", " Base64"])
def test_a_body_is_decoded_however_its_encoding_is_spaced(written: str) -> None:
    body = base64.b64encode(f"a\n{MARK}\n".encode()).decode()
    raw = f"Subject: a\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: {written}\r\n\r\n{body}"

    findings = inspect_message(raw.encode(), ENGINE)

    assert findings.readable
    assert SecrecyState.MARKED in states(findings)


@pytest.mark.parametrize(
    "field",
    [
        "attachment; filename*=utf-8''l%E1%BB%8Bch.txt",
        "attachment; filename*0*=utf-8''l%E1%BB%8B; filename*1*=ch.txt",
        'attachment; filename="=?utf-8?B?bOG7i2NoLnR4dA==?="',
    ],
)
def test_a_file_name_is_read_however_it_was_encoded(field: str) -> None:
    raw = f"Subject: a\r\nContent-Type: text/plain\r\nContent-Disposition: {field}\r\n\r\nabc"

    [attachment] = inspect_message(raw.encode(), ENGINE).attachments

    assert attachment.file == "lịch.txt"


@given(st.lists(st.sampled_from(PIECES), max_size=25).map(b"\r\n".join))
def test_no_message_is_too_broken_to_be_judged(raw: bytes) -> None:
    findings = inspect_message(raw, ENGINE)

    assert SecrecyState.MARKED not in states(findings)


def test_time_for_all_attachments_together_is_bounded() -> None:
    message = letter()
    message.add_attachment(b"abc", maintype="text", subtype="plain", filename="a.txt")

    [attachment] = inspect_message(message.as_bytes(), ENGINE.with_seconds(0.0)).attachments

    assert attachment.unreadable_reason == "limit"


def test_the_verdict_of_a_file_has_the_shape_of_the_contract() -> None:
    finding = inspect_file(f"Số: 3/UBND-VP\n{MARK}\n".encode(), "a.txt", ENGINE)

    verdict = verdict_json(finding, Action.BLOCK, "dev+0")

    assert verdict["secrecy"] == {"state": "marked", "level": "TOI_MAT"}
    assert verdict["rules"][0] == {
        "id": "secrecy.marking", "where": "attachment.text", "part": "", "page": 1, "line": 2,
    }  # fmt: skip
    assert set(verdict) == {
        "file", "sha256", "fingerprint", "size_bytes", "media_type", "bundle", "action", "secrecy", "readable",
        "unreadable_reason", "obligation", "document", "charset", "rules", "elapsed_ms",
    }  # fmt: skip


def _part(content_type: str, content: bytes) -> EmailMessage:
    part = EmailMessage()
    maintype, subtype = content_type.split("/")
    part.set_content(content, maintype=maintype, subtype=subtype)
    return part


def signed_sample(name: str) -> bytes:
    cases = json.loads((RULES / "conformance" / "extract" / "signed.json").read_text("utf-8"))["cases"]
    return build(next(case["file"] for case in cases if case["name"] == name))


def test_the_signature_of_a_letter_does_not_keep_it_from_being_readable() -> None:
    findings = inspect_message(signed_sample("a letter with its signature beside it"), ENGINE)

    assert findings.readable
    assert [finding.unreadable_reason for finding in findings.attachments] == [None]
    assert [finding.secrecy for finding in findings.bodies] == [SecrecyState.NONE, SecrecyState.MARKED]


def test_a_letter_inside_its_signature_is_read() -> None:
    findings = inspect_message(signed_sample("a letter inside its signature"), ENGINE)

    assert [finding.secrecy for finding in findings.attachments] == [SecrecyState.MARKED]
    assert [finding.unreadable_reason for finding in findings.attachments] == [None]


def test_a_letter_encrypted_inside_its_text_is_not_readable() -> None:
    written = letter(body="-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n").as_bytes()
    assert not inspect_message(written, ENGINE).readable
