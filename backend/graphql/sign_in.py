"""Who sends a request: the bearer's log-in as the directory knows it, remembered for a few seconds."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.access.page_sessions import SignInWay
from backend.access.service import holder_of
from backend.access.tokens import token_hash
from backend.clock import Clock
from backend.db import Database
from backend.directory.service import principal_of
from backend.directory.terms import Principal

REMEMBERED_FOR = timedelta(seconds=10)  # how long a directory change or an expiry may take to be felt
REMEMBERED_LIMIT = 10_000


@dataclass(frozen=True, slots=True)
class _Remembered:
    principal: Principal
    until: datetime


class Bearers:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._remembered: dict[str, _Remembered] = {}

    async def principal(self, authorization: str) -> Principal | None:
        """Whom an Authorization header speaks for; None if it is no bearer of ours or has expired.

        Raises:
            Unavailable: the database does not answer.
        """
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token:
            return None
        key, now = token_hash(token), self._clock.now()
        known = self._remembered.get(key)
        if known is not None and now < known.until:
            return known.principal
        self._remembered.pop(key, None)
        return await self._look_up(token, key, now)

    async def _look_up(self, token: str, key: str, now: datetime) -> Principal | None:
        async with self._database.read() as session:
            who = await holder_of(session, token, now)
            if who is None:
                return None
            principal = await principal_of(session, who.login, now)
        if who.way is SignInWay.PROVIDER:
            principal = principal.narrowed(who.claimed.roles, who.claimed.agencies)
        if len(self._remembered) >= REMEMBERED_LIMIT:
            del self._remembered[next(iter(self._remembered))]
        self._remembered[key] = _Remembered(principal, now + REMEMBERED_FOR)
        return principal
