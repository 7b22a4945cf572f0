"""What the doctor says of the province's OpenID provider."""

from pathlib import Path

import pytest

from backend.clock import FixedClock
from backend.doctor.place import Place
from backend.doctor.provider import provider_faults
from backend.settings import Settings
from tests.unit.doctor.telling import told
from tests.unit.fake_provider import ISSUER, SETTINGS, FakeProvider
from tests.unit.small_province import NOW


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(Settings(state_dir=tmp_path).changed(**SETTINGS), FixedClock(NOW))


@pytest.fixture
def fake() -> FakeProvider:
    return FakeProvider(FixedClock(NOW))


async def test_a_provider_that_says_what_it_should_is_well(place: Place, fake: FakeProvider) -> None:
    assert await provider_faults(place, fake.transport) == []
    assert fake.asked == ["/.well-known/openid-configuration"]


async def test_where_there_is_no_provider_nobody_is_asked(fake: FakeProvider) -> None:
    assert await provider_faults(Place(Settings(), FixedClock(NOW)), fake.transport) == []
    assert fake.asked == []


async def test_one_that_is_away_is_told(place: Place, fake: FakeProvider) -> None:
    fake.silent = True
    assert told("provider", await provider_faults(place, fake.transport)) == ["silent"]


@pytest.mark.parametrize(
    ("changes", "because"),
    [
        ({"issuer": f"{ISSUER}/"}, "the discovery document is another issuer's"),
        ({"issuer": None}, "the provider's discovery document cannot be read"),
        ({"token_endpoint": "https://elsewhere.example/token"}, "an address outside oidc_issuer and oidc_hosts"),
        ({"code_challenge_methods_supported": ["plain"]}, "does not know PKCE with S256"),
    ],
    ids=["another issuer", "no issuer", "elsewhere", "no PKCE"],
)
async def test_one_that_answers_wrongly_is_told_with_what_is_wrong(
    place: Place, fake: FakeProvider, changes: dict[str, object], because: str
) -> None:
    fake.metadata |= changes
    faults = await provider_faults(place, fake.transport)

    assert told("provider", faults) == ["silent"]
    assert faults[0].said["issuer"] == ISSUER
    assert because in faults[0].said["because"]
