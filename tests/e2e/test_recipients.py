"""Story 4: a công văn with its "Nơi nhận", two of them missing in To and Cc: offered, and added in one click."""

from pathlib import Path

from playwright.sync_api import expect

from deploy.demo import samples
from tests.e2e.conftest import SignIn
from tests.e2e.demo import FINANCE


def test_missing_recipients_are_offered_and_added_in_one_click(sign_in: SignIn, tmp_path: Path) -> None:
    compose = sign_in().compose()
    compose.to(FINANCE, "sonoivu@thainguyen.gov.vn", "soyte@thainguyen.gov.vn")
    compose.cc("vpubnd@thainguyen.gov.vn", "ubnd@thainguyen.gov.vn")
    compose.write("Rà soát hộp thư điện tử")

    compose.choose(samples.six_recipients(tmp_path))

    offer = compose.hints.filter(has_text="Còn thiếu 2 nơi nhận")
    expect(offer).to_contain_text("phuluong@thainguyen.gov.vn")
    expect(offer).to_contain_text("phandinhphung@thainguyen.gov.vn")
    expect(offer).not_to_contain_text("VT")
    compose.button("Thêm 2 nơi nhận còn thiếu").click()

    expect(compose.hints.filter(has_text="Còn thiếu")).to_have_count(0)
    assert {"phuluong@thainguyen.gov.vn", "phandinhphung@thainguyen.gov.vn"} <= set(compose.addresses())
    expect(compose.chips.first).to_contain_text("đủ nơi nhận")
