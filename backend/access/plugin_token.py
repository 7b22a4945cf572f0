"""Reads the JSON Web Token with which a webmail vouches for the log-in of its IMAP session (RFC 7519, 8037, 9864)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from joserfc.jws import extract_compact

from backend.errors import Forbidden

ALGORITHM = "Ed25519"
AUDIENCE = "congvu"
LIFETIME_LIMIT = timedelta(seconds=300)
CLOCK_TOLERANCE = timedelta(seconds=30)  # between the webmail's clock and ours
TOKEN_LIMIT_CHARACTERS = 4096
NAME_LIMIT_CHARACTERS = 320  # 64 + "@" + 255: the longest address of RFC 5321


class SignInRefused(Forbidden):
    """`code` says why: token_invalid, token_expired, token_replayed, unknown_webmail or not_in_directory."""

    code = "token_invalid"


@dataclass(frozen=True, slots=True)
class PluginClaims:
    """Who a webmail says is signed in. `login` is lower case; after `expires_at` `token_id` may be forgotten."""

    webmail: str
    login: str
    token_id: str
    expires_at: datetime


def webmail_of(token: str) -> str:
    """The webmail a token names in its header; nothing of it is proved yet.

    Raises:
        SignInRefused: token_invalid, if this is no such token or asks for another algorithm.
    """
    if len(token) > TOKEN_LIMIT_CHARACTERS:
        raise SignInRefused("the token is too long")
    try:
        header = extract_compact(token.encode()).protected
    except (JoseError, ValueError) as error:
        raise SignInRefused("this is no signed token") from error
    webmail = header.get("kid")
    if header.get("alg") != ALGORITHM or not isinstance(webmail, str):
        raise SignInRefused(f"the token needs alg {ALGORITHM} and the webmail's id as kid")
    return webmail


def read_claims(token: str, webmail: str, public_key: OKPKey, now: datetime) -> PluginClaims:
    """Verify signature and claims of a token that names this webmail.

    Raises:
        SignInRefused: token_expired, or token_invalid with the reason in words.
    """
    try:
        claims = jwt.decode(token, public_key, algorithms=[ALGORITHM]).claims
    except (JoseError, ValueError) as error:
        raise SignInRefused("the signature does not belong to this webmail's key") from error
    issued_at, expires_at = _moment(claims.get("iat"), "iat"), _moment(claims.get("exp"), "exp")
    _require(claims.get("iss") == webmail, "iss is not the webmail that signed")
    _require(claims.get("aud") == AUDIENCE, f"aud is not {AUDIENCE}")
    _require(timedelta() < expires_at - issued_at <= LIFETIME_LIMIT, "the token lives longer than 300 s")
    _require(issued_at <= now + CLOCK_TOLERANCE, "the token comes from the future")
    if now >= expires_at:
        raise SignInRefused("the token has expired", code="token_expired")
    return PluginClaims(webmail, _name(claims.get("sub"), "sub").lower(), _name(claims.get("jti"), "jti"), expires_at)


def _require(condition: bool, reason: str) -> None:
    if not condition:
        raise SignInRefused(reason)


def _moment(value: object, claim: str) -> datetime:
    # bool is an int to Python; a NumericDate beyond datetime's years is nobody's clock
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 253_402_300_800:
        raise SignInRefused(f"{claim} is no moment")
    return datetime.fromtimestamp(value, UTC)


def _name(value: object, claim: str) -> str:
    if not isinstance(value, str) or not 0 < len(value.strip()) <= NAME_LIMIT_CHARACTERS:
        raise SignInRefused(f"{claim} is missing or too long")
    return value.strip()
