"""Forgets personal data whose time is over, in one unit of work, and proves that nothing of it is left.

Facts that figures stand on stay: an address is erased where it stands once, refusals are no letters, tokens count
nowhere, and of what boxes' servers tell counts by day are left. Letters themselves: `letter_forgetting`. The audit log
says how much of what went; `congvu retention` looks again.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime

from backend.access import queries as access
from backend.audit import queries as audit_queries
from backend.audit import service as audit
from backend.classification import purge_queries as classification
from backend.compliance import (
    course_queries,
    duty_queries,
    guide_reading_queries,
    mailbox_check_queries,
    subject_request_queries,
    support_queries,
)
from backend.correspondence import box_day_queries, fact_queries, queries
from backend.correspondence.keeping import Kept, kept_for
from backend.db import ReadSession, WriteSession
from backend.directory import recipient_queries as directory
from backend.errors import DomainError

DEED = "personal_data.forgotten"


class PersonalDataLeft(DomainError):
    """Something is there that was to be removed; the unit of work must not be kept."""

    code = "personal_data_left"


_REMOVE: dict[Kept, Callable[[WriteSession, datetime], Awaitable[int]]] = {
    Kept.REFUSALS: fact_queries.forget_refusals,
    Kept.SENDERS: queries.erase_addresses,
    Kept.STATUS_LINKS: queries.forget_tokens,
    Kept.WRITTEN_TO: queries.erase_recipients,
    Kept.BOX_EVENTS: box_day_queries.forget_box_events,
    Kept.CHECKS: classification.forget_checks,
    Kept.DECLARATIONS: classification.forget_declarations,
    Kept.CHOICES: directory.forget_corrections,
    Kept.EMERGENCY: access.forget_accounts,
    Kept.LOOKS: audit_queries.forget_looks,
    Kept.DATA_REQUESTS: subject_request_queries.forget_requests,
    Kept.MAILBOX_CHECKS: mailbox_check_queries.forget_checks,
    Kept.SUPPORT: support_queries.forget_answered,
    Kept.TRAINING: guide_reading_queries.forget_readings,
    Kept.COURSES: course_queries.forget_courses,
    Kept.DUTY: duty_queries.forget_duty,
}
_COUNT: dict[Kept, Callable[[ReadSession, datetime], Awaitable[int]]] = {
    Kept.REFUSALS: fact_queries.refusals_before,
    Kept.SENDERS: queries.addresses_to_erase,
    Kept.STATUS_LINKS: queries.tokens_to_forget,
    Kept.WRITTEN_TO: queries.recipients_to_erase,
    Kept.BOX_EVENTS: box_day_queries.box_events_before,
    Kept.CHECKS: classification.checks_before,
    Kept.DECLARATIONS: classification.declarations_before,
    Kept.CHOICES: directory.corrections_before,
    Kept.EMERGENCY: access.accounts_before,
    Kept.LOOKS: audit_queries.looks_before,
    Kept.DATA_REQUESTS: subject_request_queries.requests_before,
    Kept.MAILBOX_CHECKS: mailbox_check_queries.checks_before,
    Kept.SUPPORT: support_queries.answered_before,
    Kept.TRAINING: guide_reading_queries.readings_before,
    Kept.COURSES: course_queries.courses_before,
    Kept.DUTY: duty_queries.duty_before,
}


async def forget_personal_data(session: WriteSession, now: datetime) -> dict[str, int]:
    """How much went of each.

    Raises:
        PersonalDataLeft: it cannot be proved.
        LookupError: no row of retention.toml stands today for one of them.
    """
    went = {str(kept): await remove(session, now - kept_for(kept, now)) for kept, remove in _REMOVE.items()}
    left = {name: count for name, count in (await kept_beyond(session, now)).items() if count}
    if left:
        raise PersonalDataLeft(f"kept beyond its time: {left}")
    if any(went.values()):
        audit.record(session, DEED, at=now, data=went | {"left": 0})
    return went


async def kept_beyond(session: ReadSession, now: datetime) -> dict[str, int]:
    """How much of each is there although its time is over."""
    return {str(kept): await count(session, now - kept_for(kept, now)) for kept, count in _COUNT.items()}
