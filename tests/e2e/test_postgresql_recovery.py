"""PostgreSQL is lost and recovered from a base backup and its archived WAL: nothing is missing, nothing goes out twice.

The steps are those of docs/operations.md, with the files of deploy/postgresql.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from backend.backup.replaying import replay
from backend.db import Database
from backend.worker.shipping import SetBack
from tests.e2e.recovered_postgres import ArchivingPostgres
from tests.unit.backup.test_backup import WHAT_AGREES, Deployment
from tests.unit.journal_lines import CITIZEN, OTHER_CITIZEN
from tests.unit.small_province import built
from tests.unit.worker.conftest import MONDAY

THIRD_CITIZEN = "ba.lien@hopthu.example"
ALL = [CITIZEN, OTHER_CITIZEN, THIRD_CITIZEN]


@pytest.fixture
def server() -> Iterator[ArchivingPostgres]:
    running = ArchivingPostgres()
    try:
        running.begin()
        yield running
    finally:
        running.end()


async def rows(url: str) -> list[list[tuple[object, ...]]]:
    database = Database(url)
    async with database.read() as session:
        found = [[tuple(row) for row in await session.execute(text(query))] for query in WHAT_AGREES]
    await database.close()
    return found


async def lived_in(server: ArchivingPostgres, folder: Path) -> tuple[Deployment, str]:
    """A letter, the base backup, another, the moment that is told, and a third; each has its acknowledgement."""
    await built(server.url)
    deployment = Deployment(folder, server.url)
    deployment.office.letter(1, MONDAY)
    await deployment.work()
    server.save()
    deployment.office.letter(2, MONDAY + timedelta(hours=1), OTHER_CITIZEN)
    await deployment.work()
    moment = server.ask("select clock_timestamp()")
    deployment.office.letter(3, MONDAY + timedelta(hours=2), THIRD_CITIZEN)
    deployment.office.answer(4, MONDAY + timedelta(hours=3), CITIZEN, "1@mail.example")
    await deployment.work()
    assert deployment.office.mail_server.recipients == ALL
    server.end_segment()
    return deployment, moment


async def test_recovered_to_the_end_of_the_wal_the_workers_go_on_as_if_nothing_had_been(
    server: ArchivingPostgres, tmp_path: Path
) -> None:
    deployment, _ = await lived_in(server, tmp_path)
    before = await rows(server.url)
    await deployment.office.database.close()
    server.lose()

    server.recover()

    assert await rows(server.url) == before
    await deployment.serve_again()
    await deployment.serve_again()
    assert await rows(server.url) == before
    assert deployment.office.mail_server.recipients == ALL
    await deployment.office.database.close()


async def test_set_back_to_an_earlier_moment_no_acknowledgement_goes_out_twice(
    server: ArchivingPostgres, tmp_path: Path
) -> None:
    deployment, moment = await lived_in(server, tmp_path)
    before = await rows(server.url)
    await deployment.office.database.close()
    server.lose()
    server.recover(moment)
    recovered = await rows(server.url)
    assert len(recovered[1]) == 2
    assert recovered[3] != before[3]

    with pytest.raises(SetBack):  # whoever starts a worker too early
        await deployment.serve_again()
    assert deployment.office.mail_server.recipients == ALL
    of_server = deployment.settings.changed(database_url=server.url)
    replayed = await replay(of_server, deployment.office.clock, deployment.seams())  # congvu restore --after-recovery

    assert (replayed.answered, replayed.doubted, replayed.given_up, replayed.log_gap) == (1, 0, 0, False)
    await deployment.serve_again()
    await deployment.serve_again()
    assert await rows(server.url) == before
    assert deployment.office.mail_server.recipients == ALL
    await deployment.office.database.close()
