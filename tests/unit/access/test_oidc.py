"""What is believed of a provider: its addresses, documents, keys and signatures; and what of it is kept."""

import base64
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from backend.access.oidc.failures import ProviderRefused, ProviderSilent
from backend.access.oidc.provider import Provider, Secrets
from backend.access.oidc.registration import origin_of, registration_of, written
from backend.access.oidc.transport import ANSWER_LIMIT_BYTES, KnownOrigins
from backend.access.sealing import seal, unseal
from backend.clock import FixedClock
from backend.errors import UsageError
from backend.settings import Settings
from tests.unit.fake_provider import ISSUER, SETTINGS, FakeProvider, provider_of
from tests.unit.small_province import NOW

SECRETS = Secrets("state", "nonce", "v" * 64)


@pytest.fixture
def fake(clock: FixedClock) -> FakeProvider:
    return FakeProvider(clock)


@pytest.fixture
def provider(fake: FakeProvider) -> Provider:
    return provider_of(Settings().changed(**SETTINGS), fake)


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://a.example/x", ("https", "a.example", 443)),
        ("https://A.example:443", ("https", "a.example", 443)),
        ("http://127.0.0.1:4000/auth?x=y", ("http", "127.0.0.1", 4000)),
        ("https://a.example@evil.example/", None),
        ("https://evil.example\\@a.example/", None),
        ("https://a.example:99999/", None),
        ("file:///etc/passwd", None),
        ("gopher://a.example/", None),
        ("//a.example/", None),
    ],
)
def test_an_origin_is_scheme_host_and_port(url: str, origin: tuple[str, str, int] | None) -> None:
    assert origin_of(url) == origin


