"""What a clearance is: two named people let one marked file pass for a time, by a decision that has a number.

Beforehand, never in passing: whoever enters it and whoever approves it are two people, and both hold the paper in hand.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from backend.classification.declarations import Declarer

LONGEST_VALID = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Application:
    """What the first person enters. `valid_until` is aware; the file is named by its fingerprint alone."""

    who: Declarer
    fingerprint: str
    decision_number: str
    decided_on: date
    valid_until: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """A clearance in force: the file may be sent by the agency's log-ins until then."""

    agency_code: str
    fingerprint: str
    decision_number: str
    valid_until: datetime
