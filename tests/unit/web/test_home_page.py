"""`/` and `/dang-nhap`: a stranger sees what the product is, an official as whom they are signed in."""

import httpx
import pytest

from tests.unit.small_province import CHAIR_BOX, CLERK_BOX, HEAD_BOX, OFFICIAL_BOX
from tests.unit.web.conftest import PASSWORD


async def signed_in(client: httpx.AsyncClient, login: str, query: str = "") -> httpx.Response:
    data = {"login": login, "password": PASSWORD}
    return await client.post(f"/dang-nhap{query}", data=data, follow_redirects=True)


async def test_a_stranger_sees_what_the_product_is_and_where_to_sign_in(client: httpx.AsyncClient) -> None:
    page = await client.get("/")

    assert "Người dân và doanh nghiệp" in page.text
    assert 'href="/dang-nhap"' in page.text
    assert "form_key" not in page.text


async def test_without_a_provider_the_mailbox_alone_signs_in(client: httpx.AsyncClient) -> None:
    page = await client.get("/dang-nhap")

    assert 'action="/dang-nhap"' in page.text
    assert "/dang-nhap/oidc" not in page.text
    assert (await client.get("/dang-nhap/oidc")).status_code == 404
    assert (await client.post("/session/oidc/logout", data={})).status_code == 404
    assert "form-action 'self';" in page.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("login", "said", "opens_clearances"),
    [
        (OFFICIAL_BOX, ("Nguyễn Văn An", "Sở Khoa học và Công nghệ", "cán bộ, công chức, viên chức"), False),
        (CLERK_BOX, ("Nguyễn Thị Vân, Trần Văn Thư", "văn thư"), True),
        (HEAD_BOX, ("Lê Minh Hà", "thủ trưởng"), True),
        (CHAIR_BOX, ("Hoàng Văn Chủ", "Ủy ban nhân dân tỉnh Thái Nguyên"), True),
    ],
)
async def test_an_official_sees_name_agency_roles_and_the_pages_they_may_open(
    client: httpx.AsyncClient, login: str, said: tuple[str, ...], opens_clearances: bool
) -> None:
    page = await signed_in(client, login)

    assert all(words in page.text for words in said)
    assert ('href="/cho-phep"' in page.text) is opens_clearances
    assert 'href="/directory"' in page.text
    assert "<script" not in page.text
    assert " style=" not in page.text
    assert page.headers["cache-control"] == "no-store"


async def test_who_is_in_no_directory_is_told_so(client: httpx.AsyncClient) -> None:
    page = await signed_in(client, "nguoi.la@thainguyen.gov.vn")

    assert "Danh mục chưa ghi cơ quan hay vai trò nào" in page.text


async def test_one_sign_in_opens_every_page_and_one_sign_out_closes_them(client: httpx.AsyncClient) -> None:
    page = await signed_in(client, CLERK_BOX, "?lang=en")
    assert "Signed in as Nguyễn Thị Vân, Trần Văn Thư." in page.text
    assert (await client.get("/dang-nhap")).headers["location"] == "/"
    assert "Nhập một tệp" in (await client.get("/cho-phep")).text

    key = page.text.partition('name="form_key" value="')[2].partition('"')[0]
    out = await client.post("/dang-xuat?lang=en", data={"form_key": key})

    assert out.headers["location"] == "/?lang=en"
    assert "Nhập một tệp" not in (await client.get("/cho-phep")).text
