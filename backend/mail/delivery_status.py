"""What became of each recipient, from the machine-readable part of a delivery report (RFC 3464, section 2)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from backend.mail.fields import without_comments
from backend.mail.report_address import report_address
from backend.mail.report_fields import Fields, groups_of

_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?!\d|\.\d)")  # RFC 3463, section 2
_WORD = re.compile(r"[a-z-]+")


@dataclass(frozen=True, slots=True)
class RecipientStatus:
    """`final`: the address in lower case; `action`: the word in lower case (RFC 3464, section 2.3.3: failed, delayed,
    delivered, relayed, expanded); `status`: as `5.1.1`. What the report does not say is None.
    """

    final: str
    action: str | None
    status: str | None


def statuses(text: str) -> tuple[RecipientStatus, ...]:
    """One for each recipient that has an address, in order; the same said twice counts once."""
    return tuple(dict.fromkeys(_known(map(_status_of, groups_of(text)))))


def status_code(value: str) -> str | None:
    match = _STATUS.search(value)
    return match[1] if match else None


def _known(found: Iterable[RecipientStatus | None]) -> Iterable[RecipientStatus]:
    return (status for status in found if status is not None)


def _status_of(fields: Fields) -> RecipientStatus | None:
    names = ("final-recipient", "original-recipient")
    final = next(filter(None, (report_address(fields.get(name, "")) for name in names)), None)
    if final is None:
        return None
    action = _WORD.search(without_comments(fields.get("action", "")).lower())
    status = status_code(without_comments(fields.get("status", "")))
    return RecipientStatus(final, action[0] if action else None, status)
