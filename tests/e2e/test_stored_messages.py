"""What never passes SMTP: a message that a desktop client stores by IMAP APPEND meets the same rules."""

import subprocess
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from pathlib import Path

from deploy.demo import samples
from deploy.demo.backend import ALL_ROLES
from tests.e2e.canaries import Kind, planted
from tests.e2e.demo import CLERK, FINANCE, Demo, wait_for
from tests.e2e.letters import letter

CANARY = planted(Kind.MARKED, "bang-lang-tim")
NOTICE = "đã được gỡ khỏi hộp thư"


def store(demo: Demo, message: EmailMessage, folder: str = "Drafts", login: str = CLERK) -> None:
    """As a desktop program saves a draft or a copy of what it sent."""
    with demo.imap(login) as client:
        client.append(folder, message.as_bytes(policy=policy.SMTP), msg_time=datetime.now(UTC))


def test_a_marked_draft_is_taken_out_at_once_and_its_owner_is_told(demo: Demo, tmp_path: Path) -> None:
    subject = f"Nháp {CANARY}"
    marked = letter(CLERK, FINANCE, subject, attachments=[samples.marked_page_header(tmp_path)])
    before = len(demo.letters(CLERK, NOTICE))

    store(demo, marked)

    assert demo.letters(CLERK, subject, "Drafts") == []
    notice = demo.wait_for_letter(CLERK, NOTICE)
    assert len(demo.letters(CLERK, NOTICE)) == before + 1
    text = notice.get_content()
    assert "không kết luận đây là bí mật nhà nước" in text
    assert "Xin gửi theo đường văn bản mật" in text
    [removed] = [record for record in demo.journal() if record["kind"] == "removed"]
    assert (removed["login"], removed["state"], removed["id"] in text) == (CLERK, "marked", True)
    assert demo.files_that_hold(CANARY) == []


def test_nothing_of_it_is_left_once_dovecot_has_purged_its_cache(demo: Demo) -> None:
    subject = f"Chỉ mục {CANARY}"
    store(demo, letter(CLERK, FINANCE, "Nháp thường cho chỉ mục"))
    with demo.imap(CLERK) as client:  # from now on Dovecot keeps subjects of this folder in its cache
        client.select_folder("Drafts")
        client.fetch(client.search(), ["ENVELOPE", "BODYSTRUCTURE"])

    store(demo, letter(CLERK, FINANCE, subject, "TỐI MẬT\nNội dung\n"))

    assert demo.letters(CLERK, subject, "Drafts") == []
    wait_for(lambda: set(_files_that_hold(demo, CANARY)) <= {"dovecot.index.cache"}, "the message's file to go")
    configuration = str(demo.layout.home / "dovecot" / "dovecot.conf")
    purge = ["doveadm", "-c", configuration, "mailbox", "cache", "purge", "-u", CLERK, "Drafts"]  # as the guide says
    subprocess.run(purge, check=True, capture_output=True)
    assert _files_that_hold(demo, CANARY) == []


def _files_that_hold(demo: Demo, text: str) -> list[str]:
    local, _, domain = CLERK.rpartition("@")
    mailbox = demo.layout.home / "mail" / domain / local
    return [file.name for file in mailbox.rglob("*") if file.is_file() and text.encode() in file.read_bytes()]


def test_sent_copies_of_ordinary_letters_stay(demo: Demo) -> None:
    store(demo, letter(CLERK, FINANCE, "Thư thường đã gửi"), "Sent")

    [kept] = demo.letters(CLERK, "Thư thường đã gửi", "Sent")
    assert kept["To"] == FINANCE


def test_what_cannot_be_checked_is_kept_and_flagged(demo: Demo) -> None:
    with demo.imap(CLERK) as client:
        client.select_folder("Drafts")
        before = len(client.search(["KEYWORD", "$CongVuUnchecked"]))
    demo.stop(*ALL_ROLES)
    try:
        store(demo, letter(CLERK, FINANCE, "Nháp khi máy kiểm tra dừng", "TỐI MẬT\n"))
    finally:
        demo.start(*ALL_ROLES)

    with demo.imap(CLERK) as client:
        client.select_folder("Drafts")
        assert len(client.search(["KEYWORD", "$CongVuUnchecked"])) == before + 1
        client.delete_messages(client.search(["KEYWORD", "$CongVuUnchecked"]))
        client.expunge()
