"""Stories of addresses worth a second look: one that only looks official, read and answered; private boxes on either
side; the commune that is called nearly like the one on the paper."""

from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

from playwright.sync_api import expect

from deploy.demo.papers.paper import load_paper
from deploy.demo.papers.word_paper import write_word
from tests.e2e.conftest import SignIn
from tests.e2e.demo import CLERK, FINANCE, Demo
from tests.e2e.letters import letter
from tests.e2e.pages.compose import Compose

LOOKALIKE = "sotaichinh@thainguyen-gov.vn"
OFFICIAL, PRIVATE = "an.nguyen@thainguyen.gov.vn", "hoaian.nguyen@thurieng.example"
VAN_LANG, VAN_LANG_OF_DONG_HY = "vanlang@thainguyen.gov.vn", "vanlang.donghy@thainguyen.gov.vn"


def fields(compose: Compose) -> list[str]:
    return [address for field in ("to", "cc", "bcc") for address in compose.addresses(field)]


def test_a_letter_from_an_address_that_only_looks_official_is_not_answered_by_mistake(
    demo: Demo, sign_in: SignIn
) -> None:
    subject = "Đề nghị cung cấp số tài khoản"
    assert demo.arrive(letter(f"Sở Tài chính <{LOOKALIKE}>", CLERK, subject), LOOKALIKE).code == 250
    reading = sign_in().read(subject)

    warning = reading.page.locator("#congvu-letter .congvu-author .congvu-alert")
    expect(warning).to_contain_text(f"Cẩn thận: {LOOKALIKE} không phải là địa chỉ chính thức")
    expect(warning).to_contain_text("Trông giống thainguyen.gov.vn")

    compose = reading.reply()
    compose.page.fill("#composebody", "Kính gửi Sở Tài chính, xin gửi như đề nghị.")
    doubt = compose.questions.filter(has_text=f"{LOOKALIKE} không phải là địa chỉ chính thức")
    expect(doubt).to_be_visible()
    compose.send()
    expect(compose.messages.filter(has_text="Thư chưa gửi")).to_be_visible()

    doubt.get_by_role("button", name=f"Đổi sang {FINANCE}").click()
    expect(doubt).to_have_count(0)
    assert fields(compose) == [FINANCE]
    compose.send_and_leave()
    answer: EmailMessage = demo.wait_for_letter(FINANCE, subject)
    assert LOOKALIKE not in str(answer["To"])


def test_an_address_that_is_what_is_meant_is_written_to_knowingly(demo: Demo, sign_in: SignIn) -> None:
    compose = sign_in().compose()
    compose.to("vanthu@xn--thinguyen-1yh.gov.vn")
    compose.write("Hỏi lại về thư đã nhận")

    doubt = compose.questions.filter(has_text="không phải là địa chỉ chính thức")
    expect(doubt).to_contain_text("chữ của bảng chữ khác")
    doubt.get_by_role("button", name="Tôi đã kiểm tra, vẫn gửi tới địa chỉ này").click()
    expect(doubt).to_have_count(0)
    compose.send()  # the demo sends nothing to other machines: its mail server is reached, and says no
    expect(compose.messages.filter(has_text="Thư chưa gửi")).to_have_count(0)


def test_private_boxes_give_way_to_official_ones_on_either_side(demo: Demo, sign_in: SignIn) -> None:
    _add_identity(demo, sign_in, OFFICIAL, PRIVATE)
    compose = sign_in(OFFICIAL).compose()
    chosen = compose.page.locator("[name=_from]")
    chosen.select_option(label=f"Nguyễn Hoài An <{PRIVATE}>")
    compose.to(FINANCE)
    compose.write("Báo cáo tuần")
    own = compose.hints.filter(has_text=f"Thư này gửi đi từ hộp thư riêng {PRIVATE}")
    own.get_by_role("button", name=f"Gửi từ {OFFICIAL}").click()
    expect(own).to_have_count(0)
    assert OFFICIAL in chosen.evaluate("(field) => field.selectedOptions[0].text")

    compose = sign_in().compose()
    compose.to(FINANCE)
    compose.cc(PRIVATE)
    other = compose.hints.filter(has_text="Nguyễn Hoài An có hộp thư công vụ")
    other.get_by_role("button", name=f"Đổi sang {OFFICIAL}").click()
    expect(other).to_have_count(0)
    assert fields(compose) == [FINANCE, OFFICIAL]


def test_the_commune_on_the_paper_is_offered_for_the_one_that_is_called_nearly_so(
    sign_in: SignIn, tmp_path: Path
) -> None:
    recipients = ("UBND xã Văn Lăng;", "Lưu: VT.")
    paper = replace(load_paper("six_recipients"), addressees=("UBND xã Văn Lăng.",), recipients=recipients)
    compose = sign_in().compose()
    compose.to(VAN_LANG)
    compose.choose(write_word(paper, tmp_path / "van-lang.docx"))

    doubt = compose.hints.filter(has_text=f"Nhiều nơi có tên giống nhau: {VAN_LANG} có đúng nơi cần gửi?")
    expect(doubt).to_contain_text("Văn bản ghi nơi nhận là Ủy ban nhân dân xã Văn Lăng")
    doubt.get_by_role("button", name="Đổi sang Ủy ban nhân dân xã Văn Lăng").click()
    expect(doubt).to_have_count(0)
    assert fields(compose) == [VAN_LANG_OF_DONG_HY]
    expect(compose.hints.filter(has_text="Còn thiếu")).to_have_count(0)


def _add_identity(demo: Demo, sign_in: SignIn, login: str, address: str) -> None:
    """Roundcube lets people add identities of any address."""
    page = sign_in(login).page
    page.goto(f"{demo.layout.webmail_url}?_task=settings&_action=add-identity")
    page.fill("[name=_name]", "Nguyễn Hoài An")
    page.fill("[name=_email]", address)
    with page.expect_response(
        lambda response: "_action=save-identity" in response.url or response.request.method == "POST"
    ):
        page.get_by_role("button", name="Lưu").click()
