"""What was found in a whole message: a value alone, so that whoever decides about it imports no reader of files."""

from dataclasses import dataclass

from backend.classification.letter_signs import NO_SIGNS, LetterSigns
from backend.classification.verdict import Finding


@dataclass(frozen=True, slots=True)
class MessageFindings:
    """A whole message. `bodies` are body texts and the subjects of messages inside it.

    `readable` is False when something of the message itself could not be taken apart; an attachment that cannot be
    read says so in its own finding.
    """

    subject: Finding
    bodies: tuple[Finding, ...]
    attachments: tuple[Finding, ...]
    readable: bool
    signs: LetterSigns = NO_SIGNS
