"""Extensions that work as somebody: let in on a page of ours, then kept by tokens that turn at each use (ADR 19)."""

import base64
import hashlib
import hmac
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from backend.access import extension_queries, queries
from backend.access.extension_request import ExtensionRequest
from backend.access.models import ExtensionCode, ExtensionSession, PageSession, SignInSession
from backend.access.oidc.claims import Claimed
from backend.access.page_sessions import SignedIn, SignInWay
from backend.access.tokens import new_token, token_hash
from backend.audit import service as audit
from backend.db import Database, ReadSession, WriteSession
from backend.db.ids import new_id
from backend.errors import Forbidden

CODE_LIFETIME = timedelta(seconds=60)
BEARER_LIFETIME = timedelta(minutes=15)
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")  # RFC 7636 section 4.1

# Whether the directory knows somebody and leaves them any role; the directory is a sibling feature, so the edge asks.
Stands = Callable[[ReadSession, SignedIn], Awaitable[bool]]


class ExtensionRefused(Forbidden):
    """`code` says why: code_invalid, refresh_invalid, refresh_reused or not_in_directory."""

    code = "code_invalid"


@dataclass(frozen=True, slots=True)
class ExtensionTokens:
    """For the extension alone. `expires_at`: of the bearer; `ends_at`: when somebody has to sign in again. UTC."""

    bearer: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_at: datetime
    ends_at: datetime


async def let_in(session: WriteSession, page_session_hash: str, asked: ExtensionRequest, now: datetime) -> str | None:
    """A code for the extension to come for its tokens with, once and soon; None if nobody is signed in any more."""
    await queries.forget_expired(session, now)
    page = await queries.page_session(session, page_session_hash, now)
    if page is None or page.way == SignInWay.EMERGENCY:
        return None
    code = new_token()
    session.add(
        ExtensionCode(
            code_hash=token_hash(code),
            challenge=asked.challenge,
            version=asked.version,
            browser=asked.browser,
            expires_at=now + CODE_LIFETIME,
            **_whose(page),
        )
    )
    return code


async def redeem(
    database: Database, code: str, verifier: str, stands: Stands, lifetime: timedelta, now: datetime
) -> ExtensionTokens:
    """The first tokens. Whoever shows a code uses it up, rightly or not. `lifetime`: until somebody signs in again.

    Raises:
        ExtensionRefused: code_invalid or not_in_directory.
    """
    async with database.write() as session:
        await queries.forget_expired(session, now)
        allowed = await extension_queries.take_code(session, token_hash(code), now)
        if allowed is None or not _fits(verifier, allowed.challenge):
            refusal = "code_invalid"
        elif not await stands(session, extension_holder(allowed)):
            refusal = "not_in_directory"
        else:
            return _begin(session, allowed, lifetime, now)
    raise ExtensionRefused("this extension is not let in", code=refusal)


async def refresh(database: Database, refresh_token: str, stands: Stands, now: datetime) -> ExtensionTokens:
    """New tokens for the one that is good. One that was used before ends them all: somebody else has a copy.

    Raises:
        ExtensionRefused: refresh_invalid, refresh_reused or not_in_directory.
    """
    family = refresh_token.partition(".")[0]
    async with database.write() as session:
        await queries.forget_expired(session, now)
        row = await extension_queries.of_family(session, token_hash(family), now)
        fresh = f"{family}.{new_token()}"
        if row is None:
            refusal = "refresh_invalid"
        elif not await stands(session, extension_holder(row)):
            refusal = "not_in_directory"
        elif not await extension_queries.turn(session, row.id, token_hash(refresh_token), token_hash(fresh), now):
            refusal = "refresh_reused"
        else:
            return _tokens(session, row, fresh, now)
        if row is not None:
            await _end_for(session, row, refusal, now)
    raise ExtensionRefused("sign in again", code=refusal)


async def end(session: WriteSession, refresh_token: str, now: datetime) -> None:
    """The extension signs itself out; with a spent token too."""
    row = await extension_queries.of_family(session, token_hash(refresh_token.partition(".")[0]), now)
    if row is not None:
        await _end_for(session, row, "signed_out", now)


async def end_from_page(session: WriteSession, extension_id: str, login: str, now: datetime) -> bool:
    """Somebody ends one of their own log-in; whether there was one."""
    ended = await extension_queries.end_of_login(session, extension_id, login)
    if ended:
        audit.record(session, "extension.ended", at=now, login=login, subject_id=extension_id)
    return bool(ended)


async def of_login(session: ReadSession, login: str, now: datetime) -> Sequence[ExtensionSession]:
    return await extension_queries.of_login(session, login, now)


def extension_holder(row: ExtensionSession | ExtensionCode) -> SignedIn:
    claimed = Claimed(frozenset(row.claimed_roles), frozenset(row.claimed_agencies))
    return SignedIn(SignInWay(row.way), row.login, claimed)


def _begin(session: WriteSession, allowed: ExtensionCode, lifetime: timedelta, now: datetime) -> ExtensionTokens:
    family = new_token()
    refresh_token = f"{family}.{new_token()}"
    row = ExtensionSession(
        id=new_id(),
        family_hash=token_hash(family),
        refresh_hash=token_hash(refresh_token),
        version=allowed.version,
        browser=allowed.browser,
        started_at=now,
        refreshed_at=now,
        ends_at=now + lifetime,
        **_whose(allowed),
    )
    session.add(row)
    data = {"version": row.version, "browser": row.browser}
    audit.record(session, "extension.signed_in", at=now, login=row.login, subject_id=row.id, data=data)
    return _tokens(session, row, refresh_token, now)


def _tokens(session: WriteSession, row: ExtensionSession, refresh_token: str, now: datetime) -> ExtensionTokens:
    bearer, expires_at = new_token(), min(now + BEARER_LIFETIME, row.ends_at)
    session.add(
        SignInSession(token_hash=token_hash(bearer), login=row.login, expires_at=expires_at, extension_id=row.id)
    )
    return ExtensionTokens(bearer, refresh_token, expires_at, row.ends_at)


async def _end_for(session: WriteSession, row: ExtensionSession, reason: str, now: datetime) -> None:
    await extension_queries.end(session, row.id)
    deed = "extension.copied" if reason == "refresh_reused" else "extension.ended"
    audit.record(session, deed, at=now, login=row.login, subject_id=row.id, data={"reason": reason})


def _whose(row: PageSession | ExtensionCode) -> dict[str, object]:
    return {
        "way": row.way,
        "login": row.login,
        "claimed_roles": row.claimed_roles,
        "claimed_agencies": row.claimed_agencies,
        "subject_hash": row.subject_hash,
        "provider_session_hash": row.provider_session_hash,
    }


def _fits(verifier: str, challenge: str) -> bool:
    """RFC 7636 section 4.6, S256."""
    if not _VERIFIER.fullmatch(verifier):
        return False
    made = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode("ascii")).digest()).rstrip(b"=").decode()
    return hmac.compare_digest(made, challenge)
