"""Story 2: the same paper through authenticated submission: refused at the mail server, delivered nowhere."""

from pathlib import Path

import pytest

from deploy.demo import samples
from tests.e2e.canaries import Kind, planted
from tests.e2e.demo import CITIZEN, CLERK, FINANCE, Demo
from tests.e2e.letters import letter

CANARY = planted(Kind.MARKED, "hoa-sim-tim")


@pytest.mark.parametrize("way", ["as it is", "renamed to jpg", "inside a zip"])
def test_a_marked_paper_is_refused_and_delivered_nowhere(way: str, demo: Demo, tmp_path: Path) -> None:
    file = samples.marked_in_archive(tmp_path) if way == "inside a zip" else samples.marked_page_header(tmp_path)
    file = file.rename(tmp_path / f"{CANARY}{'.jpg' if way == 'renamed to jpg' else file.suffix}")
    subject = f"Gửi tài liệu {CANARY}"

    reply = demo.submit(letter(CLERK, FINANCE, subject, attachments=[file]))

    assert reply.code == 550
    assert reply.text.startswith("5.7.1 ")
    assert reply.text.isascii()
    demo.wait_until_queue_is_empty()
    assert demo.letters(FINANCE, subject) == []
    assert demo.files_that_hold(CANARY) == []


def test_a_mark_in_the_text_of_a_letter_is_refused(demo: Demo) -> None:
    reply = demo.submit(letter(CLERK, FINANCE, f"Trao đổi {CANARY}", f"Kính gửi,\nTỐI MẬT\n{CANARY}\n"))

    assert (reply.code, reply.text[:5]) == (550, "5.7.1")


def test_a_marked_paper_from_outside_is_refused_at_the_door(demo: Demo, tmp_path: Path) -> None:
    paper = samples.marked_page_header(tmp_path).rename(tmp_path / f"{CANARY}.docx")

    reply = demo.arrive(letter(CITIZEN, CLERK, f"Gửi hồ sơ mật {CANARY}", attachments=[paper]))

    assert reply.code == 550
    assert demo.letters(CLERK, f"Gửi hồ sơ mật {CANARY}") == []


def test_what_cannot_be_read_is_refused_towards_strangers_and_delivered_with_a_note_from_them(
    demo: Demo, tmp_path: Path
) -> None:
    locked = samples.locked_archive(tmp_path)

    outward = demo.submit(letter(CLERK, CITIZEN, "Tệp khoá gửi ra", attachments=[locked]))
    inward = demo.arrive(letter(CITIZEN, CLERK, "Tệp khoá gửi vào", attachments=[locked]))

    assert (outward.code, inward.code) == (550, 250)
    assert demo.letters(CITIZEN, "Tệp khoá gửi ra") == []
    assert "action=confirm" in str(demo.wait_for_letter(CLERK, "Tệp khoá gửi vào")["Cong-Vu-Verdict"])
