"""What one thing costs, as measured: read from docs/benchmarks.json, each with the figure it comes from and its day.

A figure that was not measured yet leaves its cost unknown; what depends on it is then said to be unknown too.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.document import FIGURES

KINDS = ("10 kB text", "5 kB with a DOCX", "2 MB with a DOCX")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a cost stands: section, figure and unit of docs/benchmarks.json, and the peer where several have it.
    `cost`: seconds (or bytes) of one, from the figure's value and the processors of the machine."""

    section: str
    figure: str
    unit: str
    cost: Callable[[float, int], float]
    peer: str = ""


@dataclass(frozen=True, slots=True)
class Cost:
    """Processor seconds of one, or bytes; `None`: not measured. `measured`: figure, machine and day."""

    value: float | None
    figure: str
    machine: str = ""
    day: str = ""


def _of_all_processors(a_second: float, processors: int) -> float:
    """A throughput with every processor busy."""
    return processors / a_second


def _of_one(a_second: float, _: int) -> float:
    return 1 / a_second


def _milliseconds(value: float, _: int) -> float:
    return value / 1000


def _as_it_is(value: float, _: int) -> float:
    return value


_PROVINCE = "footprint (1 million letters, 30,000 officials: {})"
SOURCES: Mapping[str, tuple[Source, ...]] = {  # the first that was measured counts
    **{
        kind: (Source("milter-throughput", "milter-throughput", f"messages/s ({kind})", _of_all_processors),)
        for kind in KINDS
    },
    "worker": (
        Source("soak", "soak (worker, of the processors)", "ms a letter", _milliseconds),
        Source("footprint", _PROVINCE.format("taken in"), "letters/s", _of_one),
    ),
    "fact": (Source("ingest", "ingest", "facts a second of processor time", _of_one, "the driver's COPY, PostgreSQL"),),
    "request": (Source("graphql-throughput", "graphql-throughput", "requests/s", _of_one),),
    "dashboard": (Source("dashboard", "dashboard (own agency: backend, of the processors)", "ms", _milliseconds),),
    "bytes": (
        Source("footprint", _PROVINCE.format("disk"), "bytes a letter", _as_it_is),
        Source("soak", "soak (disk of the database)", "bytes a letter", _as_it_is),
    ),
}


def measured(file: Path = FIGURES) -> dict[str, Cost]:
    """By the names of SOURCES."""
    kept = json.loads(file.read_text("utf-8"))
    return {name: _cost(kept, sources) for name, sources in SOURCES.items()}


def _cost(kept: Mapping[str, Any], sources: tuple[Source, ...]) -> Cost:
    for source in sources:
        section = kept.get(source.section, {})
        for figure in section.get("figures", ()):
            named = (figure["name"], figure["unit"]) == (source.figure, source.unit)
            if named and source.peer in ("", figure["peer"]):
                machine = section["machine"]
                value = source.cost(float(figure["value"]), int(machine.split(" ", 1)[0]))
                return Cost(value, _named(source, figure), machine, section.get("on", ""))
    return Cost(None, _named(sources[0], None))


def _named(source: Source, figure: Mapping[str, Any] | None) -> str:
    value = "" if figure is None else f" = {figure['value']:,}"
    name = source.section if source.figure == source.section else source.figure
    return f"{name}, {source.unit}{value}"
