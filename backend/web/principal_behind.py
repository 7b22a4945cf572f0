"""What whoever is signed in to a page may do now: the directory's word, cut down to what the way in allows."""

from datetime import datetime

from backend.access.page_sessions import SignedIn, SignInWay
from backend.access.roles import Role
from backend.db import ReadSession
from backend.directory.queries import agency_names
from backend.directory.service import principal_of
from backend.directory.terms import AgencyName, Grant, OfficialRole, Principal


async def principal_behind(session: ReadSession, who: SignedIn, now: datetime) -> Principal:
    """A stranger's, with nothing in it, where the directory does not (or no longer) know them."""
    if who.way is SignInWay.EMERGENCY:
        return await _administrator(session, who)
    principal = await principal_of(session, who.login, now)
    if who.way is SignInWay.PROVIDER:
        return principal.narrowed(who.claimed.roles, who.claimed.agencies)
    return principal


async def _administrator(session: ReadSession, who: SignedIn) -> Principal:
    """No person and no mailbox: what has to be done by name cannot be done in an emergency."""
    names = await agency_names(session, who.claimed.agencies)
    agencies = [AgencyName(code, name) for code, name in sorted(names.items())]
    roles = who.claimed.roles & {Role.IT_ADMIN}
    return Principal(
        login=who.login,
        agency=agencies[0] if agencies else None,
        head_of=(),
        mailboxes=(),
        people=(),
        grants=frozenset(Grant(OfficialRole(role), agency.code) for role in roles for agency in agencies),
    )
