"""What an extractor process says of a message."""

from dataclasses import dataclass

from backend.classification.message_findings import MessageFindings
from backend.classification.shadow import ShadowCount
from backend.mail.automatic import Automatic
from backend.mail.message import HeaderFacts
from backend.mail.receipts import Receipt


@dataclass(frozen=True, slots=True)
class Inspected:
    """Findings of the parts, facts of the header, what a receipt says. Lives in memory for one decision."""

    findings: MessageFindings
    facts: HeaderFacts
    automatic: Automatic
    receipt: Receipt | None = None
    shadow: tuple[ShadowCount, ...] = ()  # what rules in shadow would have done; has no say
