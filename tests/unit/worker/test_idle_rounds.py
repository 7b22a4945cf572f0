"""A round that found nothing is not repeated while nothing was committed or written, and hardly any time has passed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from backend.directory.models import Agency
from backend.worker.loop import Worker
from backend.worker.shipping import Shipped, Shipping
from backend.worker_seams import sources_stand
from tests.unit.small_province import SCIENCE
from tests.unit.worker.conftest import MONDAY, Office


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


async def test_what_somebody_else_commits_is_seen_at_once_and_times_come_after_half_a_minute(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = Looked(office, monkeypatch)
    await at_rest(office, looked)
    office.clock.set(office.clock.now() + timedelta(seconds=30))
    await office.rounds(1)
    assert looked.rounds == 1

    await at_rest(office, looked)
    await a_commit(office)
    await office.rounds(1)
    assert looked.rounds == 1


async def a_commit(office: Office) -> None:
    async with office.database.write() as session:
        session.add(Agency(code="H55.77", name="Cơ quan", kind="department"))
