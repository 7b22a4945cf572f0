"""The second gate: what happens to a message at the mail server (architecture, "Two gates" and "Confirming").

Who sends decides what is asked of a message:
- somebody signed in (submission): the outbound gate, by the outermost ring of all recipients; what needs a
  confirmation passes if that log-in has declared it;
- nobody signed in and somebody outside the province receives it (relays, Sieve redirects, vacation notes, our own
  acknowledgements): the outbound gate too, but nobody can confirm;
- nobody signed in and all recipients are inside (inbound): a readable mark is refused by policy; what cannot be read
  is delivered with a note in its header.
Whatever fails is 451: the mail waits at its sender's, it does not pass.
"""

import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from backend.classification.verdict import Action, Ring, ring_of_all
from backend.clock import Clock
from backend.correspondence import canary
from backend.errors import Unavailable
from backend.gateway import journal_records, milter_metrics
from backend.gateway.declaration_client import Answer, DeclaredFile, Question
from backend.gateway.gate_file import GateFile, ring_of
from backend.gateway.journal import JournalError
from backend.gateway.journal_records import Direction, Letter
from backend.gateway.judgement import Judgement, judge
from backend.gateway.milter_protocol import Decision, SmtpReply
from backend.gateway.milter_session import Mail, Overflow
from backend.gateway.replies import Replies
from backend.gateway.scanner import NoRules, Scanned
from backend.gateway.verdict_header import Verdict, forged_fields, verdict_field
from backend.log_context import LETTER_ID, QUEUE_ID

ID_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # read aloud on the telephone: no I, O, 0, 1
ID_LENGTH = 12
DECLARED_AT_ONCE = 200  # files in one question; the backend takes no more
_log = logging.getLogger("congvu.milter")


class Scans(Protocol):
    async def scan(self, raw: bytes, sender: str, agency: str | None = None) -> Scanned:
        """Judge by the rules of this agency (by code). Raises Unavailable."""
        ...


class Declarations(Protocol):
    async def ask(self, question: Question) -> Answer | None: ...


class Records(Protocol):
    async def append(self, record: dict[str, object]) -> int:
        """Raises JournalError."""
        ...

    async def note(self, record: dict[str, object]) -> bool:
        """Whether it is on disk already."""
        ...


class GateFiles(Protocol):
    async def refresh(self) -> GateFile | None: ...


def new_reference() -> str:
    """What stands in a refusal and in the journal, and nowhere else."""
    number, letters = secrets.randbelow(len(ID_LETTERS) ** ID_LENGTH), ""
    for _ in range(ID_LENGTH):
        number, place = divmod(number, len(ID_LETTERS))
        letters += ID_LETTERS[place]
    return letters


@dataclass(frozen=True, slots=True)
class GatePolicy:
    """`public_url` begins the links to /xac-nhan/ and to what explains a refusal; `inbound_refuse_marked` holds where
    gate.json does not say. What an automatic mail brings to `canary_mailbox` alone is judged as what leaves, and is no
    agency's letter."""

    province_id: str
    public_url: str
    inbound_refuse_marked: bool = True
    canary_mailbox: str = ""


