"""Looks whether a published link still gives the very file that was issued.

The province keeps no plain hash of a paper: what was downloaded is compared by its fingerprint (an HMAC under the
bundle's key). When that key was changed since, nothing can be compared, and nothing is called different.

Source: Chỉ thị, khoản 1 điểm j (a published paper need not be mailed to whoever can read it there).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from backend.compliance import queries
from backend.compliance.models import PublishedLink
from backend.compliance.terms import LinkState
from backend.db import WriteSession

LEASE = timedelta(minutes=5)
AGAIN = {  # after what was found
    LinkState.SAME: timedelta(days=1),
    LinkState.DIFFERENT: timedelta(hours=6),
    LinkState.UNREACHABLE: timedelta(hours=1),
    LinkState.REFUSED: timedelta(days=1),
    LinkState.INCOMPARABLE: timedelta(days=7),
}


class Download(StrEnum):
    FOUND = "found"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"  # an address that must not be asked, too large, or too many redirects


@dataclass(frozen=True, slots=True)
class Downloaded:
    """`fingerprint` and the mark of the key it was made by, "" unless found."""

    outcome: Download
    fingerprint: str = ""
    key_mark: str = ""


@dataclass(frozen=True, slots=True)
class LinkClaim:
    agency_code: str
    document_id: str
    url: str


async def claim(session: WriteSession, now: datetime) -> LinkClaim | None:
    """Take the next link whose time has come; committed before anybody is asked."""
    link = await queries.next_check(session, now)
    if link is None:
        return None
    link.next_check_at = now + LEASE
    return LinkClaim(link.agency_code, link.document_id, link.url)


async def settle(session: WriteSession, claimed: LinkClaim, found: Downloaded, now: datetime) -> None:
    """Note what was found; of a link that was changed meanwhile, nothing."""
    document = await queries.document(session, claimed.agency_code, claimed.document_id)
    links = await queries.links(session, claimed.agency_code, [claimed.document_id])
    link = links.get(claimed.document_id)
    if document is None or link is None or link.url != claimed.url:
        return
    link.state = state_of(link, document.fingerprint, found)
    if found.outcome is Download.FOUND:
        link.key_mark = found.key_mark if link.state != LinkState.INCOMPARABLE else link.key_mark
    link.checked_at, link.next_check_at = now, now + AGAIN[LinkState(link.state)]


def state_of(link: PublishedLink, fingerprint: str, found: Downloaded) -> LinkState:
    if found.outcome is Download.UNREACHABLE:
        return LinkState.UNREACHABLE
    if found.outcome is Download.REFUSED:
        return LinkState.REFUSED
    if found.fingerprint == fingerprint:
        return LinkState.SAME
    return LinkState.INCOMPARABLE if link.key_mark not in ("", found.key_mark) else LinkState.DIFFERENT
