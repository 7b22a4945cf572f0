"""The pictures of our pages in docs/images: the real pages over a small province made up for them, at one moment.

`python -m tests.page_pictures` (make page-pictures) writes them anew with Debian's Chromium. Nobody of it exists, and
no paper of it does.
"""

import asyncio
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Literal, TypedDict

import uvicorn
from PIL import Image
from playwright.async_api import Browser, BrowserContext, StorageState, ViewportSize, async_playwright
from sqlalchemy import update

from backend.classification.declarations import Declarer
from backend.classification.keys import make_key
from backend.clock import FixedClock
from backend.compliance import (
    check_days,
    courses,
    handing_over,
    incidents,
    quarterly_reminding,
    reporting,
    rostering,
    stating,
    supporting,
)
from backend.compliance.courses import Plan
from backend.compliance.incidents import Begun, Service, Severity
from backend.compliance.quarter import Quarter
from backend.compliance.regulation_models import SignedRegulation
from backend.compliance.report_files import files_of, letter_files
from backend.compliance.report_inputs import Dated, InputKind, Outage, read_inputs
from backend.compliance.reporting import Signer
from backend.compliance.supporting import Difficulty, Place, Report
from backend.correspondence.models import Outbox
from backend.correspondence.terms import OutboxState
from backend.db import Database
from backend.directory.search import DirectorySearch
from backend.graphql.sign_in import Bearers
from backend.settings import Settings
from backend.web.application import WebParts, web_application
from tests.e2e.conftest import CHROMIUM, CHROMIUM_ARGUMENTS
from tests.unit.compliance.directive_office import COMMUNE_BOX, filled
from tests.unit.compliance.quarterly_office import FINANCE_BOX, letters, opened
from tests.unit.correspondence.conftest import Office
from tests.unit.journal_lines import vietnam
from tests.unit.small_province import CHAIR_BOX, CLERK_BOX, COMMITTEE, COMMUNE, FINANCE, HEAD_BOX, NOW, SCIENCE, built
from tests.unit.web import duty_office
from tests.unit.web.conftest import PASSWORD, FakeMailServer, bundle_text, no_graphql, no_socket


class Look(TypedDict, total=False):
    viewport: ViewportSize
    color_scheme: Literal["dark"]


FOLDER = Path(__file__).resolve().parents[1] / "docs" / "images"
COLOURS, MOST_BYTES = 96, 150_000
TALLEST = 1800  # of a picture: what is below is more of the same
PROVINCE = f"?co-quan={COMMITTEE}&pham-vi=ca-duoi"
# Name, page, who looks
PAGES = (
    ("bang-dieu-hanh", "/bang-dieu-hanh", HEAD_BOX),
    ("chi-thi", f"/bang-dieu-hanh/chi-thi{PROVINCE}", CHAIR_BOX),
    ("nam-lan-kiem-tra", "/bang-dieu-hanh/nam-lan-kiem-tra?thang=2025-12", CHAIR_BOX),
    ("bao-cao", "/bao-cao", HEAD_BOX),
    ("quy-che", "/quy-che", HEAD_BOX),
    ("vuong-mac", "/vuong-mac", CLERK_BOX),
    ("truc", "/truc", duty_office.DAY_BOX),
    ("lop-hoc", "/huong-dan/lop-hoc", HEAD_BOX),
    ("huong-dan", "/huong-dan", ""),
    ("cong-khai", "/cong-khai", ""),
)
LOGINS = (HEAD_BOX, CHAIR_BOX, CLERK_BOX, duty_office.DAY_BOX)
LOOKS: dict[str, Look] = {
    "": {"viewport": {"width": 1280, "height": 900}},
    "-dien-thoai": {"viewport": {"width": 390, "height": 844}},
    "-toi": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
}
ALSO = {"-dien-thoai": ("bang-dieu-hanh",), "-toi": ("bao-cao",)}
WAITS = (0.5, 1.2, 24, 2, 3.3, 6.5, 48, 1.6, 72, 2.4, 25, 168)
HA = Signer(HEAD_BOX, "HA")
MACHINES = {"bundle": "2026.1.1", "bundle_state": "ok", "canaries": "well"}


