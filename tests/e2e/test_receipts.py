"""Receipts that reach an agency's mailbox over SMTP: told of its own letters, and believed only of their recipients."""

import json
from email.message import EmailMessage
from itertools import count
from typing import Any

from tests.e2e.demo import CLERK, Demo, wait_for
from tests.e2e.letters import letter

_numbers = count(1)


def somebody() -> str:
    return f"congdan+bao{next(_numbers)}@nguoidan.example"


def read_receipt(reader: str, about: EmailMessage, final: str | None = None) -> EmailMessage:
    """As mail programs send it (RFC 8098)."""
    receipt = letter(reader, CLERK, "Read: thư của cơ quan", "Thư đã được hiển thị.\n")
    receipt.make_mixed()
    receipt.set_type("multipart/report")
    receipt.set_param("report-type", "disposition-notification")
    part = EmailMessage()
    part["Content-Type"] = "message/disposition-notification"
    fields = {
        "Final-Recipient": f"rfc822; {final or reader}",
        "Original-Message-ID": str(about["Message-ID"]),
        "Disposition": "manual-action/MDN-sent-manually; displayed",
    }
    part.set_payload("".join(f"{name}: {value}\r\n" for name, value in fields.items()))
    receipt.attach(part)
    return receipt


def receipts_about(demo: Demo, message: EmailMessage) -> list[dict[str, Any]]:
    query = "select data from fact where kind = 'receipt' and message_id = ?"
    return [json.loads(row["data"]) for row in demo.rows(query, [str(message["Message-ID"]).strip("<>")])]


def sent_by_clerk(demo: Demo, to: str) -> EmailMessage:
    message = letter(CLERK, to, "Thông báo kết quả")
    assert demo.submit(message).code == 250
    return message


def test_a_read_receipt_of_the_recipient_is_known_and_one_of_somebody_else_is_not(demo: Demo) -> None:
    reader, stranger = somebody(), somebody()
    message = sent_by_clerk(demo, reader)
    forged = read_receipt(stranger, message)
    in_anothers_name = read_receipt(stranger, message, final="vanphong@bo.gov.vn")
    assert [demo.arrive(one, sender="").code for one in (forged, in_anothers_name)] == [250, 250]

    assert demo.arrive(read_receipt(reader, message), sender="").code == 250

    [told] = wait_for(lambda: receipts_about(demo, message), "the receipt to be noted")
    assert (told["kind"], told["disposition"]) == ("mdn", "displayed")
    assert told["to"].keys() == {"correspondent"}
    assert demo.files_that_hold("Thư đã được hiển thị") == []
