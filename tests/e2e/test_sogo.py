"""SOGo on the demo's servers, as it is without the product's extension; what the extension's stories stand on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from deploy.demo import samples
from tests.e2e.canaries import Kind, planted
from tests.e2e.demo import CLERK, FINANCE, Demo
from tests.e2e.pages.sogo import Sogo, sign_in_to_sogo
from tests.e2e.pages.webmail import new_context


@pytest.fixture
def sogo(browser: Browser, sogo_url: str) -> Iterator[Sogo]:
    context = new_context(browser)
    yield sign_in_to_sogo(context.new_page(), sogo_url, CLERK)
    context.close()


def test_a_clerk_sends_a_letter_with_a_clean_paper_and_it_arrives(sogo: Sogo, demo: Demo, tmp_path: Path) -> None:
    compose = sogo.compose()
    compose.to(FINANCE)
    compose.write("Ghi chú SOGo", "Kính gửi Sở Tài chính,\nGửi kèm ghi chú.")

    compose.choose(samples.plain_text(tmp_path))
    compose.wait_until_attached("10-ghi-chu.txt")
    compose.send_and_leave()

    letter = demo.wait_for_letter(FINANCE, "Ghi chú SOGo")
    assert [part.get_filename() for part in letter.iter_attachments()] == ["10-ghi-chu.txt"]
    assert letter["Cong-Vu-Verdict"] is not None


def test_the_mail_server_stops_a_mark_in_a_subject_as_sogo_writes_it(sogo: Sogo, demo: Demo) -> None:
    """SOGo writes encoded words without a space between them, against RFC 2047, section 2."""
    compose = sogo.compose()
    compose.to(FINANCE)
    compose.write("TUYỆT MẬT", f"TÀI LIỆU MẪU, KHÔNG PHẢI BÍ MẬT NHÀ NƯỚC {planted(Kind.MAIL, 'hoa-sen-hong')}")

    compose.send()

    expect(compose.error).to_contain_text("Khong gui duoc")
    demo.wait_until_queue_is_empty()
    assert demo.letters(FINANCE, "TUYỆT MẬT") == []
