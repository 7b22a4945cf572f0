"""What browsers say of themselves: closed forms, nobody's name; and what an agency's browsers come to."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from backend.compliance import protecting
from backend.compliance.models import GuardingDevice
from backend.compliance.protection import (
    AgencyProtection,
    Browser,
    FailedHost,
    Gate,
    Host,
    ProtectionReport,
    VersionCount,
)
from backend.db import Database
from backend.errors import UsageError
from tests.unit.small_province import FINANCE, NOW, SCIENCE

SAID = ProtectionReport(
    device="d" * 22,
    gate=Gate.EXTENSION,
    version="1.2.0",
    browser=Browser.EDGE,
    managed=True,
    bundle="2026.1.1",
    bundle_issued_on=date(2026, 1, 2),
    hosts={Host.ROUNDCUBE: ()},
)
NAMES = {SCIENCE: "Sở Khoa học và Công nghệ", FINANCE: "Sở Tài chính"}


async def said(database: Database, *reports: ProtectionReport, agency: str = SCIENCE, at: datetime = NOW) -> None:
    for report in reports:
        async with database.write() as session:
            await protecting.report(session, agency, report, at)


async def found(database: Database, at: datetime = NOW) -> dict[str, AgencyProtection]:
    async with database.read() as session:
        return {one.code: one for one in await protecting.protection(session, NAMES, at)}


async def rows(database: Database) -> list[GuardingDevice]:
    async with database.read() as session:
        return list(await session.scalars(select(GuardingDevice)))


async def test_an_agencys_browsers_are_summed_up(database: Database) -> None:
    await said(
        database,
        SAID,
        replace(SAID, device="e" * 22, version="1.1.0", managed=False, bundle_issued_on=date(2025, 12, 1)),
        replace(SAID, device="f" * 22, gate=Gate.PLUGIN, managed=False, bundle="", bundle_issued_on=None),
    )

    assert (await found(database))[SCIENCE] == AgencyProtection(
        code=SCIENCE,
        name="Sở Khoa học và Công nghệ",
        plugin=1,
        extension=2,
        managed=1,
        versions=(
            VersionCount(Gate.EXTENSION, "1.1.0", 1),
            VersionCount(Gate.EXTENSION, "1.2.0", 1),
            VersionCount(Gate.PLUGIN, "1.2.0", 1),
        ),
        last_seen_on=date(2026, 1, 5),
        bundle_issued_on=date(2025, 12, 1),
        without_rules=1,
        failed=(),
    )


async def test_an_agency_without_any_stands_there_too(database: Database) -> None:
    await said(database, SAID)
    finance = (await found(database))[FINANCE]

    assert (finance.protected, finance.last_seen_on, finance.versions) == (False, None, ())


async def test_the_last_word_of_a_browser_holds(database: Database) -> None:
    await said(database, SAID)
    await said(database, replace(SAID, version="1.3.0"), at=NOW + timedelta(days=1))
    [row] = await rows(database)

    assert (row.version, row.seen_on) == ("1.3.0", date(2026, 1, 6))


async def test_failed_self_checks_are_told_by_kind_of_webmail(database: Database) -> None:
    await said(
        database,
        replace(SAID, hosts={Host.SOGO: ("send_button",), Host.ROUNDCUBE: ()}),
        replace(SAID, device="e" * 22, hosts={Host.SOGO: ("editor", "send_button")}),
    )

    assert (await found(database))[SCIENCE].failed == (FailedHost(Host.SOGO, 2, ("editor", "send_button")),)


async def test_a_browser_that_is_silent_for_two_weeks_protects_nobody(database: Database) -> None:
    await said(database, SAID)
    lately = (await found(database, NOW + timedelta(days=13)))[SCIENCE]
    silent = (await found(database, NOW + timedelta(days=14)))[SCIENCE]

    assert lately.protected
    assert (silent.protected, silent.last_seen_on) == (False, date(2026, 1, 5))


async def test_a_silent_browser_is_forgotten_after_sixty_days(database: Database) -> None:
    await said(database, SAID)
    async with database.write() as session:
        assert await protecting.forget_silent(session, NOW + timedelta(days=60)) == 0
        assert await protecting.forget_silent(session, NOW + timedelta(days=61)) == 1

    assert await rows(database) == []


async def test_the_same_browser_under_two_agencies_is_two_and_nothing_joins_them(database: Database) -> None:
    await said(database, SAID)
    await said(database, SAID, agency=FINANCE)
    first, second = await rows(database)

    assert first.device_hash != second.device_hash
    assert not [row for row in (first, second) if SAID.device in str(vars(row))]


async def test_no_column_can_hold_a_person_a_page_or_a_moment() -> None:
    assert set(GuardingDevice.__table__.columns.keys()) == {
        *("agency_code", "device_hash", "gate", "version", "browser", "managed"),
        *("bundle", "bundle_issued_on", "hosts", "seen_on"),
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("device", "d" * 21),
        ("device", "d" * 44),
        ("device", "an.nguyen@thainguyen.gov.vn"),
        ("version", ""),
        ("version", "1.0 (https://mail.example)"),
        ("bundle", "2026 1"),
        ("bundleIssuedOn", date(2026, 1, 7)),
        ("hosts", {Host.GENERIC: ("mail.example",)}),
        ("hosts", {Host.GENERIC: ("https://mail",)}),
        ("hosts", {Host.GENERIC: ("Send",)}),
        ("hosts", {Host.GENERIC: ("a" * 41,)}),
        ("hosts", {Host.GENERIC: tuple(f"c{number}" for number in range(31))}),
    ],
)
async def test_nothing_passes_that_could_say_more(database: Database, field: str, value: Any) -> None:
    with pytest.raises(UsageError, match=f"^{field}:"):
        await said(database, replace(SAID, **{"bundle_issued_on" if field == "bundleIssuedOn" else field: value}))

    assert await rows(database) == []


async def test_nobody_fills_the_table_with_ids(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protecting, "MOST_DEVICES", 1)
    await said(database, SAID)
    with pytest.raises(UsageError, match="too many devices"):
        await said(database, replace(SAID, device="e" * 22))
    await said(database, replace(SAID, version="1.3.0"))

    assert [row.version for row in await rows(database)] == ["1.3.0"]
