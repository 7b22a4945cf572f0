"""Signing in of the plugin: a webmail's token for a bearer; registering a webmail."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from joserfc.jwk import OKPKey

from backend.access import queries
from backend.access.extension_sessions import extension_holder
from backend.access.models import SignInSession, Webmail
from backend.access.page_sessions import SignedIn, SignInWay, signed_in
from backend.access.plugin_token import PluginClaims, SignInRefused, read_claims, webmail_of
from backend.access.tokens import new_token, token_hash
from backend.db import Database, ReadSession, WriteSession
from backend.errors import UsageError

BEARER_LIFETIME = timedelta(minutes=15)
OF_PAGE = "~"  # stands in the bearer of a page's script, after the hash of its page session, and in no other

# Whether the directory knows a log-in; the directory is a sibling feature, so the edge passes its question in.
IsKnown = Callable[[ReadSession, str], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class OpenedSession:
    """`token` is shown once, to its holder; `expires_at` in UTC."""

    token: str
    login: str
    expires_at: datetime


async def exchange(database: Database, token: str, is_known: IsKnown, now: datetime) -> OpenedSession:
    """A webmail's signed token for a 15-minute bearer, once.

    Raises:
        SignInRefused: the token is not accepted; `code` says why.
    """
    webmail = webmail_of(token)
    async with database.read() as session:
        public_key = await queries.webmail_key(session, webmail)
    if public_key is None:
        raise SignInRefused("no webmail of this id is registered", code="unknown_webmail")
    claims = read_claims(token, webmail, OKPKey.import_key(_jwk(public_key)), now)
    async with database.write() as session:
        await _use_once(session, claims, now)
        if not await is_known(session, claims.login):
            raise SignInRefused("the directory does not know this log-in", code="not_in_directory")
        return _open(session, claims.login, now + BEARER_LIFETIME)


async def holder_of(session: ReadSession, token: str, now: datetime) -> SignedIn | None:
    """Who holds this bearer; None if it was never given, has expired or was ended (its page session, too)."""
    found = await queries.bearer(session, token_hash(token), now)
    if found is None:
        return None
    page_session_hash, of_page, _ = token.partition(OF_PAGE)
    if of_page:
        page = await queries.page_session(session, page_session_hash, now)
        return None if page is None else signed_in(page)
    bearer, extension = found
    return SignedIn(SignInWay.MAILBOX, bearer.login) if extension is None else extension_holder(extension)


async def register_webmail(
    session: WriteSession, name: str, public_key: str, now: datetime, *, replace: bool = False
) -> None:
    """Trust a webmail's key from now on; with `replace` instead of the one it had.

    Raises:
        UsageError: a webmail of this name is registered and may not be replaced.
    """
    webmail = await session.get(Webmail, name)
    if webmail is None:
        session.add(Webmail(id=name, public_key=public_key, registered_at=now))
    elif replace:
        webmail.public_key, webmail.registered_at = public_key, now
    else:
        raise UsageError(f"webmail {name!r} is registered already; --replace gives it a new key")


async def _use_once(session: WriteSession, claims: PluginClaims, now: datetime) -> None:
    await queries.forget_expired(session, now)
    if not await queries.use_once(session, token_hash(f"{claims.webmail}\n{claims.token_id}"), claims.expires_at):
        raise SignInRefused("the token was used before", code="token_replayed")


def _open(session: WriteSession, login: str, expires_at: datetime) -> OpenedSession:
    opened = OpenedSession(new_token(), login, expires_at)
    session.add(SignInSession(token_hash=token_hash(opened.token), login=login, expires_at=expires_at))
    return opened


def _jwk(public_key: str) -> dict[str, str | list[str]]:
    return {"kty": "OKP", "crv": "Ed25519", "x": public_key}
