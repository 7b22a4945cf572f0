"""Story 5: a citizen writes in: one acknowledgement, none to machines, and a page that says how the letter stands."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from itertools import count
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.canaries import Kind, planted
from tests.e2e.conftest import SignIn
from tests.e2e.demo import CITIZEN, CLERK, Demo, wait_for
from tests.e2e.letters import VIETNAM, letter
from tests.e2e.pages.status import StatusPage
from tests.e2e.pages.webmail import new_context
from tests.e2e.told import mails_are_told
from tests.e2e.working_calendar import working_day_after

UNIT = "Sở Khoa học và Công nghệ"
_numbers = count(1)


def somebody() -> str:
    """Another person each time, whose mail arrives in the citizen's box: nobody is acknowledged too often a day."""
    return f"congdan+thu{next(_numbers)}@nguoidan.example"


def acknowledgements(demo: Demo, message: EmailMessage) -> list[EmailMessage]:
    """What the citizen's box got in answer to this very letter."""
    answers = demo.letters(CITIZEN, "Đã nhận được thư")
    return [one for one in answers if str(one["In-Reply-To"]) == str(message["Message-ID"])]


def wait_for_acknowledgement(demo: Demo, message: EmailMessage) -> EmailMessage:
    """One that the mail server put off once comes a minute later, twice three minutes."""
    with mails_are_told(demo):
        return wait_for(lambda: acknowledgements(demo, message), "an acknowledgement", 240)[0]


def let_everything_before_be_worked_off(demo: Demo) -> None:
    """Facts are taken in order: when a letter that came later is acknowledged, nothing earlier is still to come."""
    demo.wait_until_queue_is_empty()
    later = letter(somebody(), CLERK, f"Thư đến sau {next(_numbers)}")
    assert demo.arrive(later).code == 250
    wait_for_acknowledgement(demo, later)
    demo.wait_until_queue_is_empty()


def correspondences(demo: Demo, sender: str) -> int:
    """How many letters of this address await, or had, an answer."""
    query = "select 1 from correspondence c join correspondent p on p.id = c.correspondent_id where p.address = ?"
    return len(demo.rows(query, [sender]))


def sent_to(demo: Demo, sender: str) -> list[EmailMessage]:
    """Acknowledgements that name this address."""
    return [one for one in demo.letters(CITIZEN, "Đã nhận được thư") if str(one["To"]) == sender]


@dataclass(frozen=True, slots=True)
class Acknowledged:
    sender: str
    message: EmailMessage
    acknowledgement: EmailMessage

    @property
    def text(self) -> str:
        return str(self.acknowledgement.get_content())

    @property
    def link(self) -> str:
        return str(re.findall(r"http://\S+", self.text)[0])

    @property
    def code(self) -> str:
        return parse_qs(urlsplit(self.link).query)["ma"][0]

    @property
    def token(self) -> str:
        return planted(Kind.MAIL, parse_qs(urlsplit(self.link).query)["khoa"][0])


def write_in(demo: Demo, subject: str) -> Acknowledged:
    sender = somebody()
    message = letter(sender, CLERK, subject)
    assert demo.arrive(message).code == 250
    return Acknowledged(sender, message, wait_for_acknowledgement(demo, message))


@pytest.fixture
def status_page(browser: Browser, demo: Demo) -> Iterator[StatusPage]:
    """Nobody is signed in there."""
    context = new_context(browser)
    yield StatusPage(context.new_page(), f"{demo.layout.backend_url}/tra-cuu")
    context.close()


def test_a_letter_is_acknowledged_once_in_neutral_words(demo: Demo) -> None:
    began = datetime.now(VIETNAM).replace(second=0, microsecond=0)
    written = write_in(demo, "Khiếu nại về đất vườn nhà tôi")

    let_everything_before_be_worked_off(demo)

    [acknowledgement] = acknowledgements(demo, written.message)
    identity = str(written.message["Message-ID"])
    assert acknowledgement["Auto-Submitted"] == "auto-replied"
    assert acknowledgement["References"] == identity
    assert acknowledgement["Return-Path"] == "<>"
    assert acknowledgement["To"] == written.sender
    assert [one.addr_spec for one in acknowledgement["From"].addresses] == [CLERK]
    assert acknowledgement["Subject"] == f"Đã nhận được thư của ông/bà, mã tra cứu {written.code}"
    assert re.fullmatch(r"TDT\.H55\.05-\d{6}-[0-9A-Z]{5}", written.code)
    assert "đất vườn" not in f"{acknowledgement.as_string()}{written.text}"
    assert f"{UNIT} đã nhận được thư của ông/bà." in written.text
    assert f"Nơi trả lời: {UNIT}" in written.text
    assert "chưa phải là thông báo thụ lý" in written.text
    due_date_is_told(written.text, began)


