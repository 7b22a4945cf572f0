"""What of the dashboard a link asks for: agency, months, sender class, with or without the agencies below."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from backend.correspondence.months import first_day, month_of, widened
from backend.correspondence.terms import Period, SenderClass

AGENCY, MONTHS, SENDER, SCOPE = "co-quan", "thang", "nguoi-gui", "pham-vi"
KEPT = (AGENCY, MONTHS, SENDER, SCOPE)
MONTH_CHOICES = (3, 6, 12, 24)
USUAL_MONTHS = 6
OWN, BELOW = "co-quan", "ca-duoi"
SENDERS: Mapping[str, SenderClass] = {
    "nguoi-dan": SenderClass.CITIZEN,
    "doanh-nghiep": SenderClass.BUSINESS,
    "co-quan": SenderClass.AGENCY,
}


@dataclass(frozen=True, slots=True)
class Question:
    agency_code: str
    months: int
    sender: str  # a key of SENDERS
    below: bool

    @property
    def sender_class(self) -> SenderClass:
        return SENDERS[self.sender]

    def period(self, today: date) -> Period:
        """Whole months, the last of them going on."""
        month = month_of(today)
        for _ in range(self.months - 1):
            month = month - 1 if month % 100 > 1 else month - 89
        return widened(Period(first_day(month), today))


def asked(said: Mapping[str, str], usual_agency: str, in_full: Collection[str]) -> Question:
    """What is not said, or makes no sense, is as usual: with the agencies below where the letters of the agency itself
    are not this person's to see."""
    code = said.get(AGENCY) or usual_agency
    months, sender = said.get(MONTHS, ""), said.get(SENDER, "")
    scope = said.get(SCOPE) or (OWN if code in in_full else BELOW)
    known = months.isascii() and months.isdecimal() and int(months[:3]) in MONTH_CHOICES
    return Question(
        code,
        int(months) if known else USUAL_MONTHS,
        sender if sender in SENDERS else next(iter(SENDERS)),
        scope == BELOW,
    )