async def made_up(database: Database) -> None:
    """Half a year of citizens' letters, a report that waits for approval, a regulation, a course, a difficulty, a night
    on duty."""
    office = Office(database)
    months = ((2025, 8), (2025, 9), (2025, 10), (2025, 11))
    for seed, (box, first) in enumerate(((CLERK_BOX, 2000), (FINANCE_BOX, 3000), (COMMUNE_BOX, 4000))):
        came = [
            (vietnam(f"{year}-{month:02}-{3 + 3 * number:02} 08:{number:02}"), _hours(seed, month, number))
            for year, month in months
            for number in range(7)
        ]
        await letters(office, box, came, first=first)
    for day in range(1, 31):  # somebody opens a letter in the morning, and on some days later too
        await opened(database, 10, vietnam(f"2025-12-{day:02} 07:50"))
        if day % 3:
            await opened(database, 20, vietnam(f"2025-12-{day:02} 14:00"))
    async with database.read() as session:
        days = await check_days.count_days(
            session, [SCIENCE, FINANCE, COMMUNE], date(2025, 12, 1), date(2025, 12, 31), NOW
        )
    async with database.write() as session:
        await check_days.put_days(session, days)
    await _stated(database)
    await _reported(database)
    await _learnt(database)
    await _kept_watch(database)


def _hours(seed: int, month: int, number: int) -> float | None:
    """Hours by the clock until the answer; None: it is open."""
    place = (3 * seed + 5 * month + 7 * number) % len(WAITS)
    return None if month == 11 and number == 6 else WAITS[place]


async def _stated(database: Database) -> None:
    start = NOW.date().replace(month=1, day=1)
    price = Dated("sheet", 350, "Báo giá văn phòng phẩm số 12/BG ngày 02/01/2026", start.replace(year=2025), None)
    down = Outage("Máy chủ thư", vietnam("2025-11-04 08:00"), vietnam("2025-11-04 09:30"), "Sổ trực vận hành")
    async with database.write() as session:
        stating.enter(session, InputKind.PRICE, price, HA, NOW)
        stating.enter(session, InputKind.OUTAGE, down, HA, NOW)
        signed = {"paper": "decision", "signed_on": start, "valid_from": start}
        session.add(SignedRegulation(number="12/2026/QĐ-UBND", entered_by="HA", entered_at=NOW, **signed))


async def _reported(database: Database) -> None:
    quarter = Quarter(2025, 4)
    async with database.write() as session:
        await reporting.want(session, str(quarter), None, NOW)
    async with database.read() as session:
        inputs = await stating.inputs_at(session, read_inputs(None), NOW)
        found = await reporting.read(session, quarter, SCIENCE, inputs, NOW)
    async with database.write() as session:
        await reporting.put_draft(session, found, files_of(found), COMMITTEE)
        await quarterly_reminding.put(session, str(quarter), letter_files(found))


async def _learnt(database: Database) -> None:
    who, clerk = Declarer(HEAD_BOX, SCIENCE, "HA"), Declarer(CLERK_BOX, SCIENCE, "VAN")
    plan = Plan("Soạn và gửi văn bản qua thư điện tử công vụ", "Phòng họp tầng 2", NOW + timedelta(days=4), 20)
    told = Report(Difficulty.NOT_CHECKED, Place.COMPOSE, "1.0", "Firefox 140", "2026.1.1")
    async with database.write() as session:
        course = await courses.announce(session, plan, SCIENCE, who, NOW)
        await session.flush()
        await courses.take_seat(session, course, clerk, NOW)
        await supporting.report(session, CLERK_BOX, SCIENCE, told, "", NOW)


async def _kept_watch(database: Database) -> None:
    """One who was on duty at night has handed over, to one who looks at the page."""
    await duty_office.add_people(database)
    hour, night, day = timedelta(hours=1), Signer(duty_office.NIGHT_BOX, "TR0"), Signer(duty_office.DAY_BOX, "TR1")
    slow = Begun(Service.WEB, Severity.HINDERED, "Trang tra cứu mở chậm", NOW - 3 * hour)
    late = Begun(Service.MAIL_SERVER, Severity.MINOR, "Thư đi Sở Tài chính phải xếp hàng 20 phút", NOW - 5 * hour)
    found = incidents.Mended(NOW - 4 * hour, "Đầy đĩa nhật ký", "Dọn nhật ký cũ")
    async with database.write() as session:
        await session.execute(update(Outbox).values(state=OutboxState.SENT))
        for person, since in ((night, -8), (day, -1), (night, 8), (day, 24)):
            span = (NOW + since * hour, NOW + (since + 9) * hour)
            await rostering.enter(session, COMMITTEE, person.person_id, span, day, NOW)
        closed = await incidents.open_(session, COMMITTEE, late, night, NOW - 5 * hour)
        await incidents.close(session, COMMITTEE, closed.id, found, night, NOW - 3 * hour)
        stands = await incidents.open_(session, COMMITTEE, slow, night, NOW - 2 * hour)
        await incidents.note(session, COMMITTEE, stands.id, "Đã khởi động lại web", night, NOW - hour)
        await session.flush()
        turn = await handing_over.own_turn(session, COMMITTEE, night.person_id, NOW)
        if turn is not None:
            await handing_over.hand_over(session, turn, "Xem lại dung lượng đĩa lúc 8 giờ", MACHINES, night, NOW)


