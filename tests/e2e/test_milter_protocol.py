"""The milter as a process, spoken to by miltertest and by a real Postfix."""

import json
import shutil
import signal
import smtplib
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import docx
import pytest

from backend.gateway.replies import Replies
from deploy.postfix.private_milter import PrivateMilter
from deploy.postfix.private_postfix import PASSWORD, SUBMISSION, PrivatePostfix, Service
from tests.e2e.canaries import Kind, planted
from tests.e2e.leaks import Leaks

SMTP_PORT, SUBMISSION_PORT = 22000, 22001
DIALOGUES = Path(__file__).parent / "milter_dialogues"
SAMPLE = "TÀI LIỆU MẪU, KHÔNG PHẢI BÍ MẬT NHÀ NƯỚC"
AN, LAN, CITIZEN = "an@thainguyen.gov.vn", "lan@thainguyen.gov.vn", "congdan@nguoidan.example"
SOKHCN = "sokhcn@thainguyen.gov.vn"
CANARY = planted(Kind.MARKED, "hoa-thien-ly")
GATE_JSON = {
    "format": 1,
    "province_domains": ["thainguyen.gov.vn"],
    "official_addresses": ["vanphong@bo.gov.vn"],
    "mailboxes": {SOKHCN: {"agency": "H55.05", "kind": "agency"}, AN: {"agency": "H55.05", "kind": "personal"}},
    "logins": {AN: {"agency": "H55.05"}},
}


@pytest.fixture(scope="module")
def root(nothing_is_kept: Leaks) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="congvu-milter-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    nothing_is_kept.look_through(folder)
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def milter(root: Path) -> Iterator[PrivateMilter]:
    running = PrivateMilter(root, GATE_JSON)
    running.publish("2026.11.3")
    running.start()
    yield running
    running.end()


@pytest.fixture(scope="module")
def postfix(root: Path, milter: PrivateMilter) -> Iterator[PrivatePostfix]:
    services = [Service(SMTP_PORT), Service(SUBMISSION_PORT, SUBMISSION)]
    with PrivatePostfix(root / "postfix", services, milter.socket) as running:
        yield running


def letter(subject: str, body: str = "xin chào", **attachments: bytes) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = AN, LAN, subject
    message.set_content(body)
    for name, content in attachments.items():
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name.replace("_", "."))
    return message


def marked_paper() -> bytes:
    paper = docx.Document()
    paper.sections[0].header.paragraphs[0].text = "TỐI MẬT"
    paper.add_paragraph(f"{SAMPLE} {CANARY}")
    saved = BytesIO()
    paper.save(saved)
    return saved.getvalue()


def zipped(**members: bytes) -> bytes:
    saved = BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("_", "."), content)
    return saved.getvalue()


def submit(message: EmailMessage, *recipients: str) -> None:
    with smtplib.SMTP("127.0.0.1", SUBMISSION_PORT) as client:
        client.login(AN, PASSWORD)
        client.send_message(message, AN, list(recipients))


def bring_in(message: EmailMessage, *recipients: str) -> None:
    with smtplib.SMTP("127.0.0.1", SMTP_PORT) as client:
        client.send_message(message, CITIZEN, list(recipients))


def arrived(postfix: PrivatePostfix, subject: str) -> list[EmailMessage]:
    postfix.wait_until_empty()
    return [message for message in postfix.delivered() if message["Subject"] == subject]


@pytest.mark.parametrize("dialogue", sorted(path.name for path in DIALOGUES.glob("*.lua")))
def test_miltertest_finds_the_dialogue_as_the_protocol_wants_it(milter: PrivateMilter, dialogue: str) -> None:
    command = ["miltertest", "-D", f"socket=unix:{milter.socket}", "-s", str(DIALOGUES / dialogue)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60)

    assert result.returncode == 0, result.stdout + result.stderr


