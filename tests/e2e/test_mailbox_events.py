"""What Dovecot says of a letter: it lies in the mailbox, and somebody opened it in Roundcube; who, nobody learns."""

import json
from email.message import EmailMessage
from itertools import count
from typing import Any

from playwright.sync_api import expect

from tests.e2e.conftest import SignIn
from tests.e2e.demo import CLERK, FINANCE, Demo, wait_for
from tests.e2e.letters import letter
from tests.e2e.pages.letter_panel import LetterPanel

AGENCY, OFFICIAL = "H55.05", "an.nguyen@thainguyen.gov.vn"
_numbers = count(1)


def somebody() -> str:
    return f"congdan+hop{next(_numbers)}@nguoidan.example"


def told_by_dovecot(demo: Demo, message: EmailMessage) -> list[tuple[str, str, dict[str, Any]]]:
    """(kind, agency, whose box) of every fact that Dovecot's log gave about this letter."""
    query = "select kind, agency_code, data from fact where source = 'dovecot' and message_id = ? order by sequence"
    rows = demo.rows(query, [str(message["Message-ID"]).strip("<>")])
    return [(row["kind"], row["agency_code"], json.loads(row["data"])["to"]) for row in rows]


def arrived(demo: Demo, message: EmailMessage) -> None:
    assert demo.arrive(message).code == 250
    wait_for(lambda: told_by_dovecot(demo, message), "Dovecot's word that it is stored")


def test_a_letter_that_is_opened_in_the_webmail_is_known_as_opened_by_its_box(sign_in: SignIn, demo: Demo) -> None:
    subject = "Hỏi về hộp thư"
    message = letter(somebody(), CLERK, subject)
    arrived(demo, message)
    [(kind, agency, box)] = told_by_dovecot(demo, message)
    assert (kind, agency, box["box"]) == ("in_mailbox", AGENCY, CLERK)

    webmail = sign_in()
    webmail.wait_for_letter(subject)
    webmail.read(subject)

    wait_for(lambda: len(told_by_dovecot(demo, message)) == 2, "the opening to be noted")
    kind, agency, box = told_by_dovecot(demo, message)[1]
    assert (kind, agency, box["box"]) == ("opened", AGENCY, CLERK)
    webmail.open()
    panel = LetterPanel(webmail.read(subject).page)
    expect(panel.facts).to_contain_text("Hộp thư đã mở lúc")
    expect(panel.root).not_to_contain_text("đã đọc")


def test_a_read_receipt_is_noted_once_and_what_is_said_again_is_not(demo: Demo) -> None:
    message = letter(somebody(), CLERK, "Xin báo đã đọc")
    arrived(demo, message)
    with demo.imap(CLERK) as client:
        client.select_folder("INBOX")
        [uid] = client.search(["HEADER", "Message-ID", str(message["Message-ID"])])
        client.add_flags([uid], ["\\Seen"])
        client.add_flags([uid], ["$MDNSent"])
        client.add_flags([uid], ["\\Flagged"])
    later = letter(somebody(), CLERK, "Thư đến sau cùng")
    arrived(demo, later)

    assert [kind for kind, _, _ in told_by_dovecot(demo, message)] == ["in_mailbox", "opened", "mdn_sent"]


def test_the_agency_that_wrote_learns_that_it_is_stored_but_not_that_it_was_opened(demo: Demo) -> None:
    message = letter(FINANCE, CLERK, "Gửi hồ sơ phối hợp")
    assert demo.submit(message, FINANCE).code == 250
    wait_for(lambda: told_by_dovecot(demo, message), "Dovecot's word that it is stored")
    with demo.imap(CLERK) as client:
        client.select_folder("INBOX")
        [uid] = client.search(["HEADER", "Message-ID", str(message["Message-ID"])])
        client.add_flags([uid], ["\\Seen"])
    wait_for(lambda: any(kind == "opened" for kind, _, _ in told_by_dovecot(demo, message)), "the opening")

    by_kind = {(kind, agency) for kind, agency, _ in told_by_dovecot(demo, message)}
    assert ("opened", AGENCY) in by_kind
    assert {kind for kind, agency in by_kind if agency != AGENCY} == {"in_mailbox"}


def test_officials_own_boxes_leave_no_trace(demo: Demo) -> None:
    message = letter(somebody(), OFFICIAL, "Thư riêng gửi chuyên viên")
    assert demo.arrive(message).code == 250
    demo.wait_for_letter(OFFICIAL, "Thư riêng gửi chuyên viên")
    with demo.imap(OFFICIAL) as client:
        client.select_folder("INBOX")
        client.add_flags(client.search(), ["\\Seen"])
    arrived(demo, letter(somebody(), CLERK, "Thư đến sau"))

    assert told_by_dovecot(demo, message) == []
