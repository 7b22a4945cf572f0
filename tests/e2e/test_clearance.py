"""A marked file that two named people let pass by a decision: at both gates, for this file and nobody else's."""

import re
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, expect

from deploy.demo import samples
from tests.e2e.canaries import Kind, planted
from tests.e2e.conftest import SignIn
from tests.e2e.demo import CLERK, FINANCE, HEAD, Demo, wait_for
from tests.e2e.letters import letter
from tests.e2e.pages.clearance import ClearancePage

CANARY = planted(Kind.MAIL, "hoa-mai-vang")  # marked, and allowed into one letter
DECISION = "35/QĐ-SKHCN"


def test_two_people_clear_a_file_and_it_passes_both_gates(
    sign_in: SignIn, browser: Browser, demo: Demo, tmp_path: Path
) -> None:
    paper = samples.marked_page_header(tmp_path).rename(tmp_path / f"{CANARY}.docx")
    compose = sign_in().compose()
    compose.choose(paper)
    expect(compose.stops).to_have_count(1)
    code = re.search(r"Mã đối chiếu của tệp: ([A-Za-z0-9_-]{22})", compose.stops.inner_text())
    assert code is not None

    with browser.new_context() as context:
        page = ClearancePage(context.new_page(), demo.layout.backend_url)
        page.open_as(CLERK)
        page.enter(code[1], DECISION, f"{datetime.now(UTC):%Y-%m-%d}", "Nguyễn Thị Vân")
        expect(page.states).to_have_text(["Chờ người thứ hai duyệt"])
    with browser.new_context() as context:
        page = ClearancePage(context.new_page(), demo.layout.backend_url)
        page.open_as(HEAD)
        page.approve(DECISION, "Lê Minh Hà")
        expect(page.states).to_have_text(["Đang có hiệu lực"])
    wait_for(lambda: code[1] in (demo.layout.state / "gate.json").read_text("utf-8"), "the gate to hear of it")

    compose.button("Đã hiểu").click()
    compose.choose(paper)
    compose.wait_until_attached(1)
    expect(compose.chips.filter(has_text=DECISION)).to_have_count(1)
    compose.to(FINANCE)
    compose.write("Gửi văn bản đã được phép")
    compose.send_and_leave()
    demo.wait_for_letter(FINANCE, "Gửi văn bản đã được phép")

    [recorded] = [
        file for record in demo.journal() for file in record.get("attachments", ()) if file["fingerprint"] == code[1]
    ]
    assert (recorded["action"], recorded["decision"]) == ("allow", DECISION)
    assert [entry["deed"] for entry in demo.rows("select deed from audit_entry where deed like 'clearance.%'")] == [
        "clearance.entered",
        "clearance.approved",
    ]
    # another agency's log-in sends the same file: refused as ever
    assert demo.submit(letter(FINANCE, CLERK, "Cùng tệp, cơ quan khác", attachments=[paper]), FINANCE).code == 550
