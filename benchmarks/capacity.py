"""`python -m benchmarks.capacity`: from what one thing costs to what a commune, a province and the nation need.

Unit costs are measured (benchmarks/capacity_costs.py); how much is written is assumed, and said so in the page. Whether
letters wait at the gate when most of them come is simulated, letter by letter: they come at random, each takes a
processor of the gate for its kind's time, the next free one takes who waits longest. The same seed gives the same page,
docs/scale.md; tests/unit/test_capacity.py refuses one that is not what this writes.
"""

import heapq
import random
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil

from benchmarks.capacity_costs import KINDS, Cost
from benchmarks.document import ROOT

SEED, DAY, YEAR_DAYS = 1, 86_400.0, 365
SIMULATED_SECONDS, SIMULATED_AT_MOST = 900.0, 60_000  # letters; a longer hour's first part says the same
RETENTION = ROOT / "rules" / "deadlines" / "retention.toml"


@dataclass(frozen=True, slots=True)
class Place:
    """`installations`: in how many of its own, each with its share, the work is done."""

    name: str
    officials: int
    letters_a_day: int
    installations: int = 1
    is_one_machine: bool = False  # everything in one process, SQLite, no second machine


PLACES = (
    Place("a commune", 60, 600, is_one_machine=True),
    Place("a province", 20_000, 1_000_000),
    Place("the nation, in one", 2_000_000, 80_000_000),
    Place("the nation, as 34 provinces", 2_000_000, 80_000_000, installations=34),
)