def due_date_is_told(text: str, began: datetime) -> None:
    """Five working days, the day of arrival not among them."""
    stamp = re.findall(r"Thời điểm nhận: (\d\d:\d\d) ngày (\d\d/\d\d/\d{4})", text)[0]
    received_at = datetime.strptime(" ".join(stamp), "%H:%M %d/%m/%Y").replace(tzinfo=VIETNAM)
    assert began <= received_at <= datetime.now(VIETNAM)
    first, last = (working_day_after(received_at.date(), number) for number in (1, 5))
    assert re.search(rf"Dự kiến trả lời: .*\(17:00\).*ngày {last:%d/%m/%Y}", text)
    how = next(line for line in text.splitlines() if line.startswith("Cách tính: "))
    for words in ("5 ngày làm việc", f"{first:%d/%m/%Y}", f"{last:%d/%m/%Y}"):
        assert words in how


def test_a_letter_from_a_citizens_own_webmail_is_acknowledged_there(sign_in_outside: SignIn, demo: Demo) -> None:
    subject = "Hỏi giờ tiếp công dân của Sở"
    webmail = sign_in_outside(CITIZEN)
    compose = webmail.compose_without_plugin()
    compose.to(CLERK)
    compose.write(subject, "Xin hỏi giờ tiếp công dân.")

    compose.send_and_leave()

    acknowledgement = wait_for_acknowledgement(demo, demo.wait_for_letter(CLERK, subject))
    webmail.open()
    reading = webmail.read(str(acknowledgement["Subject"]))
    expect(reading.body).to_contain_text(f"{UNIT} đã nhận được thư của ông/bà.")


@contextmanager
def out_of_office(demo: Demo, sender: str, subject: str) -> Iterator[None]:
    """A vacation note in the citizen's box, gone afterwards."""
    note = f'vacation :days 1 :addresses ["{sender}"] :subject "{subject}" "Tôi đi vắng.";'
    demo.use_sieve(CITIZEN, f'require ["vacation"];\n{note}\n')
    try:
        yield
    finally:
        demo.use_sieve(CITIZEN, "keep;\n")


def test_the_citizens_out_of_office_note_causes_nothing(demo: Demo) -> None:
    sender = somebody()
    message, question = (letter(sender, CLERK, "Xin bản đồ"), letter(CLERK, sender, "Hỏi lại về bản đồ"))
    subject = f"Đi vắng {next(_numbers)}"
    with out_of_office(demo, sender, subject):
        assert demo.arrive(message).code == 250
        wait_for_acknowledgement(demo, message)
        assert demo.submit(question).code == 250  # a person's letter: to this one the note is an answer
        demo.wait_for_letter(CLERK, subject)
        let_everything_before_be_worked_off(demo)

    [note] = demo.letters(CLERK, subject)
    assert str(note["In-Reply-To"]) == str(question["Message-ID"])
    assert len(sent_to(demo, sender)) == 1
    assert correspondences(demo, sender) == 1


MANNERS: dict[str, dict[str, str]] = {
    "as RFC 3834 asks": {"Auto-Submitted": "auto-replied", "Subject": "Vắng mặt: thư của ông/bà"},
    "with nothing but its subject": {"Subject": "Trả lời tự động: Đã nhận được thư"},
    "as an old program does": {"X-Autoreply": "yes", "Precedence": "bulk", "Subject": "Tôi đi công tác"},
    "like a person's letter": {"Subject": "Re: Đã nhận được thư của ông/bà"},
}


@pytest.mark.parametrize("manner", MANNERS)
def test_an_answer_to_the_acknowledgement_causes_nothing_however_it_is_sent(manner: str, demo: Demo) -> None:
    written = write_in(demo, f"Góp ý về cổng thông tin, {manner}")
    identity = str(written.acknowledgement["Message-ID"])
    fields = MANNERS[manner] | {"In-Reply-To": identity, "References": f"{written.message['Message-ID']} {identity}"}
    subject = fields.pop("Subject")

    assert demo.arrive(letter(written.sender, CLERK, subject, "Tôi đi vắng.\n", headers=fields)).code == 250
    let_everything_before_be_worked_off(demo)

    assert len(sent_to(demo, written.sender)) == 1
    assert correspondences(demo, written.sender) == 1


def bounce(sender: str) -> EmailMessage:
    message = letter(sender, CLERK, "Undelivered Mail Returned to Sender", headers={"Auto-Submitted": "auto-replied"})
    message.make_mixed()
    message.set_type("multipart/report")
    message.set_param("report-type", "delivery-status")
    return message


