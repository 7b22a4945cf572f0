"""Full disks: of a milter's journal, of the follower that has to have everything, of the leader."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import asyncpg

from tests.chaos.database import SUPERUSER, database_url
from tests.chaos.disks import SmallDisk
from tests.chaos.mail_servers import SERVERS
from tests.chaos.patience import wait_for
from tests.chaos.province import BACK_SECONDS, NO_ANSWER, Province, Recovery

FULL_SECONDS = 8.0
SWITCH_SECONDS = 3.0


def journal_disk_full(province: Province) -> Recovery:
    """The milter of mx1 can write nothing down: it refuses for the moment, and senders come again."""
    server, began = SERVERS[0], time.monotonic()
    try:
        province.journal_disk.fill()
        wait_for(lambda: province.ledger.first_after(began, server, 450, 459), f"451 from {server}", BACK_SECONDS)
        time.sleep(FULL_SECONDS)
    finally:
        freed = time.monotonic()
        province.journal_disk.free()
    back = wait_for(lambda: province.ledger.first_after(freed, server, 250, 299), f"mail at {server}", BACK_SECONDS)
    return province.recovered("disk of a milter's journal full", server, began, back, freed)


def follower_disk_full(province: Province) -> Recovery:
    """Nothing is acknowledged that it does not have, until the other follower has taken its place; then writing goes on
    while the disk is full. Back is when all three are there again."""
    province.wait_until_steady()
    leader, cluster = province.leader(), province.cluster
    node = wait_for(cluster.synchronous, "a synchronous follower", BACK_SECONDS)
    before, began = province.committed(), time.monotonic()
    with _squeezing(province.database_disks[node], leader) as squeeze:

        def replaced() -> bool:
            squeeze()
            return cluster.synchronous() not in (node, None)

        wait_for(replaced, "another synchronous follower", BACK_SECONDS)
        province.first_write_after(time.monotonic())
        time.sleep(FULL_SECONDS)
        province.first_write_after(time.monotonic())
        province.compare(before, "disk of the synchronous follower full")
    freed = time.monotonic()
    province.wait_until_whole()
    return province.recovered("disk of the synchronous follower full", node, began, time.monotonic(), freed)


def leader_disk_full(province: Province) -> Recovery:
    """Its PostgreSQL stops; another one leads while the disk is full, with everything that was acknowledged."""
    province.wait_until_steady()
    leader, before, began = province.leader(), province.committed(), time.monotonic()
    with _squeezing(province.database_disks[leader], leader) as squeeze:

        def replaced() -> bool:
            squeeze()
            return province.cluster.leader() not in (leader, None)

        wait_for(replaced, "another leader", BACK_SECONDS)
        back = province.first_write_after(time.monotonic())
        province.compare(before, "disk of the leader full")
        time.sleep(FULL_SECONDS)
    province.wait_until_whole()
    return province.recovered("disk of the leader full", leader, began, back)


@contextmanager
def _squeezing(disk: SmallDisk, leader: str) -> Iterator[Callable[[], None]]:
    """What it gives, to be called again and again, fills the disk, also what was given free on it since, and tells the
    leader to begin the next file of its write-ahead log: the one that is begun has its whole length on the disk
    already, and a full disk would be noticed only minutes later. The disk is free again afterwards."""
    with asyncio.Runner() as runner:
        connection = runner.run(asyncpg.connect(database_url(leader, SUPERUSER, "postgres")))

        def squeeze() -> None:
            disk.fill()
            with suppress(*NO_ANSWER):
                runner.run(asyncio.wait_for(connection.execute("SELECT pg_switch_wal()"), SWITCH_SECONDS))

        try:
            yield squeeze
        finally:
            disk.free()
            connection.terminate()
