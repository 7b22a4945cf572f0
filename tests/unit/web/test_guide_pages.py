"""`/huong-dan`: every guide and every reason has its page, in both languages, open to everybody."""

import re

import httpx
import pytest

from backend.classification.refusal import Refusal, help_link
from backend.web.guides import TASKS, guides, pictures


async def test_every_guide_is_listed_once_and_opens(client: httpx.AsyncClient) -> None:
    listed = re.findall(r'href="/huong-dan/([a-z-]+)"', (await client.get("/huong-dan")).text)

    assert sorted(listed) == sorted({*guides(), "vi-sao", "lop-hoc"})
    for name in guides():
        page = await client.get(f"/huong-dan/{name}")
        assert page.status_code == 200, name
        assert page.text.count("<h1>") == 1, name
        for picture in re.findall(r'<img src="/huong-dan/hinh/([^"]+)"', page.text):
            assert (await client.get(f"/huong-dan/hinh/{picture}")).status_code == 200, picture
        for other in re.findall(r'href="/huong-dan/([a-z-]+)"', page.text):
            assert other in {*guides(), "vi-sao", "da-doc", "lop-hoc"}, (name, other)


async def test_who_reads_english_is_told_that_the_guides_are_vietnamese(client: httpx.AsyncClient) -> None:
    for path in ("/huong-dan", "/huong-dan/van-ban-bi-dung"):
        assert "written in Vietnamese only" in (await client.get(f"{path}?lang=en")).text
        assert "Hướng dẫn viết bằng tiếng Việt" not in (await client.get(path)).text


async def test_the_guides_of_a_task_come_first(client: httpx.AsyncClient) -> None:
    listed = re.findall(r'href="/huong-dan/([a-z-]+)"', (await client.get("/huong-dan")).text)

    assert set(TASKS) <= guides().keys()
    assert listed[2 : 2 + len(TASKS)] == list(TASKS)


@pytest.mark.parametrize("why", Refusal)
async def test_every_reason_says_what_happened_what_to_do_and_whom_to_ask(
    client: httpx.AsyncClient, why: Refusal
) -> None:
    for language, heading in (("vi", "Nên làm gì bây giờ"), ("en", "What to do now")):
        page = await client.get(f"/huong-dan/vi-sao/{why}?lang={language}")
        assert page.status_code == 200
        assert heading in page.text
        assert page.text.count("<li>") >= 1
        assert f'href="/huong-dan/vi-sao/{why}' in (await client.get(f"/huong-dan/vi-sao?lang={language}")).text


async def test_a_mark_is_not_called_a_state_secret_and_the_lawful_way_is_said(client: httpx.AsyncClient) -> None:
    page = (await client.get(f"/huong-dan/vi-sao/{Refusal.MARKED}")).text

    assert "Hệ thống không kết luận đây là bí mật nhà nước" in page
    assert "qua văn thư" in page
    assert "cơ yếu" in page
    assert "người được giao bảo vệ bí mật nhà nước của cơ quan" in page


@pytest.mark.parametrize("path", ["vi-sao/MARKED", "vi-sao/dau-mat.", "khong-co", "hinh/../../../LICENSE"])
async def test_what_is_not_there_has_no_page(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(f"/huong-dan/{path}")).status_code == 404


def test_a_link_in_a_refusal_leads_to_its_page() -> None:
    assert help_link("https://thu.thainguyen.gov.vn/", Refusal.MARKED) == (
        "https://thu.thainguyen.gov.vn/huong-dan/vi-sao/dau-mat"
    )


def test_pictures_are_small() -> None:
    assert {name: size for name, path in pictures().items() if (size := path.stat().st_size) > 150_000} == {}
