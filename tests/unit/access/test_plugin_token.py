"""The token a webmail's PHP mints, and every way in which one is refused."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, OKPKey

from backend.access.plugin_token import PluginClaims, SignInRefused, read_claims, webmail_of

NOW = datetime(2026, 1, 5, 8, 0, 10, tzinfo=UTC)
ISSUED = 1767600000  # 2026-01-05T08:00:00Z
SEED = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc"
PUBLIC = "6kpsY-KcUgq-9VB7Ey7F-ZVHdq6-vnuSQh7qaRRG0iw"
KEY = OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": PUBLIC, "d": SEED})
# minted by PluginToken.php with sodium from the seed above
FROM_PHP = (
    "eyJhbGciOiJFZDI1NTE5IiwidHlwIjoiSldUIiwia2lkIjoicm91bmRjdWJlIn0"
    ".eyJpc3MiOiJyb3VuZGN1YmUiLCJzdWIiOiJBbi5OZ3V5ZW5AdGhhaW5ndXllbi5nb3Yudm4iLCJhdWQiOiJjb25ndnUiLCJpYXQiOjE3Njc2MDAw"
    "MDAsImV4cCI6MTc2NzYwMDI0MCwianRpIjoiTXRyaThhOEZlRGxIZksxUkwxaXJwdyJ9"
    ".Y5vYRl2bRrEtozOec_Zbm-_1jKIAQpR5fAaXJUXfGuDl1VRaB4nkGEx6NtuPxfTmLgvd3r7IEIRrjOClNTU7Bg"
)


def token(header: dict[str, Any] | None = None, key: OKPKey = KEY, **claims: Any) -> str:
    """A token that would be accepted, but for what is named; a claim of None is left out."""
    proper = {"iss": "roundcube", "sub": "an@thainguyen.gov.vn", "aud": "congvu", "jti": "j1"}
    merged = proper | {"iat": ISSUED, "exp": ISSUED + 240} | claims
    kept = {name: value for name, value in merged.items() if value is not None}
    return jwt.encode({"alg": "Ed25519", "kid": "roundcube"} | (header or {}), kept, key, algorithms=["Ed25519"])


def read(text: str, now: datetime = NOW) -> PluginClaims:
    return read_claims(text, webmail_of(text), OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": PUBLIC}), now)


def test_the_token_that_php_sodium_signs_is_accepted_and_the_login_lower_cased() -> None:
    claims = read(FROM_PHP)

    assert claims.webmail == "roundcube"
    assert claims.login == "an.nguyen@thainguyen.gov.vn"
    assert claims.token_id == "Mtri8a8FeDlHfK1RL1irpw"
    assert claims.expires_at == datetime(2026, 1, 5, 8, 4, tzinfo=UTC)


REFUSED = {
    "another issuer than the key's webmail": {"iss": "sogo"},
    "no issuer": {"iss": None},
    "another audience": {"aud": "elsewhere"},
    "an audience among others": {"aud": ["congvu", "elsewhere"]},
    "no audience": {"aud": None},
    "no expiry": {"exp": None},
    "no issuing moment": {"iat": None},
    "an expiry before the issuing": {"exp": ISSUED - 1},
    "a life of 301 seconds": {"exp": ISSUED + 301},
    "an expiry in words": {"exp": "soon"},
    "an expiry that is a truth value": {"exp": True},
    "an expiry beyond the calendar": {"exp": 10**15, "iat": 10**15 - 10},
    "an issuing moment a minute ahead": {"iat": ISSUED + 70, "exp": ISSUED + 200},
    "no log-in": {"sub": None},
    "an empty log-in": {"sub": "  "},
    "a log-in longer than any address": {"sub": "a" * 321},
    "a log-in that is no text": {"sub": 7},
    "no token id": {"jti": None},
    "an empty token id": {"jti": ""},
}


@pytest.mark.parametrize("claims", REFUSED.values(), ids=REFUSED.keys())
def test_a_token_is_refused_with(claims: dict[str, Any]) -> None:
    with pytest.raises(SignInRefused) as refusal:
        read(token(**claims))

    assert refusal.value.code == "token_invalid"


def test_a_life_of_exactly_300_seconds_is_accepted() -> None:
    assert read(token(exp=ISSUED + 300)).expires_at == datetime(2026, 1, 5, 8, 5, tzinfo=UTC)


def test_a_webmail_whose_clock_is_29_seconds_ahead_is_accepted() -> None:
    assert read(token(iat=ISSUED + 39)).login == "an@thainguyen.gov.vn"


def test_a_token_is_expired_at_the_very_moment_it_names() -> None:
    with pytest.raises(SignInRefused) as refusal:
        read(token(), datetime(2026, 1, 5, 8, 4, tzinfo=UTC))

    assert refusal.value.code == "token_expired"
    before = datetime(2026, 1, 5, 8, 4, tzinfo=UTC) - timedelta(seconds=1)
    assert read(token(), before).login == "an@thainguyen.gov.vn"


def test_another_key_s_signature_is_refused() -> None:
    with pytest.raises(SignInRefused) as refusal:
        read(token(key=OKPKey.generate_key("Ed25519")))

    assert refusal.value.code == "token_invalid"


def test_a_changed_payload_is_refused() -> None:
    header, _, signature = token().split(".")
    other = token(sub="head@thainguyen.gov.vn").split(".")[1]

    with pytest.raises(SignInRefused):
        read(f"{header}.{other}.{signature}")


def test_a_shared_secret_made_of_the_public_key_signs_nothing() -> None:
    forged = jwt.encode({"alg": "HS256", "kid": "roundcube"}, {"iss": "roundcube"}, OctKey.import_key(PUBLIC))

    with pytest.raises(SignInRefused):
        webmail_of(forged)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no token",
        "a.b",
        "..",
        "e30.e30.",
        "eyJhbGciOiJub25lIiwia2lkIjoicm91bmRjdWJlIn0.e30.",  # alg none
        "eyJhbGciOiJFZDI1NTE5In0.e30.AA",  # no kid
        "eyJhbGciOiJFZDI1NTE5Iiwia2lkIjo3fQ.e30.AA",  # kid is a number
        "ệ.ệ.ệ",
        "W10.e30.AA",  # header is a list
    ],
)
def test_what_is_no_token_of_ours_names_no_webmail(text: str) -> None:
    with pytest.raises(SignInRefused) as refusal:
        webmail_of(text)

    assert refusal.value.code == "token_invalid"


def test_a_token_of_more_than_4096_characters_is_not_even_read() -> None:
    with pytest.raises(SignInRefused):
        webmail_of(token(note="x" * 4096))


def test_a_payload_that_is_no_object_is_refused() -> None:
    from joserfc import jws

    text = jws.serialize_compact({"alg": "Ed25519", "kid": "roundcube"}, b"[]", KEY, algorithms=["Ed25519"])
    with pytest.raises(SignInRefused):
        read(text)
