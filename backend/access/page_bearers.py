"""Bearers of our own pages' scripts: GraphQL takes no cookie, so a page session opens one, for fifteen minutes.

Such a bearer names its page session and is worth nothing without it: it goes as far as the sign-in does (a provider's
word, too), and ends when somebody signs out, the session lies idle or the provider takes its word back. Asking for one,
or with one, is no sign that somebody is there.
"""

from datetime import datetime

from backend.access import queries
from backend.access.models import SignInSession
from backend.access.page_sessions import SignInWay
from backend.access.service import BEARER_LIFETIME, OF_PAGE, OpenedSession
from backend.access.tokens import new_token, token_hash
from backend.db import WriteSession


async def open_bearer(session: WriteSession, page_session_hash: str, now: datetime) -> OpenedSession | None:
    """None where nobody is signed in any more, and in an emergency, which is for administration alone."""
    await queries.forget_expired(session, now)
    page = await queries.page_session(session, page_session_hash, now)
    if page is None or page.way == SignInWay.EMERGENCY:
        return None
    expires_at = min(now + BEARER_LIFETIME, page.ends_at)
    opened = OpenedSession(f"{page_session_hash}{OF_PAGE}{new_token()}", page.login, expires_at)
    session.add(SignInSession(token_hash=token_hash(opened.token), login=opened.login, expires_at=expires_at))
    return opened
