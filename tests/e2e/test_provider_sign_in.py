"""Signing in with the province's account: a certified OpenID provider, TLS by the nginx we ship, a real browser.

Who is in, as what, and for how long; what somebody who steals an address, a code or a cookie's attempt gets out of it;
what is left when the provider is down.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.canaries import Kind, planted
from tests.e2e.demo import CLERK, HEAD, free_ports, wait_for
from tests.e2e.identity_provider import SECRET, IdentityProvider
from tests.e2e.secure_service import SecureService, certify

SCIENCE = "Sở Khoa học và Công nghệ"


def official(login: str, *roles: str, agency: object = "H55.05") -> dict[str, Any]:
    return {"email": login, "email_verified": True, "name": login, "roles": list(roles), "agency": agency}


ACCOUNTS = {
    "van": official(CLERK, "van-thu", "uma_authorization"),
    "ha": official(HEAD, "thu-truong", "van-thu"),
    "tham": official(CLERK, "thu-truong"),
    "la": official(CLERK, "van-thu", agency="H77"),
    "ngoai": official("nguoi.ngoai@thainguyen.gov.vn", "van-thu"),
    "chua-xac-minh": official(CLERK, "van-thu") | {"email_verified": False},
}


@dataclass(frozen=True, slots=True)
class Province:
    service: SecureService
    provider: IdentityProvider
    browser: Browser

    @contextmanager
    def visitor(self) -> Iterator["Visitor"]:
        """A browser of its own, without a cookie."""
        context = self.browser.new_context(ignore_https_errors=True, locale="vi-VN")
        try:
            yield Visitor(self, context, context.new_page())
        finally:
            context.close()


@dataclass(frozen=True, slots=True)
class Visitor:
    province: Province
    context: BrowserContext
    page: Page

    def open(self, path: str) -> Page:
        self.page.goto(self.province.service.url + path)
        return self.page

    def begin(self, path: str = "/dang-nhap") -> None:
        """From our page to the provider's."""
        self.open(path).get_by_role("link", name="Đăng nhập bằng tài khoản của tỉnh").click()
        expect(self.page.get_by_role("heading", name="Đăng nhập chung của tỉnh")).to_be_visible()

    def agree(self, account: str) -> None:
        self.page.get_by_label("Tài khoản").fill(account)
        self.page.get_by_role("button", name="Đồng ý").click()

    def sign_in(self, account: str, path: str = "/dang-nhap") -> Page:
        self.begin(path)
        self.agree(account)
        return self.page

    def is_in(self) -> bool:
        return self.open("/").get_by_role("heading", name="Trang của tôi").is_visible()

    def answer_held_back(self, account: str) -> str:
        """Go to the provider and sign in there, step by step in this browser's name, but do not come back: the address
        that was to be opened next. Who is signed in there already is not asked again."""
        address = f"{self.province.service.url}/dang-nhap/oidc"
        while "/dang-nhap/ve?" not in address:
            answer = self.context.request.get(address, max_redirects=0)
            if answer.status == 200:  # the provider asks who it is
                answer = self.context.request.post(address, form={"account": account}, max_redirects=0)
            address = urljoin(address, answer.headers["location"])
        for name in ("code", "state"):
            planted(Kind.TOKEN, parse_qs(urlsplit(address).query)[name][0])
        return address


