"""What becomes of a journal record or a log line: facts, one for each agency concerned. Pure.

Facts name agency and role boxes by address, officials only by their agency, and everybody else by the id of a
`Correspondent`: no fact holds a person's address. An agency is a counterpart of other agencies under an id of its own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from backend.clock import VIETNAM
from backend.correspondence.terms import FactKind, FactSource, Group
from backend.directory.terms import MailboxEntry, MailboxKind
from backend.errors import DomainError

NO_AGENCY = ""
SIGNS = (
    "shielded",
    "dossiers",
    "tax_code",
    "status_asked",
    "answers_us",
)  # what else the gate saw; absent where it saw nothing
# Days that are in one month wherever the clock hangs: two places' clocks are never two days apart.
_FIRST_SURE_DAY, _LAST_SURE_DAY = 3, 26
LOG_SLACK = timedelta(minutes=2)  # a log's clock has whole seconds, and may differ from the journal's


class UnreadableRecord(DomainError):
    """A journal record of an unknown shape; `message` names what is missing, never what stands in it."""

    code = "unreadable_record"


_KINDS = {kind.value: kind for kind in FactKind}
_SOURCES = {source.value: source for source in FactSource}
_IN_TIME = attrgetter("at", "sequence")


@lru_cache(maxsize=1024)
def month_of(hour: datetime) -> int:
    """YYYYMM in Vietnam's time of a whole hour."""
    local = hour.astimezone(VIETNAM)
    return local.year * 100 + local.month


class NewFact(NamedTuple):
    """A tuple: a log's batch, or the letters of a few people, make tens of thousands of them."""

    agency_code: str
    source: FactSource
    sequence: int
    kind: FactKind
    at: datetime
    data: Mapping[str, Any]
    queue_id: str | None = None
    message_id: str | None = None
    parties: frozenset[str] = frozenset()

    @property
    def month(self) -> int:
        """YYYYMM in Vietnam's time."""
        at = self.at
        if _FIRST_SURE_DAY <= at.day <= _LAST_SURE_DAY:
            return at.year * 100 + at.month
        return month_of(at.replace(minute=0, second=0, microsecond=0))

    @property
    def groups(self) -> set[Group]:
        return {(self.agency_code, party) for party in self.parties}


@dataclass(frozen=True, slots=True)
class Delivery:
    """One line of Postfix's log, as the worker hands it over. Addresses in lower case; ids without <>."""

    kind: FactKind
    at: datetime
    queue_id: str
    recipient: str | None = None
    original_recipient: str | None = None
    message_id: str | None = None


