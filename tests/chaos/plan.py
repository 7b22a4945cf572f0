"""Which faults a run strikes, and in what order."""

import random
from collections.abc import Callable, Iterator

from tests.chaos import faults
from tests.chaos.database import NODES
from tests.chaos.disk_faults import follower_disk_full, journal_disk_full, leader_disk_full
from tests.chaos.province import Province, Recovery
from tests.chaos.role_faults import ROLES, role_killed, roles_killed_at_random, roles_renewed


def plan(chance: random.Random) -> Iterator[Callable[[Province], Recovery]]:
    """Every fault and every role once, in an order by chance, and the leader once more at the end."""
    node = chance.choice(NODES)
    programs = (*ROLES, "haproxy", f"etcd-{node}", f"patroni-{node}")
    order = [
        faults.leader_lost,
        faults.leader_cut,
        faults.leader_wire_spoilt,
        faults.follower_cut,
        faults.etcd_member_lost,
        faults.etcd_majority_lost,
        journal_disk_full,
        follower_disk_full,
        leader_disk_full,
        roles_killed_at_random,
        roles_renewed,
        *(role_killed(name) for name in programs),
    ]
    chance.shuffle(order)
    yield from (*order, faults.leader_lost)
