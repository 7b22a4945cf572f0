"""What happens at hours of the working day is looked at when one comes, or something was committed: not each minute."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from backend.clock import VIETNAM
from backend.db import Database
from backend.directory import service as directory
from backend.directory.models import Agency
from backend.worker.escalation import Escalation
from backend.worker.mailbox_checks import MailboxChecks
from tests.unit.journal_lines import vietnam
from tests.unit.worker.conftest import Office

MINUTE = timedelta(minutes=1)
A_DAY = [vietnam("2026-01-05 00:00") + MINUTE * minute for minute in range(24 * 60 + 1)]  # a Monday
CHECKS_BEGIN = ["07:30", "09:00", "13:30", "15:00", "16:15"]
CHECKS_ARE_JUDGED = ["08:25", "10:25", "14:25", "15:55", "17:10"]


@pytest.fixture
def read_at(office: Office, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The hours at which the calendars were read."""
    hours: list[str] = []
    read = directory.calendars

    async def calendars(*asked: Any) -> Any:
        hour = f"{office.clock.now().astimezone(VIETNAM):%H:%M}"
        hours.extend([hour] if hours[-1:] != [hour] else [])  # an agency that is looked at is read once more
        return await read(*asked)

    monkeypatch.setattr(directory, "calendars", calendars)
    return hours


async def looks(office: Office, look: Callable[[], Awaitable[object]], moments: list[datetime]) -> None:
    for moment in moments:
        office.clock.set(moment)
        await look()


def tells(database: Database) -> bool:
    return database.changes() is not None


async def test_who_is_to_be_told_is_looked_at_when_a_check_begins_and_when_a_day_does(
    office: Office, read_at: list[str]
) -> None:
    await looks(office, Escalation(office.database, office.clock).tell_due, A_DAY)
    if tells(office.database):
        assert read_at == ["00:00", *CHECKS_BEGIN, "00:00"]
    else:
        assert len(read_at) == len(A_DAY)


async def test_who_is_to_be_reminded_is_looked_at_when_work_begins_and_when_a_check_can_be_judged(
    office: Office, read_at: list[str]
) -> None:
    await looks(office, MailboxChecks(office.database, office.clock).remind, A_DAY)
    if tells(office.database):
        assert read_at == ["00:00", *sorted(["07:30", "13:00", *CHECKS_ARE_JUDGED]), "00:00"]
    else:
        assert len(read_at) == len(A_DAY)


async def test_what_was_committed_meanwhile_is_looked_at_the_minute_after(office: Office, read_at: list[str]) -> None:
    moments = [vietnam(f"2026-01-05 10:{minute}") for minute in (40, 41, 42, 43)]
    tell = Escalation(office.database, office.clock).tell_due
    remind = MailboxChecks(office.database, office.clock).remind
    for code, look in {"H55.77": tell, "H55.78": remind}.items():
        read_at.clear()
        await looks(office, look, moments[:2])
        async with office.database.write() as session:
            session.add(Agency(code=code, name="Cơ quan", kind="department"))
        await looks(office, look, moments[2:])
        minutes = ["10:40", "10:42"] if tells(office.database) else ["10:40", "10:41", "10:42", "10:43"]
        assert read_at == minutes
