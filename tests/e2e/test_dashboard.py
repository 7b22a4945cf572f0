"""`/bang-dieu-hanh` in a browser: a head reads it, chooses by keyboard alone, on a screen and on a phone; its script
tells of letters as they come, and leads from a number to its letters and from a letter to its clock."""

import gzip
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, StorageState, WebSocket, expect

from tests.e2e.demo import CITIZEN, CLERK, HEAD, Demo, wait_for
from tests.e2e.letters import letter
from tests.e2e.pages.extension_pages import violations, walk_by_keyboard
from tests.e2e.pages.own_pages import signed_in_state
from tests.operation_ids import operation_ids

SCRIPT_LIMIT_BYTES = 250_000  # packed
PHONE = {"width": 360, "height": 740}
LOOKS = "select 1 from audit_entry where deed = 'look.figures' and login = ?"
CODE = (
    "select code from letter_reference join correspondence on correspondence.id = correspondence_id "
    "where message_id = ?"
)
OPEN = (
    "select count(*) from correspondence where agency_code = 'H55.05' and sender_class = 'citizen' "
    "and answered_at is null and id in (select value from json_each(?))"
)
NOTE_REFUSALS = """
    window.refused = [];
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) =>
        window.refused.push(`${violatedDirective} ${blockedURI} ${sample}`));
"""


class Heard:
    """What the page's script sends with its questions, and what it is told by itself."""

    def __init__(self, page: Page) -> None:
        self.bearer, self.frames = "", list[str]()
        page.on("websocket", self._open)
        page.on("request", lambda request: self._ask(request.headers.get("authorization", "")))

    def _open(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda data: self.frames.append(str(data)))

    def _ask(self, authorization: str) -> None:
        self.bearer = authorization or self.bearer


@pytest.fixture(scope="module")
def head(browser: Browser, demo: Demo) -> StorageState:
    return signed_in_state(browser, demo.layout.backend_url, "/bang-dieu-hanh", HEAD)


@pytest.fixture
def page(browser: Browser, demo: Demo, head: StorageState) -> Iterator[Page]:
    """The head's dashboard. Its policy refuses nothing that the page does."""
    context = browser.new_context(locale="vi-VN", base_url=demo.layout.backend_url, storage_state=head)
    page = context.new_page()
    page.add_init_script(NOTE_REFUSALS)
    page.goto("/bang-dieu-hanh")
    expect(page.get_by_role("heading", name="Bảng điều hành")).to_be_visible()
    yield page
    assert page.evaluate("window.refused") == []
    context.close()


def test_a_head_chooses_what_to_see_by_keyboard_alone(page: Page, demo: Demo) -> None:
    expect(page.get_by_role("heading", name="Năm lần kiểm tra hộp thư hôm nay")).to_be_visible()
    assert len(demo.rows(LOOKS, [HEAD])) > 0  # once an hour for the same thing

    page.get_by_role("button", name="Đăng xuất").focus()
    walk_by_keyboard(page, 1)
    while not page.evaluate("document.activeElement.name === 'nguoi-gui'"):
        walk_by_keyboard(page, 1)
    page.keyboard.press("ArrowDown")
    walk_by_keyboard(page, 1)
    assert walk_by_keyboard(page, 1) == ["Xem"]
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile("nguoi-gui=doanh-nghiep"))
    expect(page.get_by_text("thư của doanh nghiệp", exact=False).first).to_be_visible()
    page.go_back()
    expect(page.get_by_text("thư của người dân", exact=False).first).to_be_visible()
    page.go_forward()
    expect(page.get_by_text("thư của doanh nghiệp", exact=False).first).to_be_visible()
    page.get_by_role("link", name="English").press("Enter")
    expect(page.get_by_role("combobox", name="Sender")).to_have_value("doanh-nghiep")


