"""The verdict log: what both gates said, joined; declarations and the requests for them."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from backend.classification import queries, service
from backend.classification.declarations import (
    BrowserReport,
    CheckedAttachment,
    CheckedSubmission,
    DeclarationReason,
    Declarer,
    FileState,
    GateAnswer,
    GateQuestion,
)
from backend.classification.models import BrowserVerdict, Declaration
from backend.classification.service import InvalidReport, RequestNotFound
from backend.db import Database

NOW = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
LOGIN, OTHER = "sokhcn@thainguyen.gov.vn", "sotaichinh@thainguyen.gov.vn"
ONE, TWO = "A" * 22, "B" * 22
VAN = Declarer(LOGIN, "H55.05", "VAN")
REPORT = BrowserReport(ONE, "allow", "none", (), "2026.1.1", "none", "CV", 12)
MARKED = BrowserReport(None, "block", "marked", ("secrecy.marking",), "2026.1.1", None, None, 9)


@pytest.fixture
def url(empty_url: str) -> str:
    return empty_url


def submission(at: datetime, fingerprint: str = ONE, **changes: object) -> CheckedSubmission:
    standing = CheckedSubmission(
        "verdict-0001", at, LOGIN, "H55.05", "2026.1.1", True, (CheckedAttachment(fingerprint, "allow"),)
    )
    return replace(standing, **changes)  # type: ignore[arg-type]


async def report(database: Database, *reports: BrowserReport, at: datetime = NOW, login: str = LOGIN) -> None:
    async with database.write() as session:
        service.report_verdicts(session, login, "H55.05", reports, at)


async def differences(database: Database, now: datetime) -> list[str]:
    async with database.write() as session:
        await service.join_gates(session, now)
    async with database.read() as session:
        rows = await service.gate_differences(session, "H55.05", NOW - timedelta(days=30), now + timedelta(days=1))
    return [row.fingerprint for row in rows]


async def log(database: Database, *submissions: CheckedSubmission) -> None:
    async with database.write() as session:
        for one in submissions:
            await service.log_submission(session, one)


async def ask(database: Database, *files: FileState, login: str = LOGIN, at: datetime = NOW) -> GateAnswer:
    async with database.write() as session:
        return await service.answer_gate(session, GateQuestion("verdict-0002", login, "2026.1.1", files), at)


async def declare(database: Database, fingerprint: str = ONE, at: datetime = NOW, declarer: Declarer = VAN) -> None:
    async with database.write() as session:
        service.declare(session, declarer, fingerprint, DeclarationReason.CHECKED_UNREADABLE, at)


async def test_reports_are_logged(database: Database) -> None:
    await report(database, REPORT, MARKED)

    async with database.read() as session:
        rows = list(await session.scalars(select(BrowserVerdict).order_by(BrowserVerdict.state)))
    assert [(row.state, row.fingerprint, row.rules) for row in rows] == [
        ("marked", None, ["secrecy.marking"]),
        ("none", ONE, []),
    ]


@pytest.mark.parametrize(
    "broken",
    [
        replace(MARKED, fingerprint=ONE),
        replace(MARKED, kind="CV"),
        replace(MARKED, obligation="mandatory"),
        replace(REPORT, fingerprint=None),
        replace(REPORT, action="maybe"),
        replace(REPORT, state="unheard of"),
    ],
)
async def test_a_report_that_says_too_much_or_too_little_is_refused_with_all_others(
    database: Database, broken: BrowserReport
) -> None:
    with pytest.raises(InvalidReport, match=r"reports\[1\]"):
        await report(database, REPORT, broken)

    async with database.read() as session:
        assert list(await session.scalars(select(BrowserVerdict))) == []


async def test_a_submission_the_browser_reported_is_no_difference(database: Database) -> None:
    await report(database, REPORT)
    await log(database, submission(NOW + timedelta(minutes=2)))

    assert await differences(database, NOW + timedelta(minutes=3)) == []


async def test_a_report_that_arrives_late_still_finds_its_partner(database: Database) -> None:
    await log(database, submission(NOW))
    assert await differences(database, NOW + timedelta(hours=1)) == [ONE]

    await report(database, REPORT, at=NOW + timedelta(hours=23))
    assert await differences(database, NOW + timedelta(hours=23)) == []


@pytest.mark.parametrize(
    ("why", "at", "login", "fingerprint"),
    [
        ("more than 24 hours apart", NOW - timedelta(hours=25), LOGIN, ONE),
        ("another log-in", NOW, OTHER, ONE),
        ("another file", NOW, LOGIN, TWO),
    ],
)
async def test_a_submission_without_a_partner_is_a_difference(
    database: Database, why: str, at: datetime, login: str, fingerprint: str
) -> None:
    await report(database, replace(REPORT, fingerprint=fingerprint), at=at, login=login)
    await log(database, submission(NOW))

    assert await differences(database, NOW) == [ONE], why


async def test_a_desktop_clients_submission_is_no_difference(database: Database) -> None:
    await log(database, submission(NOW, from_webmail=False))

    assert await differences(database, NOW) == []


async def test_the_same_submission_again_is_logged_once(database: Database) -> None:
    await log(database, submission(NOW), submission(NOW))
    await log(database, submission(NOW))

    assert await differences(database, NOW) == [ONE]


async def test_joining_again_changes_nothing(database: Database) -> None:
    await report(database, REPORT)
    await log(database, submission(NOW))
    async with database.write() as session:
        assert await service.join_gates(session, NOW) == 1
    async with database.write() as session:
        assert await service.join_gates(session, NOW) == 0


async def test_without_a_declaration_the_gate_gets_a_code_and_the_same_when_it_asks_again(database: Database) -> None:
    first = await ask(database, FileState(ONE, "unreadable"), FileState(TWO, "uncertain"))
    again = await ask(database, FileState(TWO, "uncertain"), FileState(ONE, "unreadable"))

    assert not first.declared
    assert first.code is not None
    assert len(first.code) == 8
    assert again == first


async def test_a_declaration_stands_for_its_log_in_and_file_for_24_hours(database: Database) -> None:
    await declare(database)

    file = FileState(ONE, "unreadable")
    assert (await ask(database, file, at=NOW + timedelta(hours=23, minutes=59))).declared
    assert not (await ask(database, file, at=NOW + timedelta(hours=24))).declared
    assert not (await ask(database, file, login=OTHER)).declared
    assert not (await ask(database, FileState(TWO, "unreadable"))).declared


async def test_only_the_files_still_undeclared_are_asked_for(database: Database) -> None:
    await declare(database)
    answer = await ask(database, FileState(ONE, "unreadable"), FileState(TWO, "declassified"))

    assert answer.code is not None
    async with database.read() as session:
        opened = await service.open_request(session, answer.code.lower(), LOGIN.upper(), NOW)
    assert opened.files == (FileState(TWO, "declassified"),)


async def test_confirming_a_request_by_name_lets_the_resent_mail_pass(database: Database) -> None:
    files = (FileState(ONE, "declassified"), FileState(TWO, "unreadable"))
    code = (await ask(database, *files)).code or ""
    reasons = {"declassified": DeclarationReason.DECLASSIFIED, "unreadable": DeclarationReason.CHECKED_UNREADABLE}
    for _ in range(2):
        async with database.write() as session:
            await service.confirm_request(session, code, VAN, reasons, NOW)

    assert (await ask(database, *files, at=NOW + timedelta(minutes=1))).declared
    async with database.read() as session:
        rows = list(await session.scalars(select(Declaration)))
    assert sorted((row.person_id, row.reason, row.way) for row in rows) == [
        ("VAN", "checked_unreadable", "page"),
        ("VAN", "declassified", "page"),
    ]


@pytest.mark.parametrize(
    ("why", "code", "login", "at"),
    [
        ("a wrong code", "ZZZZZZZZ", LOGIN, NOW),
        ("another log-in", None, OTHER, NOW),
        ("expired", None, LOGIN, NOW + timedelta(hours=24)),
    ],
)
async def test_a_request_opens_for_its_own_log_in_only_and_in_time(
    database: Database, why: str, code: str | None, login: str, at: datetime
) -> None:
    answer = await ask(database, FileState(ONE, "unreadable"))

    async with database.read() as session:
        with pytest.raises(RequestNotFound):
            await service.open_request(session, code or answer.code or "", login, at)


async def test_expired_requests_are_forgotten(database: Database) -> None:
    answer = await ask(database, FileState(ONE, "unreadable"))
    async with database.write() as session:
        await queries.forget_expired_requests(session, NOW + timedelta(hours=24))
    async with database.read() as session:
        assert await queries.requested_files(session, answer.code or "") == ()


async def test_two_gates_that_ask_at_once_are_both_answered(database: Database) -> None:
    answers = await asyncio.gather(*(ask(database, FileState(ONE, "unreadable")) for _ in range(5)))

    assert len({answer.code for answer in answers}) == 1
