"""Journal records and log lines as the gateway writes them, for tests of what is made of them."""

from datetime import datetime, timedelta
from typing import Any

from backend.clock import VIETNAM
from backend.correspondence.facts import Delivery
from backend.correspondence.terms import FactKind

CITIZEN, OTHER_CITIZEN, BUSINESS = "congdan@nguoidan.example", "ba.lan@nguoidan.example", "ketoan@doanhnghiep.example"


def vietnam(text: str) -> datetime:
    """`2026-01-05 08:15` in Vietnam's time."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def checked(
    seq: int,
    at: datetime,
    sender: str,
    *recipients: str,
    message_id: str | None = None,
    reply_to: tuple[str, ...] = (),
    login: str | None = None,
    automatic: bool = False,
    may_acknowledge: bool | None = None,
    attachments: tuple[str, ...] = (),
    webmail: bool = False,
    urgency: str | None = None,
) -> dict[str, Any]:
    """A letter the milter let pass; its queue id is `Q<seq>`, its Message-ID `<seq>@mail.example` unless said."""
    return {
        "seq": seq,
        "at": at.isoformat(),
        "kind": "checked",
        "id": f"verdict-{seq}",
        "direction": "submission" if login else "inbound",
        "queue_id": f"Q{seq}",
        "login": login,
        "webmail": webmail,
        "sender": sender,
        "recipients": list(recipients),
        "message_id": f"{seq}@mail.example" if message_id is None else message_id,
        "in_reply_to": list(reply_to[-1:]),
        "references": list(reply_to),
        "date": at.isoformat(),
        "automatic": {
            "automatic": automatic,
            "may_acknowledge": not automatic if may_acknowledge is None else may_acknowledge,
            "reason": "auto-submitted" if automatic else "",
        },
        "verdict": {
            "action": "allow",
            "obligation": "none",
            "kind": None,
            "bundle": "1",
            "rules": [],
            "state": "none",
            "urgency": urgency,
        },
        "attachments": [{"fingerprint": fingerprint, "action": "allow"} for fingerprint in attachments],
        "size_bytes": 2048,
    }


def in_mailbox(seq: int, at: datetime, recipient: str) -> Delivery:
    return Delivery(FactKind.IN_MAILBOX, at, f"Q{seq}", recipient)


def handed_over(seq: int, at: datetime, recipient: str) -> Delivery:
    return Delivery(FactKind.HANDED_OVER, at, f"Q{seq}", recipient)


def soon(at: datetime) -> datetime:
    return at + timedelta(seconds=1)
