"""Findings (what a file is) and verdicts (what may be done with it): contract 3.

A finding does not depend on the recipients and may be kept; the action does, and is computed each time.
"""

from dataclasses import dataclass
from enum import StrEnum

from backend.documents.model import DocumentForm as DocumentForm  # the form reader makes it, findings carry it
from backend.documents.model import UnreadableReason


class Action(StrEnum):
    ALLOW = "allow"
    CONFIRM = "confirm"
    BLOCK = "block"


class SecrecyState(StrEnum):
    NONE = "none"
    MARKED = "marked"
    UNCERTAIN = "uncertain"
    DECLASSIFIED = "declassified"
    RESTRICTED = "restricted"
    CLEARED = "cleared"


class Level(StrEnum):
    """Secrecy levels keep their Vietnamese names: the English words conflict."""

    MAT = "MAT"
    TOI_MAT = "TOI_MAT"
    TUYET_MAT = "TUYET_MAT"


class Obligation(StrEnum):
    MANDATORY = "mandatory"
    ENCOURAGED = "encouraged"
    NONE = "none"


class Ring(StrEnum):
    """How far a recipient stands from the province. Without recipients, the outermost."""

    PROVINCE = "province"
    OFFICIAL = "official"
    OTHER = "other"


class Where(StrEnum):
    ATTACHMENT_TEXT = "attachment.text"
    ATTACHMENT_STAMP = "attachment.stamp"
    BODY_TEXT = "body.text"
    SUBJECT = "subject"


@dataclass(frozen=True, slots=True)
class RuleHit:
    """Where a rule matched. Page and line count from 1; both null for a rule over form fields."""

    id: str
    where: Where
    part: str
    page: int | None
    line: int | None


@dataclass(frozen=True, slots=True)
class Finding:
    """What one file (or a body, or a subject) is, whoever it goes to."""

    file: str
    sha256: str
    fingerprint: str
    size_bytes: int
    media_type: str
    secrecy: SecrecyState
    level: Level | None
    unreadable_reason: UnreadableReason | None
    obligation: Obligation
    document: DocumentForm
    charset: str
    hits: tuple[RuleHit, ...]
    elapsed_ms: float
    earlier_fingerprint: str = ""  # by the key before, while two overlap

    @property
    def fingerprints(self) -> tuple[str, ...]:
        """By which the file may be known: the current one first."""
        return tuple(filter(None, (self.fingerprint, self.earlier_fingerprint)))


def ring_of_all(rings: set[Ring]) -> Ring:
    """The outermost of the recipients' rings; nobody named means the strictest."""
    for ring in (Ring.OTHER, Ring.OFFICIAL, Ring.PROVINCE):
        if ring in rings:
            return ring
    return Ring.OTHER


def action_for(finding: Finding, ring: Ring) -> Action:
    """The action for a finding and the outermost ring among the recipients.

    A mark blocks; a clearance lets a cleared file pass; declassified always needs a named confirmation; what
    is uncertain or unreadable is confirmed towards official addresses and blocked towards anyone else; a restricted
    paper is no state secret and needs a named confirmation only where it leaves the official addresses.
    """
    if finding.secrecy is SecrecyState.MARKED:
        return Action.BLOCK
    if finding.secrecy is SecrecyState.CLEARED:
        return Action.ALLOW
    if finding.unreadable_reason is not None or finding.secrecy is SecrecyState.UNCERTAIN:
        return Action.BLOCK if ring is Ring.OTHER else Action.CONFIRM
    if finding.secrecy is SecrecyState.DECLASSIFIED:
        return Action.CONFIRM
    if finding.secrecy is SecrecyState.RESTRICTED and ring is Ring.OTHER:
        return Action.CONFIRM
    return Action.ALLOW


def worst(actions: set[Action]) -> Action:
    for action in (Action.BLOCK, Action.CONFIRM):
        if action in actions:
            return action
    return Action.ALLOW
