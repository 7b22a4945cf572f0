"""The letters of `soak`: a day of a province's mail, whom each is from and to and what must become of it. Pure but for
the papers, which are typeset once: a seed gives the same letters.

They come in the hours in which `congvu load generate` lets them come: nearly all in office hours, most in the morning.
"""

import io
import random
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email import message_from_string, policy
from email.message import EmailMessage
from email.utils import format_datetime
from enum import StrEnum
from pathlib import Path

import docx

from backend.clock import VIETNAM
from backend.load.history import AT_NIGHT, EVENING, MORNING
from deploy.demo.papers.paper import NOTICE, load_paper
from deploy.demo.papers.pdf_paper import write_pdf

OUTSIDE = "nguoi-dan.example"
DAY_SECONDS = 86_400.0
ROBOT = f"khong-tra-loi@{OUTSIDE}"
PDF_PAPERS = 24  # different ones
LARGE_LINES = 3_600  # 2 MB in a file packed without compression
WORD_OF_MARKED = "bao-dem-khong-trang"  # stands in every marked paper, and may stand nowhere in what is kept
NUMBER = "SO-VA-KY-HIEU"  # in a paper's text, for which each letter's own stands
LINE = "Căn cứ Nghị định số 30/2020/NĐ-CP của Chính phủ về công tác văn thư, đề nghị các đơn vị thực hiện.\n"


class Kind(StrEnum):
    CITIZEN = "citizen's letter"  # acknowledged once
    CITIZEN_PDF = "citizen's letter with a PDF"  # acknowledged once
    REPLY = "reply to a citizen"
    PAPER = "paper from agency to agency (DOCX)"
    LARGE_PAPER = "paper of 2 MB from agency to agency"
    ROBOT = "robot's note"
    BOUNCE = "bounce"
    READ_RECEIPT = "read receipt"
    MARKED_IN = "marked paper from outside"  # refused
    MARKED_OUT = "marked paper to outside"  # refused


_SHARES = {
    Kind.CITIZEN: 40.0,
    Kind.CITIZEN_PDF: 8.0,
    Kind.REPLY: 26.0,
    Kind.PAPER: 16.0,
    Kind.LARGE_PAPER: 0.5,
    Kind.ROBOT: 4.0,
    Kind.BOUNCE: 2.0,
    Kind.READ_RECEIPT: 2.5,
    Kind.MARKED_IN: 0.5,
    Kind.MARKED_OUT: 0.5,
}
ACKNOWLEDGED = (Kind.CITIZEN, Kind.CITIZEN_PDF)
MARKED = (Kind.MARKED_IN, Kind.MARKED_OUT)
_SUBMITTED = (Kind.REPLY, Kind.PAPER, Kind.LARGE_PAPER, Kind.MARKED_OUT)
_ABOUT_A_REPLY = (Kind.BOUNCE, Kind.READ_RECEIPT)
SOONEST_REPLY = 0.1  # of the day's letters that come in between: the letter is acknowledged by then


@dataclass(frozen=True, slots=True)
class Letter:
    """`at`: seconds of the day. `about`: the letter it answers or reports on. Senders outside write once a day: how
    many acknowledgements one gets is limited."""

    number: int
    at: float
    kind: Kind
    sender: str
    recipient: str
    about: "Letter | None" = None

    @property
    def message_id(self) -> str:
        return f"{self.number:06d}.ngay@{self.sender.rpartition('@')[2]}"

    @property
    def is_submitted(self) -> bool:
        """By somebody who signed in."""
        return self.kind in _SUBMITTED

    @property
    def envelope_sender(self) -> str:
        return "" if self.kind is Kind.BOUNCE else self.sender


def planned(count: int, boxes: Sequence[str], seed: int) -> list[Letter]:
    """In the order of time. What would answer a letter that has not come yet is a paper instead."""
    chance = random.Random(seed)
    moments = sorted(_moment(chance) for _ in range(count))
    kinds = chance.choices(list(_SHARES), list(_SHARES.values()), k=count)
    came: list[Letter] = []
    soonest = max(50, int(count * SOONEST_REPLY))
    asked, answered = _Waiting(soonest), _Waiting(0)
    for number, (at, kind) in enumerate(zip(moments, kinds, strict=True), start=1):
        letter = _letter(number, at, kind, boxes, chance, asked, answered)
        came.append(letter)
        if letter.kind in ACKNOWLEDGED:
            asked.letters.append(letter)
        elif letter.kind is Kind.REPLY:
            answered.letters.append(letter)
    return came


class _Waiting:
    """Letters that may be answered, each once, when so many others have come after it."""

    def __init__(self, soonest: int) -> None:
        self.letters: list[Letter] = []
        self._soonest = soonest
        self._taken = 0

    def next(self, number: int) -> Letter | None:
        if self._taken == len(self.letters) or number - self.letters[self._taken].number < self._soonest:
            return None
        self._taken += 1
        return self.letters[self._taken - 1]


