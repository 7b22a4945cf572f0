"""The faults, one function each: it strikes, waits until what was struck is back, and says how long that took."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import asyncpg

from tests.chaos import observing
from tests.chaos.database import NODES, PATRONI, DatabaseCluster, is_ok
from tests.chaos.keeper import Keeper
from tests.chaos.ledger import Ledger
from tests.chaos.mail_servers import SERVERS
from tests.chaos.network import Network, address
from tests.chaos.patience import wait_for
from tests.chaos.product import WEBS, Product
from tests.chaos.watchers import Visitor, Writer

BACK_SECONDS = 180.0
STOPPED_SECONDS = 10.0  # how long etcd's majority stays away once nobody writes any more
FULL_SECONDS = 8.0
STEADY_SECONDS = 11.0  # two rounds of Patroni (loop_wait)
NO_ANSWER = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)


@dataclass(frozen=True, slots=True)
class Recovery:
    """Seconds from the strike (of what was held down: from its return) until it was back, and the longest stretch
    without a committed write and without an answer of the web roles until all was whole again."""

    fault: str
    struck: str
    back_seconds: float
    no_write_seconds: float
    no_web_seconds: float


@dataclass(slots=True)
class Province:
    """Everything a fault needs."""

    network: Network
    keeper: Keeper
    cluster: DatabaseCluster
    product: Product
    ledger: Ledger
    writer: Writer
    visitor: Visitor
    chance: random.Random
    journal_disk: Path
    forgotten: list[str] = field(default_factory=list)
    away: list[str] = field(default_factory=list)  # what did not come back

    def recovered(self, fault: str, struck: str, began: float, back: float, end: float | None = None) -> Recovery:
        until = time.monotonic()
        return Recovery(
            fault,
            struck,
            round(back - (end or began), 1),
            round(self.writer.timeline.longest_pause(began, until), 1),
            round(self.visitor.timeline.longest_pause(began, until), 1),
        )

    def first_write_after(self, moment: float) -> float:
        return wait_for(lambda: self.writer.timeline.first_after(moment), "a committed write", BACK_SECONDS)

    def wait_until_whole(self) -> None:
        wait_for(self.cluster.is_whole, "a leader and two followers", BACK_SECONDS)

    def wait_until_steady(self) -> None:
        """Every node has seen since who is synchronous: a leader lost while that changes is rightly followed by nobody,
        for nobody is known to have everything."""
        whole_since = time.monotonic()

        def steady() -> bool:
            nonlocal whole_since
            if not self.cluster.is_whole():
                whole_since = time.monotonic()
            return time.monotonic() - whole_since > STEADY_SECONDS

        wait_for(steady, "a cluster that stays whole", BACK_SECONDS)

    def leader(self) -> str:
        return wait_for(self.cluster.leader, "a leader", BACK_SECONDS)

    def committed(self) -> set[tuple[object, ...]]:
        """Facts that stand in the database now."""
        found: set[tuple[object, ...]] = set()

        def seen() -> bool:
            nonlocal found
            with suppress(*NO_ANSWER):
                found = observing.fact_keys()
                return True
            return False

        wait_for(seen, "the facts that are committed", BACK_SECONDS)
        return found

    def compare(self, before: set[tuple[object, ...]], fault: str) -> None:
        gone = before - self.committed()
        self.forgotten += [f"fact {key} ({fault})" for key in sorted(map(str, gone))]


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


def journal_disk_full(province: Province) -> Recovery:
    """The milter of mx1 can write nothing down: it refuses for the moment, and senders come again."""
    server, began = SERVERS[0], time.monotonic()
    filler = province.journal_disk / "filler"
    try:
        _fill(filler)
        wait_for(lambda: province.ledger.first_after(began, server, 450, 459), f"451 from {server}", BACK_SECONDS)
        time.sleep(FULL_SECONDS)
    finally:
        freed = time.monotonic()
        filler.unlink(missing_ok=True)
    back = wait_for(lambda: province.ledger.first_after(freed, server, 250, 299), f"mail at {server}", BACK_SECONDS)
    return province.recovered("disk of a milter's journal full", server, began, back, freed)


def _fill(file: Path) -> None:
    with suppress(OSError), file.open("wb", buffering=0) as filler:
        while True:
            filler.write(bytes(4096))


def role_killed(name: str) -> Callable[[Province], Recovery]:
    def strike(province: Province) -> Recovery:
        province.keeper.kill(name)
        began, began_at = time.monotonic(), datetime.now(UTC)  # what it did before it died does not count
        back = wait_for(lambda: _role_is_back(province, name, began, began_at), f"{name} again", BACK_SECONDS)
        province.wait_until_whole()
        return province.recovered("role killed, started again", name, began, back)

    return strike


def _role_is_back(province: Province, name: str, began: float, began_at: datetime) -> float | None:
    """The moment, or none yet: it has to have done something since."""
    if name == "haproxy":
        return province.writer.timeline.first_after(began)
    if name.startswith("milter"):
        return province.ledger.first_after(began, SERVERS[int(name[-1]) - 1], 250, 299)
    if name.startswith("worker"):
        with suppress(*NO_ANSWER):
            moment = observing.shipped_at(int(name[-1]))
            return time.monotonic() if moment is not None and moment > began_at else None
        return None
    place, _, node = name.partition("-")
    is_back: dict[str, Callable[[], bool]] = {
        "web1": lambda: province.product.web_is_ready("web1"),
        "web2": lambda: province.product.web_is_ready("web2"),
        "etcd": lambda: is_ok(f"http://{address(node)}:2379/health"),
        "patroni": lambda: is_ok(f"http://{address(node)}:{PATRONI}/health"),
    }
    return time.monotonic() if is_back[place]() else None


def _wait_for_etcd(node: str) -> float:
    wait_for(lambda: is_ok(f"http://{address(node)}:2379/health"), f"etcd at {node}", BACK_SECONDS)
    return time.monotonic()


def plan(chance: random.Random) -> Iterator[Callable[[Province], Recovery]]:
    """Every fault and every role once, in an order by chance, and the leader once more at the end."""
    node = chance.choice(NODES)
    roles = (*WEBS, "milter1", "milter2", "worker1", "worker2", "haproxy", f"etcd-{node}", f"patroni-{node}")
    faults = [
        leader_lost,
        leader_cut,
        follower_cut,
        etcd_member_lost,
        etcd_majority_lost,
        journal_disk_full,
        *(role_killed(name) for name in roles),
    ]
    chance.shuffle(faults)
    yield from (*faults, leader_lost)
