"""A round that found nothing is not repeated while nothing was committed or written, and hardly any time has passed."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from backend.directory.models import Agency
from backend.worker.canary import CanaryLetters
from backend.worker.loop import Worker
from backend.worker.seams import Outcome
from backend.worker.shipping import Shipped, Shipping
from backend.worker.upkeep import Upkeep
from backend.worker_seams import sources_stand
from tests.unit.small_province import SCIENCE
from tests.unit.worker.conftest import MONDAY, FakeMailServer, Office


class Looked:
    """How often a worker looked at everything; its sources are files, as in a deployment."""

    def __init__(self, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
        self.rounds = 0
        settled = Shipping.ship

        async def ship(shipping: Shipping) -> Shipped:
            self.rounds += 1
            return await settled(shipping)

        monkeypatch.setattr(Shipping, "ship", ship)
        seams = replace(office.seams(), sources_stand=lambda: sources_stand(office.settings.journal_dir, [office.log]))
        office.worker = Worker(office.settings, office.database, office.clock, seams)


async def at_rest(office: Office, looked: Looked) -> None:
    while await office.worker.round():
        pass
    for _ in range(3):  # what is done now and then has been done
        await office.worker.round()
    looked.rounds = 0


async def test_nothing_is_looked_at_again_until_something_is_written(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = Looked(office, monkeypatch)
    await at_rest(office, looked)
    if office.database.changes() is None:  # nobody says what was committed
        await office.rounds(3)
        assert looked.rounds == 3
        return
    await office.rounds(3)
    assert looked.rounds == 0

    office.letter(1, MONDAY)
    await office.rounds(2)
    assert looked.rounds == 2
    assert [letter.agency_code for letter in await office.every_letter()] == [SCIENCE]


async def test_what_somebody_else_commits_is_seen_at_once_and_times_come_after_ten_minutes(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = Looked(office, monkeypatch)
    await at_rest(office, looked)
    if office.database.changes() is not None:
        await later(office, timedelta(seconds=599))
        assert looked.rounds == 0
    await later(office, timedelta(seconds=1))
    assert looked.rounds >= 1

    await at_rest(office, looked)
    await a_commit(office)
    await office.rounds(1)
    assert looked.rounds == 1


async def test_what_depends_on_the_database_alone_is_asked_again_only_after_a_commit(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = done_at(office, monkeypatch, Upkeep, "follow_ground")
    looked = Looked(office, monkeypatch)
    await at_rest(office, looked)
    asked.clear()
    await later(office, timedelta(minutes=10))
    assert len(asked) == (1 if office.database.changes() is None else 0)

    asked.clear()
    await a_commit(office)
    await office.rounds(1)
    assert len(asked) == 1


async def test_a_mail_that_did_not_go_is_tried_again_when_its_time_has_come(
    office: Office, mail_server: FakeMailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = Looked(office, monkeypatch)
    mail_server.outcome = Outcome.TEMPORARY
    office.letter(1, MONDAY)
    await at_rest(office, looked)
    assert len(mail_server.taken) == 1

    for _ in range(3):
        await later(office, timedelta(seconds=30))
    assert looked.rounds >= 2
    assert len(mail_server.taken) == 2


async def test_what_waited_for_its_turn_is_done_in_its_turn_though_nothing_happens_meanwhile(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = Looked(office, monkeypatch)
    joined = done_at(office, monkeypatch, Upkeep, "join_gates")
    await at_rest(office, looked)
    await a_commit(office)
    await later(office, timedelta(seconds=1))
    await later(office, timedelta(seconds=4))
    assert joined[-1] == office.clock.now()


async def test_canary_letters_are_looked_after_each_half_minute_though_nothing_happens(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = Looked(office, monkeypatch)
    went_on = done_at(office, monkeypatch, CanaryLetters, "go_on")
    await at_rest(office, looked)
    went_on.clear()
    for _ in range(4):
        await later(office, timedelta(seconds=30))
    assert len(went_on) == 4


async def test_the_gates_token_and_file_are_made_anew_at_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    await at_rest(office, Looked(office, monkeypatch))
    for file in (office.settings.gate_token, office.settings.gate_file):
        file.unlink()
        await office.rounds(1)
        assert file.exists()


def done_at(office: Office, monkeypatch: pytest.MonkeyPatch, of: type, name: str) -> list[datetime]:
    """When this was done, from now on."""
    moments: list[datetime] = []
    work = getattr(of, name)

    async def noted(part: object) -> object:
        moments.append(office.clock.now())
        return await work(part)

    monkeypatch.setattr(of, name, noted)
    return moments


async def later(office: Office, time: timedelta) -> None:
    office.clock.set(office.clock.now() + time)
    await office.rounds(1)


async def a_commit(office: Office) -> None:
    async with office.database.write() as session:
        session.add(Agency(code="H55.77", name="Cơ quan", kind="department"))
