"""After a missed check with letters waiting the deputy is reminded, after two in a row the head: once, not at night."""

from datetime import date, datetime

from backend.compliance import check_days, reminding
from backend.compliance.mailbox_checks import CheckState, Evidence, Proof, WindowCheck
from backend.compliance.reminders import over_by, reminder_of
from backend.correspondence.escalation import Audience
from backend.db.base import Base
from backend.directory.models import AgencyDay, LoginMailbox, Mailbox, Official, RoleAssignment
from tests.unit.journal_lines import CITIZEN, vietnam
from tests.unit.small_province import CLERK_BOX, FINANCE, HEAD_BOX, NOW, SCIENCE
from tests.unit.worker.conftest import Office

DEPUTY_BOX, STAND_IN_BOX = "pho.vanthu@thainguyen.gov.vn", "truc.thay@thainguyen.gov.vn"
MONDAY = "2026-01-05"
STORED = "save: box=INBOX, uid=1, msgid=<1@mail.example>, flags=()"
OPENED = r"flag_change: box=INBOX, uid=1, msgid=<1@mail.example>, flags=(\Seen \Recent)"
DEPUTY, HEAD = Audience.DEPUTY, Audience.HEAD


async def at(office: Office, *moments: str) -> None:
    for moment in moments:
        office.clock.set(vietnam(moment))
        await office.rounds(2)


async def a_letter_waits(office: Office) -> None:
    """It came at 07:10; the mail server tells so."""
    came = vietnam(f"{MONDAY} 07:10")
    office.clock.set(came)
    office.letter(1, came)
    await office.rounds(2)
    office.mailbox_says(came, "lmtp", STORED)
    await office.rounds(2)


async def somebody(office: Office, official_id: str, box: str, *assignments: RoleAssignment) -> None:
    layers: list[list[Base]] = [
        [Mailbox(address=box, agency_code=SCIENCE, kind="personal", published_at=NOW)],
        [LoginMailbox(login=box, address=box)],
        [Official(id=official_id, name=official_id, post="Văn thư", agency_code=SCIENCE, login=box)],
        list(assignments),
    ]
    for rows in layers:
        async with office.database.write() as session:
            session.add_all(rows)


async def a_deputy(office: Office) -> None:
    await somebody(office, "PHO", DEPUTY_BOX, RoleAssignment(official_id="PHO", role="deputy", agency_code=SCIENCE))


def reminders(office: Office) -> list[tuple[str, str]]:
    """Recipient and words of each."""
    pairs = zip(office.mail_server.recipients, office.mail_server.taken, strict=True)
    return [(to, " ".join(mail.get_content().split())) for to, mail in pairs if "kiểm tra" in mail["Subject"]]


def told(office: Office) -> list[str]:
    return [to for to, _ in reminders(office)]


async def test_the_deputy_after_one_and_the_head_after_two_in_a_row_each_once(office: Office) -> None:
    await a_deputy(office)
    await a_letter_waits(office)
    await at(office, f"{MONDAY} 08:20")
    assert told(office) == []  # the mail server's log may still come

    await at(office, f"{MONDAY} 08:25", f"{MONDAY} 08:26")
    assert told(office) == [DEPUTY_BOX]
    await at(office, f"{MONDAY} 10:25", f"{MONDAY} 14:25", f"{MONDAY} 15:55")
    assert told(office) == [DEPUTY_BOX, HEAD_BOX]
    async with office.database.read() as session:
        kept = await reminding.reminded_between(session, [SCIENCE], date(2026, 1, 5), date(2026, 1, 5))
    assert [(one.audience, one.missed, one.letters, one.reminded_at) for one in kept] == [
        (DEPUTY, 1, 1, vietnam(f"{MONDAY} 08:25")),
        (HEAD, 2, 1, vietnam(f"{MONDAY} 10:25")),
    ]


async def test_what_it_says_names_the_box_the_window_and_how_many_and_nobody_who_wrote(office: Office) -> None:
    await a_deputy(office)
    await a_letter_waits(office)
    await at(office, f"{MONDAY} 08:25", f"{MONDAY} 10:25")

    (_, first), (_, second) = reminders(office)
    assert f"- {CLERK_BOX}: từ 07:30 đến 08:15, 05/01/2026 không thấy ai mở hộp thư, còn 1 thư chưa mở." in first
    assert f"- {CLERK_BOX}: 2 lần kiểm tra liền không thấy ai mở hộp thư" in second
    assert "nobody was seen opening the mailbox from 07:30 to 08:15" in first
    assert CITIZEN not in first + second
    assert "$" not in first + second


async def test_nobody_is_reminded_of_a_letter_that_was_opened_or_where_nothing_is_told(office: Office) -> None:
    await a_deputy(office)
    await a_letter_waits(office)
    office.mailbox_says(vietnam(f"{MONDAY} 08:18"), "imap", OPENED)  # after the window: it was missed all the same
    await at(office, f"{MONDAY} 08:25", f"{MONDAY} 10:25")

    assert told(office) == []


