"""Accounts for emergencies: a way in for an administrator while the provider or the mail server is down.

Made on the server's command line, for one sign-in, for some hours; its password is drawn by us and kept as Argon2id
(RFC 9106) only. Every step is in the audit log.
"""

import os
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from backend.access import queries
from backend.access.models import EmergencyAccount
from backend.access.oidc.claims import Claimed
from backend.access.page_sessions import SignedIn, SignInWay
from backend.access.roles import Role
from backend.audit import service as audit
from backend.db import ReadSession, WriteSession
from backend.db.ids import ALPHABET
from backend.errors import UsageError

PASSWORD_CHARACTERS = 24  # of 32: 120 bits
PASSWORD_LIMIT_CHARACTERS = 100
# RFC 9106 section 4, second recommended option
_ITERATIONS, _LANES, _MEMORY_KIBIBYTES, _SALT_BYTES, _HASH_BYTES = 3, 4, 65_536, 16, 32


@dataclass(frozen=True, slots=True)
class Wanted:
    """`reason` stands in the audit log."""

    name: str
    agency_code: str
    reason: str
    lasting: timedelta


@dataclass(frozen=True, slots=True)
class Made:
    """`password` is shown once."""

    password: str = field(repr=False)
    expires_at: datetime


async def make(session: WriteSession, wanted: Wanted, now: datetime) -> Made:
    """
    Raises:
        UsageError: an account of this name can still be used.
    """
    earlier = await session.get(EmergencyAccount, wanted.name)
    if earlier is not None:
        if earlier.used_at is None and earlier.expires_at > now:
            raise UsageError(f"account {wanted.name!r} can still be used; end it first")
        await session.delete(earlier)
        await session.flush()
    password, expires_at = _password(), now + wanted.lasting
    session.add(
        EmergencyAccount(
            name=wanted.name,
            password_hash=hashed(password),
            agency_code=wanted.agency_code,
            reason=wanted.reason,
            created_at=now,
            expires_at=expires_at,
        )
    )
    data = {"account": wanted.name, "reason": wanted.reason, "expires_at": expires_at.isoformat()}
    audit.record(session, "emergency.made", at=now, agency_code=wanted.agency_code, data=data)
    return Made(password, expires_at)


async def end(session: WriteSession, name: str, now: datetime) -> None:
    """The account and every session of it.

    Raises:
        UsageError: there is none of this name.
    """
    account = await session.get(EmergencyAccount, name)
    if account is None:
        raise UsageError(f"there is no account {name!r}")
    ended = await queries.end_sessions_of_account(session, SignInWay.EMERGENCY, name)
    await session.delete(account)
    data = {"account": name, "sessions": ended}
    audit.record(session, "emergency.ended", at=now, agency_code=account.agency_code, data=data)


async def account_of(session: ReadSession, name: str) -> EmergencyAccount | None:
    return await session.get(EmergencyAccount, name)


def fits(account: EmergencyAccount | None, password: str) -> bool:
    """Whether it is the account's password; costs the same where there is no account. Some tenths of a second of a
    processor and 64 MiB: to be run in a thread, behind a rate limit."""
    if not 0 < len(password) <= PASSWORD_LIMIT_CHARACTERS:
        return False
    if account is None:
        hashed(password)
        return False
    try:
        Argon2id.verify_phc_encoded(_typed(password).encode(), account.password_hash)
    except InvalidKey:
        return False
    return True


async def use(session: WriteSession, account: EmergencyAccount, now: datetime) -> SignedIn | None:
    """The one sign-in an account is good for; None if it is used or over."""
    if not await queries.use_account(session, account.name, now):
        note_refused(session, account.name, now)
        return None
    audit.record(session, "emergency.used", at=now, login=account.name, agency_code=account.agency_code)
    claimed = Claimed(frozenset({Role.IT_ADMIN}), frozenset({account.agency_code}))
    return SignedIn(SignInWay.EMERGENCY, account.name, claimed)


def note_refused(session: WriteSession, name: str, now: datetime) -> None:
    """What was typed as a name is kept only where it is an account's."""
    audit.record(session, "emergency.refused", at=now, login=name)


def hashed(password: str) -> str:
    kdf = Argon2id(
        salt=os.urandom(_SALT_BYTES),
        length=_HASH_BYTES,
        iterations=_ITERATIONS,
        lanes=_LANES,
        memory_cost=_MEMORY_KIBIBYTES,
    )
    return kdf.derive_phc_encoded(_typed(password).encode())


def _password() -> str:
    """In groups of four, without letters that look alike."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(PASSWORD_CHARACTERS))
    return "-".join(drawn[place : place + 4] for place in range(0, PASSWORD_CHARACTERS, 4))


def _typed(password: str) -> str:
    """As somebody may copy it from paper: case, spaces and hyphens do not count."""
    return "".join(password.upper().split()).replace("-", "")
