"""Faults of the database: each strikes, waits until what was struck is back, and says how long that took."""

import time

from tests.chaos.database import NODES, is_ok
from tests.chaos.mail_servers import SERVERS
from tests.chaos.network import address
from tests.chaos.patience import wait_for
from tests.chaos.province import BACK_SECONDS, Province, Recovery

SPOILT_SECONDS = 20.0
STOPPED_SECONDS = 10.0  # how long etcd's majority stays away once nobody writes any more


def leader_lost(province: Province) -> Recovery:
    """The leader's power is gone; it comes back when another one leads."""
    province.wait_until_steady()
    leader, before = province.leader(), province.committed()
    province.cluster.lose(leader)
    began = time.monotonic()
    back = province.first_write_after(began)
    if province.leader() == leader:
        raise RuntimeError(f"{leader} was lost and leads")
    province.compare(before, "leader lost")
    province.cluster.bring_back(leader)
    province.wait_until_whole()
    return province.recovered("leader killed (PostgreSQL and Patroni)", leader, began, back)


def leader_cut(province: Province) -> Recovery:
    """The leader's machine hears nobody any more, etcd's member on it neither."""
    province.wait_until_steady()
    return _cut(province, province.leader(), "leader cut off the network")


def follower_cut(province: Province) -> Recovery:
    """The one that has to have everything before it is acknowledged."""
    province.wait_until_steady()
    node = wait_for(province.cluster.synchronous, "a synchronous follower", BACK_SECONDS)
    return _cut(province, node, "synchronous follower cut off the network")


def _cut(province: Province, node: str, fault: str) -> Recovery:
    before, began = province.committed(), time.monotonic()
    province.network.cut(node)
    try:
        # A write may still get through before anybody has noticed: back is who writes when the wire is surely missed.
        time.sleep(1.0)
        back = province.first_write_after(began + 1.0)
        province.compare(before, fault)
        time.sleep(province.chance.uniform(2.0, 6.0))
    finally:
        province.network.heal(node)
    province.wait_until_whole()
    return province.recovered(fault, node, began, back)


def leader_wire_spoilt(province: Province) -> Recovery:
    """The leader is heard now and then. Whether it goes on or is replaced, what was acknowledged stands."""
    province.wait_until_steady()
    node, before, began = province.leader(), province.committed(), time.monotonic()
    province.network.spoil(node)
    try:
        time.sleep(SPOILT_SECONDS)
    finally:
        healed = time.monotonic()
        province.network.heal(node)
    back = province.first_write_after(healed)
    province.compare(before, "wire of the leader spoilt")
    province.wait_until_whole()
    return province.recovered("every fifth packet of the leader lost", node, began, back, healed)


def etcd_member_lost(province: Province) -> Recovery:
    node = province.chance.choice(NODES)
    began = time.monotonic()
    province.keeper.hold(f"etcd-{node}")
    try:
        time.sleep(STOPPED_SECONDS)
    finally:
        returned = time.monotonic()
        province.keeper.release(f"etcd-{node}")
    back = _wait_for_etcd(node)
    province.wait_until_whole()
    return province.recovered("one etcd member stopped", node, began, back, returned)


def etcd_majority_lost(province: Province) -> Recovery:
    """Nobody may lead any more: writing stops, mail goes on. All of it comes back with the members."""
    province.wait_until_steady()
    nodes = province.chance.sample(NODES, 2)
    before, began = province.committed(), time.monotonic()
    for node in nodes:
        province.keeper.hold(f"etcd-{node}")
    try:
        writes = province.writer.timeline
        wait_for(
            lambda: writes.first_after(time.monotonic() - STOPPED_SECONDS) is None, "an end of writing", BACK_SECONDS
        )
        stopped = time.monotonic()
        for number, server in enumerate(SERVERS, start=1):
            wait_for(
                lambda server=server: province.ledger.first_after(stopped, server, 250, 299),  # type: ignore[misc]
                f"mail at {server} while nobody writes ({number})",
                BACK_SECONDS,
            )
    finally:
        returned = time.monotonic()
        for node in nodes:
            province.keeper.release(f"etcd-{node}")
    back = province.first_write_after(returned)
    province.compare(before, "etcd majority lost")
    province.wait_until_whole()
    return province.recovered("etcd majority stopped", " ".join(sorted(nodes)), began, back, returned)


def _wait_for_etcd(node: str) -> float:
    wait_for(lambda: is_ok(f"http://{address(node)}:2379/health"), f"etcd at {node}", BACK_SECONDS)
    return time.monotonic()
