"""A clerk types whom a letter is for, as everybody types, and gets the official address."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import SignIn
from tests.e2e.demo import CLERK, FINANCE


@pytest.mark.parametrize(
    ("typed", "offered", "address"),
    [
        ("so tttt", "Sở Khoa học và Công nghệ", CLERK),  # the name it had before
        ("nguyen hoai an", "Nguyễn Hoài An - Chuyên viên, Sở Khoa học và Công nghệ", "an.nguyen@thainguyen.gov.vn"),
        ("so tai chinj", "Sở Tài chính", FINANCE),  # one typo
    ],
)
def test_what_a_clerk_types_becomes_the_official_address(
    sign_in: SignIn, typed: str, offered: str, address: str
) -> None:
    compose = sign_in(FINANCE).compose()
    compose.type_recipient(typed)

    first = compose.completions.first
    expect(first).to_contain_text(offered)
    expect(first).to_contain_text("Địa chỉ chính thức")
    first.click()

    assert address in compose.addresses()[0]


def test_the_domain_that_everybody_has_finds_nobody(sign_in: SignIn) -> None:
    compose = sign_in(FINANCE).compose()
    compose.type_recipient("so xay dung")
    expect(compose.completions.first).to_contain_text("soxaydung@thainguyen.gov.vn")
    compose.type_recipient("gov.vn")

    expect(compose.completions).to_have_count(0)


def test_the_address_book_has_the_official_directory(sign_in: SignIn) -> None:
    webmail = sign_in(FINANCE)

    found = webmail.search_address_book("ubnd phu luong")

    expect(found.filter(has_text="Ủy ban nhân dân xã Phú Lương")).to_have_count(1)
