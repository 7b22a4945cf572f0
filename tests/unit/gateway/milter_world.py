"""A gate with hand-written neighbours: scanner, journal, web role and gate.json, and mail for it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from backend.classification.bundle import Province, packaged_bundle
from backend.classification.message_findings import MessageFindings
from backend.classification.verdict import DocumentForm, Finding, Obligation, RuleHit, SecrecyState, Where
from backend.clock import FixedClock
from backend.documents.model import UnreadableReason
from backend.gateway.declaration_client import Answer, Question
from backend.gateway.gate_file import GateFile, read_gate_file
from backend.gateway.inspected import Inspected
from backend.gateway.journal import JournalError
from backend.gateway.milter import Gate, GatePolicy
from backend.gateway.milter_protocol import Decision
from backend.gateway.milter_session import Mail
from backend.gateway.scanner import Scanned
from backend.mail.automatic import judge_automatic
from backend.mail.fields import read_header
from backend.mail.message import header_facts

BUNDLE = replace(
    packaged_bundle(), version="2026.11.3", province=Province("thai-nguyen", "Thái Nguyên", ("thainguyen.gov.vn",))
)
GATE = read_gate_file(
    json.dumps(
        {
            "format": 1,
            "province_domains": ["thainguyen.gov.vn"],
            "official_addresses": ["vanphong@bo.gov.vn"],
            "mailboxes": {
                "sokhcn@thainguyen.gov.vn": {"agency": "H55.05", "kind": "agency"},
                "giamdoc@thainguyen.gov.vn": {"agency": "H55.05", "kind": "role"},
                "an@thainguyen.gov.vn": {"agency": "H55.05", "kind": "personal"},
                "lan@thainguyen.gov.vn": {"agency": "H55.07", "kind": "personal"},
            },
            "logins": {
                "sokhcn@thainguyen.gov.vn": {"agency": "H55.05"},
                "an@thainguyen.gov.vn": {"agency": "H55.05"},
            },
        }
    ).encode()
)
AN, SOKHCN, LAN = "an@thainguyen.gov.vn", "sokhcn@thainguyen.gov.vn", "lan@thainguyen.gov.vn"
CITIZEN, MINISTRY = "congdan@nguoidan.example", "vanphong@bo.gov.vn"
ID = "ABCDEFGHJKLM"
NOW = datetime(2026, 11, 2, 5, 0, tzinfo=UTC)
CLEARED = "c" * 22


def part(
    secrecy: SecrecyState = SecrecyState.NONE,
    unreadable: UnreadableReason | None = None,
    rule: str | None = None,
    obligation: Obligation = Obligation.NONE,
    kind: str | None = None,
    fingerprint: str = "",
) -> Finding:
    hits = (RuleHit(rule, Where.ATTACHMENT_TEXT, "x.docx", 1, 1),) if rule else ()
    return Finding(
        "ten-tep.docx", "0" * 64, fingerprint, 10, "x/y", secrecy, None, unreadable, obligation,
        DocumentForm(kind=kind), "utf-8-nfc", hits, 1.0,
    )  # fmt: skip


MARKED = part(SecrecyState.MARKED, rule="secrecy.marking", fingerprint="m" * 22)
LOCKED = part(unreadable=UnreadableReason.ENCRYPTED, fingerprint="l" * 22)
MEETING = part(rule="obligation.meeting", obligation=Obligation.MANDATORY, kind="TLH", fingerprint="t" * 22)


@dataclass
class FakeScanner:
    """Finds what it was told to find in every message."""

    attachments: tuple[Finding, ...] = ()
    body: Finding = field(default_factory=part)
    readable: bool = True
    error: Exception | None = None

    async def scan(self, raw: bytes, sender: str, agency: str | None = None) -> Scanned:
        if self.error:
            raise self.error
        header = read_header(raw)
        findings = MessageFindings(part(), (self.body,), self.attachments, self.readable)
        return Scanned(Inspected(findings, header_facts(header), judge_automatic(header, sender)), BUNDLE)


@dataclass
class FakeJournal:
    """`waiting`: notes that were made while it was full."""

    records: list[Mapping[str, object]] = field(default_factory=list)
    waiting: list[Mapping[str, object]] = field(default_factory=list)
    full: bool = False

    async def append(self, record: Mapping[str, object]) -> int:
        if self.full:
            raise JournalError("disk full")
        self.records.append(json.loads(json.dumps(record)))
        return len(self.records)

    async def note(self, record: Mapping[str, object]) -> bool:
        if self.full:
            self.waiting.append(record)
        else:
            await self.append(record)
        return not self.full


@dataclass
class FakeBackend:
    answer: Answer | None = None
    asked: list[Question] = field(default_factory=list)

    async def ask(self, question: Question) -> Answer | None:
        self.asked.append(question)
        return self.answer


@dataclass
class FakeGateFile:
    file: GateFile | None = GATE

    async def refresh(self) -> GateFile | None:
        return self.file


@dataclass
class World:
    scanner: FakeScanner = field(default_factory=FakeScanner)
    journal: FakeJournal = field(default_factory=FakeJournal)
    backend: FakeBackend = field(default_factory=FakeBackend)
    gate_file: FakeGateFile = field(default_factory=FakeGateFile)
    inbound_refuse_marked: bool = True

    async def decide(self, mail: Mail) -> Decision:
        policy = GatePolicy("thai-nguyen", "https://thu.thainguyen.gov.vn/", self.inbound_refuse_marked)
        return await Gate(
            policy, self.scanner, self.gate_file, self.backend, self.journal, FixedClock(NOW), lambda: ID
        )(mail)


def mail(*recipients: str, login: str = AN, sender: str | None = None, headers: str = "") -> Mail:
    fields = tuple((name.encode(), value.strip().encode()) for name, _, value in
                   (line.partition(":") for line in headers.splitlines()))  # fmt: skip
    return Mail(login, "4bX2kT", login if sender is None else sender, recipients, fields, (b"xin chao\r\n",))
