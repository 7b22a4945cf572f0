"""Forgets personal data of letters whose time is over, in one unit of work, and proves that nothing of it is left.

Facts that figures stand on stay: an address is erased where it stands once, refusals are no letters, and tokens count
nowhere. The audit log says how much of what went; `congvu retention` looks again.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime

from backend.audit import service as audit
from backend.correspondence import fact_queries, queries
from backend.correspondence.keeping import Kept, kept_for
from backend.db import ReadSession, WriteSession
from backend.errors import DomainError

DEED = "personal_data.forgotten"


class PersonalDataLeft(DomainError):
    """Something is there that was to be removed; the unit of work must not be kept."""

    code = "personal_data_left"


_REMOVE: dict[Kept, Callable[[WriteSession, datetime], Awaitable[int]]] = {
    Kept.REFUSALS: fact_queries.forget_refusals,
    Kept.SENDERS: queries.erase_addresses,
    Kept.STATUS_LINKS: queries.forget_tokens,
}
_COUNT: dict[Kept, Callable[[ReadSession, datetime], Awaitable[int]]] = {
    Kept.REFUSALS: fact_queries.refusals_before,
    Kept.SENDERS: queries.addresses_to_erase,
    Kept.STATUS_LINKS: queries.tokens_to_forget,
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
