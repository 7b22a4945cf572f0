"""The extension's server side on PostgreSQL as on SQLite: tokens that turn, also for two at once; reports; checks."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from backend.access import extension_sessions
from backend.access.extension_request import ExtensionRequest
from backend.access.extension_sessions import ExtensionRefused, ExtensionTokens
from backend.access.page_sessions import Lifetimes, SignedIn, SignInWay, open_session
from backend.access.service import holder_of
from backend.access.tokens import token_hash
from backend.compliance import checking, protecting
from backend.compliance.checking import Declaration
from backend.compliance.protection import Browser, Gate, Host, ProtectionReport
from backend.correspondence.letter_news import news_since
from backend.correspondence.mailbox_events import MailboxEvent
from backend.correspondence.mailbox_intake import take_in_mailbox_events
from backend.correspondence.terms import FactKind
from backend.db import Database, ReadSession
from tests.unit.correspondence.conftest import Office
from tests.unit.journal_lines import CITIZEN, checked, in_mailbox, vietnam
from tests.unit.small_province import CLERK_BOX, NOW, SCIENCE, built

# RFC 7636, appendix B
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
ASKED = ExtensionRequest(f"https://{'a' * 32}.chromiumapp.org/", "s" * 22, CHALLENGE, "1.2.0")
LIFETIMES = Lifetimes(timedelta(hours=1), timedelta(hours=8))


@pytest.mark.parametrize("where", ["SQLite", "PostgreSQL"])
async def test_the_extensions_server_side_holds_on_both_databases(where: str, postgres: str, tmp_path: Path) -> None:
    url = postgres if where == "PostgreSQL" else f"sqlite+aiosqlite:///{tmp_path}/congvu.db"
    await built(url)
    database = Database(url)
    try:
        await tokens_turn(database)
        await a_browser_reports(database)
        await a_day_is_checked(database)
    finally:
        await database.close()


async def known(_session: ReadSession, _who: SignedIn) -> bool:
    return True


async def refreshed(database: Database, token: str) -> ExtensionTokens | str:
    try:
        return await extension_sessions.refresh(database, token, known, NOW)
    except ExtensionRefused as error:
        return error.code


async def tokens_turn(database: Database) -> None:
    """Of two that show the same token at once, one is refused, and with that everything ends."""
    async with database.write() as session:
        opened = await open_session(session, SignedIn(SignInWay.MAILBOX, CLERK_BOX), LIFETIMES, NOW)
    async with database.write() as session:
        code = await extension_sessions.let_in(session, token_hash(opened.token), ASKED, NOW)
    assert code is not None
    first = await extension_sessions.redeem(database, code, VERIFIER, known, timedelta(days=7), NOW)
    second = await refreshed(database, first.refresh_token)
    assert isinstance(second, ExtensionTokens)
    async with database.read() as session:
        who = await holder_of(session, second.bearer, NOW)
        assert [row.login for row in await extension_sessions.of_login(session, CLERK_BOX, NOW)] == [CLERK_BOX]
    assert who is not None
    assert who.login == CLERK_BOX

    results = await asyncio.gather(*(refreshed(database, second.refresh_token) for _ in range(2)))
    assert [one for one in results if isinstance(one, str)] == ["refresh_reused"]
    async with database.read() as session:
        assert await extension_sessions.of_login(session, CLERK_BOX, NOW) == []
        assert await holder_of(session, second.bearer, NOW) is None


async def a_browser_reports(database: Database) -> None:
    said = ProtectionReport(
        device="d" * 22,
        gate=Gate.EXTENSION,
        version="1.2.0",
        browser=Browser.CHROME,
        managed=True,
        bundle="2026.1.1",
        bundle_issued_on=date(2026, 1, 2),
        hosts={Host.SOGO: ("send_button",)},
    )
    for version in ("1.2.0", "1.3.0"):
        async with database.write() as session:
            await protecting.report(session, SCIENCE, replace(said, version=version), NOW)
    async with database.read() as session:
        [found] = await protecting.protection(session, {SCIENCE: "Sở"}, NOW)
    assert (found.extension, [one.version for one in found.versions]) == (1, ["1.3.0"])
    assert [one.missing for one in found.failed] == [("send_button",)]
    async with database.write() as session:
        assert await protecting.forget_silent(session, NOW + timedelta(days=61)) == 1


async def a_day_is_checked(database: Database) -> None:
    office, morning = Office(database), vietnam("2026-01-05 07:10")
    await office.takes([checked(1, morning, CITIZEN, CLERK_BOX)], [in_mailbox(1, morning, CLERK_BOX)])
    event = MailboxEvent(FactKind.OPENED, vietnam("2026-01-05 13:40"), CLERK_BOX, "1@mail.example")
    async with database.write() as session:
        await take_in_mailbox_events(session, [event], 1)
    for _ in range(2):
        async with database.write() as session:
            said = Declaration("c1", SCIENCE, CLERK_BOX, CLERK_BOX, "VAN")
            await checking.declare(session, said, vietnam("2026-01-05 09:30"))
    async with database.read() as session:
        found = await checking.checks(session, SCIENCE, date(2026, 1, 5), vietnam("2026-01-05 20:00"))
        news = await news_since(session, SCIENCE, morning - timedelta(hours=1), NOW)
    [box] = found.boxes
    states = [(window.state.value, window.self_declared) for window in box.windows]
    assert states == [("missed", False), ("kept", True), ("kept", False), ("kept", False), ("kept", False)]
    assert [letter.message_id for letter in news.new] == ["1@mail.example"]
