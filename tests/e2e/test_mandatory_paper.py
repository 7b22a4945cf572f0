"""Story 3: a meeting paper is flagged mandatory with its source, is sent and arrives with the verdict header."""

from pathlib import Path

from playwright.sync_api import expect

from deploy.demo import samples
from tests.e2e.conftest import SignIn
from tests.e2e.demo import CITIZEN, CLERK, FINANCE, Demo
from tests.e2e.letters import letter


def verdicts(demo: Demo, subject: str) -> list[str]:
    return [str(value) for value in demo.wait_for_letter(FINANCE, subject).get_all("Cong-Vu-Verdict", [])]


def test_a_meeting_paper_is_flagged_sent_and_labelled(sign_in: SignIn, demo: Demo, tmp_path: Path) -> None:
    compose = sign_in().compose()
    compose.to(FINANCE)
    compose.write("Tài liệu họp giao ban tháng 01")

    compose.choose(samples.meeting_paper(tmp_path))

    chip = compose.chips.filter(has_text="Thuộc diện bắt buộc gửi qua thư điện tử")
    expect(chip).to_have_count(1)
    chip.click()
    expect(compose.panel.locator(".congvu-reasons:visible")).to_contain_text("Chỉ thị, khoản 1 điểm e")
    compose.wait_until_attached(1)
    compose.send_and_leave()
    [verdict] = verdicts(demo, "Tài liệu họp giao ban tháng 01")
    assert verdict.startswith("thai-nguyen; v=1; action=allow; obligation=mandatory; kind=TLH; bundle=")


def test_a_forged_verdict_from_outside_is_removed_and_a_neighbours_stays(demo: Demo) -> None:
    forged = letter(CITIZEN, FINANCE, "Thư có nhãn giả")
    for value in (
        "thai-nguyen; v=1; action=allow; obligation=none; kind=; bundle=9; id=forged",
        "  THAI-NGUYEN ; v=1; id=forged",
        "(x) thai-nguyen; v=1; id=forged",
        "bac-giang; v=1; action=allow; id=theirs",
    ):
        forged["Cong-Vu-Verdict"] = value

    assert demo.arrive(forged).code == 250

    found = verdicts(demo, "Thư có nhãn giả")
    assert not any("forged" in value for value in found)
    assert any("id=theirs" in value for value in found)


def test_a_verdict_an_official_wrote_is_replaced_by_the_gates_own(demo: Demo) -> None:
    forged = letter(CLERK, FINANCE, "Thư tự dán nhãn", headers={"Cong-Vu-Verdict": "thai-nguyen; v=1; id=forged"})

    assert demo.submit(forged).code == 250

    [verdict] = verdicts(demo, "Thư tự dán nhãn")
    assert verdict.startswith("thai-nguyen; v=1; action=allow; obligation=none; kind=")
    assert "forged" not in verdict
