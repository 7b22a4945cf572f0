"""A letter as it is derived from facts, before working time and terms are counted. Pure."""

from dataclasses import dataclass, field
from datetime import date, datetime

from backend.correspondence.life import Life
from backend.correspondence.terms import SenderClass


@dataclass(slots=True)
class DerivedLetter:
    """A letter to the agency. `received_at`: in a mailbox of the agency, or taken over from another one.

    What people noted about it is empty or None until somebody does; the latest word holds.
    """

    id: str
    mailbox: str  # the agency's box it came to first, "" if it came by another agency's hand
    message_id: str
    received_at: datetime
    may_acknowledge: bool
    acknowledgement_id: str
    sender_class: SenderClass
    awaits_answer: bool
    life: Life
    own_ids: set[str] = field(default_factory=set)  # of the letter and what continues it
    shielded: bool = False  # for the agency's named receivers only
    disputed: bool = False
    satisfied: bool | None = None  # what the sender said of the answer
    matter: str = ""
    urgency: str = ""
    asked_due_on: date | None = None  # which the agency's paper names
    extended_to: date | None = None
    valid_paper_on: date | None = None
    register_number: str = ""
    paper_symbol: str = ""
    paper_on: date | None = None
    task_due_on: date | None = None  # inside the agency
    closed_because: str = ""
    passed_to: str = ""
    came_from: str = ""  # the agency that passed it on, and when that one's clock had started:
    first_received_at: datetime | None = None
    merged_into: str = ""
    recalled: str = ""  # what its sender said afterwards: "recalled", "replaced", "corrected"
