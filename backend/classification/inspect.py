"""From bytes to findings: single files, and whole messages with everything attached to them."""

import email
import email.message
import hashlib
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import policy

from backend.classification.engine import Engine
from backend.classification.letter_signs import LetterText, shipped_signs
from backend.classification.message_findings import MessageFindings
from backend.classification.shadow import ShadowJudge
from backend.classification.verdict import Finding, Where
from backend.documents import sniff
from backend.documents.enclosed_files import enclosed_files
from backend.documents.extract import extract
from backend.documents.html_text import HtmlText, has_tags, read_html
from backend.documents.model import Extraction
from backend.documents.plain_text import text_pages
from backend.documents.reading import Unsupported
from backend.documents.text_encoding import DecodedText, decoded_text
from backend.mail.fields import decoded, read_header, values
from backend.mail.transfer import content_of
from backend.text.legacy_text import read_text

AS_IT_IS = {"", "7bit", "8bit", "binary"}
TRANSFER_ENCODINGS = AS_IT_IS | {"base64", "quoted-printable"}
DECISIVE_FIELDS = ("Content-Type", "Content-Transfer-Encoding")  # given twice, each reader chooses for itself
CONTENT_ELSEWHERE = {"message/external-body", "message/partial"}
# Files and encrypted letters inside a text
_ENCLOSED = re.compile(r"^begin(?:-base64)? [0-7]{3,4} \S|^-----BEGIN (?:PGP MESSAGE|PKCS7|CMS)-----", re.MULTILINE)
ENCODED_WORD = re.compile(r"=\?[^?\s]+\?[bq]\?", re.IGNORECASE)  # left over: it could not be decoded (RFC 2047)


@dataclass(slots=True)
class _Message:
    """A message being read. `seconds_end` is when opening attachments stops (monotonic)."""

    engine: Engine
    shadow: ShadowJudge | None
    seconds_end: float
    bodies: list[Finding] = field(default_factory=list)
    attachments: list[Finding] = field(default_factory=list)
    readable: bool = True
    lines: list[str] = field(default_factory=list)  # of the bodies
    papers: list[tuple[str, ...]] = field(default_factory=list)  # page 1 of each paper
    files: list[str] = field(default_factory=list)

    def judge_text(self, lines: list[str], where: Where) -> Finding:
        finding = self.engine.judge_text(lines, where)
        if self.shadow is not None:
            self.shadow.text(lines, where)
        return finding


def inspect_file(data: bytes, name: str, engine: Engine) -> Finding:
    """Judge one file. Never raises for what is in it: what cannot be read is a finding."""
    return _judged_file(data, name, engine)[0]


def _judged_file(data: bytes, name: str, engine: Engine) -> tuple[Finding, Extraction]:
    started = time.monotonic()
    extraction = extract(data, name, engine.bundle.limits)
    finding = engine.judge(
        extraction,
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        size_bytes=len(data),
        elapsed_ms=(time.monotonic() - started) * 1000,
    )
    return finding, extraction


def inspect_message(raw: bytes, engine: Engine, shadow: ShadowJudge | None = None) -> MessageFindings:
    """Judge subject, bodies and attachments of a raw message (RFC 5322), messages inside it included.

    `shadow` is shown each part once the engine has judged it, and has no say.

    Never raises for what is in it: a message that cannot be taken apart is not `readable`.
    """
    state = _Message(engine, shadow, time.monotonic() + engine.bundle.limits.seconds)
    subjects = _subjects(read_header(raw))
    subject = state.judge_text(subjects, Where.SUBJECT)
    try:
        message = email.message_from_bytes(raw, policy=policy.compat32)
        for part in message.walk():
            _read_part(part, state, is_outermost=part is message)
    except RecursionError:  # parts inside parts inside parts: no mail program nests so deep
        state.readable = False
    signs = shipped_signs().read(LetterText(subjects, state.lines, state.papers, state.files))
    return MessageFindings(subject, tuple(state.bodies), tuple(state.attachments), state.readable, signs)


