"""The provider says that a session is over (OpenID Connect Back-Channel Logout 1.0)."""

from datetime import datetime

from backend.access import extension_queries, queries
from backend.access.oidc.failures import ProviderRefused
from backend.access.oidc.tokens import LogoutToken
from backend.access.page_sessions import of_issuer
from backend.access.tokens import token_hash
from backend.audit import service as audit
from backend.db import WriteSession


async def end_sessions(session: WriteSession, issuer: str, token: LogoutToken, now: datetime) -> int:
    """End the sessions it names, every one of the person where it names none; how many there were.

    Raises:
        ProviderRefused: the token was used before.
    """
    await queries.forget_expired(session, now)
    if not await queries.use_once(session, token_hash(f"{issuer}\nlogout\n{token.token_id}"), token.expires_at):
        raise ProviderRefused("the token was used before", code="token_replayed")
    if token.provider_session is not None:
        provider_session = of_issuer(issuer, token.provider_session)
        ended = await queries.end_provider_session(session, provider_session)
        ended += await extension_queries.end_of_provider_session(session, provider_session)
    else:
        subject = of_issuer(issuer, token.subject or "")
        ended = await queries.end_sessions_of_subject(session, subject)
        ended += await extension_queries.end_of_subject(session, subject)
    audit.record(session, "sign_in.ended_by_provider", at=now, data={"sessions": ended})
    return ended