def kept_days() -> int:
    """How long a letter and its facts are kept: the rule in force last."""
    rows = tomllib.loads(RETENTION.read_text("utf-8"))["days"]
    return int(max((row for row in rows if row["id"] == "letters"), key=lambda row: row["valid_from"])["days"])


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What nobody measured: how much is written, when, and how full machines may be."""

    mix: Mapping[str, float] = field(default_factory=lambda: dict(zip(KINDS, (0.62, 0.30, 0.08), strict=True)))
    letter_bytes: Mapping[str, float] = field(
        default_factory=lambda: dict(zip(KINDS, (14_000.0, 50_000.0, 2_800_000.0), strict=True))
    )  # as sent, in base64
    peak: float = 5.0  # times the day's mean: Monday from 8:00
    ordinary: float = 3.6  # times the day's mean: the busiest hour of other days, 15 % of a day's letters
    facts: float = 4.2  # a letter: checked, accepted, in the mailbox or handed over, opened; receipts
    requests: float = 60.0  # of an official's plugin in a day
    dashboards: float = 0.2  # looked at by an official in a day
    filled: float = 0.6  # of a machine's processors, at the peak
    cores: int = 16  # of a machine
    waits_at_most: float = 5.0  # seconds, of 99 in 100 letters at the peak; Postfix itself waits for five minutes
    dearer: float = 1.0  # every unit cost, times
    days: int = field(default_factory=kept_days)


@dataclass(frozen=True, slots=True)
class Need:
    """Of one installation; processors at the peak, None where a cost was not measured. `disk`: bytes, `grown`: of a
    year, `full`: when as much is dropped as comes. `network`: bytes a second of letters at the peak."""

    letters: float
    facts: float
    gate: int
    waited: float
    worker: float | None
    database: float | None
    web: float | None
    grown: float | None
    full: float | None
    network: float


def need(place: Place, costs: Mapping[str, Cost], given: Assumptions) -> Need:
    """
    Raises:
        ValueError: what a letter costs at the gate was not measured: there is nothing to reckon with.
    """
    a_day, officials = place.letters_a_day / place.installations, place.officials / place.installations
    letters = a_day / DAY * given.peak
    asked = officials / DAY * given.peak
    gate = gate_processors(letters, costs, given)
    per_request, per_page = _taken(costs, "request", given), _taken(costs, "dashboard", given)
    web = None
    if per_request is not None and per_page is not None:
        web = asked * (given.requests * per_request + given.dashboards * per_page)
    grown = None if costs["bytes"].value is None else a_day * YEAR_DAYS * costs["bytes"].value
    return Need(
        letters=letters,
        facts=letters * given.facts,
        gate=gate,
        waited=waited(letters, gate, costs, given),
        worker=_times(letters, _taken(costs, "worker", given)),
        database=_times(letters * given.facts, _taken(costs, "fact", given)),
        web=web,
        grown=grown,
        full=_times(given.days / YEAR_DAYS, grown),
        network=letters * sum(share * given.letter_bytes[kind] for kind, share in given.mix.items()),
    )


def _taken(costs: Mapping[str, Cost], name: str, given: Assumptions) -> float | None:
    return _times(given.dearer, costs[name].value)


def _times(count: float, cost: float | None) -> float | None:
    return None if cost is None else count * cost


@dataclass(frozen=True, slots=True)
class Machines:
    """Of all installations of a place together: mail servers with gate and worker, web, database nodes, and those that
    pass requests on (HAProxy; etcd beside the database)."""

    mail: int
    web: int
    database: int
    passing: int

    @property
    def all(self) -> int:
        return self.mail + self.web + self.database + self.passing


def machines(place: Place, found: Need, given: Assumptions) -> Machines:
    """So many that each may fail: two of every role at least, the others of which carry the peak; three of the
    database, of which one works. A commune has one for everything."""
    if place.is_one_machine:
        return Machines(1, 0, 0, 0)
    room = given.cores * given.filled
    workers = ceil((found.worker or 0) / given.filled)  # one a mail server, and each is one process
    mail = max(ceil(found.gate / room), workers) + 1
    each = Machines(max(2, mail), max(2, ceil((found.web or 0) / room) + 1), 3, 2)
    times = place.installations
    return Machines(each.mail * times, each.web * times, each.database * times, each.passing * times)


def gate_processors(letters_a_second: float, costs: Mapping[str, Cost], given: Assumptions) -> int:
    """The fewest with which letters do not wait too long: none can do with less than there is to do."""
    processors = max(1, ceil(letters_a_second * mean_letter(costs, given)))
    while waited(letters_a_second, processors, costs, given) > given.waits_at_most:
        processors += max(1, processors // 50)
    return processors


def mean_letter(costs: Mapping[str, Cost], given: Assumptions) -> float:
    """Processor seconds of the mail server with the gate.

    Raises:
        ValueError: a kind was not measured.
    """
    return sum(share * _of_kind(costs, kind, given) for kind, share in given.mix.items())


def _of_kind(costs: Mapping[str, Cost], kind: str, given: Assumptions) -> float:
    cost = costs[kind].value
    if cost is None:
        raise ValueError(f"not measured yet: {costs[kind].figure}")
    return cost * given.dearer


def waited(letters_a_second: float, processors: int, costs: Mapping[str, Cost], given: Assumptions) -> float:
    """Seconds that 99 in 100 letters wait at most before one of the processors takes them."""
    chance = random.Random(SEED)
    kinds, shares = list(given.mix), list(given.mix.values())
    seconds = {kind: _of_kind(costs, kind, given) for kind in kinds}
    free_at = [0.0] * processors
    waits: list[float] = []
    moment = 0.0
    while not waits or (moment < SIMULATED_SECONDS and len(waits) < SIMULATED_AT_MOST):
        moment += chance.expovariate(letters_a_second)
        begins = max(moment, free_at[0])
        [kind] = chance.choices(kinds, shares)
        heapq.heapreplace(free_at, begins + chance.expovariate(1 / seconds[kind]))
        waits.append(begins - moment)
    waits.sort()
    return waits[int(len(waits) * 0.99)]


def behind(times_the_peak: float, minutes: float, capacity: float, letters_a_second: float) -> tuple[float, float]:
    """A burst above the peak, for some minutes: seconds that the last of it waits, and minutes until nobody waits any
    more. `capacity`: letters a second that all processors of the gate together take."""
    late = max(0.0, times_the_peak * letters_a_second - capacity) * minutes * 60
    spare = capacity - letters_a_second
    return late / capacity, late / spare / 60 if spare > 0 else float("inf")


def main() -> None:
    from benchmarks.capacity_page import write

    write()


if __name__ == "__main__":
    main()
