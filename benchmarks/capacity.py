"""`python -m benchmarks.capacity`: from what one thing costs to what a commune, a province and the nation need.

Unit costs are measured (docs/benchmarks.json, with the machine they were measured on); how much is written is assumed,
and said so in the page. Whether letters wait at the gate in the busiest hour is simulated, letter by letter: letters
come at random, each takes a processor of the gate for its kind's time, the next free one takes who waits longest. The
same seed gives the same page, docs/scale.md.
"""

import heapq
import json
import random
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from benchmarks.document import FIGURES, ROOT

PAGE = ROOT / "docs" / "scale.md"
SEED, HOUR, DAY = 1, 3_600.0, 86_400.0
WAITS_AT_MOST = 5.0  # seconds, of 99 in 100 letters in the busiest hour; Postfix itself waits for five minutes
SIMULATED_AT_MOST = 200_000  # letters; a longer hour's first part says the same
BUSIEST_HOUR = 0.15  # of a day's letters
FACTS_A_LETTER = 4.2  # checked, accepted, in the mailbox or handed over, opened; receipts
CORES_FILLED = 0.6  # of a machine's processors, in the busiest hour
CORES_A_MACHINE = 16
KEPT_DAYS = 730  # of facts
REQUESTS_AN_OFFICIAL = 60  # of the plugin, in a working day
PAGES_AN_OFFICIAL = 0.2  # dashboards looked at in a day
MIX = {  # kind: share of letters, and the figure of its cost
    "10 kB text": 0.62,
    "5 kB with a DOCX": 0.30,
    "2 MB with a DOCX": 0.08,
}


@dataclass(frozen=True, slots=True)
class Place:
    name: str
    officials: int
    letters_a_day: int


PLACES = (
    Place("a commune", 60, 600),
    Place("a province", 20_000, 1_000_000),
    Place("the nation", 2_000_000, 80_000_000),
)


@dataclass(frozen=True, slots=True)
class Costs:
    """Processor seconds of one, on the machine named; bytes where said."""

    machine: str
    letter: Mapping[str, float]  # of the whole mail server with the gate, by kind
    fact: float
    derived: float
    request: float
    page: float
    letter_bytes: float

    @classmethod
    def measured(cls, file: Path = FIGURES) -> "Costs":
        """
        Raises:
            KeyError: a benchmark was not measured yet.
        """
        kept = json.loads(file.read_text("utf-8"))
        figures = {
            (figure["name"], figure["unit"], figure["peer"]): figure["value"]
            for one in kept.values()
            for figure in one["figures"]
        }
        alone = {(name, unit): value for (name, unit, _), value in figures.items()}
        cores = int(kept["milter-throughput"]["machine"].split(" ", 1)[0])
        return cls(
            machine=kept["milter-throughput"]["machine"],
            letter={kind: cores / alone["milter-throughput", f"messages/s ({kind})"] for kind in MIX},
            fact=1 / figures["ingest", "facts a second of processor time", "the driver's COPY, PostgreSQL"],
            derived=1 / alone[_of_a_province("taken in", "letters/s")],
            request=1 / alone["graphql-throughput", "requests/s"],
            page=alone["dashboard (own agency: backend, of the processors)", "ms"] / 1000,
            letter_bytes=alone[_of_a_province("disk", "bytes a letter")],
        )


def _of_a_province(what: str, unit: str) -> tuple[str, str]:
    return f"footprint (1 million letters, 30,000 officials: {what})", unit


@dataclass(frozen=True, slots=True)
class Need:
    gate_processors: int
    waited: float  # seconds, of 99 in 100 letters
    facts_a_second: float
    database_processors: float
    worker_processors: float
    web_processors: float
    disk_gigabytes: float

    @property
    def processors(self) -> float:
        return self.gate_processors + self.database_processors + self.worker_processors + self.web_processors

    @property
    def machines(self) -> int:
        return max(1, ceil(self.processors / CORES_FILLED / CORES_A_MACHINE))


def need(place: Place, costs: Costs) -> Need:
    busiest = place.letters_a_day * BUSIEST_HOUR / HOUR
    processors = gate_processors(busiest, costs)
    facts = busiest * FACTS_A_LETTER
    requests = place.officials * REQUESTS_AN_OFFICIAL * BUSIEST_HOUR / HOUR
    pages = place.officials * PAGES_AN_OFFICIAL * BUSIEST_HOUR / HOUR
    return Need(
        processors,
        waited(busiest, processors, costs),
        facts,
        facts * costs.fact,
        busiest * costs.derived,
        requests * costs.request + pages * costs.page,
        place.letters_a_day * KEPT_DAYS * costs.letter_bytes / 1e9,
    )


