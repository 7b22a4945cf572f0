"""What plugin and extension ask now and then: news of the agency's box, the five checks, who guards."""

from datetime import date, datetime, timedelta

from backend.correspondence.models import Correspondence, Correspondent, LetterReference
from backend.db import Database
from tests.unit.graphql.conftest import Ask
from tests.unit.small_province import CLERK_BOX, HEAD_BOX, NOW, OFFICIAL_BOX, SCIENCE

REPORT = {
    "device": "d" * 22,
    "gate": "PLUGIN",
    "version": "1.2.0",
    "browser": "FIREFOX",
    "managed": False,
    "bundle": "2026.1.1",
    "bundleIssuedOn": "2026-01-02",
    "hosts": [{"host": "ROUNDCUBE", "missing": ["send_button"]}],
}


async def letter(
    database: Database, key: str, entered_at: datetime, *, due_at: datetime, shielded: bool = False
) -> None:
    async with database.write() as session:
        session.add(Correspondent(id=f"P{key}", address=f"{key}@nguoidan.example", sender_class="citizen"))
        session.add(
            Correspondence(
                agency_code=SCIENCE,
                id=key,
                correspondent_id=f"P{key}",
                sender_class="citizen",
                mailbox=CLERK_BOX,
                message_id=f"{key}@nguoidan.example",
                received_at=entered_at,
                month=202601,
                standing="open",
                waiting=True,
                turn_since=entered_at,
                deadline_id="ordinary",
                due_at=due_at,
                may_acknowledge=True,
                shielded=shielded,
            )
        )
        session.add(
            LetterReference(agency_code=SCIENCE, correspondence_id=key, code=f"TDT.{key}", issued_at=entered_at)
        )


async def test_news_are_what_came_and_what_fell_due_since(ask: Ask, database: Database) -> None:
    hour, later = timedelta(hours=1), NOW + timedelta(days=9)
    await letter(database, "FRESH", NOW - hour, due_at=later)
    await letter(database, "OLD", NOW - 5 * hour, due_at=later)
    await letter(database, "LATE", NOW - 30 * hour, due_at=NOW - hour)
    await letter(database, "HIDDEN", NOW - hour, due_at=NOW - hour, shielded=True)
    since = (NOW - 2 * hour).isoformat()
    news = (await ask(CLERK_BOX, "AgencyNews", agency=SCIENCE, since=since))["agencyNews"]

    assert [one["id"] for one in news["new"]] == ["FRESH"]
    assert [one["id"] for one in news["overdue"]] == ["LATE"]
    assert (news["asOf"], news["dueToday"]) == (NOW.isoformat(), 1)


async def test_what_was_committed_late_is_told_at_the_next_asking(ask: Ask, database: Database) -> None:
    await letter(database, "SLOW", NOW - timedelta(minutes=1), due_at=NOW + timedelta(days=9))
    news = (await ask(CLERK_BOX, "AgencyNews", agency=SCIENCE, since=NOW.isoformat()))["agencyNews"]

    assert [one["id"] for one in news["new"]] == ["SLOW"]


async def test_the_first_asking_tells_only_what_is_due(ask: Ask, database: Database) -> None:
    await letter(database, "LATE", NOW - timedelta(hours=1), due_at=NOW)
    news = (await ask(CLERK_BOX, "AgencyNews", agency=SCIENCE, since=None))["agencyNews"]

    assert (news["new"], news["overdue"], news["dueToday"]) == ([], [], 1)


async def test_nothing_before_three_days_ago_is_news(ask: Ask, database: Database) -> None:
    await letter(database, "OLD", NOW - timedelta(days=3, hours=1), due_at=NOW - timedelta(days=3, hours=1))
    since = (NOW - timedelta(days=30)).isoformat()
    news = (await ask(CLERK_BOX, "AgencyNews", agency=SCIENCE, since=since))["agencyNews"]

    assert (news["new"], news["overdue"]) == ([], [])


async def test_a_moment_without_its_zone_is_refused(ask: Ask) -> None:
    news = (await ask(CLERK_BOX, "AgencyNews", agency=SCIENCE, since="2026-01-05T08:00:00"))["agencyNews"]

    assert news["__typename"] == "InputError"


async def test_a_browser_reports_and_the_head_sees_it(ask: Ask) -> None:
    kept = (await ask(OFFICIAL_BOX, "ReportProtection", report=REPORT))["reportProtection"]
    assert kept == {"__typename": "ProtectionReported", "agency": {"code": SCIENCE}}
    [agency] = (await ask(HEAD_BOX, "Protection", agency=SCIENCE))["protection"]["agencies"]

    assert agency == {
        "agency": {"code": SCIENCE, "name": "Sở Khoa học và Công nghệ"},
        "plugin": 1,
        "extension": 0,
        "managed": 0,
        "versions": [{"gate": "PLUGIN", "version": "1.2.0", "devices": 1}],
        "lastSeenOn": "2026-01-05",
        "bundleIssuedOn": "2026-01-02",
        "withoutRules": 0,
        "failed": [{"host": "ROUNDCUBE", "devices": 1, "missing": ["send_button"]}],
    }


async def test_a_report_that_says_too_much_is_refused(ask: Ask) -> None:
    for spoilt in (
        {"device": OFFICIAL_BOX},
        {"hosts": [{"host": "GENERIC", "missing": ["https://mail.example"]}]},
        {"hosts": [{"host": "SOGO", "missing": []}, {"host": "SOGO", "missing": []}]},
    ):
        answer = (await ask(OFFICIAL_BOX, "ReportProtection", report={**REPORT, **spoilt}))["reportProtection"]
        assert answer["__typename"] == "InputError"


async def test_the_days_checks_are_told_with_words_and_one_is_declared(ask: Ask) -> None:
    day = date(2026, 1, 5).isoformat()  # 15:00: the fourth window begins
    found = (await ask(HEAD_BOX, "MailboxChecks", agency=SCIENCE, day=day))["mailboxChecks"]
    [box] = found["boxes"]
    assert box["mailbox"] == CLERK_BOX
    assert [window["state"] for window in box["windows"]] == ["KEPT", "KEPT", "KEPT", "RUNNING", "AHEAD"]
    assert box["windows"][0]["proofs"][0]["words"] == "Không có thư nào chưa mở lúc 08:15"

    said = {"id": "c1", "agency": SCIENCE, "mailbox": CLERK_BOX, "person": "VAN"}
    noted = (await ask(CLERK_BOX, "NoteMailboxCheck", **said))["noteMailboxCheck"]
    window = noted["boxes"][0]["windows"][3]
    assert (window["state"], window["selfDeclared"]) == ("KEPT", True)
    assert window["proofs"][0]["wordsEn"] == "Nguyễn Thị Vân declared a check at 15:00"


async def test_a_day_beyond_every_calendar_is_refused(ask: Ask) -> None:
    for day in ("0001-01-01", "9999-12-31"):
        answer = (await ask(HEAD_BOX, "MailboxChecks", agency=SCIENCE, day=day))["mailboxChecks"]
        assert answer["__typename"] == "InputError"


async def test_nobody_declares_a_check_in_anothers_name(ask: Ask) -> None:
    said = {"id": "c1", "agency": SCIENCE, "mailbox": CLERK_BOX, "person": "HA"}
    refused = (await ask(CLERK_BOX, "NoteMailboxCheck", **said))["noteMailboxCheck"]

    assert (refused["__typename"], refused["code"]) == ("ForbiddenError", "not_your_person")
