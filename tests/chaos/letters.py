"""The letters of a run: whom they are from and to, and what must become of each. Pure: a seed gives the same ones."""

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from enum import StrEnum

import docx

from backend.clock import VIETNAM

OUTSIDE = "nguoidan.example"
BOXES = {  # by agency code: clerks' mailboxes of the demo's province
    "H55.01": "vpubnd@thainguyen.gov.vn",
    "H55.05": "sokhcn@thainguyen.gov.vn",
    "H55.07": "sotaichinh@thainguyen.gov.vn",
    "H55.09": "sonoivu@thainguyen.gov.vn",
    "H55.11": "soyte@thainguyen.gov.vn",
    "H55.13": "soxaydung@thainguyen.gov.vn",
    "H55.40": "phuluong@thainguyen.gov.vn",
    "H55.41": "phandinhphung@thainguyen.gov.vn",
}
SAMPLE = "TÀI LIỆU MẪU, KHÔNG PHẢI BÍ MẬT NHÀ NƯỚC"
WORDS = "Căn cứ Nghị định số 30/2020/NĐ-CP của Chính phủ về công tác văn thư, đề nghị các đơn vị thực hiện."


class Kind(StrEnum):
    CITIZEN = "citizen"  # to an agency's mailbox: delivered, acknowledged once
    PAPER = "paper"  # from agency to agency with a DOCX: delivered
    MARKED_OUT = "marked_out"  # a marked DOCX from an agency to outside: refused
    MARKED_IN = "marked_in"  # the same from outside: refused


MARKED = (Kind.MARKED_OUT, Kind.MARKED_IN)
_SHARES = {Kind.CITIZEN: 60, Kind.PAPER: 30, Kind.MARKED_OUT: 5, Kind.MARKED_IN: 5}


@dataclass(frozen=True, slots=True)
class Letter:
    """`agencies`: codes of those that have facts of it once it is delivered."""

    number: int
    kind: Kind
    sender: str
    recipient: str
    agencies: tuple[str, ...]
    message_id: str

    @property
    def is_submitted(self) -> bool:
        """By somebody who signed in."""
        return self.kind in (Kind.PAPER, Kind.MARKED_OUT)


def planned(count: int, seed: int) -> list[Letter]:
    chance = random.Random(seed)
    kinds = chance.choices(list(_SHARES), list(_SHARES.values()), k=count)
    return [_letter(number, kind, seed, chance) for number, kind in enumerate(kinds, start=1)]


def _letter(number: int, kind: Kind, seed: int, chance: random.Random) -> Letter:
    """A citizen writes once: how many acknowledgements somebody gets a day is limited."""
    one, other = chance.sample(list(BOXES), 2)
    citizen = f"dan{number:05d}@{OUTSIDE}"
    sender = citizen if kind in (Kind.CITIZEN, Kind.MARKED_IN) else BOXES[one]
    recipient = citizen if kind is Kind.MARKED_OUT else BOXES[other]
    agencies = {Kind.CITIZEN: (other,), Kind.PAPER: (one, other)}.get(kind, ())
    message_id = f"{number:05d}.{seed}@{sender.rpartition('@')[2]}"
    return Letter(number, kind, sender, recipient, agencies, message_id)


def message_of(letter: Letter, now: datetime, canary: str) -> bytes:
    """Marked letters carry the canary in their text and in their paper."""
    message = EmailMessage()
    message["From"], message["To"] = letter.sender, letter.recipient
    message["Subject"] = f"Thư số {letter.number}"
    message["Date"] = format_datetime(now.astimezone(VIETNAM))
    message["Message-ID"] = f"<{letter.message_id}>"
    marked = letter.kind in MARKED
    message.set_content(f"Kính gửi Quý cơ quan,\n\nThư số {letter.number}. {canary if marked else ''}\n")
    if letter.kind is not Kind.CITIZEN:
        lines = ["TỐI MẬT", SAMPLE, canary] if marked else ["CÔNG VĂN", f"Số: {letter.number}/CV", WORDS]
        message.add_attachment(_paper(lines), maintype="application", subtype="octet-stream", filename="cong-van.docx")
    return message.as_bytes(policy=message.policy.clone(linesep="\r\n"))


def _paper(lines: Sequence[str]) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()