def test_a_letter_is_told_as_it_comes_and_every_number_leads_to_its_letters(page: Page, demo: Demo) -> None:
    heard = Heard(page)
    page.reload()
    wait_for(lambda: any("connection_ack" in frame for frame in _frames(page, heard)), "the page follows the news")
    message = letter(CITIZEN, CLERK, "Hỏi về giờ tiếp công dân")
    assert demo.submit_outside(message).code == 250

    expect(page.get_by_role("status").filter(has_text="Có thư mới lúc")).to_be_visible(timeout=60_000)
    shown = {part: int(page.locator(f"[data-part={part}] strong").inner_text()) for part in ("COUNT", "OPEN")}
    figures = _asked(page, heard, "DashboardFigures")
    ages = [int(row.inner_text()) for row in page.locator("[data-table=ages] tbody td").all()]
    assert shown["COUNT"] == figures["curve"]["count"]
    assert [one["letters"] for one in figures["ages"]] == ages
    assert sum(ages) == shown["OPEN"]

    picture = page.get_by_role("slider", name="Thư chưa trả lời đã chờ bao lâu")
    picture.focus()
    page.keyboard.press("Home")
    expect(picture).to_have_attribute("aria-valuetext", f"dưới 1 ngày: {ages[0]} thư")
    with page.expect_download() as saved:
        page.locator("[data-chart=ages]").get_by_role("button", name="SVG").press("Enter")
    assert "dưới 1 ngày" in saved.value.path().read_text("utf-8")

    page.locator("[data-part=OPEN] a").press("Enter")
    listed = page.locator("[data-table=letters] tbody tr")
    expect(listed).to_have_count(shown["OPEN"])
    ids = [row.get_attribute("data-letter") for row in listed.all()]
    assert demo.rows(OPEN, [json.dumps(ids)])[0][0] == shown["OPEN"]
    [code] = demo.rows(CODE, [str(message["Message-ID"]).strip("<>")])[0]
    listed.filter(has_text=code).get_by_role("link", name="Xem cách tính").press("Enter")
    expect(page.get_by_role("heading", name=f"Thư {code}: cách tính thời gian")).to_be_focused()
    assert violations(page) == []

    script = page.request.get(str(page.locator("script").get_attribute("src"))).body()
    assert len(gzip.compress(script)) < SCRIPT_LIMIT_BYTES

    page.go_back()
    expect(page.get_by_role("heading", name="cách tính thời gian")).to_have_count(0)
    expect(listed).to_have_count(shown["OPEN"])
    page.go_back()
    expect(listed).to_have_count(0)


def test_the_map_of_checks_is_a_link_away_and_everybody_can_read_it(page: Page) -> None:
    page.get_by_role("link", name="Năm lần kiểm tra hộp thư mỗi ngày").click()
    expect(page.get_by_role("heading", level=1, name="Năm lần kiểm tra hộp thư mỗi ngày")).to_be_visible()
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.get_by_role("link", name="Tháng trước").press("Enter")
    page.wait_for_url(re.compile("thang=[0-9]{4}-[0-9]{2}"))
    page.get_by_role("link", name="Bảng điều hành").press("Enter")
    expect(page.get_by_role("heading", level=1, name="Bảng điều hành")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_it(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    assert violations(page) == []

    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    page.goto("/bang-dieu-hanh?lang=en&pham-vi=ca-duoi&thang=24")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_on_paper_there_is_no_form(page: Page) -> None:
    page.emulate_media(media="print")

    expect(page.get_by_role("button", name="Xem")).to_be_hidden()
    expect(page.get_by_role("heading", name="Tóm tắt")).to_be_visible()


def _frames(page: Page, heard: Heard) -> list[str]:
    """Frames arrive only while Playwright is asked something."""
    page.evaluate("() => 0")
    return heard.frames


def _asked(page: Page, heard: Heard, name: str) -> dict[str, Any]:
    """The operation's answer, asked as the page's script asks it, about what the page shows."""
    about = page.locator("[data-about]")
    variables = {
        "agency": about.get_attribute("data-agency"),
        "since": about.get_attribute("data-since"),
        "until": about.get_attribute("data-until"),
        "senderClass": str(about.get_attribute("data-sender")).upper(),
        "below": about.get_attribute("data-below") == "true",
    }
    headers = {"Authorization": heard.bearer}
    answer = page.request.post("/graphql", data={"id": operation_ids()[name], "variables": variables}, headers=headers)
    [field] = answer.json()["data"].values()
    assert isinstance(field, dict)
    return field
