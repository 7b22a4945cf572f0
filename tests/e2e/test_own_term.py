"""An agency decided in how many days it answers ordinary letters: clerk and citizen read by which decision."""

from datetime import datetime
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.conftest import SignIn
from tests.e2e.demo import COMMUNE, Demo, wait_for
from tests.e2e.letters import VIETNAM, letter
from tests.e2e.pages.letter_panel import LetterPanel
from tests.e2e.test_citizen_letter import sent_to, somebody
from tests.e2e.working_calendar import working_day_after

TERMS = "agency,valid_from,days,decision_number\nH55.40,2026-01-01,2,Quyết định số 8/QĐ-UBND\n"


def test_an_ordinary_letter_is_due_as_the_agency_decided_and_the_decision_is_named(
    sign_in: SignIn, demo: Demo, tmp_path: Path
) -> None:
    terms = tmp_path / "terms.csv"
    terms.write_text(TERMS, encoding="utf-8")
    demo.congvu("directory", "import", str(demo.readable(terms)))
    subject = "Hỏi lịch tiếp công dân của xã"
    sent_on = datetime.now(VIETNAM).date()
    citizen = somebody()
    assert demo.arrive(letter(citizen, COMMUNE, subject)).code == 250

    webmail = sign_in(COMMUNE)
    webmail.wait_for_letter(subject)
    panel = LetterPanel(webmail.read(subject).page)

    expect(panel.next).to_contain_text(f"hạn {working_day_after(sent_on, 2):%d/%m/%Y} 17:00")
    panel.how_due.locator("summary").click()
    expect(panel.how_due).to_contain_text("2 ngày làm việc, không tính ngày nhận")
    expect(panel.how_due).to_contain_text("thời hạn cơ quan tự quy định theo Quyết định số 8/QĐ-UBND")
    [told] = wait_for(lambda: sent_to(demo, citizen), "the acknowledgement")
    assert "theo Quyết định số 8/QĐ-UBND, không phải thời hạn luật định" in " ".join(told.get_content().split())
