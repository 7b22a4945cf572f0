"""The closed sets of correspondence and the values other features receive from it. Durations are working seconds."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from backend.workingtime.steps import Step

Group = tuple[str, str]  # (agency code, correspondent id): what is derived together, from nothing else


class Language(StrEnum):
    """In which sentences are written."""

    VI = "vi"
    EN = "en"


class SenderClass(StrEnum):
    AGENCY = "agency"
    CITIZEN = "citizen"
    BUSINESS = "business"


class FactKind(StrEnum):
    CHECKED = "checked"  # the gate at the mail server let a letter pass
    REFUSED = "refused"
    REMOVED = "removed"  # a message that a client stored was taken out of the mailbox again
    COUNTED = "counted"  # one letter of a personal box, nothing else of it
    NAMED = "named"  # Postfix's name for a mail of ours, before it is accepted
    ACCEPTED = "accepted"
    HANDED_OVER = "handed_over"
    IN_MAILBOX = "in_mailbox"
    BOUNCED = "bounced"
    OPENED = "opened"  # somebody of a box opened it; nobody knows who
    MDN_SENT = "mdn_sent"  # a box's program told the sender that it was displayed
    RECEIPT = "receipt"  # a delivery notice (DSN) or a read receipt (MDN) about a letter
    ACT = "act"  # what a person did about a letter, by name: see `acts`


class FactSource(StrEnum):
    MILTER = "milter"
    POSTFIX = "postfix"
    DOVECOT = "dovecot"
    IMAP = "imap"
    IMPORT = "import"
    PERSON = "person"


class Turn(StrEnum):
    """Whose turn it is in a segment; only the agency's counts."""

    AGENCY = "agency"
    SENDER = "sender"
    OTHER_AGENCY = "other_agency"


class Because(StrEnum):
    """Why a segment begins."""

    ARRIVED = "arrived"
    ASKED_SENDER = "asked_sender"
    FOLLOWED_UP = "followed_up"
    REOPENED = "reopened"
    PASSED_ON = "passed_on"
    CAME_BACK = "came_back"


class Standing(StrEnum):
    """How things are with a letter."""

    OPEN = "open"
    SENDERS_TURN = "senders_turn"
    PASSED_ON = "passed_on"  # another agency answers it
    ANSWERED = "answered"
    SETTLED = "settled"  # somebody said so
    NOT_AWAITED = "not_awaited"  # an agency's paper that asks for nothing
    NO_ANSWER = "no_answer"  # somebody said that it needs none
    RETURNED = "returned"
    MERGED = "merged"  # its clock goes on in another letter


LIVING = frozenset({Standing.OPEN, Standing.SENDERS_TURN})  # without an answer yet, or reopened since


class AnsweredBy(StrEnum):
    REPLY = "reply"  # a message that names the letter
    LINKED = "linked"  # a message whose paper cites the letter, confirmed by a person
    ELSEWHERE = "elsewhere"  # declared: another channel, on a day, by a named person


class NoticeKind(StrEnum):
    """Mails of ours, each sent once: to whoever wrote, or to those who answer."""

    ACKNOWLEDGEMENT = "acknowledgement"
    RECEIPT = "receipt"  # to an agency: its paper arrived
    RETURNED = "returned"
    RECALL = "recall"  # to everybody a paper went to: taken back, replaced, corrected
    PASSED_ON = "passed_on"
    COMING = "coming"  # to an agency: a letter to the one it succeeded is on its way
    ANSWERED = "answered"  # by another channel
    APOLOGY = "apology"  # with reason and new date, before the term
    STATUS = "status"  # asked for by mail
    DIGEST = "digest"  # to officials: what is due
    ALERT = "alert"  # to the person on duty: an urgent paper
    CONFIRM_ADDRESS = "confirm_address"  # to an official mailbox: is it still read?
    SUPPORT = "support"  # to the support desk: somebody has a difficulty
    REPORT = "report"  # to an agency: the quarterly report, with its files
    CHECK_REMINDER = "check_reminder"  # to deputy or head: a box was not looked into while letters waited


class Urgency(StrEnum):
    """What a paper says of itself, the highest first (NĐ 30/2020, Phụ lục I, mục II.10b; contract 3)."""

    HOA_TOC = "HOA_TOC"
    THUONG_KHAN = "THUONG_KHAN"
    KHAN = "KHAN"


class OutboxState(StrEnum):
    WAITING = "waiting"
    CLAIMED = "claimed"  # an SMTP dialogue is going on, or was cut off
    SENT = "sent"
    FAILED = "failed"


class LetterState(StrEnum):
    """What a citizen is told; the same words for every letter."""

    RECEIVED = "received"
    HANDLED = "handled"
    WAITING = "waiting"  # for the sender
    MOVED = "moved"  # the agency or its box is no more; the sender is asked to write elsewhere
    PASSED_ON = "passed_on"
    ANSWERED = "answered"
    CLOSED = "closed"


class Expected(StrEnum):
    """What is expected next of an agency about a letter."""

    ACKNOWLEDGE = "acknowledge"  # tell the sending agency, the same day
    ANSWER = "answer"
    SENDER = "sender"  # nothing before the sender writes again
    OTHER_AGENCY = "other_agency"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to an agency. `sender` is an address, or an agency's name; empty once the address was erased.

    `working_seconds`: the agency's turns to the first answer, or to now. `reference_code` is what a citizen asks by.
    """

    id: str
    agency_code: str
    reference_code: str
    sender_class: SenderClass
    sender: str
    mailbox: str
    message_id: str
    received_at: datetime
    standing: Standing
    expected: Expected
    awaits_answer: bool
    matter: str
    urgency: str
    due_at: datetime | None  # None: nothing says by when
    receipt_due_at: datetime | None
    task_due_on: date | None
    acknowledged_at: datetime | None
    answered_at: datetime | None
    answered_by: AnsweredBy | None
    settled_at: datetime | None
    working_seconds: int
    overdue: bool
    disputed: bool
    shielded: bool
    closed_because: str
    passed_to: str
    came_from: str
    recalled: str
    register_number: str
    paper_symbol: str
    paper_on: date | None
    dossiers: tuple[str, ...]  # codes of the one-stop dossiers it is about
    satisfied: bool | None  # what the sender said of the answer


@dataclass(frozen=True, slots=True)
class MergedLetter:
    """Another letter about the same thing, counted once with this one. `goes_on`: the clock goes on there, not here."""

    reference_code: str
    received_at: datetime
    goes_on: bool


@dataclass(frozen=True, slots=True)
class LetterClock:
    """`steps` cover the time from receipt to answer (or now); the counted ones add up to the letter's time."""

    letter: Letter
    steps: tuple[Step, ...]
    how_due: str  # how the due date was counted, for officials and citizens
    how_due_en: str
    merged: tuple[MergedLetter, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """Days in Vietnam's time, both included."""

    since: date
    until: date
