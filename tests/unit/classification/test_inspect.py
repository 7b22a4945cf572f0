"""Whole messages: nothing marked hides in a part, and what cannot be taken apart is not called readable."""

import io
import zipfile
from email.message import EmailMessage

import pytest

from backend.classification.bundle import packaged_bundle
from backend.classification.engine import Engine
from backend.classification.inspect import MessageFindings, inspect_file, inspect_message
from backend.classification.report import verdict_json
from backend.classification.verdict import Action, SecrecyState, Where

ENGINE = Engine(packaged_bundle())
MARK = "TỐI MẬT"


def letter(subject: str = "Công việc", body: str = "Kính gửi anh,\nnội dung.") -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = "a@thainguyen.gov.vn"
    message.set_content(body)
    return message


def states(findings: MessageFindings) -> set[SecrecyState]:
    return {finding.secrecy for finding in (findings.subject, *findings.bodies, *findings.attachments)}


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


@pytest.mark.parametrize(
    "raw",
    [
        b"Subject: a\r\nContent-Transfer-Encoding: x-own\r\n\r\nabc",
        b"Subject: a\r\nContent-Type: message/external-body; access-type=url\r\n\r\nabc",
        b"Subject: a\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\nno boundary at all",
        b"Subject: a\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\xff\xfe\x00\x01",
        b"Subject: a\r\nContent-Type: text/plain\r\n\r\nbegin 644 a.docx\r\n#0V%T\r\n`\r\nend\r\n",
        b"Subject: a\r\nContent-Transfer-Encoding: base64\r\n\r\nQUJD=QUJD*",
    ],
    ids=["own encoding", "external body", "no boundary", "no text", "uuencoded", "broken base64"],
)
def test_a_message_that_cannot_be_taken_apart_is_not_readable(raw: bytes) -> None:
    assert not inspect_message(raw, ENGINE).readable


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