@pytest.fixture(scope="module")
def province(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    folder = tmp_path_factory.mktemp("province")
    ports = free_ports().reserved
    service = SecureService(folder, ports[0], ports[1], SECRET)
    provider = IdentityProvider(folder, ports[2], service.url, certify(folder))
    provider.accounts(ACCOUNTS)
    service.configure(provider.issuer)
    try:
        provider.start()
        with service.running():
            yield Province(service, provider, browser)
    finally:
        provider.stop()


@pytest.fixture
def visitor(province: Province) -> Iterator[Visitor]:
    with province.visitor() as visitor:
        yield visitor


def test_an_official_signs_in_once_and_every_page_knows_who_it_is(visitor: Visitor) -> None:
    page = visitor.sign_in("van")

    expect(page.get_by_text("Đăng nhập với tên Nguyễn Thị Vân, Trần Văn Thư.")).to_be_visible()
    expect(page.get_by_text(SCIENCE)).to_be_visible()
    expect(page.get_by_text("cán bộ, công chức, viên chức, văn thư")).to_be_hidden()
    expect(page.get_by_text("văn thư, cán bộ, công chức, viên chức")).to_be_visible()
    page.get_by_role("link", name="Cho phép gửi một tệp theo quyết định").click()
    expect(page.get_by_role("heading", name="Nhập một tệp")).to_be_visible()

    [cookie] = [one for one in visitor.context.cookies() if one["name"].startswith("__Host-congvu")]
    assert cookie["name"] == "__Host-congvu"  # the attempt's is gone
    assert (cookie["secure"], cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, True, "Lax", "/")


def test_whoever_comes_from_a_page_of_ours_is_led_back_to_it(visitor: Visitor) -> None:
    page = visitor.sign_in("ha", "/cho-phep")

    expect(page.get_by_role("heading", name="Nhập một tệp")).to_be_visible()
    assert urlsplit(page.url).path == "/cho-phep"
    expect(visitor.open("/").get_by_text("thủ trưởng, cán bộ, công chức, viên chức")).to_be_visible()  # and no clerk


def test_a_role_the_directory_does_not_give_is_not_had(visitor: Visitor) -> None:
    page = visitor.sign_in("tham")

    expect(page.get_by_text("cán bộ, công chức, viên chức")).to_be_visible()
    expect(page.get_by_text("thủ trưởng")).to_be_hidden()
    expect(visitor.open("/cho-phep").get_by_text("không có quyền ở trang này")).to_be_visible()


@pytest.mark.parametrize(
    ("account", "code"),
    [("la", "unknown_agency"), ("ngoai", "not_in_directory"), ("chua-xac-minh", "email_unverified")],
)
def test_what_the_directory_does_not_know_stays_outside(visitor: Visitor, account: str, code: str) -> None:
    page = visitor.sign_in(account)

    expect(page.get_by_role("heading", name="Không đăng nhập được")).to_be_visible()
    expect(page.get_by_text(code)).to_be_visible()
    assert not visitor.is_in()


def test_a_person_the_provider_does_not_confirm_is_told_so(visitor: Visitor) -> None:
    page = visitor.sign_in("khong-co")

    expect(page.get_by_role("heading", name="Chưa đăng nhập")).to_be_visible()


def test_a_stolen_answer_opens_nothing_in_another_browser_and_nothing_twice(
    province: Province, visitor: Visitor
) -> None:
    answer = visitor.answer_held_back("van")
    with province.visitor() as thief:
        thief.page.goto(answer)
        expect(thief.page.get_by_role("heading", name="Xin đăng nhập lại")).to_be_visible()
        thief.begin()  # with an attempt of the thief's own it does not fit either
        thief.page.goto(answer)
        expect(thief.page.get_by_role("heading", name="Xin đăng nhập lại")).to_be_visible()
        assert not thief.is_in()

    visitor.page.goto(answer)  # the thief has not used it up
    expect(visitor.page.get_by_role("heading", name="Trang của tôi")).to_be_visible()
    visitor.page.goto(answer)
    expect(visitor.page.get_by_role("heading", name="Xin đăng nhập lại")).to_be_visible()


def test_a_stolen_code_or_state_fits_no_other_attempt(province: Province, visitor: Visitor) -> None:
    stolen = parse_qs(urlsplit(visitor.answer_held_back("van")).query)
    with province.visitor() as thief:
        own = thief.answer_held_back("ha")
        state = parse_qs(urlsplit(own).query)["state"][0]
        thief.page.goto(own.replace(state, stolen["state"][0]))  # another's state
        expect(thief.page.get_by_role("heading", name="Xin đăng nhập lại")).to_be_visible()

        own = thief.answer_held_back("ha")
        code = parse_qs(urlsplit(own).query)["code"][0]
        thief.page.goto(own.replace(code, stolen["code"][0]))  # another's code: its verifier is in another browser
        expect(thief.page.get_by_role("heading", name="Không đăng nhập được")).to_be_visible()
        assert not thief.is_in()
    assert "grant.error authorization_code invalid_grant" in province.provider.said()


def test_new_keys_of_the_provider_are_learnt_at_once(province: Province, visitor: Visitor) -> None:
    visitor.sign_in("van")
    province.provider.rotate()

    with province.visitor() as other:
        expect(other.sign_in("ha").get_by_text("Lê Minh Hà")).to_be_visible()


def test_the_providers_word_is_asked_for_again(province: Province, visitor: Visitor) -> None:
    visitor.sign_in("van")
    asked = province.provider.said().count("grant.success refresh_token")
    try:
        province.provider.accounts(ACCOUNTS | {"van": official(CLERK)})
        province.service.vouched(timedelta(minutes=16))
        page = visitor.open("/")
        expect(page.get_by_text("Trang của tôi")).to_be_visible()
        expect(page.get_by_text("văn thư", exact=True)).to_be_hidden()
        assert province.provider.said().count("grant.success refresh_token") == asked + 1

        province.provider.accounts({name: who for name, who in ACCOUNTS.items() if name != "van"})
        province.service.vouched(timedelta(minutes=16))
        assert not visitor.is_in()
    finally:
        province.provider.accounts(ACCOUNTS)


def test_signing_out_here_signs_out_there(province: Province, visitor: Visitor) -> None:
    page = visitor.sign_in("van")
    page.get_by_role("button", name="Đăng xuất").click()
    page.get_by_role("button", name="Đăng xuất khỏi mọi hệ thống").click()

    expect(page.get_by_role("heading", name="Thư điện tử công vụ đi đúng, trả lời kịp")).to_be_visible()
    assert page.url == f"{province.service.url}/"
    assert not visitor.is_in()
    visitor.begin()  # asks who it is again


def test_signing_out_there_signs_out_here(province: Province, visitor: Visitor) -> None:
    with province.visitor() as colleague:
        colleague.sign_in("ha")
        visitor.sign_in("van")
        visitor.page.goto(f"{province.provider.issuer}/session/end")
        visitor.page.get_by_role("button", name="Đăng xuất khỏi mọi hệ thống").click()
        wait_for(lambda: "backchannel.success" in province.provider.said(), "the provider to say that it is over")

        assert not visitor.is_in()
        assert colleague.is_in()
    assert "backchannel.error" not in province.provider.said()


def test_while_the_provider_is_down_an_emergency_account_lets_an_administrator_in_once(
    province: Province, visitor: Visitor
) -> None:
    made = province.service.congvu("emergency", "make", "truc-ban", "--agency", "H55", "--reason", "máy chủ dừng")
    [password] = re.findall(r"^password +(\S+)$", made, re.MULTILINE)
    planted(Kind.PASSWORD, password)
    with province.visitor() as colleague:
        colleague.sign_in("ha")
        province.provider.stop()
        try:
            page = visitor.open("/dang-nhap")
            page.get_by_role("link", name="Đăng nhập bằng tài khoản của tỉnh").click()
            assert not visitor.is_in()
            assert colleague.is_in()  # the provider spoke a moment ago

            emergency(visitor, password)
            expect(page.get_by_text("Đang dùng tài khoản khẩn cấp")).to_be_visible()
            expect(page.get_by_text("quản trị công nghệ thông tin")).to_be_visible()
            expect(page.get_by_text("Ủy ban nhân dân tỉnh Thái Nguyên")).to_be_visible()
            with province.visitor() as second:
                emergency(second, password)
                expect(second.page.get_by_text("đã dùng hoặc đã hết hạn")).to_be_visible()

            province.service.vouched(timedelta(hours=1))
            assert not colleague.is_in()
        finally:
            province.provider.start()
    deeds = [deed for (deed,) in province.service.rows("select deed from audit_entry where deed like 'emergency.%'")]
    assert deeds == ["emergency.made", "emergency.used", "emergency.refused"]
    assert "EMERGENCY account truc-ban signed in" in province.service.log.read_text("utf-8")
    assert password not in province.service.log.read_text("utf-8")


def emergency(visitor: Visitor, password: str) -> None:
    page = visitor.open("/dang-nhap")
    page.get_by_role("link", name="Đăng nhập khẩn cấp dành cho người quản trị").click()
    page.get_by_label("Tên tài khoản khẩn cấp").fill("truc-ban")
    page.get_by_label("Mật khẩu dùng một lần").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()


def test_no_secret_is_in_a_log_or_a_table(province: Province, visitor: Visitor, tmp_path: Path) -> None:
    address = visitor.answer_held_back("van")
    answer = parse_qs(urlsplit(address).query)
    visitor.page.goto(address)
    expect(visitor.page.get_by_role("heading", name="Trang của tôi")).to_be_visible()
    [cookie] = [one["value"] for one in visitor.context.cookies() if one["name"] == "__Host-congvu"]
    secrets = (SECRET, cookie, answer["code"][0], answer["state"][0], "eyJhbGciOi")

    logs = [province.service.log, province.service.folder / "congvu.log", province.service.folder / "error.log"]
    held = [file.read_text("utf-8") for file in logs if file.exists()]
    assert "/dang-nhap/ve" in held[0]
    dump = tmp_path / "tables"
    dump.write_text(repr([province.service.rows(f"select * from {name}") for name in TABLES]), "utf-8")
    assert not [secret for secret in secrets for text in (*held, dump.read_text("utf-8")) if secret in text]


TABLES = ("page_session", "sign_in_attempt", "used_token", "audit_entry", "emergency_account")