def _letter(
    number: int, at: float, kind: Kind, boxes: Sequence[str], chance: random.Random, asked: _Waiting, answered: _Waiting
) -> Letter:
    one, other = chance.sample(boxes, 2)
    outsider = f"dan-{number:06d}@{OUTSIDE}"
    if kind is Kind.REPLY and (letter := asked.next(number)):
        return Letter(number, at, kind, letter.recipient, letter.sender, letter)
    if kind in _ABOUT_A_REPLY and (letter := answered.next(number)):
        author = letter.recipient if kind is Kind.READ_RECEIPT else f"mailer-daemon@{OUTSIDE}"
        return Letter(number, at, kind, author, letter.sender, letter)
    if kind in (Kind.REPLY, *_ABOUT_A_REPLY):
        return Letter(number, at, Kind.PAPER, one, other)
    sender = one if kind in _SUBMITTED else ROBOT if kind is Kind.ROBOT else outsider
    return Letter(number, at, kind, sender, outsider if kind is Kind.MARKED_OUT else other)


def _moment(chance: random.Random) -> float:
    if chance.random() < AT_NIGHT:
        return chance.random() * DAY_SECONDS
    opened, closed = (60.0 * (60 * one.hour + one.minute) for one in (MORNING, EVENING))
    return opened + (closed - opened) * chance.betavariate(1.6, 2.2)


class Writer:
    """Writes letters down; papers are made once and get each letter's number: no two files are equal."""

    def __init__(self, folder: Path) -> None:
        meeting = load_paper("meeting_paper")
        numbered = (replace(meeting, number=f"Số: {number}/GM-SKHCN") for number in range(1, PDF_PAPERS + 1))
        self._pdfs = [write_pdf(paper, folder / f"{paper.number[4:-9]}.pdf").read_bytes() for paper in numbered]
        self._paper = _word(["CÔNG VĂN", f"Số: {NUMBER}/CV", *[LINE] * 12])
        self._large = _word(["CÔNG VĂN", f"Số: {NUMBER}/CV", *[LINE * 3] * LARGE_LINES])
        self._marked = _word(["TỐI MẬT", NOTICE, f"Số: {NUMBER}/CV", LINE, WORD_OF_MARKED])

    def message_of(self, letter: Letter, now: datetime) -> bytes:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = letter.sender, letter.recipient, f"Thư số {letter.number}"
        message["Date"] = format_datetime(now.astimezone(VIETNAM))
        message["Message-ID"] = f"<{letter.message_id}>"
        if letter.kind is Kind.REPLY and letter.about is not None:
            message["In-Reply-To"] = message["References"] = f"<{letter.about.message_id}>"
        if letter.kind in (Kind.ROBOT, Kind.BOUNCE):
            message["Auto-Submitted"] = "auto-generated" if letter.kind is Kind.ROBOT else "auto-replied"
        chance = random.Random(letter.number)
        lines = min(300, int(chance.lognormvariate(2.2, 1.0)) + 1)  # 1 kB in the middle, some 30 kB
        message.set_content(f"Kính gửi Quý cơ quan,\n\nThư số {letter.number}.\n" + LINE * lines)
        self._attach(letter, message)
        return message.as_bytes(policy=message.policy.clone(linesep="\r\n"))

    def _attach(self, letter: Letter, message: EmailMessage) -> None:
        if letter.kind in _ABOUT_A_REPLY and letter.about is not None:
            _report(letter.kind, letter.about, message)
        elif letter.kind is Kind.CITIZEN_PDF:
            pdf = self._pdfs[letter.number % PDF_PAPERS] + f"\n% {letter.number}\n".encode()
            message.add_attachment(pdf, maintype="application", subtype="pdf", filename="don.pdf")
        elif template := self._template(letter.kind):
            stored = letter.kind is Kind.LARGE_PAPER
            paper = _numbered(template, letter.number, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED)
            message.add_attachment(paper, maintype="application", subtype="octet-stream", filename="cong-van.docx")

    def _template(self, kind: Kind) -> dict[str, bytes] | None:
        papers = {Kind.PAPER: self._paper, Kind.LARGE_PAPER: self._large, **dict.fromkeys(MARKED, self._marked)}
        return papers.get(kind)


def _report(kind: Kind, about: Letter, message: EmailMessage) -> None:
    """RFC 3464 of a letter that could not be delivered, or RFC 8098 of one that was displayed."""
    final, original = f"Final-Recipient: rfc822;{about.recipient}\n", f"Message-ID: <{about.message_id}>\n"
    if kind is Kind.BOUNCE:
        report, said = "delivery-status", f"Reporting-MTA: dns; mx.example\n\n{final}Action: failed\nStatus: 4.2.2\n"
    else:
        shown = "Disposition: manual-action/MDN-sent-manually; displayed\n"
        report, said = "disposition-notification", f"{final}Original-{original}{shown}"
    message.make_mixed()
    message.set_type("multipart/report")
    message.set_param("report-type", report)
    for part in (f"message/{report}\n\n{said}", f"text/rfc822-headers\n\n{original}"):
        message.attach(message_from_string(f"Content-Type: {part}", policy=policy.default))


def _word(lines: Sequence[str]) -> dict[str, bytes]:
    """The files in a DOCX."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    saved = io.BytesIO()
    document.save(saved)
    left_out = ("word/theme", "docProps/thumbnail", "word/stylesWithEffects")
    with zipfile.ZipFile(saved) as source:
        return {name: source.read(name) for name in source.namelist() if not name.startswith(left_out)}


def _numbered(files: dict[str, bytes], number: int, compression: int) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compression, compresslevel=1) as target:
        for name, content in files.items():
            own = content.replace(NUMBER.encode(), str(number).encode()) if name == "word/document.xml" else content
            target.writestr(name, own)
    return packed.getvalue()
