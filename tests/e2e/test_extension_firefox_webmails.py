"""Firefox ESR with the extension on webmails that know nothing of the product, Roundcube and SOGo: what is marked makes
no request, neither as a file nor as words; what is clean goes once, and arrives."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.demo import samples
from tests.e2e.canaries import Kind, planted
from tests.e2e.demo import CLERK, FINANCE, Demo, wait_for
from tests.e2e.pages.firefox import Firefox, firefox
from tests.e2e.pages.firefox_roundcube import RoundcubeLetter
from tests.e2e.pages.firefox_sogo import SogoLetter
from tests.e2e.pages.guarded_browser import KnownExtension

CANARY = planted(Kind.MAIL, "hoa-bang-lang")  # in the name or text of what is marked, and nowhere else
STOPS = "không được gửi qua thư điện tử"
Letter = RoundcubeLetter | SogoLetter


@pytest.fixture(scope="module")
def opened(
    known_extension: KnownExtension, sogo_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Firefox]:
    folder = tmp_path_factory.mktemp("firefox")
    with firefox(known_extension.province, known_extension.settings, folder) as running:
        yield running


@pytest.fixture(scope="module", params=["Roundcube", "SOGo"])
def signed_in(request: pytest.FixtureRequest, opened: Firefox, demo: Demo, sogo_url: str) -> Letter:
    in_roundcube = request.param == "Roundcube"
    webmail = RoundcubeLetter(opened, demo.layout.outside_webmail_url) if in_roundcube else SogoLetter(opened, sogo_url)
    webmail.sign_in(CLERK)
    return webmail


@pytest.fixture
def letter(signed_in: Letter, opened: Firefox) -> Letter:
    signed_in.begin()
    opened.forget()
    return signed_in


def test_a_marked_paper_makes_no_request_and_the_panel_says_why(
    opened: Firefox, letter: Letter, demo: Demo, tmp_path: Path
) -> None:
    chosen = samples.marked_page_header(tmp_path).rename(tmp_path / f"{CANARY}.docx")
    dragged = chosen.with_name(f"{CANARY}-keo-vao.docx")
    dragged.write_bytes(chosen.read_bytes())

    letter.choose(chosen)
    opened.says(STOPS)
    opened.says("Chỉ thị, khoản 1 điểm e")
    letter.drag(dragged)
    opened.says(dragged.name)

    assert opened.count(letter.files) == 0
    assert opened.uploads == []
    assert opened.carried(CANARY.encode(), chosen.read_bytes()[:200]) == []
    assert demo.files_that_hold(CANARY) == []


def test_clean_papers_chosen_and_dragged_are_uploaded_once_each_and_arrive(
    opened: Firefox, letter: Letter, demo: Demo, tmp_path: Path
) -> None:
    chosen, dragged = samples.meeting_paper(tmp_path), samples.plain_text(tmp_path)
    subject = f"Tai lieu bang Firefox {type(letter).__name__}"
    letter.write(FINANCE, subject, "Xin gui tai lieu.")

    letter.choose(chosen)
    letter.wait_until_attached(1)
    letter.drag(dragged)
    letter.wait_until_attached(2)
    carried = [[paper.read_bytes() in one.body for paper in (chosen, dragged)] for one in opened.uploads]
    assert carried == [[True, False], [False, True]]
    letter.send()
    wait_for(letter.has_left, "the letter to leave")

    arrived = demo.wait_for_letter(FINANCE, subject)
    assert [part.get_filename() for part in arrived.iter_attachments()] == [chosen.name, dragged.name]


def test_marked_words_do_not_leave_by_send(opened: Firefox, letter: Letter, demo: Demo) -> None:
    subject = f"Trao doi bang Firefox {type(letter).__name__}"
    letter.write(FINANCE, subject, "Kinh gui So,", "TUYỆT MẬT", CANARY)

    letter.send()

    opened.says("không được gửi")
    assert not letter.has_left()
    assert opened.carried(CANARY.encode()) == []
    assert demo.letters(FINANCE, subject) == []