async def test_the_last_check_of_a_day_is_reminded_of_when_work_begins_again(office: Office) -> None:
    await a_deputy(office)
    await a_letter_waits(office)
    async with office.database.write() as session:
        session.add(
            AgencyDay(
                agency_code=SCIENCE,
                day=date(2026, 1, 6),
                kind="off",
                hours="",
                name="nghỉ bù",
                decision_number="1/QĐ-SKHCN",
                entered_at=NOW,
            )
        )
    await at(office, f"{MONDAY} 17:10", f"{MONDAY} 22:00", "2026-01-06 09:00")
    assert told(office) == []

    await at(office, "2026-01-07 07:30")
    assert told(office) == []  # five in a row: both were to be told on Monday, by a worker that ran
    await at(office, "2026-01-07 08:25")
    assert sorted(told(office)) == [HEAD_BOX, DEPUTY_BOX]


async def test_a_first_missed_check_at_the_end_of_a_day_is_told_the_next_morning(office: Office) -> None:
    await a_deputy(office)
    await a_letter_waits(office)
    office.mailbox_says(vietnam(f"{MONDAY} 15:40"), "imap", OPENED)
    office.letter(2, vietnam(f"{MONDAY} 15:50"))
    await at(office, f"{MONDAY} 17:10")
    assert told(office) == []

    await at(office, "2026-01-06 07:30")
    assert told(office) == [DEPUTY_BOX]


async def test_whoever_is_on_duty_is_told_for_those_on_leave(office: Office) -> None:
    await a_deputy(office)
    leave = RoleAssignment(
        official_id="THAY",
        role="delegate",
        agency_code=SCIENCE,
        delegator_id="PHO",
        scope="trực thay văn thư",
        valid_from=date(2026, 1, 5),
        valid_to=date(2026, 1, 6),
    )
    await somebody(office, "THAY", STAND_IN_BOX, leave)
    await a_letter_waits(office)
    await at(office, f"{MONDAY} 08:25")
    assert told(office) == [STAND_IN_BOX]

    await at(office, "2026-01-06 08:25")
    assert sorted(told(office)[1:]) == [HEAD_BOX, DEPUTY_BOX]


async def test_without_a_deputy_the_head_is_told_at_once(office: Office) -> None:
    await a_letter_waits(office)
    await at(office, f"{MONDAY} 08:25")
    assert told(office) == [HEAD_BOX]

    async with office.database.read() as session:
        [kept] = await reminding.reminded_between(session, [SCIENCE], date(2026, 1, 5), date(2026, 1, 5))
    assert kept.audience is HEAD


async def test_each_days_windows_are_counted_and_counted_anew_when_the_calendar_changes(office: Office) -> None:
    await a_letter_waits(office)
    await at(office, f"{MONDAY} 10:25")
    assert await counted(office) == [(date(2026, 1, 5), 0, 2, 0)]  # nothing of the days before anything was told

    async with office.database.write() as session:
        session.add(
            AgencyDay(
                agency_code=SCIENCE,
                day=date(2026, 1, 5),
                kind="worked",
                hours="09:00-11:30",
                name="làm bù",
                decision_number="1/QĐ-SKHCN",
                entered_at=NOW,
            )
        )
    await at(office, f"{MONDAY} 11:26")
    assert await counted(office) == [(date(2026, 1, 5), 0, 1, 0)]


async def counted(office: Office) -> list[tuple[date, int, int, int]]:
    async with office.database.read() as session:
        rows = await check_days.days_between(session, [SCIENCE, FINANCE], date(2025, 12, 1), date(2026, 1, 7))
    return [(row.day, row.kept, row.missed, row.unseen) for row in rows]


def window(start: str, state: CheckState) -> WindowCheck:
    begins = vietnam(start)
    proofs = (Proof(Evidence.WAITED, begins, 3),) if state is CheckState.MISSED else ()
    return WindowCheck("morning_start", begins, begins.replace(minute=45), state, proofs)


def test_a_window_nobody_can_judge_breaks_the_row_and_reminds_nobody() -> None:
    missed = [window(f"{MONDAY} {hour:02}:00", CheckState.MISSED) for hour in (7, 8, 10)]
    unseen = window(f"{MONDAY} 09:00", CheckState.UNSEEN)

    assert reminder_of("a@b.vn", [*missed[:2], unseen]) is None
    found = reminder_of("a@b.vn", [*missed[:2], unseen, missed[2]])
    assert found is not None
    assert (found.audiences, found.missed, found.letters) == ((DEPUTY,), 1, 3)
    assert reminder_of("a@b.vn", missed) is None  # a third in a row: both know


def test_a_window_is_over_once_the_logs_had_time_to_come() -> None:
    one = window(f"{MONDAY} 07:00", CheckState.MISSED)
    assert over_by([one], datetime.fromisoformat("2026-01-05T07:54:59+07:00")) == []
    assert over_by([one], datetime.fromisoformat("2026-01-05T07:55:00+07:00")) == [one]
