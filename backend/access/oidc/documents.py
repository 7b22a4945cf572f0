"""The provider's own documents: what it can do and its public keys, remembered, and fetched anew when keys change.

OpenID Connect Discovery 1.0 section 4; Core 1.0 section 10.1.1 (rotation of keys).
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

import httpx2
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from pydantic import BaseModel, ConfigDict, ValidationError

from backend.access.oidc.failures import ProviderSilent
from backend.access.oidc.registration import Registration, origin_of
from backend.clock import Clock

FRESH_FOR = timedelta(hours=1)
USABLE_FOR = timedelta(hours=24)  # an older copy than this is none, however silent the provider is
AGAIN_AFTER = timedelta(seconds=60)  # between two looks for an unknown key: forged tokens cannot make us ask more
FAILED_AGAIN_AFTER = timedelta(seconds=5)
Fetch = Callable[[str], Awaitable[httpx2.Response]]
Value = TypeVar("Value")


class Metadata(BaseModel):
    """What is used of the discovery document."""

    model_config = ConfigDict(frozen=True)

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None = None
    end_session_endpoint: str | None = None
    id_token_signing_alg_values_supported: tuple[str, ...] = ("RS256",)
    code_challenge_methods_supported: tuple[str, ...] = ("S256",)
    authorization_response_iss_parameter_supported: bool = False

    @property
    def addresses(self) -> tuple[str, ...]:
        named = (self.userinfo_endpoint, self.end_session_endpoint)
        always = (self.authorization_endpoint, self.token_endpoint, self.jwks_uri)
        return (*always, *(address for address in named if address is not None))


class Documents:
    def __init__(self, registration: Registration, clock: Clock, fetch: Fetch) -> None:
        self._registration = registration
        self._clock = clock
        self._fetch = fetch
        self._metadata = _Remembered(self._fetch_metadata, clock)
        self._keys = _Remembered(self._fetch_keys, clock)

    async def metadata(self) -> Metadata:
        """
        Raises:
            ProviderSilent: there is no usable copy, and none can be had.
        """
        return await self._metadata.current()

    async def keys(self) -> KeySet:
        """Raises as `metadata`."""
        return await self._keys.current()

    async def keys_anew(self) -> KeySet:
        """For a key that is not among `keys`: fetched once more, unless that was done a moment ago."""
        return await self._keys.anew()

    async def _fetch_metadata(self) -> Metadata:
        issuer = self._registration.issuer
        response = await self._fetch(issuer.rstrip("/") + "/.well-known/openid-configuration")
        try:
            metadata = Metadata.model_validate_json(response.content)
        except ValidationError as error:
            raise ProviderSilent("the provider's discovery document cannot be read") from error
        if metadata.issuer != issuer:  # Discovery 1.0 section 4.3: exactly
            raise ProviderSilent("the discovery document is another issuer's")
        if any(origin_of(address) not in self._registration.origins for address in metadata.addresses):
            raise ProviderSilent("the discovery document names an address outside oidc_issuer and oidc_hosts")
        if "S256" not in metadata.code_challenge_methods_supported:
            raise ProviderSilent("the provider does not know PKCE with S256")
        return metadata

    async def _fetch_keys(self) -> KeySet:
        response = await self._fetch((await self.metadata()).jwks_uri)
        try:
            return KeySet.import_key_set(response.json())
        except (JoseError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise ProviderSilent("the provider's keys cannot be read") from error


class _Remembered(Generic[Value]):
    """One document: a copy, when it was fetched, and when fetching it was last tried."""

    def __init__(self, fetch: Callable[[], Awaitable[Value]], clock: Clock) -> None:
        self._fetch = fetch
        self._clock = clock
        self._lock = asyncio.Lock()
        self._copy: tuple[Value, datetime] | None = None
        self._tried_at: datetime | None = None
        self._renewed_at: datetime | None = None

    async def current(self) -> Value:
        async with self._lock:
            now = self._clock.now()
            if self._copy is None or now - self._copy[1] >= FRESH_FOR:
                await self._try(now)
            if self._copy is None or now - self._copy[1] >= USABLE_FOR:
                raise ProviderSilent("the provider does not answer")
            return self._copy[0]

    async def anew(self) -> Value:
        """However fresh the copy is; but no more often than `AGAIN_AFTER`."""
        async with self._lock:
            now = self._clock.now()
            if self._renewed_at is None or now - self._renewed_at >= AGAIN_AFTER:
                self._renewed_at = now
                await self._try(now)
        return await self.current()

    async def _try(self, now: datetime) -> None:
        """Raises what `fetch` does, if there is no copy to go on with."""
        if self._tried_at is not None and now - self._tried_at < FAILED_AGAIN_AFTER:
            return
        self._tried_at = now
        try:
            self._copy = await self._fetch(), now
            self._tried_at = None
        except ProviderSilent:
            if self._copy is None:
                raise
