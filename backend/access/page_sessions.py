"""Sessions of our pages: on the server, by the hash of an opaque token; a new token at every sign-in."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from backend.access import queries
from backend.access.models import PageSession
from backend.access.oidc.claims import Claimed
from backend.access.oidc.provider import Vouched
from backend.access.sealing import seal
from backend.access.tokens import new_token, token_hash
from backend.db import ReadSession, WriteSession
from backend.settings import Settings

PUT_OFF_AFTER = timedelta(minutes=1)  # a session in use is not written more often than this
NOTHING_CLAIMED = Claimed(frozenset(), frozenset())


class SignInWay(StrEnum):
    MAILBOX = "mailbox"  # the mail server let the log-in in
    PROVIDER = "provider"  # OpenID Connect
    EMERGENCY = "emergency"  # an account of `congvu emergency`


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """How long a session may lie idle, and how long it may live."""

    idle: timedelta
    whole: timedelta

    @classmethod
    def of(cls, settings: Settings) -> "Lifetimes":
        return cls(
            timedelta(seconds=settings.page_session_idle_seconds),
            timedelta(seconds=settings.page_session_lifetime_seconds),
        )


EMERGENCY_LIFETIMES = Lifetimes(idle=timedelta(minutes=15), whole=timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody who signed in. `claimed`: how far a provider's word or an account goes, whatever the directory says."""

    way: SignInWay
    login: str
    claimed: Claimed = NOTHING_CLAIMED


@dataclass(frozen=True, slots=True)
class NewSession:
    """`token` is for the cookie alone."""

    token: str = field(repr=False)
    ends_at: datetime


async def open_session(
    session: WriteSession,
    who: SignedIn,
    lifetimes: Lifetimes,
    now: datetime,
    *,
    instead_of: str | None = None,
    vouched: tuple[str, Vouched] | None = None,
) -> NewSession:
    """`lifetimes`: of the deployment; an emergency has its own. `instead_of`: the token of the session this browser
    had, which ends. `vouched`: issuer and its word."""
    lifetimes = lifetimes_of(who.way, lifetimes)
    await queries.forget_expired(session, now)
    if instead_of is not None:
        await close_session(session, instead_of)
    token = new_token()
    row = PageSession(
        token_hash=token_hash(token),
        way=who.way,
        login=who.login.strip().lower(),
        idle_until=min(now + lifetimes.idle, now + lifetimes.whole),
        ends_at=now + lifetimes.whole,
        claimed_roles=sorted(who.claimed.roles),
        claimed_agencies=sorted(who.claimed.agencies),
    )
    if vouched is not None:
        note_vouched(row, token, *vouched, now)
    session.add(row)
    return NewSession(token, row.ends_at)


def lifetimes_of(way: SignInWay, of_deployment: Lifetimes) -> Lifetimes:
    return EMERGENCY_LIFETIMES if way is SignInWay.EMERGENCY else of_deployment


async def find(session: ReadSession, token: str, now: datetime) -> PageSession | None:
    return await queries.page_session(session, token_hash(token), now)


def signed_in(row: PageSession) -> SignedIn:
    claimed = Claimed(frozenset(row.claimed_roles), frozenset(row.claimed_agencies))
    return SignedIn(SignInWay(row.way), row.login, claimed)


def idle_end(row: PageSession, lifetimes: Lifetimes, now: datetime) -> datetime | None:
    """Until when a session that is in use now may lie idle; None if that is not worth writing down."""
    until = min(now + lifetimes_of(SignInWay(row.way), lifetimes).idle, row.ends_at)
    return until if until - row.idle_until >= PUT_OFF_AFTER else None


async def put_off_idle_end(session: WriteSession, row: PageSession, until: datetime) -> None:
    await queries.put_off_idle_end(session, row.token_hash, until)


async def close_session(session: WriteSession, token: str) -> None:
    await queries.end_page_session(session, token_hash(token))


def note_vouched(row: PageSession, token: str, issuer: str, vouched: Vouched, now: datetime) -> None:
    """Keep the provider's word in a session, and its tokens for the holder of `token`."""
    identity = vouched.identity
    row.claimed_roles = sorted(identity.claimed.roles)
    row.claimed_agencies = sorted(identity.claimed.agencies)
    row.subject_hash = of_issuer(issuer, identity.subject)
    if identity.provider_session is not None:
        row.provider_session_hash = of_issuer(issuer, identity.provider_session)
    row.sealed = seal(token, {"id_token": vouched.id_token, "refresh_token": vouched.refresh_token})
    row.vouched_at = row.asked_at = now


def of_issuer(issuer: str, name: str) -> str:
    """How a subject or session of a provider is kept."""
    return token_hash(f"{issuer}\n{name}")
