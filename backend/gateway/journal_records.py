"""What the journal keeps of a letter: facts for agency and role boxes, a count for personal ones; no subjects, ever."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from backend.classification.letter_signs import NO_SIGNS, LetterSigns
from backend.classification.shadow import ShadowCount
from backend.classification.verdict import Ring
from backend.gateway.gate_file import BoxKind, GateFile
from backend.gateway.judgement import Judgement
from backend.gateway.milter_session import Mail
from backend.mail.automatic import Automatic
from backend.mail.message import HeaderFacts
from backend.mail.own_ids import ACKNOWLEDGED, is_acknowledgement
from backend.mail.receipt_records import said_in
from backend.mail.receipts import Receipt

Record = dict[str, object]
CANARY = "canary"  # a test letter to a box of nobody's
SHADOW = "shadow"  # what rules in shadow would have done: of an agency, of no letter


class Direction(StrEnum):
    SUBMISSION = "submission"  # somebody signed in to send it
    INBOUND = "inbound"


@dataclass(frozen=True, slots=True)
class Letter:
    """One message that was judged. `rings` are those of the recipients, in their order."""

    id: str
    mail: Mail
    direction: Direction
    rings: tuple[Ring, ...]
    bundle: str
    judgement: Judgement
    facts: HeaderFacts
    automatic: Automatic
    signs: LetterSigns = NO_SIGNS
    receipt: Receipt | None = None

    @property
    def login(self) -> str | None:
        return self.mail.login.lower() if self.direction is Direction.SUBMISSION else None


def accepted(letter: Letter, gate: GateFile) -> list[Record]:
    """One `checked` record if an agency or role box sent or receives it, and what a receipt for one says; otherwise one
    count for each agency, and which letter an acknowledgement of ours answers."""
    recipients = _recorded_recipients(letter, gate)
    if recipients:
        return [*_acknowledged(letter), _checked(letter, recipients, gate), *_receipts(letter, recipients, gate)]
    counted: list[Record] = [
        {"kind": "counted", "agency": agency, "direction": letter.direction}
        for agency in sorted(_agencies_of_persons(letter, gate))
    ]
    return [*_acknowledged(letter), *counted]


def refused(letter: Letter, gate: GateFile, elapsed_ms: float) -> Record:
    """Nothing but what happened, and to whose log-in: the letter itself is gone."""
    return {
        "kind": "refused",
        "id": letter.id,
        "direction": letter.direction,
        **({"login": letter.login} if letter.login else {}),
        "action": letter.judgement.action,
        "state": letter.judgement.state,
        "rules": list(letter.judgement.rules),
        "bundle": letter.bundle,
        "elapsed_ms": round(elapsed_ms),
        "agency": _agency(letter, gate),
    }


def canary(letter: Letter, *, refused: bool) -> Record:
    """That a canary letter came to the gate, and how it left: no agency has part in it, and no figure counts it."""
    return {
        "kind": CANARY,
        "id": letter.id,
        "queue_id": letter.mail.queue_id,
        "message_id": letter.facts.message_id,
        "outcome": "refused" if refused else "accepted",
        "state": letter.judgement.state,
        "bundle": letter.bundle,
    }


def in_shadow(login: str, counts: Sequence[ShadowCount], gate: GateFile) -> Record:
    """Nothing but an agency and counts: no id, log-in, fingerprint or time of the letter's own."""
    return {
        "kind": SHADOW,
        "agency": gate.agency_of(login),
        "counts": [[count.bundle, count.rule, count.outcome] for count in counts],
    }


def _acknowledged(letter: Letter) -> list[Record]:
    """Nobody else's mail is taken for one: ours comes from nobody who signed in, and can be answered to nobody."""
    mail, facts = letter.mail, letter.facts
    if letter.direction is Direction.SUBMISSION or mail.sender or not is_acknowledgement(facts.message_id):
        return []
    return [{"kind": ACKNOWLEDGED, "message_id": facts.message_id, "in_reply_to": list(facts.in_reply_to)}]


