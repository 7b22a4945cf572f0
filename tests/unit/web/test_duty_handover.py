"""`/truc`: who is on duty is entered by name, a turn is handed over once, and the next one says that it was taken."""

from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select

from backend.audit.models import AuditEntry
from backend.clock import FixedClock
from backend.compliance.duty_models import DutyHandover, DutyTurn
from backend.compliance.models import SupportTicket
from backend.compliance.silence_models import SilentMailbox
from backend.db import Database
from backend.settings import Settings
from tests.unit.small_province import CLERK_BOX, COMMITTEE, FINANCE, NOW, OFFICIAL_BOX, SCIENCE
from tests.unit.web.duty_office import DAY_BOX, NIGHT_BOX, OTHERS_BOX, PATH, Keeper, add_people

# It is 15:00, 05/01/2026.
NIGHT = {"deed": "turn", "address": NIGHT_BOX, "begins": "2026-01-05T14:00", "ends": "2026-01-05T22:00"}
DAY = {"deed": "turn", "address": DAY_BOX, "begins": "2026-01-05T22:00", "ends": "2026-01-06T07:00"}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.changed(page_requests_per_minute=1000)


@pytest.fixture
async def keeper(client: httpx.AsyncClient, database: Database) -> Keeper:
    await add_people(database)
    found = Keeper(client)
    await found.sign_in(NIGHT_BOX)
    return found


@pytest.fixture
async def rostered(keeper: Keeper) -> Keeper:
    for turn in (NIGHT, DAY):
        assert await keeper.send(**turn) == 200
    return keeper


async def sheets(database: Database) -> list[DutyHandover]:
    async with database.read() as session:
        return list((await session.scalars(select(DutyHandover))).all())


async def turns(database: Database) -> list[DutyTurn]:
    async with database.read() as session:
        return list((await session.scalars(select(DutyTurn).order_by(DutyTurn.begins_at))).all())


async def test_the_page_says_who_is_on_duty_who_comes_next_and_when_nobody_is(rostered: Keeper) -> None:
    assert "<span>Lê Đêm, đến 22:00, 05/01/2026</span>" in rostered.page
    assert "<span>Trần Ngày, từ 22:00, 05/01/2026 đến 07:00, 06/01/2026</span>" in rostered.page
    assert "<li>từ 07:00, 06/01/2026 đến 15:00, 12/01/2026</li>" in rostered.page


async def test_an_empty_roster_says_that_nobody_is(keeper: Keeper) -> None:
    assert "Hiện không có ai trong lịch trực." in keeper.page
    assert "<li>từ 15:00, 05/01/2026 đến 15:00, 12/01/2026</li>" in keeper.page


async def test_a_turn_pressed_twice_is_one(rostered: Keeper, database: Database) -> None:
    assert await rostered.send(**DAY) == 200

    assert [(one.person_id, one.entered_by) for one in await turns(database)] == [("TR0", "TR0"), ("TR1", "TR0")]


async def test_a_turn_is_withdrawn_before_it_begins_and_stays_in_the_table(
    rostered: Keeper, database: Database
) -> None:
    begun, coming = await turns(database)
    assert await rostered.send(deed="withdraw", turn=begun.id) == 422
    assert await rostered.send(deed="withdraw", turn=coming.id) == 200
    assert "Chưa có ca tiếp theo" in rostered.page

    begun, coming = await turns(database)
    assert (begun.withdrawn_by, coming.withdrawn_by, coming.withdrawn_at) == (None, "TR0", NOW)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ends": "2026-01-05T22:00"}, "kết thúc sau giờ bắt đầu"),
        ({"ends": "2026-01-13T00:00"}, "kết thúc sau giờ bắt đầu"),
        ({"begins": "2026-01-05T02:59"}, "kết thúc sau giờ bắt đầu"),
        ({"begins": "2026-01-05T13:00", "ends": "2026-01-05T15:00"}, "kết thúc sau giờ bắt đầu"),
        ({"ends": ""}, "đủ ngày và giờ"),
        ({"address": "ai.do@thainguyen.gov.vn"}, "Không tìm thấy cán bộ"),
        ({"address": CLERK_BOX}, "nhiều người dùng chung"),
        ({"address": OFFICIAL_BOX}, "chưa có vai trò"),
        ({"address": OTHERS_BOX}, "chưa có vai trò"),  # of a department alone
    ],
)
async def test_what_is_wrong_with_a_turn_is_said_and_loses_nothing(
    keeper: Keeper, database: Database, changes: dict[str, str], said: str
) -> None:
    form = {**DAY, **changes}
    assert await keeper.send(**form) == 422

    assert said in keeper.page
    for name in ("address", "begins", "ends"):
        assert f'value="{form[name]}"' in keeper.page
    assert await turns(database) == []


async def test_a_department_does_not_put_the_people_above_it_on_its_roster(keeper: Keeper, database: Database) -> None:
    keeper.agency = FINANCE
    await keeper.sign_in(OTHERS_BOX)

    assert await keeper.send(**{**DAY, "address": NIGHT_BOX}) == 422
    assert "Không tìm thấy cán bộ" in keeper.page


