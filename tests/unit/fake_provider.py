"""An OpenID provider in memory, spoken to through httpx2's transport: what a test says it is, down to its keys."""

import base64
import hashlib
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
from joserfc import jwt
from joserfc.jwk import ECKey

from backend.access.oidc.provider import Provider
from backend.access.oidc.registration import registration_of
from backend.clock import FixedClock
from backend.settings import Settings

ISSUER = "https://dangnhap.thainguyen.example"
CLIENT, SECRET = "congvu", "bi-mat-cua-ben-dung"
SETTINGS = {
    "public_url": "https://congvu.example",
    "oidc_issuer": ISSUER,
    "oidc_client_id": CLIENT,
    "oidc_client_secret": SECRET,
    "oidc_role_names": {"van-thu": "clerk", "thu-truong": "head", "cntt": "it_admin"},
}
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"


class FakeProvider:
    """`claims` go into the ID token, `userinfo` into the other answer; codes are made by `authorize`."""

    def __init__(self, clock: FixedClock) -> None:
        self.clock = clock
        self.silent = False
        self.refuses_refresh = False
        self.asked: list[str] = []  # paths, in order
        self.key = _key("k1")
        self.published = [self.key]
        self.metadata: dict[str, Any] = {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/auth",
            "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/jwks",
            "userinfo_endpoint": f"{ISSUER}/me",
            "end_session_endpoint": f"{ISSUER}/end",
            "id_token_signing_alg_values_supported": ["ES256"],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
        }
        self.claims: dict[str, Any] = {"sub": "an", "sid": "s1"}
        self.userinfo: dict[str, Any] = {
            "sub": "an",
            "email": "an.nguyen@thainguyen.gov.vn",
            "email_verified": True,
            "roles": ["van-thu", "offline_access"],
            "agency": "H55.05",
        }
        self._codes: dict[str, tuple[str, str]] = {}  # code: (nonce, challenge)
        self._refresh = "refresh-1"

    def transport(self) -> httpx2.AsyncBaseTransport:
        return httpx2.MockTransport(self._answer)

    def rotate(self, name: str = "k2") -> None:
        """Sign with a new key from now on; the old one is published no more."""
        self.key = _key(name)
        self.published = [self.key]

    def authorize(self, address: str) -> dict[str, str]:
        """Somebody signs in at the address a browser was sent to; the query with which it comes back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert asked["client_id"] == CLIENT
        code = f"code-{len(self._codes) + 1}"
        self._codes[code] = (asked["nonce"], asked["code_challenge"])
        return {"code": code, "state": asked["state"], "iss": ISSUER}

    def signed(self, claims: dict[str, Any], typ: str | None = None, key: ECKey | None = None) -> str:
        """A token of now for us, with these claims on top; None takes one away."""
        now = int(self.clock.now().timestamp())
        whole = {"iss": ISSUER, "aud": CLIENT, "iat": now, "exp": now + 120} | claims
        chosen = key or self.key
        header = {"alg": "ES256", "kid": chosen.kid} | ({"typ": typ} if typ else {})
        kept = {name: value for name, value in whole.items() if value is not None}
        return jwt.encode(header, kept, chosen, default_type=None)

    def logout_token(self, **claims: Any) -> str:
        return self.signed({"jti": "j1", "events": {LOGOUT_EVENT: {}}} | claims, "logout+jwt")

    async def _answer(self, request: httpx2.Request) -> httpx2.Response:
        path = request.url.path
        self.asked.append(path)
        if self.silent:
            raise httpx2.ConnectError("nobody there", request=request)
        answers: dict[str, Callable[[httpx2.Request], httpx2.Response]] = {
            "/.well-known/openid-configuration": lambda _request: httpx2.Response(200, json=self.metadata),
            "/jwks": lambda _request: httpx2.Response(
                200, json={"keys": [key.as_dict(private=False) for key in self.published]}
            ),
            "/token": self._token,
            "/me": lambda _request: httpx2.Response(200, json=self.userinfo),
        }
        return answers[path](request) if path in answers else httpx2.Response(404)

    def _token(self, request: httpx2.Request) -> httpx2.Response:
        expected = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        assert request.headers["authorization"] == f"Basic {expected}"
        form = {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
        if form["grant_type"] == "refresh_token":
            nonce = None
            good = form["refresh_token"] == self._refresh and not self.refuses_refresh
        else:
            nonce, challenge = self._codes.pop(form["code"], ("", ""))
            good = _challenge(form["code_verifier"]) == challenge and form["redirect_uri"].endswith("/dang-nhap/ve")
        if not good:
            return httpx2.Response(400, json={"error": "invalid_grant"})
        self._refresh = f"refresh-{len(self.asked)}"
        token = self.signed({"nonce": nonce} | self.claims)
        body = {"access_token": "access", "token_type": "Bearer", "id_token": token, "refresh_token": self._refresh}
        return httpx2.Response(200, json=body)


def provider_of(settings: Settings, fake: FakeProvider) -> Provider:
    registration = registration_of(settings)
    assert registration is not None
    return Provider(registration, fake.clock, fake.transport)


def _key(name: str) -> ECKey:
    return ECKey.generate_key("P-256", {"kid": name, "use": "sig", "alg": "ES256"})


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
