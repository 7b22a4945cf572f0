"""Whom the provider's claims name, and how far they go at most. Pure; the directory has the last word."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backend.access.oidc.failures import ProviderRefused
from backend.access.oidc.registration import ClaimNames
from backend.db.base import ADDRESS_LENGTH, AGENCY_CODE_LENGTH

SUBJECT_LIMIT_CHARACTERS = 255  # OpenID Connect Core 1.0 section 2
LIST_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Claimed:
    """What somebody may be at most; what the directory does not say as well does not hold."""

    roles: frozenset[str]
    agencies: frozenset[str]


@dataclass(frozen=True, slots=True)
class Identity:
    """`login`: lower case, as the directory has it. `provider_session`: the claim sid, if there is one."""

    subject: str
    provider_session: str | None
    login: str
    claimed: Claimed


def identity_of(claims: Mapping[str, Any], names: ClaimNames) -> Identity:
    """
    Raises:
        ProviderRefused: login_missing, email_unverified, agency_missing; a role that is missing or unknown gives
            nothing instead: providers have many that are not ours.
    """
    named = _listed(claims.get(names.roles))
    agencies = frozenset(code for code in _listed(claims.get(names.agency)) if len(code) <= AGENCY_CODE_LENGTH)
    if not agencies:
        raise ProviderRefused("the provider names no agency", code="agency_missing")
    return Identity(
        subject=subject_of(claims),
        provider_session=_text(claims.get("sid"), SUBJECT_LIMIT_CHARACTERS),
        login=_login(claims, names.login),
        claimed=Claimed(frozenset(names.role_names[one] for one in named if one in names.role_names), agencies),
    )


def lacks_any(claims: Mapping[str, Any], names: ClaimNames) -> bool:
    """Whether the rest has to be asked for at the userinfo endpoint."""
    return any(claims.get(name) is None for name in (names.login, names.roles, names.agency))


def subject_of(claims: Mapping[str, Any]) -> str:
    """
    Raises:
        ProviderRefused: sub is missing or too long.
    """
    subject = _text(claims.get("sub"), SUBJECT_LIMIT_CHARACTERS)
    if subject is None:
        raise ProviderRefused("sub is missing or too long")
    return subject


def _login(claims: Mapping[str, Any], name: str) -> str:
    login = _text(claims.get(name), ADDRESS_LENGTH)
    if login is None:
        raise ProviderRefused("the provider names no mailbox", code="login_missing")
    if name == "email" and claims.get("email_verified") is not True:  # Core 1.0 section 5.1
        raise ProviderRefused("the provider has not verified the address", code="email_unverified")
    return login.lower()


def _listed(value: object) -> list[str]:
    """One name or a list of them; anything else is nothing."""
    values = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    return [one.strip() for one in values[:LIST_LIMIT] if isinstance(one, str) and one.strip()]


def _text(value: object, limit: int) -> str | None:
    return value.strip() if isinstance(value, str) and 0 < len(value.strip()) <= limit else None