async def test_the_sheet_tells_of_this_moment_and_stays_as_it_was(rostered: Keeper, database: Database) -> None:
    incident = {
        "deed": "open",
        "began": "2026-01-05T14:30",
        "service": "web",
        "severity": "minor",
        "seen": "Trang chậm",
    }
    await rostered.send(**incident)
    async with database.write() as session:
        silent = {"way": "came", "since": NOW, "found_at": NOW, "longest_seconds": 9, "gaps": 40, "ended_at": None}
        session.add(SilentMailbox(agency_code=SCIENCE, box=CLERK_BOX, **silent))
        told = {"difficulty": "slow", "place": "pages", "version": "", "browser": "", "bundle": ""}
        for state in ("open", "in_work", "answered"):
            row = {"reference": state, "state": state, "opened_at": NOW, "state_at": NOW, **told}
            session.add(SupportTicket(agency_code=SCIENCE, login=CLERK_BOX, **row))

    assert await rostered.send(deed="hand_over", next="Xem lại đĩa /var") == 200
    [made] = await sheets(database)
    assert (made.made_by, made.made_at, made.words, made.taken_by) == ("TR0", NOW, "Xem lại đĩa /var", None)
    told_of = {"service": "web", "severity": "minor", "seen": "Trang chậm", "is_new": True}
    assert made.sheet == {
        "standing": [told_of],
        "closed": [],
        "outbox": 0,
        "outbox_minutes": 0,
        "calls": 0,
        "silent": 1,
        "tickets": 2,
        "bundle": "2026.1.1",
        "bundle_state": "ok",
        "canaries": "off",
    }

    mend = {"deed": "close", "mended": "2026-01-05T14:50", "cause": "Đầy đĩa", "by_what": "Dọn đĩa"}
    async with database.read() as session:
        id_ = await session.scalar(select(AuditEntry.subject_id).where(AuditEntry.deed == "incident.opened"))
    assert await rostered.send(**mend, incident=str(id_)) == 200
    [same] = await sheets(database)
    assert same.sheet == made.sheet


async def test_the_next_one_takes_it_over_by_name_and_nobody_does_for_themselves(
    rostered: Keeper, database: Database, clock: FixedClock
) -> None:
    assert await rostered.send(deed="hand_over", next="") == 200
    assert await rostered.send(deed="hand_over", next="") == 422  # once for a turn
    [sheet] = await sheets(database)
    assert await rostered.send(deed="take_over", sheet=sheet.id) == 422
    assert "không tự nhận" in rostered.page

    clock.set(NOW + timedelta(hours=1))
    page = await rostered.sign_in(DAY_BOX)
    assert page.index("Bàn giao chờ người nhận") < page.index("Đang trực")
    assert await rostered.send(deed="take_over", sheet=sheet.id) == 200
    assert "Đã nhận: Trần Ngày, 16:00, 05/01/2026" in rostered.page
    assert "Bàn giao chờ người nhận" not in rostered.page
    assert await rostered.send(deed="take_over", sheet=sheet.id) == 422

    async with database.read() as session:
        found = await session.scalars(select(AuditEntry).where(AuditEntry.deed.startswith("duty.")))
        assert [(one.deed, one.person_id) for one in found] == [
            ("duty.entered", "TR0"),
            ("duty.entered", "TR0"),
            ("duty.handed_over", "TR0"),
            ("duty.taken_over", "TR1"),
        ]


async def test_whoever_has_no_turn_hands_nothing_over(rostered: Keeper, database: Database, clock: FixedClock) -> None:
    page = await rostered.sign_in(DAY_BOX)  # on duty from 22:00 on
    assert 'value="hand_over"' not in page
    assert await rostered.send(deed="hand_over", next="") == 422

    clock.set(NOW + timedelta(hours=7, minutes=5))  # the turn of the other one ended five minutes ago
    await rostered.sign_in(NIGHT_BOX)
    assert await rostered.send(deed="hand_over", next="") == 200
    assert len(await sheets(database)) == 1


async def test_a_sheet_is_shown_alone_to_be_printed(
    rostered: Keeper, client: httpx.AsyncClient, database: Database
) -> None:
    await rostered.send(deed="hand_over", next="Xem lại đĩa /var")
    [sheet] = await sheets(database)

    page = await client.get(f"{PATH}?ban={sheet.id}")
    assert page.status_code == 200
    assert "<h1>Tờ bàn giao ca trực</h1>" in page.text
    assert "Xem lại đĩa /var" in page.text
    assert "Chưa ai nhận." in page.text
    assert 'value="open"' not in page.text
    assert (await client.get(f"{PATH}?ban=khong-co")).status_code == 404
    await rostered.sign_in(OTHERS_BOX)
    assert (await client.get(f"{PATH}?ban={sheet.id}")).status_code == 404


async def test_words_too_long_are_not_cut_but_refused(rostered: Keeper, database: Database) -> None:
    assert await rostered.send(deed="hand_over", next="a" * 501) == 422

    assert await sheets(database) == []


async def test_words_for_the_next_reach_neither_log_nor_audit(
    rostered: Keeper, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    assert await rostered.send(deed="hand_over", next="Chuyện riêng") == 200

    assert "Chuyện riêng" not in caplog.text
    async with database.read() as session:
        assert not any("Chuyện riêng" in str(row.data) for row in await session.scalars(select(AuditEntry)))
    assert (await sheets(database))[0].agency_code == COMMITTEE
