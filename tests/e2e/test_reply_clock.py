"""Story 6: a letter from an old mailbox file is answered now; its clock shows working time, and the head sees it.

No other story writes as a business to this agency, so n is known.
"""

import mailbox
from dataclasses import dataclass
from datetime import datetime, time
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from deploy.demo.people import BUSINESS
from tests.e2e.conftest import SignIn
from tests.e2e.demo import CLERK, HEAD, OTHER_HEAD, Demo, wait_for
from tests.e2e.graphql import GraphQL
from tests.e2e.letters import VIETNAM, letter
from tests.e2e.pages.times_dialog import TimesDialog
from tests.e2e.working_calendar import ONE_DAY, working_seconds

SUBJECT = "Đề nghị hướng dẫn nộp hồ sơ"
AGENCY = "H55.05"


@dataclass(frozen=True, slots=True)
class PastLetter:
    """It lies in the clerk's mailbox, and its arrival is imported."""

    message: EmailMessage
    arrived_at: datetime
    box: Path

    @property
    def message_id(self) -> str:
        return str(self.message["Message-ID"]).strip("<>")


@pytest.fixture(scope="module")
def past(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> PastLetter:
    arrived_at = on_a_friday_afternoon()
    message = received(letter(BUSINESS, CLERK, SUBJECT), arrived_at)
    box = write_mbox(message, tmp_path_factory.mktemp("mbox") / "2026.mbox")
    with demo.imap(CLERK) as client:
        client.append("INBOX", message.as_bytes(policy=policy.SMTP), msg_time=arrived_at)
    assert demo.congvu("import", "mbox", str(demo.readable(box))) == "1 messages read, 2 new facts\n"
    return PastLetter(message, arrived_at, box)


def on_a_friday_afternoon() -> datetime:
    """16:20 on the Friday of the week before last: an evening, nights, lunches and a week-end lie between."""
    today = datetime.now(VIETNAM).date()
    return datetime.combine(today - (today.isoweekday() + 9) * ONE_DAY, time(16, 20), VIETNAM)


def received(message: EmailMessage, arrived_at: datetime) -> EmailMessage:
    """As the agency's server stamped it then."""
    moment = format_datetime(arrived_at)
    message.replace_header("Date", moment)
    message["Received"] = f"from mx.doanhnghiep.example by mail.thainguyen.gov.vn; {moment}"
    return message


def write_mbox(message: EmailMessage, file: Path) -> Path:
    box = mailbox.mbox(file)
    box.add(mailbox.mboxMessage(message))
    box.close()
    return file


def moment_of(text: Any) -> datetime:
    return datetime.fromisoformat(str(text))


def duration(seconds: int) -> str:
    """As the dialog words it: whole minutes, half of one upwards."""
    hours, minutes = divmod(int(seconds / 60 + 0.5), 60)
    return f"{hours} giờ {minutes} phút" if minutes else f"{hours} giờ"


def open_times(sign_in: SignIn, demo: Demo, address: str) -> tuple[TimesDialog, GraphQL]:
    webmail = sign_in(address)
    dialog = webmail.open_times()
    expect(dialog.title).to_have_text("Thời gian hồi đáp")
    expect(dialog.agency).to_be_visible()
    return dialog, GraphQL(webmail, demo.layout.backend_url)


def test_a_letter_of_the_past_is_answered_now_and_its_working_time_is_told(
    sign_in: SignIn, demo: Demo, past: PastLetter
) -> None:
    dialog, head = open_times(sign_in, demo, HEAD)
    row = dialog.letter(BUSINESS)
    expect(row).to_have_count(1)
    expect(row.locator('[data-cell="received"]')).to_have_text(f"{past.arrived_at:%d/%m/%Y} 16:20")
    [waiting] = [one for one in head.ask("OpenLetters", agency=AGENCY)["letters"] if one["sender"] == BUSINESS]
    assert waiting["messageId"] == past.message_id
    explanation_is_shown(dialog, past)

    began = datetime.now(VIETNAM).replace(microsecond=0)
    compose = sign_in(CLERK).read(SUBJECT).reply()
    compose.page.fill("#composebody", "Kính gửi Quý Công ty, mời xem hướng dẫn trên trang của Sở.")
    compose.send_and_leave()

    answer = demo.wait_for_letter(BUSINESS, SUBJECT)
    assert str(answer["In-Reply-To"]) == f"<{past.message_id}>"
    answered = wait_for(lambda: clock_of_answered(head, waiting["id"]), "the answer in the letter's clock")
    answered_at = moment_of(answered["letter"]["answeredAt"])
    assert began <= answered_at <= datetime.now(VIETNAM)
    expected = working_seconds(past.arrived_at, answered_at)
    assert answered["letter"]["workingSeconds"] == expected
    assert counted_seconds(answered["steps"]) == expected
    figure_is_shown_with_its_n(sign_in, demo, past, expected)


def explanation_is_shown(dialog: TimesDialog, past: PastLetter) -> None:
    """The clock runs while we look: the total is that of some moment in between."""
    asked_at = datetime.now(VIETNAM)
    dialog.explain(dialog.letter(BUSINESS))
    expect(dialog.steps.first).to_contain_text(f"{past.arrived_at:%d/%m/%Y} 16:20")
    moments = (asked_at, datetime.now(VIETNAM))
    assert dialog.total.inner_text() in {
        f"Tổng cộng {duration(working_seconds(past.arrived_at, moment))}, chỉ tính giờ làm việc." for moment in moments
    }


def clock_of_answered(head: GraphQL, letter_id: str) -> dict[str, Any]:
    """Empty while there is no answer."""
    clock = head.ask("LetterClock", letter=letter_id)
    return clock if clock["letter"]["answeredAt"] else {}


def counted_seconds(steps: list[dict[str, Any]]) -> int:
    counted = [moment_of(step["to"]) - moment_of(step["from"]) for step in steps if step["counted"]]
    return int(sum(length.total_seconds() for length in counted))


def figure_is_shown_with_its_n(sign_in: SignIn, demo: Demo, past: PastLetter, seconds: int) -> None:
    dialog, head = open_times(sign_in, demo, HEAD)
    expect(dialog.figure("BUSINESS", "count")).to_have_text("1")
    expect(dialog.figure("BUSINESS", "open")).to_have_text("0")
    expect(dialog.figure("BUSINESS", "median")).to_have_text(duration(seconds))
    expect(dialog.letter(BUSINESS)).to_have_count(0)
    dialog.open_figure("BUSINESS", "median")
    expect(dialog.behind).to_have_count(1)
    expect(dialog.behind.locator('[data-cell="time"]')).to_have_text(duration(seconds))
    dialog.explain(dialog.behind)
    expect(dialog.total).to_have_text(f"Tổng cộng {duration(seconds)}, chỉ tính giờ làm việc.")
    day = f"{past.arrived_at:%Y-%m-%d}"
    times = head.ask("ResponseTimes", agency=AGENCY, since=day, until=day)
    [row] = [one for one in times["rows"] if one["senderClass"] == "BUSINESS"]
    assert (row["count"], row["answered"], row["open"], row["medianSeconds"]) == (1, 1, 0, seconds)


def test_what_is_past_is_not_acknowledged_and_importing_it_again_changes_nothing(demo: Demo, past: PastLetter) -> None:
    assert demo.congvu("import", "mbox", str(demo.readable(past.box))) == "1 messages read, 0 new facts\n"

    acknowledged = [one for one in demo.letters(BUSINESS, "mã tra cứu") if past.message_id in str(one["In-Reply-To"])]
    assert acknowledged == []
    [letter_row] = demo.rows("select id from correspondence where message_id = ?", [past.message_id])
    assert demo.rows("select 1 from outbox where correspondence_id = ?", [letter_row["id"]]) == []


def test_another_agencys_head_is_refused_as_data(sign_in: SignIn, demo: Demo, past: PastLetter) -> None:
    [row] = demo.rows("select id from correspondence where message_id = ?", [past.message_id])
    day = f"{past.arrived_at:%Y-%m-%d}"
    dialog, other = open_times(sign_in, demo, OTHER_HEAD)

    expect(dialog.agency).to_have_text("Sở Tài chính")
    expect(dialog.letter(BUSINESS)).to_have_count(0)
    for refused in (
        other.ask("ResponseTimes", agency=AGENCY, since=day, until=day),
        other.ask("OpenLetters", agency=AGENCY),
    ):
        assert refused == {"__typename": "ForbiddenError", "code": "forbidden"}
    assert other.ask("LetterClock", letter=row["id"]) == {"__typename": "LetterNotFound", "code": "letter_not_found"}
