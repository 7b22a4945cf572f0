"""Reads the provider's signed tokens: who signed in (Core 1.0 section 3.1.3.7), whose session is over (Back-Channel
Logout 1.0 section 2.6)."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from backend.access.oidc.documents import Documents
from backend.access.oidc.failures import ProviderRefused
from backend.access.oidc.registration import Registration

# Signatures only a private key makes; what the provider's document says beyond these is not believed.
ALGORITHMS = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519"})
CLOCK_TOLERANCE = timedelta(seconds=30)
LOGOUT_TOKEN_LIFETIME_LIMIT = timedelta(minutes=10)
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
TOKEN_LIMIT_CHARACTERS = 32_768


@dataclass(frozen=True, slots=True)
class LogoutToken:
    """At least one of `subject` and `provider_session` is there; after `expires_at` `token_id` may be forgotten."""

    subject: str | None
    provider_session: str | None
    token_id: str
    expires_at: datetime


class Tokens:
    def __init__(self, registration: Registration, documents: Documents) -> None:
        self._registration = registration
        self._documents = documents

    async def id_token(
        self, token: object, now: datetime, *, nonce: str | None, access_token: object = None
    ) -> dict[str, Any]:
        """Its claims. `nonce` None: of a token that was renewed, which need not have one (Core 1.0 section 12.2).

        Raises:
            ProviderRefused: the token is not for us, not of now, not of this sign-in, or not the provider's.
            ProviderSilent: its keys cannot be had.
        """
        decoded = await self._decoded(token)
        params = {"client_id": self._registration.client_id, "nonce": nonce, "access_token": access_token}
        claims = CodeIDToken(decoded.claims, decoded.header, self._addressed(), params)
        with _believable():
            claims.validate(now=int(now.timestamp()), leeway=_tolerance())
        return dict(claims)

    async def logout_token(self, token: object, now: datetime) -> LogoutToken:
        """Raises as `id_token`."""
        decoded = await self._decoded(token)
        claims, options = decoded.claims, self._addressed()
        for name in ("iat", "exp", "jti"):
            options[name] = {"essential": True}
        with _believable():
            jwt.JWTClaimsRegistry(int(now.timestamp()), _tolerance(), **options).validate(claims)
        _require(_type(decoded.header) in ("", "jwt", "logout+jwt"), "typ says that it is another kind of token")
        events = claims.get("events")
        _require(isinstance(events, dict) and isinstance(events.get(LOGOUT_EVENT), dict), "events: no such event")
        _require("nonce" not in claims, "a logout token has no nonce")
        subject, provider_session = claims.get("sub"), claims.get("sid")
        _require(all(one is None or (isinstance(one, str) and one) for one in (subject, provider_session)), "sub, sid")
        _require(subject is not None or provider_session is not None, "neither sub nor sid")
        expires_at = datetime.fromtimestamp(min(claims["exp"], now.timestamp() + 86_400), UTC)
        _require(expires_at <= now + LOGOUT_TOKEN_LIFETIME_LIMIT, "the token lives too long")
        return LogoutToken(subject, provider_session, str(claims["jti"]), expires_at + CLOCK_TOLERANCE)

    def _addressed(self) -> dict[str, Any]:
        return {
            "iss": {"essential": True, "value": self._registration.issuer},
            "aud": {"essential": True, "value": self._registration.client_id},
        }

    async def _decoded(self, token: object) -> jwt.Token:
        if not isinstance(token, str) or len(token) > TOKEN_LIMIT_CHARACTERS:
            raise ProviderRefused("there is no token, or one that is too long")
        metadata = await self._documents.metadata()
        allowed = sorted(ALGORITHMS & set(metadata.id_token_signing_alg_values_supported))
        if not allowed:  # an empty list would mean joserfc's own
            raise ProviderRefused("the provider signs with nothing we believe")
        try:
            try:
                return _decode(token, await self._documents.keys(), allowed)
            except InvalidKeyIdError:
                return _decode(token, await self._documents.keys_anew(), allowed)
        except (JoseError, ValueError, TypeError) as error:
            raise ProviderRefused("the token is not signed by the provider") from error


def _decode(token: str, keys: KeySet, allowed: list[str]) -> jwt.Token:
    return jwt.decode(token, keys, registry=JWSRegistry(algorithms=allowed, strict_check_header=False))


@contextmanager
def _believable() -> Iterator[None]:
    try:
        yield
    except (JoseError, ValueError, TypeError) as error:
        raise ProviderRefused(f"a claim does not hold ({type(error).__name__})") from error


def _tolerance() -> int:
    return int(CLOCK_TOLERANCE.total_seconds())


def _type(header: Mapping[str, Any]) -> str:
    """RFC 7515 section 4.1.9: "application/" may be left out, case does not count."""
    return str(header.get("typ", "")).lower().removeprefix("application/")


def _require(condition: object, reason: str) -> None:
    if not condition:
        raise ProviderRefused(reason)
