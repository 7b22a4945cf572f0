"""`/huong-dan/da-doc`: one's own list of guides read; of an agency only how many, and of a small one not even that."""

import re

import httpx
import pytest

from backend.compliance import guide_reading_queries as queries
from backend.db import Database
from backend.web.guides import TASKS
from tests.unit.small_province import CHAIR_BOX, CLERK_BOX, FINANCE, HEAD_BOX, NOW, SCIENCE
from tests.unit.web.conftest import PASSWORD

FIRST = TASKS[0]


async def sign_in(client: httpx.AsyncClient, login: str) -> tuple[str, str]:
    """The page, and the key of its forms."""
    client.cookies.clear()
    form = {"login": login, "password": PASSWORD}
    page = (await client.post("/huong-dan/da-doc/dang-nhap", data=form, follow_redirects=True)).text
    found = re.search(r'name="form_key" value="([0-9a-f]+)"', page)
    assert found is not None
    return page, found[1]


async def have_read(database: Database, agency: str, count: int, guides: tuple[str, ...] = TASKS) -> None:
    async with database.write() as session:
        for number in range(count):
            for guide in guides:
                await queries.note(session, f"{agency}.{number}@thainguyen.gov.vn", agency, guide, NOW)


def numbers(page: str) -> list[list[str]]:
    """Each agency's row of the table."""
    rows = re.findall(r'<th scope="row">(.*?)</th>\s*<td>(.*?)</td>\s*<td>(.*?)</td>', page)
    return [list(row) for row in rows]


async def test_what_somebody_has_read_stands_in_their_list_and_in_nobody_elses(client: httpx.AsyncClient) -> None:
    page, key = await sign_in(client, CLERK_BOX)
    assert page.count(">Tôi đã đọc</button>") == len(TASKS)
    for _ in range(2):
        await client.post("/huong-dan/da-doc", data={"guide": FIRST, "form_key": key})

    again = (await client.get("/huong-dan/da-doc")).text
    assert again.count(">Tôi đã đọc</button>") == len(TASKS) - 1
    assert "Đã đọc lúc 15:00, 05/01/2026" in again
    other, _ = await sign_in(client, HEAD_BOX)
    assert "Đã đọc lúc" not in other
    assert f": {CLERK_BOX}" not in other


async def test_a_head_sees_how_many_of_the_own_agency(client: httpx.AsyncClient, database: Database) -> None:
    await have_read(database, SCIENCE, 2)
    await have_read(database, SCIENCE, 3, (FIRST,))

    page, _ = await sign_in(client, HEAD_BOX)

    assert numbers(page) == [["Sở Khoa học và Công nghệ", "3", "2"]]
    clerk, _ = await sign_in(client, CLERK_BOX)
    assert numbers(clerk) == []


async def test_of_a_small_group_elsewhere_no_number_is_told(client: httpx.AsyncClient, database: Database) -> None:
    await have_read(database, SCIENCE, 5, (FIRST,))
    await have_read(database, FINANCE, 4)

    page, _ = await sign_in(client, CHAIR_BOX)

    assert numbers(page) == [["Sở Khoa học và Công nghệ", "5", "dưới 5"], ["Sở Tài chính", "dưới 5", "dưới 5"]]


@pytest.mark.parametrize("guide", ["quan-tri-imap", "", "<b>"])
async def test_only_guides_of_a_task_are_noted(client: httpx.AsyncClient, database: Database, guide: str) -> None:
    _, key = await sign_in(client, CLERK_BOX)
    await client.post("/huong-dan/da-doc", data={"guide": guide, "form_key": key})

    async with database.read() as session:
        assert await queries.of_login(session, CLERK_BOX) == {}