def _read_part(part: email.message.Message, state: _Message, *, is_outermost: bool) -> None:
    subjects = _subjects(part)
    if any(ENCODED_WORD.search(subject) for subject in subjects):
        state.readable = False
    if subjects and not is_outermost:
        state.bodies.append(state.judge_text(subjects, Where.SUBJECT))
    encoding = _transfer_encoding(part)
    if part.is_multipart():
        understood = encoding in AS_IT_IS
        for around in (part.preamble, part.epilogue):
            if around and around.strip():
                _read_body(around.encode("utf-8", "surrogateescape"), state)
    else:
        understood = encoding in TRANSFER_ENCODINGS
        _read_content(part, state)
    repeated = any(len(part.get_all(name, [])) > 1 for name in DECISIVE_FIELDS)
    if not understood or repeated or part.defects or part.get_content_type() in CONTENT_ELSEWHERE:
        state.readable = False


def _transfer_encoding(part: email.message.Message) -> str:
    """The encoding named, written back without the white space that would keep the parser from knowing it."""
    if "Content-Transfer-Encoding" not in part:
        return ""
    encoding = str(part["Content-Transfer-Encoding"]).strip().lower()
    part.replace_header("Content-Transfer-Encoding", encoding)
    return encoding


def _read_content(part: email.message.Message, state: _Message) -> None:
    content = content_of(part)
    if content is None:
        state.readable = False
        return
    if _is_body(part, content):
        _read_body(_as_utf8(part, content), state)
    else:
        _read_attachment(part, content, state)


def _subjects(part: email.message.Message) -> list[str]:
    return [decoded(value) for value in values(part, "Subject")]


def _is_body(part: email.message.Message, content: bytes) -> bool:
    """Text without a file name and not handed over as an attachment, unless its bytes are those of a file."""
    return (
        part.get_content_maintype() == "text"
        and part.get_content_disposition() != "attachment"
        and part.get_filename() is None
        and sniff.other_type(content) is None
        and not content.startswith(sniff.ZIP_STARTS)
        and not sniff.has_pdf_header(content)
    )


def _as_utf8(part: email.message.Message, content: bytes) -> bytes:
    charset = part.get_content_charset("utf-8")
    try:
        return content.decode(charset).encode()
    except (LookupError, ValueError):
        return content


def _read_body(content: bytes, state: _Message) -> None:
    try:
        written = decoded_text(content)
    except Unsupported:
        written = DecodedText(content.decode("utf-8", "replace"), doubtful=True)
    text = written.text
    html = read_html(text) if has_tags(text) else None
    lines = list(_body_lines(text, html))
    state.lines += read_text(lines if html is None else html.lines).lines
    finding = state.judge_text(lines, Where.BODY_TEXT)
    state.bodies.append(finding)
    if written.doubtful or finding.unreadable_reason is not None or _ENCLOSED.search(text):
        state.readable = False
    for picture in html.pictures if html is not None else ():
        _judge_attachment(picture, "", state)
    for file in enclosed_files(text, pictures_are_read=html is not None):
        if file is None:
            state.readable = False
        else:
            _judge_attachment(file, "", state)


def _body_lines(text: str, html: HtmlText | None) -> Iterator[str]:
    """As plain text and, where a mail program would take it for markup, as HTML too."""
    for page in text_pages(text):
        yield from page.lines
    if html is not None:
        yield from html.lines


def _read_attachment(part: email.message.Message, content: bytes, state: _Message) -> None:
    _judge_attachment(content, decoded(part.get_filename() or ""), state)


def _judge_attachment(content: bytes, name: str, state: _Message) -> None:
    remaining = state.engine.with_seconds(max(state.seconds_end - time.monotonic(), 0.0))
    finding, extraction = _judged_file(content, name, remaining)
    state.attachments.append(finding)
    if state.shadow is not None:
        state.shadow.file(extraction)
    state.papers += [part.pages[0].lines for part in extraction.parts if part.pages]
    state.files += [name] if name else []
