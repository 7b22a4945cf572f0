"""The citizen's side after the acknowledgement: a robot that answers all, a question by mail, the buttons of the page.

A robot of the rudest kind: it answers every mail, our null sender and Auto-Submitted notwithstanding, and says of
nothing that it is automatic.
"""

from collections.abc import Callable
from email.message import EmailMessage

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.demo import CITIZEN, CLERK, Demo, wait_for
from tests.e2e.letters import letter
from tests.e2e.pages.status import StatusPage
from tests.e2e.pages.webmail import new_context
from tests.e2e.test_citizen_letter import (
    answer_by_clerk,
    correspondences,
    let_everything_before_be_worked_off,
    sent_to,
    somebody,
    write_in,
)

MOST_ROUNDS = 6
Manner = Callable[[EmailMessage], dict[str, str]]


def with_references(mail: EmailMessage) -> dict[str, str]:
    return {"In-Reply-To": str(mail["Message-ID"]), "References": f"{mail['References']} {mail['Message-ID']}"}


def with_its_own_parent_only(mail: EmailMessage) -> dict[str, str]:
    return {"In-Reply-To": str(mail["Message-ID"])}


def with_nothing_but_the_subject(_mail: EmailMessage) -> dict[str, str]:
    return {}


@pytest.mark.parametrize("manner", [with_references, with_its_own_parent_only, with_nothing_but_the_subject])
def test_two_robots_that_answer_each_other_stop_after_one_letter_each(manner: Manner, demo: Demo) -> None:
    robot = somebody()
    assert demo.arrive(letter(robot, CLERK, "Hỏi giờ làm việc")).code == 250
    wait_for(lambda: sent_to(demo, robot), "our robot's letter")

    answered: set[str] = set()
    for _ in range(MOST_ROUNDS):
        fresh = [mail for mail in sent_to(demo, robot) if str(mail["Message-ID"]) not in answered]
        for mail in fresh:
            answered.add(str(mail["Message-ID"]))
            reply = letter(robot, CLERK, f"Re: {mail['Subject']}", "Tôi đã nhận.\n", headers=manner(mail))
            assert demo.arrive(reply).code == 250
        let_everything_before_be_worked_off(demo)
        if not fresh:
            break

    assert len(answered) == 1
    assert len(sent_to(demo, robot)) == 1


def test_a_question_by_mail_is_answered_once_to_whoever_wrote_and_to_nobody_else(demo: Demo) -> None:
    written = write_in(demo, "Xin cấp trích lục")
    stranger = somebody()
    for sender in (written.sender, stranger):
        assert demo.arrive(letter(sender, CLERK, f"TÌNH TRẠNG {written.code}", "\n")).code == 250
    let_everything_before_be_worked_off(demo)

    [answer] = demo.letters(CITIZEN, f"Tình trạng thư, mã tra cứu {written.code}")
    assert (answer["To"], answer["Return-Path"], answer["Auto-Submitted"]) == (written.sender, "<>", "auto-replied")
    assert "Tình trạng: Đã tiếp nhận, đang chờ trả lời" in answer.get_content()
    assert correspondences(demo, written.sender) == 1
    assert correspondences(demo, stranger) == 1  # a letter, for people to read


def test_a_sender_who_is_not_content_opens_the_letter_again(browser: Browser, demo: Demo) -> None:
    written = write_in(demo, "Hỏi về phí")
    answer_by_clerk(demo, written)
    context = new_context(browser)
    page = StatusPage(context.new_page(), f"{demo.layout.backend_url}/tra-cuu")
    for _ in range(2):
        page.follow(written.link)
        assert page.fact("Tình trạng") == "Đã trả lời"

    page.press("Chưa")
    assert page.fact("Tình trạng") == "Đang được xử lý"
    expect(page.main).to_contain_text("Đã mở lại thư")
    context.close()
    identity = str(written.message["Message-ID"]).strip("<>")
    [row] = demo.rows("select standing, satisfied from correspondence where message_id = ?", [identity])
    assert (row["standing"], row["satisfied"]) == ("open", 0)
    assert demo.files_that_hold(written.token) == []


def test_a_denunciation_has_the_acknowledgement_and_the_page_of_every_letter(browser: Browser, demo: Demo) -> None:
    written = [write_in(demo, subject) for subject in ("Đơn tố cáo cán bộ xã", "Hỏi về đường đi")]
    context = new_context(browser)
    page = StatusPage(context.new_page(), f"{demo.layout.backend_url}/tra-cuu")
    shown, mailed = [], []
    for one in written:
        page.follow(one.link)
        shown.append([page.fact(name) for name in ("Tình trạng", "Đơn vị phụ trách", "Hạn trả lời", "Cách tính hạn")])
        mailed.append([line for line in one.text.splitlines() if one.code not in line and "Thời điểm" not in line])
    context.close()

    assert shown[0] == shown[1]
    assert mailed[0] == mailed[1]
    ids = [str(one.message["Message-ID"]).strip("<>") for one in written]
    query = "select shielded from correspondence where message_id = ?"
    assert [demo.rows(query, [identity])[0]["shielded"] for identity in ids] == [1, 0]
    assert demo.files_that_hold("tố cáo cán bộ") == []
