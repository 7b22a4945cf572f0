"""A clerk issues a paper by mail: read in the browser, recipients resolved and confirmed, coverage seen line by line. A
marked paper ends in the panel. The register names what was not mailed."""

from datetime import datetime
from pathlib import Path

from playwright.sync_api import expect

from backend.clock import VIETNAM
from deploy.demo import samples
from tests.e2e.canaries import Kind, planted
from tests.e2e.conftest import SignIn
from tests.e2e.demo import HEAD, Demo, wait_for
from tests.e2e.pages.issuance import IssuedDialog, IssueDialog

CANARY = planted(Kind.MARKED, "hoa-trang-nguyen")
SYMBOL = "21/QĐ-SKHCN"
PERSON_NAMED = "Trần Thị Mẫu"
TODAY = datetime.now(VIETNAM).date()


def test_a_marked_paper_is_refused_in_the_panel_before_a_byte_leaves(sign_in: SignIn, tmp_path: Path) -> None:
    webmail = sign_in()
    webmail.wait_for_issuing()
    compose = webmail.compose()
    dialog = IssueDialog(compose.page)
    asked: list[str] = []
    compose.page.on("request", lambda request: asked.append(request.post_data or ""))

    dialog.choose(samples.marked_page_header(tmp_path).rename(tmp_path / f"{CANARY}.docx"))

    expect(dialog.refusal).to_contain_text("không được gửi qua thư điện tử")
    expect(dialog.refusal).to_contain_text("Gửi bản giấy qua văn thư")
    expect(dialog.lines).to_have_count(0)
    assert compose.uploads == []
    assert not any(CANARY in body or "resolveRecipients" in body for body in asked)
    expect(compose.attachments).to_have_count(0)


def test_a_clerk_issues_a_paper_and_sees_each_recipient_reached(demo: Demo, sign_in: SignIn, tmp_path: Path) -> None:
    webmail = sign_in()
    compose = webmail.compose()
    compose.page.fill("#composebody", "Kính gửi Quý cơ quan.")
    dialog = IssueDialog(compose.page)
    paper = samples.issued_decision(tmp_path)

    dialog.choose(paper)
    expect(dialog.lines).to_have_count(8)
    expect(dialog.lines.filter(has_text="Các sở, ban, ngành")).to_contain_text("vpubnd@thainguyen.gov.vn")
    dialog.excuse(PERSON_NAMED, "Cá nhân (không giữ tên)")
    dialog.fill(issued_on=TODAY, pages=12, person="Nguyễn Thị Vân (Văn thư)")
    dialog.submit()

    compose.wait_until_attached(1)
    assert set(compose.addresses()) == {
        f"{box}@thainguyen.gov.vn"
        for box in ("ubnd", "vpubnd", "sotaichinh", "sonoivu", "soyte", "soxaydung", "phuluong")
    }
    assert compose.page.locator("#compose-subject").input_value().startswith(SYMBOL)
    compose.send_and_leave()
    demo.wait_for_letter("sotaichinh@thainguyen.gov.vn", SYMBOL)
    wait_for(lambda: demo.rows("select 1 from issued_message"), "the letter that carried the paper")

    head = IssuedDialog(sign_in(HEAD).page)
    lines = head.lines(SYMBOL)
    expect(head.paper(SYMBOL)).to_contain_text("8/8")
    expect(lines.filter(has_text="Đã vào hộp thư")).to_have_count(7)
    expect(lines.filter(has_text="Sở Y tế")).to_contain_text("Đã vào hộp thư")
    expect(lines.last).to_contain_text("Cá nhân (không giữ tên)")
    expect(head.root).to_contain_text("12 trang × 1 bản × 7 nơi nhận = 84 tờ in một mặt")
    assert head.root.locator("[data-tab]").count() == 2  # a head sees; missing numbers are the clerk's
    assert demo.files_that_hold(PERSON_NAMED) == []
    assert demo.files_that_hold("Kế hoạch rà soát") == []


def test_a_register_shows_what_was_issued_and_not_mailed(demo: Demo, sign_in: SignIn, tmp_path: Path) -> None:
    register = tmp_path / "so-van-ban-di.csv"
    day = f"{TODAY:%d/%m/%Y}"
    rows = [
        "Số,Ký hiệu,Ngày ban hành,Loại văn bản,Độ mật,Nơi nhận",
        f'121,SKHCN-VP,{day},Công văn,,"Sở Tài chính; Lưu: VT"',
        f"122,SKHCN-VP,{day},Công văn,Mật,Nơi nhận kín",
        f"123,SKHCN-VP,{day},Công văn,,Lưu: VT",
    ]
    register.write_text("\n".join([*rows, "không số,SKHCN-VP,hôm qua,,,Bà Mẫu"]), "utf-8")
    dialog = IssuedDialog(sign_in().page)

    dialog.take_over(register)
    expect(dialog.problems).to_have_text(["Dòng 5: không có số, ký hiệu dạng 15/QĐ-UBND"])
    register.write_text("\n".join(rows), "utf-8")
    dialog.root.locator(".congvu-who select").select_option(label="Nguyễn Thị Vân (Văn thư)")
    dialog.take_over(register)
    expect(dialog.message).to_contain_text("Đã nhập 2 dòng")
    expect(dialog.message).to_contain_text("bỏ 1 dòng")

    dialog.tab("unmailed")
    row = dialog.unmailed.filter(has_text="121/SKHCN-VP")
    expect(row).to_be_visible()
    expect(dialog.unmailed.filter(has_text="123/SKHCN-VP")).to_have_count(0)
    row.locator("select").select_option(label="Đã gửi bằng thư khác")
    expect(dialog.root).to_contain_text("1 văn bản đã nêu lý do")
    dialog.tab("gaps")
    expect(dialog.root).to_contain_text("122")
    assert demo.files_that_hold("122/SKHCN") == []
    assert demo.files_that_hold("Nơi nhận kín") == []