class Gate:
    """Decides about one message after another; call it with each."""

    def __init__(
        self,
        policy: GatePolicy,
        scanner: Scans,
        gate_files: GateFiles,
        declarations: Declarations,
        journal: Records,
        clock: Clock,
        new_id: Callable[[], str] = new_reference,
    ) -> None:
        self._policy = policy
        self._replies = Replies(policy.public_url)
        self._scanner = scanner
        self._gate_files = gate_files
        self._declarations = declarations
        self._journal = journal
        self._clock = clock
        self._new_id = new_id

    async def __call__(self, mail: Mail) -> Decision:
        QUEUE_ID.set(mail.queue_id)
        milter_metrics.note_seen(_direction(mail))
        decision = await self._decide(mail)
        milter_metrics.note_answer(decision.refusal.code if decision.refusal else None)
        return decision

    async def _decide(self, mail: Mail) -> Decision:
        if mail.overflow:
            return Decision(self._replies.too_large() if mail.overflow is Overflow.TOO_LARGE else self._replies.busy())
        started = time.monotonic()
        gate = await self._gate_files.refresh() or GateFile()
        agency = gate.agency_of(mail.login) if mail.login else None
        try:
            scanned = await self._scanner.scan(mail.raw(), mail.sender, agency)
        except NoRules:
            return Decision(self._replies.no_rules())
        except Unavailable:
            return Decision(self._replies.not_checked())
        milter_metrics.note_scan(time.monotonic() - started)
        letter = self._letter(mail, scanned, gate)
        LETTER_ID.set(letter.id)
        milter_metrics.note_verdict(letter.direction, letter.judgement.action, letter.judgement.state)
        refusal = await self._refusal(letter, gate)
        decision = await self._accept(letter, gate) if refusal is None else Decision(refusal)
        if decision.refusal is not None and decision.refusal.code < 500:
            return decision  # it comes again, and is noted then
        if mail.login and scanned.inspected.shadow:
            await self._note(journal_records.in_shadow(mail.login, scanned.inspected.shadow, gate))
        if refusal is not None:
            await self._note(self._refused(letter, gate, (time.monotonic() - started) * 1000))
        return decision

    def _letter(self, mail: Mail, scanned: Scanned, gate: GateFile) -> Letter:
        domains = scanned.bundle.province.domains
        rings = tuple(ring_of(address, gate, domains) for address in mail.recipients)
        return Letter(
            id=self._new_id(),
            mail=mail,
            direction=_direction(mail),
            rings=rings,
            bundle=scanned.bundle.version,
            judgement=judge(
                scanned.inspected.findings, ring_of_all(set(rings)), gate.cleared(mail.login, self._clock.now())
            ),
            facts=scanned.inspected.facts,
            automatic=scanned.inspected.automatic,
            signs=scanned.inspected.findings.signs,
            receipt=scanned.inspected.receipt,
        )

    async def _refusal(self, letter: Letter, gate: GateFile) -> SmtpReply | None:
        judgement = letter.judgement
        if _comes_in(letter) and not self._is_canary(letter):
            policy = self._policy.inbound_refuse_marked
            refuse_marked = policy if gate.inbound_refuse_marked is None else gate.inbound_refuse_marked
            return self._replies.marked_from_outside(letter.id) if judgement.marked and refuse_marked else None
        if judgement.marked:
            return self._replies.marked(letter.id)
        if judgement.action is Action.ALLOW:
            return None
        too_many = len(judgement.to_be_declared) > DECLARED_AT_ONCE
        if judgement.action is Action.BLOCK or not judgement.declarable or too_many:
            return self._replies.cannot_be_read(letter.id)
        if not letter.login:
            return self._replies.nobody_can_confirm(letter.id)
        return await self._unless_declared(letter, letter.login)

    async def _unless_declared(self, letter: Letter, login: str) -> SmtpReply | None:
        files = tuple(
            DeclaredFile(file.fingerprint, file.state, file.earlier) for file in letter.judgement.to_be_declared
        )
        answer = await self._declarations.ask(Question(letter.id, login, letter.bundle, files))
        if answer is None:
            return self._replies.no_answer()
        if answer.declared:
            return None
        return self._replies.to_be_confirmed(letter.id, answer.code)

    async def _accept(self, letter: Letter, gate: GateFile) -> Decision:
        try:
            for record in self._accepted(letter, gate):
                await self._journal.append(record)
        except JournalError:
            milter_metrics.note_journal_failure()
            return Decision(self._replies.no_journal())
        judgement = letter.judgement
        noted = not _comes_in(letter) or judgement.action is not Action.ALLOW
        return Decision(
            remove=forged_fields(letter.mail.headers, self._policy.province_id),
            add=(verdict_field(self._policy.province_id, _verdict(letter, judgement)),) if noted else (),
        )

    def _accepted(self, letter: Letter, gate: GateFile) -> list[journal_records.Record]:
        if self._is_canary(letter):
            return [journal_records.canary(letter, refused=False)]
        return journal_records.accepted(letter, gate)

    def _refused(self, letter: Letter, gate: GateFile, elapsed_ms: float) -> journal_records.Record:
        if self._is_canary(letter):
            return journal_records.canary(letter, refused=True)
        return journal_records.refused(letter, gate, elapsed_ms)

    def _is_canary(self, letter: Letter) -> bool:
        mail, box = letter.mail, self._policy.canary_mailbox
        if not box or mail.login or mail.sender or [one.lower() for one in mail.recipients] != [box]:
            return False
        return canary.is_message_id(letter.facts.message_id, box.rpartition("@")[2])

    async def _note(self, record: journal_records.Record) -> None:
        """A refusal, or what rules in shadow saw, stands whether or not it can be written down."""
        if not await self._journal.note(record):
            milter_metrics.note_journal_failure()


def _direction(mail: Mail) -> Direction:
    return Direction.SUBMISSION if mail.login else Direction.INBOUND


def _comes_in(letter: Letter) -> bool:
    return letter.direction is Direction.INBOUND and ring_of_all(set(letter.rings)) is Ring.PROVINCE


def _verdict(letter: Letter, judgement: Judgement) -> Verdict:
    return Verdict(judgement.action, judgement.obligation, judgement.kind, letter.bundle, letter.id)
