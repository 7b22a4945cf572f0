"""An attempt to sign in at the provider: bound to one browser, to be completed once, within some minutes.

The browser holds one secret in a cookie; nonce and PKCE verifier are made from it and the state, so that whoever has
only the address of the answer, or only the database, has neither.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.access import queries
from backend.access.models import SignInAttempt
from backend.access.oidc.provider import Secrets
from backend.access.tokens import new_token, token_hash
from backend.db import WriteSession

ATTEMPT_LIFETIME = timedelta(minutes=10)
STATE_LIMIT_CHARACTERS = 100


@dataclass(frozen=True, slots=True)
class Attempt:
    """`browser`: for the cookie."""

    browser: str
    secrets: Secrets


async def begin(session: WriteSession, path: str, now: datetime) -> Attempt:
    """`path`: of our own pages, where to go afterwards."""
    await queries.forget_expired(session, now)
    browser, state = new_token(), new_token()
    session.add(
        SignInAttempt(
            state_hash=token_hash(state),
            browser_hash=token_hash(browser),
            path=path,
            expires_at=now + ATTEMPT_LIFETIME,
        )
    )
    return Attempt(browser, _secrets(browser, state))


async def complete(session: WriteSession, state: str, browser: str, now: datetime) -> tuple[str, Secrets] | None:
    """Where to go and what the provider's answer has to fit; None if this browser did not begin it, or too long ago,
    or it was completed before."""
    if not browser or not 0 < len(state) <= STATE_LIMIT_CHARACTERS:
        return None
    path = await queries.take_attempt(session, token_hash(state), token_hash(browser), now)
    return None if path is None else (path, _secrets(browser, state))


def _secrets(browser: str, state: str) -> Secrets:
    def made(purpose: str) -> str:
        return hmac.digest(browser.encode(), f"{purpose}\n{state}".encode(), hashlib.sha256).hex()

    return Secrets(state, nonce=made("nonce"), verifier=made("verifier"))
