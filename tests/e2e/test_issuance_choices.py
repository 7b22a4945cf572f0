"""A clerk issues an old paper with a commune whose name has lost its accents: chosen once in "Phát hành", remembered
for the agency by name, followed by the next paper, and asked about again on a click."""

from pathlib import Path

from playwright.sync_api import expect

from deploy.demo import samples
from tests.e2e.conftest import SignIn
from tests.e2e.demo import Demo, wait_for
from tests.e2e.pages.compose import Compose
from tests.e2e.pages.issuance import IssueDialog

COMMUNE, CHOSEN = "UBND xa Van Lang", "Ủy ban nhân dân xã Văn Lăng"
STANDING = "select codes, chosen_by from recipient_correction where revoked_at is null and entry like '%lang%'"


def opened(compose: Compose, paper: Path) -> IssueDialog:
    dialog = IssueDialog(compose.page)
    dialog.choose(paper)
    expect(dialog.lines.first).to_be_visible()
    return dialog


def test_a_choice_made_while_issuing_is_remembered_and_taken_back(demo: Demo, sign_in: SignIn, tmp_path: Path) -> None:
    paper = samples.unsure_recipients(tmp_path)
    webmail = sign_in()
    webmail.wait_for_issuing()
    compose = webmail.compose()
    dialog = opened(compose, paper)
    dialog.lines.filter(has_text=CHOSEN).locator('input[type="checkbox"]').check()
    expect(dialog.root.locator(".congvu-remember")).to_contain_text(f"“{COMMUNE}” là {CHOSEN}")
    dialog.act_as("Trần Văn Thư (Văn thư)")
    dialog.submit()
    expect(compose.messages.filter(has_text="Đã ghi sổ phát hành")).to_be_visible()
    [kept] = wait_for(lambda: demo.rows(STANDING), "the choice")
    assert kept["codes"] == '["H55.43"]'
    assert demo.rows("select name from official where id = ?", [kept["chosen_by"]])[0]["name"] == "Trần Văn Thư"

    dialog = opened(sign_in().compose(), paper)
    line = dialog.lines.filter(has_text=CHOSEN)
    expect(line).to_have_attribute("data-certainty", "sure")
    expect(dialog.root.locator(".congvu-memories")).to_contain_text(f"“{COMMUNE}”: đã chọn lần trước, Trần Văn Thư.")
    dialog.act_as("Nguyễn Thị Vân (Văn thư)")
    dialog.root.get_by_role("button", name=f"Hỏi lại “{COMMUNE}”").click()
    expect(dialog.root.locator(".congvu-memories")).to_have_count(0)
    expect(line).to_have_attribute("data-certainty", "ask")
    assert demo.rows(STANDING) == []
