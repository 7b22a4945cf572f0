"""Story: docs/install.md, executed from a bare machine to a refused and a delivered letter.

The document says what is done otherwise here.
"""

import json
import re
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from backend.doctor.extractors import CLEAN, MARKED, WORD, paper
from deploy.demo.bootstrap.debian import installed
from tests.e2e.bare_machine import PACKAGES, BareMachine, wheel_of_this_checkout
from tests.e2e.demo import wait_for

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "install.md"
BLOCK = re.compile(r"^## (\d+)\..*?\n(.*?)(?=^## |\Z)", re.M | re.S)
SHELL = re.compile(r"^```sh\n(.*?)^```$", re.M | re.S)
MINUTES = re.compile(r"^## \d+\..* \((\d+) minutes?\)$", re.M)
SENDER, RECIPIENT, PASSWORD = "sokhcn@example.gov.vn", "ubnd@example.gov.vn", "mat-khau-thu-nghiem"
SEND = """
import smtplib, ssl, sys
context = ssl.create_default_context()
with smtplib.SMTP_SSL("mail.example.gov.vn", 465, context=context, timeout=60) as server:
    server.login(sys.argv[1], sys.argv[3])
    server.mail(sys.argv[1])
    server.rcpt(sys.argv[2])
    code, text = server.data(sys.stdin.buffer.read())
    print(code, text.decode())
"""


def steps() -> dict[int, str]:
    """The shell of each step of the document, by its number."""
    sections = {int(number): text for number, text in BLOCK.findall(DOCUMENT.read_text("utf-8"))}
    return {number: "\n".join(SHELL.findall(text)) for number, text in sections.items() if SHELL.search(text)}


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BareMachine]:
    with BareMachine(tmp_path_factory.mktemp("machine")) as bare:
        yield bare


@pytest.fixture(scope="module")
def production(machine: BareMachine, tmp_path_factory: pytest.TempPathFactory) -> BareMachine:
    """The machine after every step but the first."""
    wheel = wheel_of_this_checkout(tmp_path_factory.mktemp("wheel"))
    machine.put(wheel, f"/srv/wheels/{wheel.name}")
    machine.run("echo '127.0.0.1 congvu.example.gov.vn mail.example.gov.vn' >> /etc/hosts")
    from_here = {"PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_FIND_LINKS": "/srv/wheels"}
    for number, script in steps().items():
        if number in (1, 11):
            continue
        machine.run(script, environment=from_here if number == 2 else {})
        if number == 2:
            machine.run(f"echo {PACKAGES} > $(echo /opt/congvu/lib/python3*/site-packages)/dependencies.pth")
    return machine


def letter(subject: str, lines: tuple[str, ...]) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = SENDER, RECIPIENT, subject
    message.set_content("Kính gửi Ủy ban nhân dân tỉnh.\n")
    message.add_attachment(paper(lines), maintype="application", subtype=WORD.partition("/")[2], filename="mau.docx")
    return message.as_bytes()


def sent(machine: BareMachine, raw: bytes) -> str:
    """The mail server's last word."""
    command = ["/usr/bin/python3", "-c", SEND, SENDER, RECIPIENT, PASSWORD]
    done = machine.attempt(command, raw)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().strip()


def in_mailbox(machine: BareMachine, subject: str) -> bool:
    done = machine.attempt(["doveadm", "fetch", "-u", RECIPIENT, "hdr.subject", "mailbox", "INBOX"])
    return subject in done.stdout.decode()


def test_the_packages_of_the_first_step_are_those_the_tests_run_with() -> None:
    [words] = re.findall(r"apt-get install -y --no-install-recommends (.*)", steps()[1])
    assert set(words.split()) - installed() <= {"logrotate"}  # nothing is rotated in a story


def test_the_steps_take_fifteen_minutes_as_the_document_tells_them() -> None:
    minutes = [int(number) for number in MINUTES.findall(DOCUMENT.read_text("utf-8"))]
    assert (len(minutes), sum(minutes)) == (10, 15)


def test_every_step_succeeds_and_the_doctor_finds_nothing_wrong(production: BareMachine) -> None:
    told = json.loads(production.run(steps()[11].strip() + " --json --language en"))
    wrong = [(one["check"], one["sentence"]) for one in told["findings"] if one["state"] != "ok"]
    assert [check for check, _ in wrong] in ([], ["clock"]), wrong
    assert {"certificates", "plugin", "postfix_user", "dovecot_append"} <= {one["check"] for one in told["findings"]}
    assert "congvu" not in production.run("/opt/congvu/bin/pip check || true")  # the wheel misses nothing
    production.run("test -s /var/lib/roundcube/plugins/congvu/dist/congvu-compose.js")


def test_a_marked_letter_is_refused_and_a_clean_one_arrives(production: BareMachine) -> None:
    assert sent(production, letter("Thu co dau", MARKED)).startswith("550 5.7.1")
    assert sent(production, letter("Thu khong dau", CLEAN)).startswith("250 ")
    wait_for(lambda: in_mailbox(production, "Thu khong dau"), "the letter in its mailbox")
    assert not in_mailbox(production, "Thu co dau")


def test_nothing_of_this_machine_was_touched(production: BareMachine) -> None:
    assert not any(Path(place).exists() for place in ("/etc/congvu", "/opt/congvu", "/etc/postfix/mailboxes"))
    passwd = Path("/etc/passwd").read_text("utf-8")
    assert not any(line.startswith(("congvu:", "vmail:")) for line in passwd.splitlines())