def test_machines_lists_and_bounces_are_not_acknowledged(demo: Demo) -> None:
    from_list, bounced, nobody, robot = (somebody() for _ in range(4))
    list_mail = letter(from_list, CLERK, "Bản tin", headers={"List-Id": "<tin.nguoidan.example>", "Precedence": "list"})
    no_reply = letter(robot, CLERK, "Thông báo", headers={"Auto-Submitted": "auto-generated"})

    replies = [
        demo.arrive(list_mail),
        demo.arrive(bounce(bounced), sender=""),
        demo.arrive(letter(nobody, CLERK, "Thư không có người gửi trên phong bì"), sender=""),
        demo.arrive(no_reply),
    ]
    let_everything_before_be_worked_off(demo)

    assert [reply.code for reply in replies] == [250, 250, 250, 250]
    for sender in (from_list, bounced, nobody, robot):
        assert sent_to(demo, sender) == []
        assert correspondences(demo, sender) == 0


def test_nobody_is_acknowledged_for_what_another_may_have_sent_in_their_name(demo: Demo) -> None:
    """Backscatter: the letters count and wait for an answer, but no machine speaks up."""
    spam, borrowed = somebody(), somebody()

    replies = [
        demo.arrive(letter(spam, CLERK, "Trúng thưởng", headers={"X-Spam-Flag": "YES"})),
        demo.arrive(letter(borrowed, CLERK, "Thư mượn tên"), sender="ai-do@noikhac.example"),
    ]
    let_everything_before_be_worked_off(demo)

    assert [reply.code for reply in replies] == [250, 250]
    for sender in (spam, borrowed):
        assert sent_to(demo, sender) == []
        assert correspondences(demo, sender) == 1


def test_the_status_page_tells_state_unit_and_due_date_to_whoever_holds_code_and_token(
    demo: Demo, status_page: StatusPage
) -> None:
    written = write_in(demo, "Xin cấp lại giấy phép")
    [due_on] = re.findall(r"Dự kiến trả lời: .*ngày (\d\d/\d\d/\d{4})", written.text)

    response = status_page.follow(written.link)

    assert response.status == 200
    assert response.headers["referrer-policy"] == "no-referrer"
    assert status_page.fact("Mã tra cứu") == written.code
    assert status_page.fact("Tình trạng") == "Đã tiếp nhận, đang chờ trả lời"
    assert status_page.fact("Đơn vị phụ trách") == UNIT
    assert status_page.fact("Hạn trả lời") == due_on
    expect(status_page.robots).to_have_attribute("content", "noindex")
    expect(status_page.main).not_to_contain_text("giấy phép")
    assert demo.files_that_hold(written.token) == []

    assert demo.files_that_hold("GET /tra-cuu 200") != []  # the visit is logged, its query is not

    answer_by_clerk(demo, written)
    status_page.ask(f" {written.code.lower()} ", written.token)
    assert status_page.fact("Tình trạng") == "Đã trả lời"
    assert demo.files_that_hold(written.token) == []


def answer_by_clerk(demo: Demo, written: Acknowledged) -> None:
    identity = str(written.message["Message-ID"])
    answer = letter(CLERK, written.sender, "Về việc cấp lại", headers={"In-Reply-To": identity, "References": identity})
    assert demo.submit(answer).code == 250
    query = "select answered_at from correspondence where message_id = ?"
    wait_for(lambda: demo.rows(query, [identity.strip("<>")])[0]["answered_at"], "the answer to be noted")


def test_wrong_code_and_wrong_token_get_the_same_page(demo: Demo, status_page: StatusPage) -> None:
    written = write_in(demo, "Hỏi kết quả hồ sơ")
    wrong_code = f"{written.code[:-1]}{'A' if written.code[-1] != 'A' else 'B'}"
    wrong_token = f"{'A' if written.token[0] != 'A' else 'B'}{written.token[1:]}"

    pages = []
    for code, token in ((wrong_code, written.token), (written.code, wrong_token), (wrong_code, wrong_token)):
        response = status_page.ask(code, token)
        expect(status_page.unknown).to_contain_text("Không tìm thấy")
        expect(status_page.found).to_have_count(0)
        expect(status_page.robots).to_have_attribute("content", "noindex")
        pages.append((response.status, status_page.main.inner_text()))

    assert pages == [pages[0]] * 3
    assert pages[0][0] == 200
    assert UNIT not in pages[0][1]
    assert demo.files_that_hold(wrong_token) == []
