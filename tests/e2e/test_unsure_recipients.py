"""Story 4b: an old paper names a district that was divided and a commune without its accents: both are asked about, the
heirs offered; the commune is chosen once and remembered for the agency by name."""

from pathlib import Path

from playwright.sync_api import Locator, expect

from deploy.demo import samples
from tests.e2e.conftest import SignIn
from tests.e2e.demo import FINANCE, Demo
from tests.e2e.pages.compose import Compose

COMMUNE, DISTRICT = "UBND xa Van Lang", "UBND huyện Phú Lương"
CHOSEN = "vanlang.donghy@thainguyen.gov.vn"
HEIRS = {"phuluong@thainguyen.gov.vn", "votranh@thainguyen.gov.vn"}


def question(compose: Compose, text: str) -> Locator:
    return compose.hints.filter(has_text=f"“{text}” là nơi nào?")


def test_what_is_unsure_is_asked_once_and_remembered(demo: Demo, sign_in: SignIn, tmp_path: Path) -> None:
    compose = sign_in().compose()
    compose.to(FINANCE)
    compose.write("Rà soát đường truyền")
    compose.choose(samples.unsure_recipients(tmp_path))

    expect(question(compose, DISTRICT)).to_contain_text("đã chia cho nhiều cơ quan: Ủy ban nhân dân huyện Phú Lương")
    expect(question(compose, COMMUNE)).to_contain_text("tên dễ lẫn, không đoán")
    assert compose.addresses() == [FINANCE]

    question(compose, DISTRICT).get_by_text("Thêm cả 2 nơi").click()
    expect(question(compose, DISTRICT)).to_have_count(0)
    assert set(compose.addresses()) >= HEIRS

    question(compose, COMMUNE).get_by_text("Ủy ban nhân dân xã Văn Lăng").click()
    compose.hints.filter(has_text=f"Lần sau cũng hiểu “{COMMUNE}”").get_by_text("Trần Văn Thư").click()
    compose.hints.filter(has_text=f"Lần sau cũng hiểu “{DISTRICT}”").get_by_text("Chỉ cho thư này").click()
    expect(question(compose, COMMUNE)).to_have_count(0)
    assert CHOSEN in compose.addresses()

    again = sign_in().compose()
    again.to(FINANCE)
    again.choose(samples.unsure_recipients(tmp_path))
    offer = again.hints.filter(has_text="Còn thiếu")
    expect(offer).to_contain_text(f"Ủy ban nhân dân xã Văn Lăng — {CHOSEN} (đã chọn lần trước: Trần Văn Thư)")
    expect(question(again, COMMUNE)).to_have_count(0)
    expect(question(again, DISTRICT)).to_have_count(1)
    remembered = demo.rows("select entry, codes, chosen_by from recipient_correction where revoked_at is null")
    assert [row["codes"] for row in remembered if "lang" in row["entry"]] == ['["H55.43"]']
