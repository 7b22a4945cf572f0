"""An agency's paper comes as a file: number, day and term are proposed from it, read on the clerk's machine."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from playwright.sync_api import expect

from deploy.demo.papers.paper import Paper
from deploy.demo.papers.word_paper import write_word
from tests.e2e.conftest import SignIn
from tests.e2e.demo import CLERK, COMMUNE, Demo
from tests.e2e.letters import VIETNAM, letter
from tests.e2e.pages.letter_panel import LetterPanel

SUBJECT = "Xin ý kiến góp ý"
PAPER = Paper(
    agency="ỦY BAN NHÂN DÂN XÃ PHÚ LƯƠNG",
    number="Số: 145/UBND-KT",
    place_and_date="Phú Lương, ngày 20 tháng 11 năm 2025",
    addressees=("Sở Khoa học và Công nghệ",),
)
ASKS = "Đề nghị quý Sở cho ý kiến và gửi về Ủy ban nhân dân xã trước ngày {day} để tổng hợp./."


def test_what_the_attached_paper_says_is_proposed_and_only_what_is_confirmed_leaves_the_machine(
    sign_in: SignIn, demo: Demo, tmp_path: Path
) -> None:
    ahead = datetime.now(VIETNAM) + timedelta(days=40)
    paper = replace(PAPER, paragraphs=(ASKS.format(day=f"{ahead:%d/%m/%Y}"),))
    file = write_word(paper, tmp_path / "cong-van.docx")
    assert demo.submit(letter(COMMUNE, CLERK, SUBJECT, attachments=[file]), COMMUNE).code == 250
    webmail = sign_in(CLERK)
    webmail.wait_for_letter(SUBJECT)
    panel = LetterPanel(webmail.read(SUBJECT).page)

    expect(panel.proposals).to_contain_text("Tệp “cong-van.docx” viết:")
    expect(panel.facts).to_contain_text("Kính gửiSở Khoa học và Công nghệ")
    panel.act_as("Nguyễn Thị Vân")
    panel.press("REGISTERED")
    expect(panel.form.locator('[name="paperSymbol"]')).to_have_value("145/UBND-KT")
    expect(panel.form.locator('[name="paperOn"]')).to_have_value("2025-11-20")
    assert webmail.traffic.bodies_with(b"145/UBND-KT") == []
    panel.form.locator('[name="number"]').fill("77")
    panel.form.locator('button[type="submit"]').click()
    expect(panel.facts).to_contain_text("145/UBND-KT ngày 20/11/2025")
    assert demo.files_that_hold("để tổng hợp") == []
