"""This deployment as the province's provider knows it, read from the settings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from backend.access.roles import Role
from backend.errors import UsageError
from backend.settings import Settings

CALLBACK_PATH = "/dang-nhap/ve"
LOGOUT_PATH = "/session/oidc/logout"  # where the provider says that a session is over (back-channel)
_PORTS = {"http": 80, "https": 443}
Origin = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class ClaimNames:
    """Which claims say whose mailbox it is, which roles and agencies; `roles`: the provider's name to ours."""

    login: str
    roles: str
    agency: str
    role_names: Mapping[str, Role]


@dataclass(frozen=True, slots=True)
class Registration:
    """`origins`: the only ones that are ever asked, or that a browser is sent to."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str
    home_uri: str  # where the provider sends a browser back after signing out
    scope: str
    origins: frozenset[Origin]
    claims: ClaimNames


def registration_of(settings: Settings) -> Registration | None:
    """None if the settings name no provider.

    Raises:
        UsageError: a role is none of ours, a host is none, the secret is empty.
        OSError: the secret's file cannot be read.
    """
    if not settings.oidc_issuer:
        return None
    base = settings.public_url.rstrip("/")
    return Registration(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=_secret(settings),
        redirect_uri=base + CALLBACK_PATH,
        home_uri=base + "/",
        scope=" ".join(dict.fromkeys(("openid", *settings.oidc_scopes))),
        origins=_origins(settings),
        claims=ClaimNames(
            settings.oidc_login_claim, settings.oidc_roles_claim, settings.oidc_agency_claim, _roles(settings)
        ),
    )


def origin_of(url: str) -> Origin | None:
    """Scheme, host and port of an absolute http or https URL; None for anything else, and for one with a log-in."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not parts.hostname or "@" in parts.netloc or "\\" in url:
        return None
    return parts.scheme, parts.hostname.lower(), port or _PORTS[parts.scheme]


def written(origin: Origin) -> str:
    """As a Content-Security-Policy names it."""
    scheme, host, port = origin
    shown = f"[{host}]" if ":" in host else host
    return f"{scheme}://{shown}" if port == _PORTS[scheme] else f"{scheme}://{shown}:{port}"


def _origins(settings: Settings) -> frozenset[Origin]:
    scheme = urlsplit(settings.oidc_issuer).scheme
    named = {host: origin_of(f"{scheme}://{host}") for host in settings.oidc_hosts}
    for host, origin in named.items():
        if origin is None or urlsplit(f"{scheme}://{host}").path:
            raise UsageError(f"oidc_hosts: {host!r} is no host or host:port")
    own = origin_of(settings.oidc_issuer)
    return frozenset(origin for origin in (own, *named.values()) if origin is not None)


def _roles(settings: Settings) -> dict[str, Role]:
    for name, role in settings.oidc_role_names.items():
        if role not in set(Role):
            raise UsageError(f"oidc_role_names: {name!r} = {role!r}: there is no such role")
    return {name: Role(role) for name, role in settings.oidc_role_names.items()}


def _secret(settings: Settings) -> str:
    file = settings.oidc_client_secret_file
    secret = settings.oidc_client_secret.get_secret_value() if file is None else file.read_text("utf-8")
    if not secret.strip():
        raise UsageError(f"{file}: the provider's client secret is empty")
    return secret.strip()
