"""Firefox ESR with the extension on a Roundcube that knows nothing of the product: what is marked makes no request,
neither as a file nor as words; what is clean goes once, and arrives."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from backend.classification.keys import public_part
from backend.extension_package.province import Province
from deploy.demo import samples
from tests.e2e.canaries import Kind, planted
from tests.e2e.demo import CLERK, FINANCE, Demo, wait_for
from tests.e2e.pages.firefox import Firefox, firefox
from tests.e2e.pages.firefox_roundcube import RoundcubeLetter

CANARY = planted(Kind.MAIL, "hoa-bang-lang")  # in the name or text of what is marked, and nowhere else
STOPS = "không được gửi qua thư điện tử"
WAYS: dict[str, Callable[[RoundcubeLetter, Path], None]] = {
    "chosen": RoundcubeLetter.choose,
    "dragged": RoundcubeLetter.drag,
}


@pytest.fixture(scope="module")
def opened(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    layout = demo.layout
    hosts = [f"{layout.outside_webmail_url}*"]
    key = public_part(layout.home / "keys" / "province.jwk.pub")
    province = Province(layout.backend_url, tuple(hosts), (key,))
    settings = {"backend_url": layout.backend_url, "hosts": hosts, "trusted_keys": [key], "language": "vi"}
    with firefox(province, settings, tmp_path_factory.mktemp("firefox")) as running:
        yield running


@pytest.fixture(scope="module")
def signed_in(opened: Firefox, demo: Demo) -> RoundcubeLetter:
    roundcube = RoundcubeLetter(opened, demo.layout.outside_webmail_url)
    roundcube.sign_in(CLERK)
    return roundcube


@pytest.fixture
def letter(signed_in: RoundcubeLetter, opened: Firefox) -> RoundcubeLetter:
    signed_in.begin()
    opened.forget()
    return signed_in


@pytest.mark.parametrize("way", WAYS)
def test_a_marked_paper_makes_no_request_and_the_panel_says_why(
    way: str, opened: Firefox, letter: RoundcubeLetter, demo: Demo, tmp_path: Path
) -> None:
    marked = samples.marked_page_header(tmp_path).rename(tmp_path / f"{CANARY}.docx")

    WAYS[way](letter, marked)

    opened.says(STOPS)
    opened.says("Chỉ thị, khoản 1 điểm e")
    assert opened.count(letter.files) == 0
    assert opened.uploads == []
    assert opened.carried(CANARY.encode(), marked.read_bytes()[:200]) == []
    assert demo.files_that_hold(CANARY) == []


def test_a_clean_paper_is_uploaded_once_and_arrives(
    opened: Firefox, letter: RoundcubeLetter, demo: Demo, tmp_path: Path
) -> None:
    paper, subject = samples.meeting_paper(tmp_path), "Tai lieu bang Firefox"
    letter.write(FINANCE, subject, "Xin gui tai lieu.")

    letter.choose(paper)
    opened.wait_for(letter.files)
    assert [paper.read_bytes() in one.body for one in opened.uploads] == [True]
    letter.send()
    wait_for(letter.has_left, "the letter to leave")

    arrived = demo.wait_for_letter(FINANCE, subject)
    assert [part.get_content() for part in arrived.iter_attachments()] == [paper.read_bytes()]


def test_marked_words_do_not_leave_by_send(opened: Firefox, letter: RoundcubeLetter, demo: Demo) -> None:
    subject = "Trao doi bang Firefox"
    letter.write(FINANCE, subject, "Kinh gui So,", "TUYỆT MẬT", CANARY)

    letter.send()

    opened.says("không được gửi")
    assert not letter.has_left()
    assert opened.carried(CANARY.encode()) == []
    assert demo.letters(FINANCE, subject) == []
