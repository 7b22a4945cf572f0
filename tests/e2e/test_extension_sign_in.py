"""The extension's sign-in from end to end: a real browser on our page, a certified OpenID provider, TLS by our nginx.

The address the browser would catch for the extension is answered by a page of the test's; nothing else is played.
"""

import base64
import hashlib
import re
import secrets
from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.demo import CLERK, HEAD, PATIENCE_SECONDS, free_ports
from tests.e2e.identity_provider import SECRET, IdentityProvider
from tests.e2e.secure_service import SecureService, certify
from tests.operation_ids import operation_ids

REDIRECT = f"https://{'abcdefghijklmnop' * 2}.chromiumapp.org/congvu"
ACCOUNTS = {
    key: {"email": login, "email_verified": True, "name": login, "roles": [role], "agency": "H55.05"}
    for key, login, role in (("van", CLERK, "van-thu"), ("ha", HEAD, "thu-truong"))
}


class Extension:
    """What the extension keeps: its secret, and the tokens it was given."""

    def __init__(self, service: SecureService) -> None:
        self.service = service
        self.state, self.verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
        self.tokens: dict[str, str] = {}

    @property
    def sign_in_address(self) -> str:
        digest = hashlib.sha256(self.verifier.encode()).digest()
        asked = {
            "redirect_uri": REDIRECT,
            "state": self.state,
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
            "client_version": "1.2.0",
        }
        return f"{self.service.url}/extension/authorize?{urlencode(asked)}"

    def post(self, path: str, **body: str) -> httpx.Response:
        return httpx.post(f"{self.service.url}{path}", json=body, verify=False, timeout=PATIENCE_SECONDS)

    def redeem(self, caught: str) -> httpx.Response:
        told = {name: values[0] for name, values in parse_qs(urlsplit(caught).query).items()}
        assert told.keys() == {"code", "state"}
        assert told["state"] == self.state
        return self.post("/session/extension", code=told["code"], code_verifier=self.verifier)

    def roles(self) -> tuple[int, list[str]]:
        """What the backend says of the bearer's holder."""
        answer = httpx.post(
            f"{self.service.url}/graphql",
            json={"id": operation_ids()["Me"]},
            headers={"Authorization": f"Bearer {self.tokens['token']}"},
            verify=False,
            timeout=PATIENCE_SECONDS,
        )
        return answer.status_code, answer.json()["data"]["me"]["roles"] if answer.is_success else []


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecureService]:
    folder = tmp_path_factory.mktemp("province")
    ports = free_ports().reserved
    service = SecureService(folder, ports[0], ports[1], SECRET)
    provider = IdentityProvider(folder, ports[2], service.url, certify(folder))
    provider.accounts(ACCOUNTS)
    service.configure(provider.issuer, f'extension_redirects = ["{REDIRECT}"]\n')
    try:
        provider.start()
        with service.running():
            yield service
    finally:
        provider.stop()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Where `launchWebAuthFlow` opens its window; the redirect is caught, as the browser does for the extension."""

    def catch(route: Route) -> None:
        route.fulfill(content_type="text/html; charset=utf-8", body="<h1>Tiện ích đã nhận mã</h1>")

    context = browser.new_context(ignore_https_errors=True, locale="vi-VN")
    context.route(re.compile(re.escape(REDIRECT)), catch)
    try:
        yield context.new_page()
    finally:
        context.close()


def sign_in(page: Page, extension: Extension, account: str) -> None:
    page.goto(extension.sign_in_address)
    page.get_by_role("link", name="Đăng nhập bằng tài khoản của tỉnh").click()
    page.get_by_label("Tài khoản").fill(account)
    page.get_by_role("button", name="Đồng ý").click()


def test_an_official_lets_the_extension_in_and_ends_it(page: Page, service: SecureService) -> None:
    extension = Extension(service)
    sign_in(page, extension, "van")
    question = "Cho phép tiện ích trên trình duyệt này làm việc dưới tên Nguyễn Thị Vân, Trần Văn Thư?"
    expect(page.get_by_text(question)).to_be_visible()
    page.get_by_role("button", name="Cho phép", exact=True).click()
    expect(page.get_by_role("heading", name="Tiện ích đã nhận mã")).to_be_visible()

    answer = extension.redeem(page.url)
    assert answer.status_code == 200
    assert extension.redeem(page.url).json() == {"code": "code_invalid"}
    extension.tokens = answer.json()
    assert extension.roles() == (200, ["CLERK", "OFFICIAL"])

    page.goto(service.url)
    expect(page.get_by_text("Chrome, Edge hoặc Cốc Cốc")).to_be_visible()
    page.get_by_role("button", name="Kết thúc").click()
    expect(page.get_by_text("Tiện ích đang đăng nhập")).to_have_count(0)
    refused = extension.post("/session/extension/refresh", refresh_token=extension.tokens["refresh_token"])
    assert (refused.status_code, refused.json()) == (401, {"code": "refresh_invalid"})


def test_signing_out_at_the_provider_ends_the_extension(page: Page, service: SecureService) -> None:
    extension = Extension(service)
    sign_in(page, extension, "ha")
    page.get_by_role("button", name="Cho phép", exact=True).click()
    expect(page.get_by_role("heading", name="Tiện ích đã nhận mã")).to_be_visible()
    extension.tokens = extension.redeem(page.url).json()
    turned = extension.post("/session/extension/refresh", refresh_token=extension.tokens["refresh_token"])
    assert turned.status_code == 200

    page.goto(service.url)
    page.get_by_role("button", name="Đăng xuất").click()
    page.get_by_role("button", name="Đăng xuất khỏi mọi hệ thống").click()
    expect(page).to_have_url(f"{service.url}/")
    refused = extension.post("/session/extension/refresh", refresh_token=turned.json()["refresh_token"])
    assert refused.json() == {"code": "refresh_invalid"}


def test_whoever_refuses_tells_the_extension_so(page: Page, service: SecureService) -> None:
    extension = Extension(service)
    sign_in(page, extension, "van")
    page.get_by_role("button", name="Không cho phép").click()
    expect(page.get_by_role("heading", name="Tiện ích đã nhận mã")).to_be_visible()

    assert parse_qs(urlsplit(page.url).query) == {"error": ["access_denied"], "state": [extension.state]}
