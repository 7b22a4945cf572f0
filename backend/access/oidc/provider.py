"""The province's OpenID provider: where a browser is sent, what a code is worth, whether a person still stands.

Authorization code with PKCE (RFC 7636), state, nonce and the issuer in the answer (RFC 9207); Authlib speaks OAuth.
"""

import logging
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx2
from authlib.common.urls import add_params_to_uri
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client

from backend.access.oidc.claims import Identity, identity_of, lacks_any, subject_of
from backend.access.oidc.documents import Documents
from backend.access.oidc.failures import ProviderRefused, ProviderSilent
from backend.access.oidc.registration import Registration
from backend.access.oidc.tokens import LogoutToken, Tokens
from backend.access.oidc.transport import HEADERS, TIMEOUT_SECONDS, KnownOrigins, network
from backend.clock import Clock

_logger = logging.getLogger("congvu.sign_in")
_ERROR_CODE = re.compile(r"[a-z_]{1,40}")


@dataclass(frozen=True, slots=True)
class Secrets:
    """What one attempt to sign in has to come back with; made from the browser's own cookie, kept nowhere."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Vouched:
    """The provider's word about a person, and its tokens."""

    identity: Identity
    id_token: str = field(repr=False)
    refresh_token: str | None = field(repr=False)


class Provider:
    def __init__(
        self,
        registration: Registration,
        clock: Clock,
        transport: Callable[[], httpx2.AsyncBaseTransport] = network,
    ) -> None:
        self.registration = registration
        self._clock = clock
        self._transport = transport
        self._documents = Documents(registration, clock, self._get)
        self._tokens = Tokens(registration, self._documents)

    async def authorization_url(self, secrets: Secrets) -> str:
        """
        Raises:
            ProviderSilent: it does not answer.
        """
        metadata = await self._documents.metadata()
        async with self._client() as client:
            url, _ = client.create_authorization_url(
                metadata.authorization_endpoint,
                state=secrets.state,
                code_verifier=secrets.verifier,
                nonce=secrets.nonce,
            )
        return str(url)

    async def redeem(self, code: str, secrets: Secrets, said_issuer: str | None) -> Vouched:
        """A code for the provider's word. `said_issuer`: the parameter iss that came with the code.

        Raises:
            ProviderRefused: the code, the issuer or the token is none of this sign-in's.
            ProviderSilent: it does not answer.
        """
        metadata = await self._documents.metadata()
        expected = self.registration.issuer
        if said_issuer != expected and (
            said_issuer is not None or metadata.authorization_response_iss_parameter_supported
        ):
            raise ProviderRefused("the answer is another issuer's")
        token = await self._token(
            lambda client: client.fetch_token(
                metadata.token_endpoint, grant_type="authorization_code", code=code, code_verifier=secrets.verifier
            )
        )
        return await self._vouched(token, nonce=secrets.nonce)

    async def renew(self, refresh_token: str) -> Vouched:
        """Ask whether whoever this token was for still stands; the answer has to hold an ID token.

        Raises:
            ProviderRefused: no longer, or it is somebody else now.
            ProviderSilent: it does not answer.
        """
        metadata = await self._documents.metadata()
        token = await self._token(
            lambda client: client.refresh_token(metadata.token_endpoint, refresh_token=refresh_token)
        )
        return await self._vouched({"refresh_token": refresh_token, **token}, nonce=None)

    async def end_session_url(self, id_token: str | None) -> str | None:
        """Where a browser signs out (RP-Initiated Logout 1.0); None if the provider is silent or has no such place."""
        try:
            address = (await self._documents.metadata()).end_session_endpoint
        except ProviderSilent:
            return None
        if address is None:
            return None
        asked = {
            "client_id": self.registration.client_id,
            "post_logout_redirect_uri": self.registration.home_uri,
            "id_token_hint": id_token,
        }
        return str(add_params_to_uri(address, {name: value for name, value in asked.items() if value}))

    async def logout_token(self, token: object) -> LogoutToken:
        """
        Raises:
            ProviderRefused: it is none.
            ProviderSilent: the provider's keys cannot be had.
        """
        return await self._tokens.logout_token(token, self._clock.now())

    async def _vouched(self, token: dict[str, Any], *, nonce: str | None) -> Vouched:
        now, names = self._clock.now(), self.registration.claims
        access_token = token.get("access_token")
        claims = await self._tokens.id_token(token.get("id_token"), now, nonce=nonce, access_token=access_token)
        if lacks_any(claims, names):
            claims = {**await self._userinfo(access_token, subject_of(claims)), **claims}
        refresh_token = token.get("refresh_token")
        return Vouched(
            identity_of(claims, names),
            str(token["id_token"]),
            refresh_token if isinstance(refresh_token, str) and refresh_token else None,
        )

    async def _userinfo(self, access_token: object, subject: str) -> dict[str, Any]:
        """Core 1.0 section 5.3; nothing where there is no such endpoint."""
        address = (await self._documents.metadata()).userinfo_endpoint
        if address is None or not isinstance(access_token, str):
            return {}
        response = await self._get(address, {"Authorization": f"Bearer {access_token}"})
        try:
            claims = response.json()
        except ValueError as error:
            raise ProviderSilent("the userinfo endpoint does not speak JSON") from error
        if not isinstance(claims, dict) or claims.get("sub") != subject:  # section 5.3.2
            raise ProviderRefused("the userinfo endpoint speaks of somebody else")
        return claims

    async def _token(self, ask: Callable[[AsyncOAuth2Client], Awaitable[Any]]) -> dict[str, Any]:
        """The token endpoint's answer."""
        try:
            async with self._client() as client:
                return dict(await ask(client))
        except OAuthError as error:
            code = str(error.error)
            shown = code if _ERROR_CODE.fullmatch(code) else "unnamed"
            _logger.warning("the provider refuses a code or a token: %s", shown)
            if shown in ("temporarily_unavailable", "server_error"):
                raise ProviderSilent(f"the provider answers {shown}") from error
            raise ProviderRefused(f"the provider answers {shown}") from error
        except (httpx2.HTTPError, ValueError, TypeError) as error:
            raise ProviderSilent("the token endpoint does not answer as one") from error

    async def _get(self, url: str, headers: dict[str, str] | None = None) -> httpx2.Response:
        try:
            async with self._client() as client:
                response: httpx2.Response = await client.request("GET", url, headers=headers, withhold_token=True)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise ProviderSilent("the provider does not answer") from error
        if response.status_code != 200:
            raise ProviderSilent(f"the provider answers {response.status_code}")
        return response

    @asynccontextmanager
    async def _client(self) -> AsyncIterator[AsyncOAuth2Client]:
        async with AsyncOAuth2Client(
            self.registration.client_id,
            self.registration.client_secret,
            token_endpoint_auth_method="client_secret_basic",  # noqa: S106 - the name of a method
            scope=self.registration.scope,
            redirect_uri=self.registration.redirect_uri,
            code_challenge_method="S256",
            headers=HEADERS,
            transport=KnownOrigins(self.registration.origins, self._transport()),
            timeout=TIMEOUT_SECONDS,
            follow_redirects=False,
            trust_env=False,
        ) as client:
            yield client