def gate_processors(letters_a_second: float, costs: Costs) -> int:
    """The fewest with which letters do not wait too long: none can do with less than there is to do."""
    processors = max(1, ceil(letters_a_second * sum(share * costs.letter[kind] for kind, share in MIX.items())))
    while waited(letters_a_second, processors, costs) > WAITS_AT_MOST:
        processors += max(1, processors // 50)
    return processors


def waited(letters_a_second: float, processors: int, costs: Costs) -> float:
    """Seconds that 99 in 100 letters of an hour wait at most before one of the processors takes them."""
    chance = random.Random(SEED)
    kinds, shares = list(MIX), list(MIX.values())
    free_at = [0.0] * processors
    waits: list[float] = []
    moment = 0.0
    while moment < HOUR and len(waits) < SIMULATED_AT_MOST:
        moment += chance.expovariate(letters_a_second)
        begins = max(moment, free_at[0])
        [kind] = chance.choices(kinds, shares)
        heapq.heapreplace(free_at, begins + chance.expovariate(1 / costs.letter[kind]))
        waits.append(begins - moment)
    waits.sort()
    return waits[int(len(waits) * 0.99)]


COLUMNS = (
    "officials",
    "letters a day",
    "letters/s, busiest hour",
    "mail and gate processors",
    "they wait (99 %)",
    "facts/s",
    "database processors",
    "worker processors",
    "web processors",
    "disk for facts",
    "machines",
)
HEAD = """# How far it goes

Written by `python -m benchmarks.capacity` from measured unit costs (docs/benchmarks.md) and the assumptions below; the
simulation is `benchmarks/capacity.py`. Costs were measured on: {machine}. No run of this size has been made: the
figures say where to begin measuring, and what would break first.

## What one thing costs

| | processor time |
|---|---|
{costs}

A letter's cost is that of the whole mail server: Postfix, the gate with its extractors, and Dovecot's delivery.

## What is assumed

- Letters: {mix}. The busiest hour has {busiest:.0%} of a day's.
- {facts} facts a letter, kept {kept} days. An official's plugin asks {requests} times a day; one in {pages:.0f} looks
  at a dashboard.
- Processors are filled to {filled:.0%} in the busiest hour, {cores} to a machine. In that hour 99 in 100 letters wait
  at most {waits:.0f} s before the gate begins with them.

## What is needed

| | {columns} |
|---|{dashes}
{rows}

Machines are those of the work alone; that each may fail comes on top: two of each role and three of the database.
"""
BREAKS = """
## What breaks first

- **A commune**: nothing. One process with SQLite on the mail server itself (docs/benchmarks.md, `footprint`).
- **A province**: disk, then the gate's processors. {province_disk:,.1f} TB of facts are what {kept} days come to. Facts
  of a month are a partition of their own on PostgreSQL, and retention drops partitions: a shorter time is a row in
  `rules/deadlines`. Scanning needs nothing but its own disk: another mail server with its milter adds what it has.
- **The nation**: one database. {facts_a_second:,.0f} facts a second in the busiest hour and {disk:,.0f} TB are no
  single server's. `agency` is the distribution key of every table of facts and figures, so that the same schema runs
  spread over several servers (Citus) or, simpler, as one installation for each province: no figure of one needs a
  row of another but the steering committee's sums, and those merge. The directory is the one thing all need: 2
  million officials would be searched in the memory of each web process today, which is the next thing to change.
  Bundles of rules are static files for any CDN.
"""


def page(costs: Costs) -> str:
    needs = {place: need(place, costs) for place in PLACES}
    nation = needs[PLACES[-1]]
    costs_told = [f"| a letter, {kind} | {1000 * seconds:.1f} ms |" for kind, seconds in costs.letter.items()] + [
        f"| a fact stored, PostgreSQL | {1e6 * costs.fact:.0f} µs |",
        f"| a letter's facts made a letter with clocks and figures, SQLite | {1000 * costs.derived:.1f} ms |",
        f"| a request of the plugin | {1000 * costs.request:.2f} ms |",
        f"| a dashboard | {1000 * costs.page:.0f} ms |",
        f"| disk of a letter's facts and its letter | {costs.letter_bytes / 1000:.1f} kB |",
    ]
    head = HEAD.format(
        machine=costs.machine,
        costs="\n".join(costs_told),
        mix=", ".join(f"{share:.0%} {kind}" for kind, share in MIX.items()),
        busiest=BUSIEST_HOUR,
        facts=FACTS_A_LETTER,
        kept=KEPT_DAYS,
        requests=REQUESTS_AN_OFFICIAL,
        pages=1 / PAGES_AN_OFFICIAL,
        filled=CORES_FILLED,
        cores=CORES_A_MACHINE,
        waits=WAITS_AT_MOST,
        columns=" | ".join(COLUMNS),
        dashes="---|" * len(COLUMNS),
        rows="\n".join(_row(place, found) for place, found in needs.items()),
    )
    return head + BREAKS.format(
        facts_a_second=nation.facts_a_second,
        disk=nation.disk_gigabytes / 1000,
        province_disk=needs[PLACES[1]].disk_gigabytes / 1000,
        kept=KEPT_DAYS,
    )


def _row(place: Place, found: Need) -> str:
    busiest = place.letters_a_day * BUSIEST_HOUR / HOUR
    cells = [
        place.name,
        f"{place.officials:,}",
        f"{place.letters_a_day:,}",
        f"{busiest:,.2f}" if busiest < 1 else f"{busiest:,.0f}",
        f"{found.gate_processors:,}",
        f"{found.waited:.1f} s",
        f"{found.facts_a_second:,.1f}",
        f"{found.database_processors:.2f}",
        f"{found.worker_processors:.2f}",
        f"{found.web_processors:.2f}",
        f"{found.disk_gigabytes:,.0f} GB",
        f"{found.machines:,}",
    ]
    return "| " + " | ".join(cells) + " |"


def main() -> None:
    try:
        costs = Costs.measured()
    except KeyError as missing:
        raise SystemExit(f"not measured yet: {missing.args[0]}; make bench NAME=… first") from None
    PAGE.write_text(page(costs), "utf-8")


if __name__ == "__main__":
    main()
