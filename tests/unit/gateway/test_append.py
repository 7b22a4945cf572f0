"""Messages that clients store: Dovecot's question, the answer, and what is kept of it."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest

from backend.classification.bundle import packaged_bundle
from backend.classification.engine import Engine
from backend.classification.inspect import inspect_message
from backend.clock import FixedClock
from backend.errors import Unavailable
from backend.gateway.append_gate import AppendGate
from backend.gateway.append_protocol import AppendConnections, Stored, Verdict
from backend.gateway.gate_file import Box, BoxKind, GateFile
from backend.gateway.inspected import Inspected
from backend.gateway.milter_session import MemoryBudget
from backend.gateway.scanner import Scanned
from backend.mail.automatic import judge_automatic
from backend.mail.compose import Notice, compose_notice
from backend.mail.fields import read_header
from backend.mail.message import header_facts
from tests.unit.gateway.milter_world import FakeJournal

NOW = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)
HEAD = b"VERSION\tscript\t4\t0\nenv_USER=VanThu@thainguyen.gov.vn\nenv_HOME=/x\nenv_HOST=y\n-\n\n"
MARKED = "Subject: hoa-sua\r\n\r\nTỐI MẬT\r\nNội dung\r\n".encode()
HARMLESS = "Subject: x\r\n\r\nBảo mật hộp thư.\r\n".encode()


@dataclass
class Remembering:
    """A decision that is always the same, and what was asked."""

    verdict: Verdict | None
    asked: list[Stored] = field(default_factory=list)

    async def __call__(self, stored: Stored) -> Verdict | None:
        self.asked.append(stored)
        return self.verdict


async def ask(question: bytes, decide: Remembering, budget: MemoryBudget, limit_bytes: int = 10_000) -> bytes:
    """The whole answer of one connection."""
    reader = asyncio.StreamReader()
    reader.feed_data(question)
    reader.feed_eof()
    writer = Writer()
    await AppendConnections(decide, budget, limit_bytes).serve(reader, writer)  # type: ignore[arg-type] # a fake
    assert writer.closed
    return bytes(writer.written)


@dataclass
class Writer:
    written: bytearray = field(default_factory=bytearray)
    closed: bool = False

    def write(self, data: bytes) -> None:
        self.written += data

    async def drain(self) -> None: ...

    def close(self) -> None:
        self.closed = True

    async def wait_closed(self) -> None: ...


@pytest.mark.parametrize(
    ("verdict", "answer"), [(Verdict.REMOVE, b"remove+\n"), (Verdict.KEEP, b"keep+\n"), (None, b"")]
)
async def test_the_answer_is_a_word_that_counts_or_nothing(verdict: Verdict | None, answer: bytes) -> None:
    decide = Remembering(verdict)

    assert await ask(HEAD + MARKED, decide, MemoryBudget()) == answer
    assert decide.asked == [Stored("vanthu@thainguyen.gov.vn", MARKED)]


@pytest.mark.parametrize(
    "question",
    [
        b"",
        b"GET / HTTP/1.1\n\n",
        b"VERSION\tscript\t5\t0\nenv_USER=a@b.vn\n-\n\nx",
        b"VERSION\tscript\t4\t0\n-\n\nx",
        HEAD + b"x" * 10_001,
        b"VERSION\tscript\t4\t0\n" + b"env_A=b\n" * 60 + b"\nx",
    ],
    ids=["nothing", "another protocol", "another version", "no user", "too large", "a head without end"],
)
async def test_a_question_nobody_understands_gets_no_answer(question: bytes) -> None:
    decide, budget = Remembering(Verdict.KEEP), MemoryBudget()

    assert await ask(question, decide, budget) == b""
    assert decide.asked == []
    assert budget.held_bytes == 0


@dataclass
class Scans:
    """Judges as an extractor process would; None is away."""

    engine: Engine | None

    async def scan(self, raw: bytes, sender: str, agency: str | None = None) -> Scanned:
        if self.engine is None:
            raise Unavailable("no extractor")
        header = read_header(raw)
        inspected = Inspected(inspect_message(raw, self.engine), header_facts(header), judge_automatic(header, "", ""))
        return Scanned(inspected, self.engine.bundle)


class GateFiles:
    async def refresh(self) -> GateFile | None:
        return GateFile(mailboxes={"vanthu@thainguyen.gov.vn": Box("H55.05", BoxKind.AGENCY)})


@dataclass
class Told:
    whom: list[tuple[str, str, datetime]] = field(default_factory=list)

    async def tell(self, login: str, reference: str, removed_at: datetime) -> None:
        self.whom.append((login, reference, removed_at))


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(packaged_bundle())


def gate(engine: Engine | None, journal: FakeJournal, told: Told) -> AppendGate:
    return AppendGate(Scans(engine), GateFiles(), journal, told.tell, FixedClock(NOW), new_id=lambda: "7K3Q9ABCDEFG")


async def test_a_marked_message_is_removed_journalled_without_content_and_its_owner_told(engine: Engine) -> None:
    journal, told = FakeJournal(), Told()
    decide = gate(engine, journal, told)

    assert await decide(Stored("vanthu@thainguyen.gov.vn", MARKED)) is Verdict.REMOVE
    await decide.close()

    [record] = journal.records
    assert dict(record) | {"elapsed_ms": 0, "bundle": ""} == {
        "kind": "removed",
        "id": "7K3Q9ABCDEFG",
        "login": "vanthu@thainguyen.gov.vn",
        "action": "block",
        "state": "marked",
        "rules": ["secrecy.marking"],
        "bundle": "",
        "elapsed_ms": 0,
        "agency": "H55.05",
    }
    assert told.whom == [("vanthu@thainguyen.gov.vn", "7K3Q9ABCDEFG", NOW)]


async def test_a_harmless_message_is_kept_and_nothing_written(engine: Engine) -> None:
    journal, told = FakeJournal(), Told()

    assert await gate(engine, journal, told)(Stored("vanthu@thainguyen.gov.vn", HARMLESS)) is Verdict.KEEP
    assert (journal.records, told.whom) == ([], [])


async def test_what_could_not_be_scanned_is_not_called_clean() -> None:
    assert await gate(None, FakeJournal(), Told())(Stored("vanthu@thainguyen.gov.vn", MARKED)) is None


async def test_a_removal_stands_although_the_journal_is_full(engine: Engine) -> None:
    told = Told()
    decide = gate(engine, FakeJournal(full=True), told)

    assert await decide(Stored("vanthu@thainguyen.gov.vn", MARKED)) is Verdict.REMOVE
    await decide.close()
    assert len(told.whom) == 1


def test_the_notice_is_automatic_and_says_the_lawful_way() -> None:
    notice = Notice(
        template="removed",
        subject="Một thư đã được gỡ khỏi hộp thư của bạn",
        from_address="khong-tra-loi@thainguyen.gov.vn",
        recipient="vanthu@thainguyen.gov.vn",
        message_id="1.removed@thainguyen.gov.vn",
        sent_at=NOW,
        values={
            "moment": "09:00 ngày 27/11/2026",
            "reference": "7K3Q9ABCDEFG",
            "link": "https://thu.example/huong-dan/vi-sao/da-go-khoi-hop-thu",
        },
    )

    message = message_from_bytes(compose_notice(notice), policy=policy.default)

    assert message["Auto-Submitted"] == "auto-generated"
    assert str(message["Subject"]) == "Một thư đã được gỡ khỏi hộp thư của bạn"
    text = message.get_content()
    assert "Lúc 09:00 ngày 27/11/2026" in text
    assert "kèm mã 7K3Q9ABCDEFG" in text
    assert "qua văn thư hoặc cơ yếu" in text
    assert "Việc nên làm: https://thu.example/huong-dan/vi-sao/da-go-khoi-hop-thu" in text