def test_a_clean_submission_arrives_with_the_verdict_and_without_forgeries(postfix: PrivatePostfix) -> None:
    message = letter("clean")
    for forged in ("thai-nguyen; v=1; action=allow; id=FORGED", "(x) Thai-Nguyen ; id=FORGED", "bac-ninh; id=KEPT"):
        message["cong-vu-VERDICT"] = forged
    submit(message, LAN)

    [received] = arrived(postfix, "clean")
    fields = received.get_all("Cong-Vu-Verdict", [])
    assert "FORGED" not in "".join(fields)
    assert [field for field in fields if "KEPT" in field]
    assert [field for field in fields if field.startswith("thai-nguyen; v=1; action=allow; ")]
    assert len(fields) == 2


@pytest.mark.parametrize(
    "attachments",
    [
        {"giay_docx": marked_paper()},
        {"anh_jpg": marked_paper()},
        {"tep_zip": zipped(trong_zip=zipped(anh_jpg=marked_paper()))},
    ],
    ids=["docx", "renamed", "in a zip in a zip"],
)
def test_a_marked_paper_from_a_desktop_client_is_refused_and_goes_nowhere(
    postfix: PrivatePostfix, milter: PrivateMilter, attachments: dict[str, bytes]
) -> None:
    with pytest.raises(smtplib.SMTPDataError) as refusal:
        submit(letter("marked", "xin chào", **attachments), LAN, CITIZEN)

    code, text = refusal.value.smtp_code, refusal.value.smtp_error
    assert (code, text[:5]) == (550, b"5.7.1")
    assert arrived(postfix, "marked") == []
    record = milter.journal()[-1]
    assert (record["kind"], record["state"], record["login"]) == ("refused", "marked", AN)
    assert str(record["id"]).encode() in text
    assert not {"recipients", "attachments", "message_id", "size_bytes"} & record.keys()


def test_one_refusal_spoils_no_other_message_of_the_connection(postfix: PrivatePostfix) -> None:
    with smtplib.SMTP("127.0.0.1", SUBMISSION_PORT) as client:
        client.login(AN, PASSWORD)
        client.send_message(letter("before"), AN, [LAN])
        with pytest.raises(smtplib.SMTPDataError):
            client.send_message(letter("between", f"{SAMPLE}\n\nTUYỆT MẬT\n{CANARY}\n"), AN, [LAN])
        client.send_message(letter("after"), AN, [LAN])

    assert [len(arrived(postfix, subject)) for subject in ("before", "between", "after")] == [1, 0, 1]


def test_an_unreadable_file_waits_while_nobody_can_be_asked_and_never_goes_outside(postfix: PrivatePostfix) -> None:
    locked = letter("locked", hop_bin=b"\x00\x01 no format of anything \xff" * 50)
    with pytest.raises(smtplib.SMTPDataError) as later:
        submit(locked, LAN)
    with pytest.raises(smtplib.SMTPDataError) as never:
        submit(locked, LAN, CITIZEN)

    assert (later.value.smtp_code, never.value.smtp_code) == (451, 550)
    assert arrived(postfix, "locked") == []


def test_an_inbound_forgery_is_removed_and_a_clean_letter_gets_no_verdict(
    postfix: PrivatePostfix, milter: PrivateMilter
) -> None:
    message = letter("from outside")
    message["Cong-Vu-Verdict"] = "thai-nguyen; v=1; action=allow; id=FORGED"
    bring_in(message, SOKHCN)

    [received] = arrived(postfix, "from outside")
    assert received["Cong-Vu-Verdict"] is None
    record = milter.journal()[-1]
    assert (record["kind"], record["direction"], record["recipients"]) == ("checked", "inbound", [SOKHCN])
    assert record["queue_id"]
    assert "from outside" not in json.dumps(record)


def test_nothing_hides_behind_a_nul(postfix: PrivatePostfix) -> None:
    raw = b"From: a@x.example\r\nSubject: nul\r\nCong-Vu-Verdict: x\0; thai-nguyen; id=FORGED\r\n\r\nxin\0 chao\r\n"
    with smtplib.SMTP("127.0.0.1", SMTP_PORT) as client:
        client.sendmail(CITIZEN, [SOKHCN], raw)

    [received] = arrived(postfix, "nul")
    assert received["Cong-Vu-Verdict"] is None
    assert b"\0" not in received.as_bytes()


