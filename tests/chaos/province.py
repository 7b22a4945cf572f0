"""What a fault is given, and what it tells."""

import random
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

import asyncpg

from tests.chaos import observing
from tests.chaos.database import DatabaseCluster
from tests.chaos.disks import SmallDisk
from tests.chaos.keeper import Keeper
from tests.chaos.ledger import Ledger
from tests.chaos.network import Network
from tests.chaos.patience import wait_for
from tests.chaos.product import Product
from tests.chaos.watchers import Visitor, Writer

BACK_SECONDS = 180.0
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
    journal_disk: SmallDisk
    database_disks: Mapping[str, SmallDisk]  # by node
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
