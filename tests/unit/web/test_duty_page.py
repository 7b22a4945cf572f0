"""`/truc`: what went wrong is logged by name, nothing logged is changed, and nobody else sees it."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import select

from backend.audit.models import AuditEntry
from backend.clock import FixedClock
from backend.compliance import stating
from backend.compliance.duty_models import Incident, IncidentNote
from backend.compliance.report_inputs import Inputs, Outage
from backend.db import Database
from backend.settings import Settings
from tests.unit.small_province import COMMITTEE, FINANCE, HEAD_BOX, NOW
from tests.unit.web.duty_office import DAY_BOX, NIGHT_BOX, OTHERS_BOX, Keeper, add_people

OPEN = {
    "deed": "open",
    "began": "2026-01-05T14:30",
    "service": "mail_gate",
    "severity": "stopped",
    "seen": "Thư gửi đi bị trả lại 451",
}
CLOSE = {
    "deed": "close",
    "mended": "2026-01-05T14:50",
    "cause": "Hết dung lượng đĩa",
    "by_what": "Dọn nhật ký cũ",
}
BEGAN = datetime(2026, 1, 5, 7, 30, tzinfo=UTC)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.changed(page_requests_per_minute=1000)


@pytest.fixture(autouse=True)
async def people(database: Database) -> None:
    await add_people(database)


@pytest.fixture
def keeper(client: httpx.AsyncClient) -> Keeper:
    return Keeper(client)


async def incidents(database: Database) -> list[Incident]:
    async with database.read() as session:
        return list((await session.scalars(select(Incident).order_by(Incident.id))).all())


@pytest.fixture
async def opened(keeper: Keeper, database: Database) -> str:
    await keeper.sign_in(NIGHT_BOX)
    assert await keeper.send(**OPEN) == 200
    [row] = await incidents(database)
    return row.id


async def test_an_incident_is_opened_by_name_and_the_next_one_reads_it(
    keeper: Keeper, opened: str, database: Database
) -> None:
    [row] = await incidents(database)
    assert (row.agency_code, row.service, row.severity) == (COMMITTEE, "mail_gate", "stopped")
    assert (row.began_at, row.opened_by, row.opened_at, row.closed_at) == (BEGAN, "TR0", NOW, None)

    page = await keeper.sign_in(DAY_BOX)
    for words in (
        "Thư gửi đi bị trả lại 451",
        "Cổng kiểm tra thư",
        "Bắt đầu 14:30, 05/01/2026",
        "Lê Đêm ghi lúc 15:00",
    ):
        assert words in page


async def test_notes_are_added_by_name_and_time_and_stay_as_they_are(
    keeper: Keeper, opened: str, database: Database, clock: FixedClock
) -> None:
    assert await keeper.send(deed="note", incident=opened, words="Đĩa /var đầy") == 200
    clock.set(NOW + timedelta(minutes=5))
    await keeper.sign_in(DAY_BOX)
    assert await keeper.send(deed="note", incident=opened, words="Đã gọi nhà cung cấp") == 200

    assert keeper.page.index("Đĩa /var đầy") < keeper.page.index("Đã gọi nhà cung cấp")
    assert "Trần Ngày, 15:05, 05/01/2026" in keeper.page
    async with database.read() as session:
        notes = await session.scalars(select(IncidentNote).order_by(IncidentNote.noted_at))
        assert [(note.words, note.noted_by) for note in notes] == [
            ("Đĩa /var đầy", "TR0"),
            ("Đã gọi nhà cung cấp", "TR1"),
        ]


async def test_it_is_closed_once_with_its_cause_and_mend(keeper: Keeper, opened: str, database: Database) -> None:
    assert await keeper.send(**CLOSE, incident=opened) == 200
    assert "Không có sự cố nào đang mở" in keeper.page
    assert "Từ 14:30, 05/01/2026 đến 14:50, 05/01/2026" in keeper.page
    assert "Dọn nhật ký cũ" in keeper.page

    assert await keeper.send(**{**CLOSE, "cause": "Khác"}, incident=opened) == 422
    [row] = await incidents(database)
    assert (row.cause, row.closed_by, row.mended_at) == ("Hết dung lượng đĩa", "TR0", BEGAN + timedelta(minutes=20))
    async with database.read() as session:
        found = await session.scalars(select(AuditEntry).where(AuditEntry.deed.startswith("incident.")))
        assert [(entry.deed, entry.person_id, entry.data) for entry in found] == [
            ("incident.opened", "TR0", {}),
            ("incident.closed", "TR0", {}),
        ]


async def test_a_closed_one_is_entered_as_an_outage_of_the_report_once(
    keeper: Keeper, opened: str, database: Database, clock: FixedClock
) -> None:
    assert await keeper.send(deed="outage", incident=opened) == 422  # it stands
    await keeper.send(**CLOSE, incident=opened)
    assert await keeper.send(deed="outage", incident=opened) == 200
    assert "Đã đưa vào báo cáo quý: Lê Đêm" in keeper.page
    assert await keeper.send(deed="outage", incident=opened) == 422

    async with database.read() as session:
        found = await stating.inputs_at(session, Inputs(), NOW)
    source = f"Nhật ký sự cố, mã {opened}"
    assert found.outages == (Outage("Thư gửi đi bị trả lại 451", BEGAN, BEGAN + timedelta(minutes=20), source),)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"began": "2026-01-05T15:01"}, "không thể ở tương lai"),
        ({"began": "hôm qua"}, "đủ ngày và giờ"),
        ({"began": "0001-01-01T00:00"}, "đủ ngày và giờ"),
        ({"severity": ""}, "chọn đủ các mục"),
        ({"service": "mat"}, "chọn đủ các mục"),
        ({"seen": " "}, "viết một dòng"),
        ({"seen": "a" * 181}, "viết một dòng"),
        ({"seen": "a\nb"}, "viết một dòng"),
        ({"deed": "delete"}, "không thuộc phần việc"),
        ({"person": "TR1"}, "không thuộc phần việc"),
        ({"agency": FINANCE}, "không thuộc phần việc"),
    ],
)
async def test_what_is_wrong_is_said_and_nothing_is_noted(
    keeper: Keeper, database: Database, changes: dict[str, str], said: str
) -> None:
    await keeper.sign_in(NIGHT_BOX)
    assert await keeper.send(**{**OPEN, **changes}) == 422

    assert said in keeper.page
    assert await incidents(database) == []


async def test_an_error_loses_nothing_that_was_typed(keeper: Keeper, opened: str) -> None:
    assert await keeper.send(**{**OPEN, "began": "2026-01-06T09:00"}) == 422
    for typed in (
        'value="2026-01-06T09:00"',
        'value="Thư gửi đi bị trả lại 451"',
        'value="mail_gate" selected',
        'value="stopped" required checked',
    ):
        assert typed in keeper.page

    assert await keeper.send(**{**CLOSE, "mended": "2026-01-05T14:30"}, incident=opened) == 422
    assert "Giờ khắc phục phải sau giờ bắt đầu" in keeper.page
    assert 'value="Dọn nhật ký cũ"' in keeper.page
    assert "<details open>" in keeper.page


async def test_pressed_twice_it_is_one_incident(keeper: Keeper, opened: str, database: Database) -> None:
    assert await keeper.send(**OPEN) == 200

    assert len(await incidents(database)) == 1


async def test_a_department_keeps_a_log_of_its_own_and_whoever_stands_above_it_reads_that_too(
    keeper: Keeper, opened: str, database: Database
) -> None:
    keeper.agency = FINANCE
    page = await keeper.sign_in(OTHERS_BOX)
    assert "Thư gửi đi bị trả lại 451" not in page
    assert await keeper.send(deed="note", incident=opened, words="x") == 422
    assert await keeper.send(**{**OPEN, "seen": "Máy của Sở"}) == 200
    own = next(row.id for row in await incidents(database) if row.agency_code == FINANCE)
    await keeper.send(**CLOSE, incident=own)
    assert "Đưa vào báo cáo quý" not in keeper.page  # of the province
    assert await keeper.send(deed="outage", incident=own) == 422

    assert (await keeper.sign_in(OTHERS_BOX, f"?co-quan={COMMITTEE}"), keeper.status)[1] == 403
    assert f'href="/truc?co-quan={FINANCE}"' in await keeper.sign_in(NIGHT_BOX)
    assert "Máy của Sở" in await keeper.sign_in(NIGHT_BOX, f"?co-quan={FINANCE}")


async def test_nobody_else_sees_it(keeper: Keeper, opened: str) -> None:
    page = await keeper.sign_in(HEAD_BOX)

    assert keeper.status == 403
    assert "Thư gửi đi bị trả lại 451" not in page
    assert await keeper.send(deed="note", incident=opened, words="x") == 422
