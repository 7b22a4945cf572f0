"""Days of checks are counted anew only where something changed, and come to what counting all of them comes to."""

import random
from datetime import date, timedelta

import pytest

from backend.compliance import check_days
from backend.compliance.check_models import MailboxDay
from backend.directory.models import AgencyDay
from backend.workingtime.hours import in_vietnam
from tests.unit.journal_lines import vietnam
from tests.unit.small_province import FINANCE, NOW, SCIENCE
from tests.unit.worker.conftest import Office

FIRST = date(2026, 1, 5)
Numbers = dict[tuple[str, date], tuple[int, int, int, int]]


async def rows(office: Office) -> dict[tuple[str, date], MailboxDay]:
    async with office.database.read() as session:
        found = await check_days.days_between(session, [SCIENCE, FINANCE], FIRST, date(2026, 2, 28))
    return {(row.agency_code, row.day): row for row in found}


async def stored(office: Office) -> Numbers:
    return {key: (row.kept, row.declared, row.missed, row.unseen) for key, row in (await rows(office)).items()}


async def counted_anew(office: Office) -> Numbers:
    now = office.clock.now()
    async with office.database.read() as session:
        days = await check_days.count_days(session, [SCIENCE, FINANCE], FIRST, in_vietnam(now).date(), now)
    numbers = ("kept", "declared", "missed", "unseen")
    every = {(row["agency_code"], row["day"]): tuple(row[one] for one in numbers) for row in days}
    return {key: found for key, found in every.items() if found[0] + found[2] + found[3]}  # type: ignore[misc,operator]


def something_happens(office: Office, chance: random.Random, number: int) -> None:
    """A letter comes, or one is opened: now, or the log tells of it days later."""
    now = office.clock.now()
    kind, known = chance.random(), max(1, number - chance.randrange(1, 4))
    if kind < 0.5:
        office.letter(number, now)
        office.mailbox_says(now, "lmtp", f"save: box=INBOX, uid={number}, msgid=<{number}@mail.example>, flags=()")
    elif kind < 0.8:
        late = timedelta(days=chance.choice((0, 0, 1, 3)))
        opened = f"flag_change: box=INBOX, uid={known}, msgid=<{known}@mail.example>, flags=(\\Seen \\Recent)"
        office.mailbox_says(now - late, "imap", opened)


async def a_day_off(office: Office, day: date) -> None:
    async with office.database.write() as session:
        session.add(
            AgencyDay(
                agency_code=SCIENCE, day=day, kind="off", hours="", name="nghỉ", decision_number="1/QĐ", entered_at=NOW
            )
        )


@pytest.mark.parametrize("seed", range(3))
async def test_every_night_all_days_and_every_hour_two_stand_as_if_all_were_counted(office: Office, seed: int) -> None:
    chance, number = random.Random(seed), 0
    for day in (FIRST + timedelta(days=past) for past in range(9)):
        office.clock.set(vietnam(f"{day} 00:20"))
        await office.rounds(2)
        assert await stored(office) == await counted_anew(office)
        if day == date(2026, 1, 9):
            await a_day_off(office, date(2026, 1, 7))
        for hour in (7, 8, 10, 11, 14, 16, 17):
            office.clock.set(vietnam(f"{day} {hour:02}:{chance.randrange(60):02}"))
            number += 1
            something_happens(office, chance, number)
            if chance.random() < 0.2:
                office.worker = office.started()
            await office.rounds(2)
        office.clock.set(vietnam(f"{day} 19:00"))
        await office.rounds(2)
        recent = {(agency, one) for agency in (SCIENCE, FINANCE) for one in (day - timedelta(days=1), day)}
        anew = await counted_anew(office)
        now_stored = await stored(office)
        assert {key: now_stored.get(key) for key in recent} == {key: anew.get(key) for key in recent}


async def test_what_did_not_change_is_counted_no_second_time_by_a_new_process_either(office: Office) -> None:
    office.clock.set(vietnam("2026-01-05 07:10"))
    something_happens(office, random.Random(5), 1)
    office.letter(2, office.clock.now())
    await office.rounds(2)
    for moment in ("2026-01-05 18:00", "2026-01-06 00:10"):
        office.clock.set(vietnam(moment))
        await office.rounds(2)
    before = {key: row.counted_at for key, row in (await rows(office)).items()}
    assert before == {(SCIENCE, date(2026, 1, 5)): vietnam("2026-01-06 00:10")}

    for moment in ("2026-01-06 02:00", "2026-01-06 04:00"):
        office.worker = office.started()
        office.clock.set(vietnam(moment))
        await office.rounds(2)
    assert {key: row.counted_at for key, row in (await rows(office)).items()} == before

    office.mailbox_says(
        vietnam("2026-01-05 07:15"), "imap", "flag_change: box=INBOX, uid=1, msgid=<2@mail.example>, flags=(\\Seen)"
    )
    office.clock.set(vietnam("2026-01-06 06:00"))
    await office.rounds(2)
    assert {row.counted_at for row in (await rows(office)).values()} == {vietnam("2026-01-06 06:00")}