def test_an_origin_is_written_as_policies_have_it() -> None:
    assert written(("https", "a.example", 443)) == "https://a.example"
    assert written(("http", "::1", 4000)) == "http://[::1]:4000"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"oidc_role_names": {"x": "emperor"}}, "no such role"),
        ({"oidc_hosts": ("keys.example/path",)}, "oidc_hosts"),
        ({"oidc_hosts": ("user@keys.example",)}, "oidc_hosts"),
    ],
)
def test_a_registration_that_cannot_hold_is_refused_at_the_start(changes: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        registration_of(Settings().changed(**SETTINGS | changes))


def test_the_secret_may_stand_in_a_file_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("bi-mat\n", "utf-8")
    registration = registration_of(
        Settings().changed(**SETTINGS | {"oidc_client_secret": "", "oidc_client_secret_file": file})
    )

    assert registration is not None
    assert registration.client_secret == "bi-mat"
    assert "bi-mat" not in repr(registration)

    file.write_text("\n", "utf-8")
    with pytest.raises(UsageError, match="empty"):
        registration_of(Settings().changed(**SETTINGS | {"oidc_client_secret": "", "oidc_client_secret_file": file}))


@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"])
@pytest.mark.parametrize("address", ["https://evil.example/x", "http://169.254.169.254/latest", "https://localhost/"])
async def test_an_address_of_somebody_else_is_never_asked(
    fake: FakeProvider, provider: Provider, name: str, address: str
) -> None:
    fake.metadata[name] = address

    with pytest.raises(ProviderSilent, match="outside"):
        await provider.authorization_url(SECRETS)
    assert fake.asked == ["/.well-known/openid-configuration"]


async def test_a_host_the_settings_name_is_one_of_the_providers(fake: FakeProvider) -> None:
    fake.metadata["jwks_uri"] = "https://keys.example:8443/jwks"
    provider = provider_of(Settings().changed(**SETTINGS, oidc_hosts=("keys.example:8443",)), fake)

    assert await provider.authorization_url(SECRETS)


@pytest.mark.parametrize("address", ["http://a.example/", "https://a.example:444/", "https://b.example/"])
async def test_the_transport_itself_asks_known_origins_only(address: str) -> None:
    guarded = KnownOrigins(
        frozenset({("https", "a.example", 443)}), httpx2.MockTransport(lambda _request: httpx2.Response(204))
    )
    async with httpx2.AsyncClient(transport=guarded) as client:
        assert (await client.get("https://a.example/x")).status_code == 204
        with pytest.raises(ProviderSilent, match="outside"):
            await client.get(address)


async def test_a_redirect_is_not_followed(fake: FakeProvider, clock: FixedClock) -> None:
    def redirecting(_request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(302, headers={"Location": "http://169.254.169.254/"})

    registration = registration_of(Settings().changed(**SETTINGS))
    assert registration is not None
    provider = Provider(registration, clock, lambda: httpx2.MockTransport(redirecting))

    with pytest.raises(ProviderSilent, match="302"):
        await provider.authorization_url(SECRETS)


@pytest.mark.parametrize(
    "answer",
    [
        httpx2.Response(200, content=b"x" * (ANSWER_LIMIT_BYTES + 1)),
        httpx2.Response(200, headers={"content-encoding": "br"}, stream=httpx2.ByteStream(b"x")),
        httpx2.Response(200, content=b"<html>"),
        httpx2.Response(500),
    ],
)
async def test_an_answer_that_is_none_counts_as_silence(clock: FixedClock, answer: httpx2.Response) -> None:
    registration = registration_of(Settings().changed(**SETTINGS))
    assert registration is not None
    provider = Provider(registration, clock, lambda: httpx2.MockTransport(lambda _request: answer))

    with pytest.raises(ProviderSilent):
        await provider.authorization_url(SECRETS)


@pytest.mark.parametrize(
    "change",
    [{"issuer": ISSUER + "/"}, {"code_challenge_methods_supported": ["plain"]}, {"token_endpoint": None}],
)
async def test_a_document_of_another_issuer_or_without_pkce_is_not_used(
    fake: FakeProvider, provider: Provider, change: dict[str, object]
) -> None:
    fake.metadata |= change

    with pytest.raises(ProviderSilent):
        await provider.authorization_url(SECRETS)


async def test_documents_are_kept_an_hour_and_used_a_day_while_the_provider_is_silent(
    fake: FakeProvider, provider: Provider, clock: FixedClock
) -> None:
    await provider.authorization_url(SECRETS)
    clock.set(NOW + timedelta(minutes=59))
    await provider.authorization_url(SECRETS)
    assert len(fake.asked) == 1

    fake.silent = True
    clock.set(NOW + timedelta(hours=23))
    await provider.authorization_url(SECRETS)
    assert len(fake.asked) == 2
    clock.set(NOW + timedelta(hours=24))
    with pytest.raises(ProviderSilent):
        await provider.authorization_url(SECRETS)


async def test_a_signature_anybody_can_make_is_none(fake: FakeProvider, provider: Provider) -> None:
    fake.metadata["id_token_signing_alg_values_supported"] = ["none", "HS256", "ES256"]
    now = int(NOW.timestamp())
    claims = {"iss": ISSUER, "aud": "congvu", "sub": "an", "iat": now, "exp": now + 60, "jti": "j"}
    claims["events"] = {"http://schemas.openid.net/event/backchannel-logout": {}}
    forged = jwt.encode({"alg": "HS256", "kid": "k1"}, claims, OctKey.import_key(b"k" * 32), algorithms=["HS256"])
    head = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
    unsigned = f"{head}.{forged.split('.')[1]}."
    other = FakeProvider(fake.clock)

    for token in (forged, unsigned, unsigned + "AAAA", other.logout_token(sub="an"), "", None, "a.b"):
        with pytest.raises(ProviderRefused):
            await provider.logout_token(token)
    assert (await provider.logout_token(fake.logout_token(sub="an"))).subject == "an"


async def test_a_provider_that_signs_with_nothing_we_believe_is_not_believed(
    fake: FakeProvider, provider: Provider
) -> None:
    fake.metadata["id_token_signing_alg_values_supported"] = ["HS256"]

    with pytest.raises(ProviderRefused, match="nothing we believe"):
        await provider.logout_token(fake.logout_token(sub="an"))


def test_what_is_sealed_opens_by_the_same_token_alone() -> None:
    sealed = seal("token", {"refresh_token": "r", "id_token": None})

    assert unseal("token", sealed) == {"refresh_token": "r", "id_token": None}
    assert unseal("another", sealed) == {}
    assert unseal("token", None) == {}
    assert seal("token", {"refresh_token": "r"}) != seal("token", {"refresh_token": "r"})