@asynccontextmanager
async def served(folder: Path) -> AsyncIterator[str]:
    """Our pages on loopback; their address."""
    url = f"sqlite+aiosqlite:///{folder / 'office.db'}"
    await built(url)
    await filled(url)
    database, clock = Database(url), FixedClock(NOW)
    await made_up(database)
    key = make_key(folder / "rules.jwk")
    (folder / "bundle.jws").write_text(bundle_text(folder, "2026.1.1"), "ascii")
    settings = Settings(
        state_dir=folder,
        trusted_keys=(key,),
        page_requests_per_minute=10_000,
        report_agency=SCIENCE,
        province_name="Tỉnh Thái Nguyên",
        support_address="hotro@thainguyen.gov.vn",
    )
    search = DirectorySearch(database, clock)
    parts = WebParts(
        settings, database, clock, FakeMailServer(), no_graphql, no_socket, search, Bearers(database, clock).principal
    )
    server = uvicorn.Server(uvicorn.Config(web_application(parts), log_level="warning"))
    door = socket.create_server(("127.0.0.1", 0))
    running = asyncio.create_task(server.serve([door]))
    yield f"http://127.0.0.1:{door.getsockname()[1]}"
    server.should_exit = True
    await running
    await search.close()
    await database.close()


async def signed_in(browser: Browser, address: str, login: str) -> StorageState:
    """Once for each log-in: tries are counted."""
    context = await browser.new_context(locale="vi-VN", base_url=address)
    page = await context.new_page()
    await page.goto("/vuong-mac")
    await page.get_by_label("Địa chỉ hộp thư").fill(login)
    await page.get_by_label("Mật khẩu hộp thư").fill(PASSWORD)
    await page.get_by_role("button", name="Đăng nhập", exact=True).click()
    await page.get_by_role("button", name="Đăng xuất").wait_for()
    state = await context.storage_state()
    await context.close()
    return state


async def shot(context: BrowserContext, path: str, name: str) -> None:
    page = await context.new_page()
    answer = await page.goto(path)
    if answer is None or answer.status != 200:
        raise SystemExit(f"{path}: no page")
    for part in await page.locator("details:has(.letters) > summary").all():
        await part.click()
    save(await page.screenshot(full_page=True), FOLDER / f"{name}.png")
    await context.close()


def save(png: bytes, file: Path) -> None:
    with Image.open(BytesIO(png)) as whole:
        cut = whole.convert("RGB").crop((0, 0, whole.width, min(whole.height, TALLEST)))
        cut.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    size = file.stat().st_size
    sys.stdout.write(f"{file.name}: {size // 1000} kB\n")
    if size > MOST_BYTES:
        raise SystemExit(f"{file.name}: more than {MOST_BYTES // 1000} kB")


async def main(names: Iterable[str]) -> None:
    """Of these pages, or of all."""
    chosen = [page for page in PAGES if not names or page[0] in names]
    with tempfile.TemporaryDirectory() as folder:
        async with served(Path(folder)) as address, async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(CHROMIUM_ARGUMENTS))
            states = {login: await signed_in(browser, address, login) for login in LOGINS}
            for name, path, login in chosen:
                for suffix, look in LOOKS.items():
                    if not suffix or name in ALSO[suffix]:
                        state = states.get(login)
                        context = await browser.new_context(
                            locale="vi-VN", base_url=address, storage_state=state, **look
                        )
                        await shot(context, path, f"{name}{suffix}")
            await browser.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
