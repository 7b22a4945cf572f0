"""Story 1: a paper with TỐI MẬT in its page header is chosen, dragged and pasted; not a byte of it leaves."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from deploy.demo import samples
from tests.e2e.canaries import Kind, planted
from tests.e2e.conftest import SignIn
from tests.e2e.demo import CLERK, FINANCE, Demo
from tests.e2e.letters import letter
from tests.e2e.pages.compose import Compose

CANARY = planted(Kind.MARKED, "hoa-ban-trang")  # in the name or text of what is marked, and nowhere else
WAYS: dict[str, Callable[[Compose, Path], None]] = {
    "chosen": Compose.choose,
    "dragged": Compose.drag,
    "pasted": Compose.paste,
}


@pytest.fixture
def marked(tmp_path: Path) -> Path:
    return samples.marked_page_header(tmp_path).rename(tmp_path / f"{CANARY}.docx")


@pytest.mark.parametrize("way", WAYS)
def test_a_marked_paper_never_reaches_the_server(way: str, sign_in: SignIn, marked: Path, demo: Demo) -> None:
    compose = sign_in().compose()

    WAYS[way](compose, marked)

    expect(compose.stops).to_have_count(1)
    for words in (
        "không được gửi qua thư điện tử",
        "hệ thống không kết luận đây là bí mật nhà nước",
        "trang 1",
        "Chỉ thị, khoản 1 điểm e",
        "Gửi bản giấy qua văn thư",
    ):
        expect(compose.stops).to_contain_text(words)
    expect(compose.attachments).to_have_count(0)
    assert compose.uploads == []
    assert compose.traffic.bodies_with(CANARY.encode()) == []
    assert demo.files_that_hold(CANARY) == []


def test_the_clean_one_of_two_papers_is_attached(sign_in: SignIn, marked: Path, tmp_path: Path) -> None:
    compose = sign_in().compose()

    compose.choose(marked, samples.plain_text(tmp_path))

    compose.wait_until_attached(1)
    expect(compose.attachments).to_contain_text("10-ghi-chu.txt")
    expect(compose.stops).to_have_count(1)
    assert len(compose.uploads) == 1


def test_a_marked_body_leaves_neither_as_draft_nor_as_letter(sign_in: SignIn, demo: Demo) -> None:
    compose = sign_in().compose()
    compose.to(FINANCE)
    compose.write("Trao đổi công việc", f"Kính gửi Sở,\nTUYỆT MẬT\n{CANARY}")

    compose.save_draft()
    expect(compose.stops).to_have_count(1)
    compose.send()

    expect(compose.stops).to_contain_text("không được gửi")
    assert compose.traffic.bodies_with(CANARY.encode()) == []
    assert demo.letters(CLERK, "Trao đổi công việc", "Drafts") == []
    assert demo.files_that_hold(CANARY) == []


def test_a_marked_paper_that_lay_in_the_mailbox_before_is_not_forwarded(
    sign_in: SignIn, demo: Demo, marked: Path
) -> None:
    old = marked.rename(marked.with_name(f"{planted(Kind.MAIL, 'hoa-dai-trang')}.docx"))
    demo.lay_in_mailbox(CLERK, letter("congdan@nguoidan.example", CLERK, "Tài liệu cũ", attachments=[old]))
    compose = sign_in().read("Tài liệu cũ").forward()
    compose.to(FINANCE)

    compose.send()

    expect(compose.stops.first).to_contain_text("không được gửi qua thư điện tử")
    demo.wait_until_queue_is_empty()
    assert demo.letters(FINANCE, "Tài liệu cũ") == []