def test_inbound_marks_are_refused_and_unreadable_mail_is_delivered_with_a_note(postfix: PrivatePostfix) -> None:
    with pytest.raises(smtplib.SMTPDataError) as refusal:
        bring_in(letter("inbound marked", giay_docx=marked_paper()), SOKHCN)
    bring_in(letter("inbound locked", hop_bin=b"\x00\x01 no format \xff" * 50), SOKHCN)

    assert refusal.value.smtp_code == 550
    assert arrived(postfix, "inbound marked") == []
    [received] = arrived(postfix, "inbound locked")
    assert "; action=confirm; " in received["Cong-Vu-Verdict"]


def test_a_redirect_never_takes_a_mark_outside(postfix: PrivatePostfix) -> None:
    postfix.submit_locally(letter("redirect clean").as_bytes(), CITIZEN)
    postfix.submit_locally(letter("redirect marked", giay_docx=marked_paper()).as_bytes(), CITIZEN)

    assert len(arrived(postfix, "redirect clean")) == 1
    assert arrived(postfix, "redirect marked") == []


def test_a_new_bundle_is_in_force_without_a_restart_and_an_older_one_never_is(
    postfix: PrivatePostfix, milter: PrivateMilter
) -> None:
    def bundle_of_next(subject: str) -> str:
        submit(letter(subject), LAN)
        [received] = arrived(postfix, subject)
        return str(received["Cong-Vu-Verdict"]).partition("bundle=")[2].partition(";")[0]

    milter.publish("2026.11.4")
    deadline = time.monotonic() + 20
    attempt = 0
    while bundle_of_next(f"bundle {attempt}") != "2026.11.4":
        assert time.monotonic() < deadline, "the new bundle is not taken over"
        attempt += 1
    milter.publish("2026.11.1")
    milter.end()
    milter.start()

    assert bundle_of_next("after an older bundle") == "2026.11.4"


def test_while_the_milter_is_dead_mail_waits_and_nothing_is_lost(
    postfix: PrivatePostfix, milter: PrivateMilter
) -> None:
    before = len(milter.journal())
    milter.end(signal.SIGKILL)
    for message in (letter("while dead"), letter("marked while dead", giay_docx=marked_paper())):
        with pytest.raises(smtplib.SMTPResponseException) as later:
            submit(message, LAN)
        assert 400 <= later.value.smtp_code < 500
    assert arrived(postfix, "while dead") == []
    milter.start()
    submit(letter("while dead"), LAN)
    with pytest.raises(smtplib.SMTPDataError):
        submit(letter("marked while dead", giay_docx=marked_paper()), LAN)

    assert len(arrived(postfix, "while dead")) == 1
    assert arrived(postfix, "marked while dead") == []
    assert [record["kind"] for record in milter.journal()[before:]] == ["counted", "refused"]


def test_without_a_valid_bundle_nothing_passes(root: Path) -> None:
    lost = root / "lost"
    lost.mkdir()
    milter = PrivateMilter(lost)
    milter.start()
    reply = Replies("http://127.0.0.1:8080").no_rules()  # what public_url is where nobody sets it
    script = (
        f'conn = mt.connect("unix:{milter.socket}")\n'
        'mt.conninfo(conn, "mail.thainguyen.gov.vn", "127.0.0.1")\n'
        'mt.bodystring(conn, "xin chao\\r\\n")\n'
        "mt.eom(conn)\n"
        f'if not mt.eom_check(conn, MT_SMTPREPLY, "{reply.code}", "{reply.status}", "{reply.text}") then\n'
        '    mt.echo("it passed") error("it passed")\n'
        "end\n"
    )
    result = subprocess.run(["miltertest"], input=script, capture_output=True, text=True, timeout=60)
    milter.end()

    assert result.returncode == 0, result.stdout + result.stderr
