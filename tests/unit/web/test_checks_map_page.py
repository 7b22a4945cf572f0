"""`/bang-dieu-hanh/nam-lan-kiem-tra`: who sees it, what a cell says, and how large it gets."""

import re
from datetime import date, timedelta

import httpx
import pytest

from backend.compliance.check_models import MailboxDay, MailboxReminder
from backend.db import Database
from backend.directory.models import Agency, RoleAssignment
from backend.web.checks_map import DayCell, days_in, map_view, month_asked
from backend.web.dashboard_words import Words
from tests.unit.journal_lines import vietnam
from tests.unit.small_province import CHAIR_BOX, CLERK_BOX, COMMITTEE, FINANCE, HEAD_BOX, NOW, SCIENCE
from tests.unit.web.conftest import PASSWORD

PATH = "/bang-dieu-hanh/nam-lan-kiem-tra"
MONDAY = date(2026, 1, 5)


def counted(code: str, day: date, kept: int = 0, missed: int = 0, *, declared: int = 0, unseen: int = 0) -> MailboxDay:
    return MailboxDay(
        agency_code=code, day=day, kept=kept, declared=declared, missed=missed, unseen=unseen, counted_at=NOW
    )


def reminder(audience: str, at: str, missed: int) -> MailboxReminder:
    return MailboxReminder(
        agency_code=SCIENCE,
        mailbox=CLERK_BOX,
        window_start=vietnam("2026-01-05 09:00"),
        audience=audience,
        missed=missed,
        letters=3,
        reminded_at=vietnam(at),
    )


@pytest.fixture(autouse=True)
async def days(database: Database) -> None:
    async with database.write() as session:
        session.add_all(
            [
                counted(SCIENCE, MONDAY, kept=4, missed=1, declared=1),
                counted(SCIENCE, date(2026, 1, 2), kept=2, missed=2, unseen=1),
                counted(FINANCE, MONDAY, kept=5),
                counted(FINANCE, date(2025, 12, 31), missed=5),
                reminder("deputy", "2026-01-05 10:25", 1),
                reminder("head", "2026-01-05 14:25", 2),
            ]
        )


async def page_for(client: httpx.AsyncClient, login: str, query: str = "") -> httpx.Response:
    data = {"login": login, "password": PASSWORD}
    return await client.post(f"{PATH}/dang-nhap{query}", data=data, follow_redirects=True)


def line(page: str, agency: str) -> str:
    """What stands in an agency's row, cell by cell."""
    [row] = [one for one in re.findall("<tr>.*?</tr>", page) if agency in one]
    return " | ".join(re.sub("<[^>]+>", "", cell) for cell in re.findall("<t[hd][^>]*>(.*?)</t[hd]>", row))


async def test_a_head_sees_the_own_agency_with_every_number_as_text(client: httpx.AsyncClient) -> None:
    page = (await page_for(client, HEAD_BOX)).text

    assert line(page, "Sở Khoa học và Công nghệ") == (
        "Sở Khoa học và Công nghệ | 66,7%6/9, 1 tự khai | 2 |  | 2/4? |  |  | 4/5 (1)"
    )
    assert "<td class=k2>2/4" in page
    assert "<td class=k3>4/5 <i>(1)</i>" in page
    assert "Sở Tài chính" not in page
    assert "nhắc người trực thay văn thư: hộp thư sokhcn@thainguyen.gov.vn" in page
    assert "14:25, 05/01/2026, nhắc thủ trưởng" in page
    assert "2 lần liền chưa kiểm tra, 3 thư chưa mở" in page
    assert "Số liệu tính lúc 15:00, 05/01/2026" in page


async def test_the_chair_sees_all_agencies_the_smallest_share_first(client: httpx.AsyncClient) -> None:
    page = (await page_for(client, CHAIR_BOX)).text

    rows = re.findall('<tr><th scope="row">([^<]+)</th>', page)
    assert rows == ["Sở Khoa học và Công nghệ", "Sở Tài chính"]
    assert "Ủy ban nhân dân xã Phú Lương" in page  # among those without figures
    assert "Tính chung: 78,6%" in page  # 11 of 14


async def test_another_month_is_a_link_away_and_stays_in_english(client: httpx.AsyncClient) -> None:
    await page_for(client, CHAIR_BOX)
    this = (await client.get(f"{PATH}?lang=en")).text
    assert "thang=2025-12" in this
    before = (await client.get(f"{PATH}?lang=en&thang=2025-12")).text

    assert line(before, "Sở Tài chính").startswith("Sở Tài chính | 0%0/5 |  | ")
    assert line(before, "Sở Tài chính").endswith(" | 0/5")
    assert "Who was reminded" not in before
    assert "lang=en&amp;thang=2026-01" in before


async def test_an_auditor_sees_it_and_a_clerk_does_not(client: httpx.AsyncClient, database: Database) -> None:
    assert (await page_for(client, CLERK_BOX)).status_code == 403
    client.cookies.clear()
    async with database.write() as session:
        session.add(RoleAssignment(official_id="AN", role="auditor", agency_code=COMMITTEE))
    page = await page_for(client, "an.nguyen@thainguyen.gov.vn")

    assert (page.status_code, "Sở Tài chính" in page.text) == (200, True)


async def test_two_hundred_agencies_over_a_month_are_a_small_page(
    client: httpx.AsyncClient, database: Database
) -> None:
    december = [date(2025, 12, 1) + timedelta(days=number) for number in range(31)]
    codes = [f"H55.2{number:03}" for number in range(200)]
    async with database.write() as session:
        session.add_all([Agency(code=code, name=f"Phường {code}", kind="ward", parent=COMMITTEE) for code in codes])
        session.add_all([counted(code, day, kept=3, missed=2) for code in codes for day in december if day.day != 31])
    await page_for(client, CHAIR_BOX)
    page = await client.get(f"{PATH}?thang=2025-12")

    assert page.text.count("<td class=k2>3/5</td>") == 200 * 30
    assert len(page.content) < 250_000


def test_only_months_of_the_last_year_are_shown() -> None:
    today = date(2026, 1, 5)
    asked = ["2026-01", "2025-01", "2024-12", "2026-02", "", "2025-13", "x"]

    assert [f"{month_asked(text, today):%Y-%m}" for text in asked] == [
        *("2026-01", "2025-01", "2026-01", "2026-01", "2026-01", "2026-01", "2026-01")
    ]
    assert days_in(date(2026, 1, 1), today) == [date(2026, 1, 1) + timedelta(days=number) for number in range(5)]
    assert len(days_in(date(2025, 2, 1), today)) == 28


@pytest.mark.parametrize(
    ("kept", "missed", "unseen", "shade", "text"),
    [
        (5, 0, 0, "k4", "5/5"),
        (4, 1, 0, "k3", "4/5"),
        (3, 2, 0, "k2", "3/5"),
        (2, 3, 0, "k1", "2/5"),
        (1, 4, 0, "k1", "1/5"),
        (0, 5, 0, "k0", "0/5"),
        (0, 0, 5, "u", ""),  # nobody can judge: never called missed
        (1, 0, 4, "k4", "1/1"),
    ],
)
def test_a_cell_repeats_its_numbers_as_a_shade(kept: int, missed: int, unseen: int, shade: str, text: str) -> None:
    rows = [counted(SCIENCE, MONDAY, kept, missed, unseen=unseen)]
    view = map_view(date(2026, 1, 1), MONDAY, {SCIENCE: "Sở"}, rows, [], Words("vi"))

    assert view.lines[0].cells == (*[DayCell("", "", 0, 0)] * 4, DayCell(shade, text, 0, unseen))