@dataclass(frozen=True, slots=True)
class AddressBook:
    """Who the addresses of a batch are. `boxes`: official mailboxes; `outsiders`: correspondent ids by address;
    `agencies`: correspondent ids by agency code."""

    boxes: Mapping[str, MailboxEntry] = field(default_factory=dict)
    outsiders: Mapping[str, str] = field(default_factory=dict)
    agencies: Mapping[str, str] = field(default_factory=dict)
    _parties: dict[str, dict[str, str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def box(self, address: str | None) -> MailboxEntry | None:
        return next((self.boxes[form] for form in forms_of(address or "") if form in self.boxes), None)

    def party(self, address: str) -> dict[str, str]:
        """How a fact names this address; empty for the null sender. The same object each time: not to be changed."""
        if address not in self._parties:
            self._parties[address] = self._party(address)
        return self._parties[address]

    def _party(self, address: str) -> dict[str, str]:
        box = self.box(address)
        if box is not None:
            named = {} if box.kind is MailboxKind.PERSONAL else {"box": box.address}
            counterpart = self.agencies.get(box.agency.code)
            return {"agency": box.agency.code, **named, **({"correspondent": counterpart} if counterpart else {})}
        outsider = self.outsiders.get(address)
        return {"correspondent": outsider} if outsider else {}


def forms_of(address: str) -> tuple[str, ...]:
    """An address, and the mailbox that "name+detail@" belongs to."""
    lowered = address.lower()
    if "+" not in lowered:
        return (lowered,)
    local, at, domain = lowered.rpartition("@")
    plain = f"{local.split('+', 1)[0]}{at}{domain}"
    return (lowered, plain) if plain != lowered else (plain,)


def addresses_in(records: Iterable[Mapping[str, Any]]) -> set[str]:
    """Every address that `checked` records name, so that they can be looked up at once."""
    found: set[str] = set()
    for record in records:
        if record.get("kind") == FactKind.CHECKED:
            found |= {author_of(record), str(record.get("login") or ""), *record.get("recipients", ())}
    return {address.lower() for address in found if address}


def author_of(record: Mapping[str, Any]) -> str:
    """Whose letter it is: the one author where the journal knows one, else the envelope's sender."""
    return str(record.get("author") or record.get("sender") or "").lower()


def facts_of_record(record: Mapping[str, Any], book: AddressBook) -> list[NewFact]:
    """
    Raises:
        UnreadableRecord: the record lacks something, or is of a kind this version does not know.
    """
    try:
        kind = _KINDS[record["kind"]]
        if kind is FactKind.CHECKED:
            return list(_checked(record, book))
        if kind in (FactKind.REFUSED, FactKind.REMOVED, FactKind.COUNTED):
            return [_plain(kind, record)]
        if kind is FactKind.RECEIPT:
            return []  # what it is about may stand in the same batch: see `receipts`
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableRecord(f"a journal record cannot be read: {type(error).__name__}") from error
    raise UnreadableRecord(f"a journal never holds {kind}")


def facts_of_delivery(
    delivery: Delivery,
    sequence: int,
    checked: Sequence[NewFact],
    book: AddressBook,
    source: FactSource = FactSource.POSTFIX,
) -> list[NewFact]:
    """The delivery as a fact of each agency whose letter it is. `checked`: the facts with its queue id."""
    return [
        NewFact(
            agency_code=letter.agency_code,
            source=source,
            sequence=sequence,
            kind=delivery.kind,
            at=delivery.at,
            queue_id=delivery.queue_id,
            message_id=letter.message_id,
            data={"to": {} if recipient is None else book.party(recipient)},
            parties=_parties(delivery, letter, recipient, book),
        )
        for letter in checked
        for recipient in concerned(letter, delivery, book)
    ]


def letters_of_delivery(delivery: Delivery, known: Iterable[NewFact]) -> list[NewFact]:
    """For each agency the letter a delivery is about: queue ids come again, so the latest before it counts."""
    until = delivery.at + LOG_SLACK
    before = [fact for fact in known if fact.at <= until]
    if len(before) <= 1:  # most letters are one agency's, and most queue ids come once
        return before
    return list({fact.agency_code: fact for fact in sorted(before, key=_IN_TIME)}.values())


def _checked(record: Mapping[str, Any], book: AddressBook) -> Iterator[NewFact]:
    sender = _sender(record, book)
    recipients = [book.party(address) for address in record["recipients"]]
    agencies = {party["agency"] for party in (sender, *recipients) if "agency" in party}
    for agency in sorted(agencies):
        is_sender = sender.get("agency") == agency
        seen = recipients if is_sender else [party for party in recipients if party.get("agency") == agency]
        others = [party for party in (sender, *seen) if party.get("agency") != agency]
        yield NewFact(
            agency_code=agency,
            source=_SOURCES[record.get("source", FactSource.MILTER)],
            sequence=int(record["seq"]),
            kind=FactKind.CHECKED,
            at=_moment(record["at"]),
            queue_id=record["queue_id"],
            message_id=record["message_id"],
            data=_checked_data(record, sender, seen),
            parties=frozenset(party["correspondent"] for party in others if "correspondent" in party),
        )


def _sender(record: Mapping[str, Any], book: AddressBook) -> dict[str, str]:
    """A submission speaks for the box that signed in, whatever its envelope says."""
    signed_in = book.party(record["login"]) if record["direction"] == "submission" and record["login"] else {}
    return signed_in if "agency" in signed_in else book.party(author_of(record))


def _checked_data(record: Mapping[str, Any], sender: Mapping[str, str], to: Sequence[object]) -> dict[str, Any]:
    automatic, verdict = record["automatic"], record["verdict"]  # an import has no verdict
    urgency = "" if verdict is None or record.get("shielded") else verdict.get("urgency") or ""
    return {
        "id": record["id"],
        "direction": record["direction"],
        "webmail": bool(record["webmail"]),
        "from": dict(sender),
        "to": list(to),
        "in_reply_to": list(record["in_reply_to"]),
        "references": list(record["references"]),
        "date": record["date"],
        "automatic": bool(automatic["automatic"]),
        "may_acknowledge": bool(automatic["may_acknowledge"]) and author_of(record) == record["sender"].lower(),
        "reason": automatic["reason"],
        "verdict": verdict and _judged(verdict),
        "urgency": urgency,
        "size_bytes": record["size_bytes"],
        **{name: record[name] for name in SIGNS if record.get(name)},
    }


def _judged(verdict: Mapping[str, Any]) -> Mapping[str, Any]:
    """A verdict without the urgency, which stands beside it."""
    return {name: verdict[name] for name in verdict if name != "urgency"} if "urgency" in verdict else verdict


def _plain(kind: FactKind, record: Mapping[str, Any]) -> NewFact:
    """A refusal, a removal or a count: the record as it is, but for what the key says already."""
    data = {key: value for key, value in record.items() if key not in ("seq", "at", "kind", "agency")}
    agency = record.get("agency") or NO_AGENCY
    return NewFact(agency, FactSource.MILTER, int(record["seq"]), kind, _moment(record["at"]), data)


def concerned(letter: NewFact, delivery: Delivery, book: AddressBook) -> list[str | None]:
    """Under which of its names a delivery's recipient is this letter's; [None] for news about the whole letter."""
    if delivery.recipient is None:
        return [None]
    named = [identity(party) for party in letter.data["to"]]
    for name in (delivery.original_recipient, delivery.recipient):
        if name and identity(book.party(name)) in named:
            return [name]
    return []


def identity(party: Mapping[str, str]) -> tuple[str, ...]:
    """Who a party is: a box, an agency's officials, or somebody else."""
    if "agency" in party:
        return party["agency"], party.get("box", "")
    return (party.get("correspondent", ""),)


def _parties(delivery: Delivery, letter: NewFact, recipient: str | None, book: AddressBook) -> frozenset[str]:
    """Whom the delivery is about: the counterpart who received, or everybody of a letter a box received.

    That a letter was queued says nothing about it, but of a mail of ours to whom the acknowledgement was sent.
    """
    if recipient is None or delivery.kind is FactKind.ACCEPTED:
        return letter.parties if letter.kind is FactKind.NAMED else frozenset()
    party = book.party(recipient)
    if "correspondent" in party and party.get("agency") != letter.agency_code:
        return frozenset({party["correspondent"]})
    return letter.parties


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a record's moment has no zone")
    return moment