def _checked(letter: Letter, recipients: list[str], gate: GateFile) -> Record:
    mail, facts, judgement = letter.mail, letter.facts, letter.judgement
    return {
        "kind": "checked",
        "id": letter.id,
        "direction": letter.direction,
        "queue_id": mail.queue_id,
        "login": letter.login,
        "webmail": letter.direction is Direction.SUBMISSION and facts.user_agent.startswith("Roundcube"),
        "sender": mail.sender.lower(),
        "author": _author(letter, gate),
        "recipients": recipients,
        "message_id": facts.message_id,
        "in_reply_to": list(facts.in_reply_to),
        "references": list(facts.references),
        "date": _iso(facts.sent_at),
        "automatic": {
            "automatic": letter.automatic.automatic,
            "may_acknowledge": letter.automatic.may_acknowledge,
            "reason": letter.automatic.reason,
        },
        "verdict": {
            "action": judgement.action,
            "obligation": judgement.obligation,
            "kind": judgement.kind,
            "bundle": letter.bundle,
            "rules": list(judgement.rules),
            "state": judgement.state,
            "urgency": None if letter.signs.shielded else judgement.urgency,
        },
        "attachments": [
            {"fingerprint": file.fingerprint, "action": file.action}
            | ({"decision": file.decision} if file.decision else {})
            | ({"earlier": file.earlier} if file.earlier else {})
            for file in judgement.files
        ],
        "size_bytes": None if judgement.marked else mail.size_bytes,
        **letter.signs.record(),
        **_charset(letter),
    }


def _charset(letter: Letter) -> dict[str, str]:
    """Of what was written here to be sent, but for what is a named receiver's alone."""
    charset = letter.judgement.charset
    if letter.direction is not Direction.SUBMISSION or letter.signs.shielded or charset is None:
        return {}
    return {"charset": charset}


def _receipts(letter: Letter, recipients: list[str], gate: GateFile) -> list[Record]:
    """One for each recipient a receipt tells of, for the boxes it came to; of officials' own boxes nothing is kept."""
    receipt = letter.receipt
    boxes = [address for address in recipients if gate.recorded_box(address)]
    if receipt is None or receipt.original_message_id is None or not boxes:
        return []
    return [
        {"kind": "receipt", "boxes": boxes, "original_message_id": receipt.original_message_id, "final": final} | what
        for final, what in said_in(receipt)
        if _may_be_kept(final, gate)
    ]


def _may_be_kept(address: str, gate: GateFile) -> bool:
    inside = address.rpartition("@")[2] in gate.province_domains or gate.box(address) is not None
    return not inside or gate.recorded_box(address) is not None


def _author(letter: Letter, gate: GateFile) -> str | None:
    """The one author of the header; None if there are several, or if a stranger writes in an official box's name."""
    authors = letter.facts.authors
    if len(authors) != 1 or (letter.direction is Direction.INBOUND and gate.box(authors[0])):
        return None
    return authors[0]


def _recorded_recipients(letter: Letter, gate: GateFile) -> list[str]:
    """Agency and role boxes; from such a box also the recipients outside the province's domains."""
    from_a_box = letter.direction is Direction.SUBMISSION and (
        gate.recorded_box(letter.mail.sender) or gate.recorded_box(letter.mail.login)
    )
    addressed = zip(letter.mail.recipients, letter.rings, strict=True)
    kept = [
        address.lower()
        for address, ring in addressed
        if gate.recorded_box(address) or (from_a_box and ring is not Ring.PROVINCE and not gate.box(address))
    ]
    return list(dict.fromkeys(kept))


def _agencies_of_persons(letter: Letter, gate: GateFile) -> set[str]:
    if letter.direction is Direction.SUBMISSION:
        agency = _agency(letter, gate)
        return {agency} if agency else set()
    boxes = (gate.box(address) for address in letter.mail.recipients)
    return {box.agency for box in boxes if box and box.kind is BoxKind.PERSONAL}


def _agency(letter: Letter, gate: GateFile) -> str | None:
    """The agency of the log-in; of inbound mail that of the first recipient who has one."""
    if letter.login:
        return gate.agency_of(letter.login)
    boxes = (gate.box(address) for address in letter.mail.recipients)
    return next((box.agency for box in boxes if box), None)


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if moment else None
