"""What was measured, kept: docs/benchmarks.json holds the figures of each benchmark's last run with the machine they
were measured on, docs/benchmarks.md is written from it, beside what is promised (benchmarks/targets.toml).

A run of some benchmarks changes their sections alone. Figures of different sections may come of different machines;
within one run all are of one.
"""

import json
import os
import platform
import sqlite3
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from backend.clock import VIETNAM, SystemClock

Figure = Mapping[str, object]
Kept = dict[str, dict[str, object]]  # benchmark: {"machine": …, "on": a day, "figures": […]}

ROOT = Path(__file__).resolve().parents[1]
FIGURES, PAGE = ROOT / "docs" / "benchmarks.json", ROOT / "docs" / "benchmarks.md"
TARGETS = Path(__file__).with_name("targets.toml")
LIBRARIES = ("sqlalchemy", "starlette", "strawberry-graphql")
COLUMNS = "| figure | value | peer | its value | ratio | n | promised |"
HEAD = """# Benchmarks

Written by `make bench` from `docs/benchmarks.json`; `make bench NAME=threads` measures one anew and leaves the others.
Each module in `benchmarks/` says in its first lines what is measured and against what. A peer is measured turn by turn
in the same run, so that whatever else the machine does meets both: the **ratio** is what can be compared between
machines. A promise that is not kept is called missed here; nothing is left out for it.
"""


@dataclass(frozen=True, slots=True)
class Target:
    """A promise: of a figure's value or its ratio, at least or at most."""

    figure: str
    unit: str
    of: str
    at_least: float | None
    at_most: float | None
    peer: str | None  # None: whichever it is

    def is_of(self, figure: Figure) -> bool:
        named = (figure["name"], figure["unit"]) == (self.figure, self.unit)
        return named and self.peer in (None, figure["peer"])

    def says(self, figure: Figure) -> str:
        """The bound, and whether the figure keeps it; a figure without its peer keeps no promise about a ratio."""
        measured = figure.get(self.of)
        bound = f"≥ {self.at_least:g}" if self.at_least is not None else f"≤ {self.at_most:g}"
        said = f"{self.of} {bound}"
        if not isinstance(measured, int | float):
            return f"{said}: not measured"
        low_enough = self.at_most is None or measured <= self.at_most
        high_enough = self.at_least is None or measured >= self.at_least
        return f"{said}: {'met' if low_enough and high_enough else '**missed**'}"


def targets() -> list[Target]:
    rows = tomllib.loads(TARGETS.read_text("utf-8"))["target"]
    return [
        Target(row["figure"], row["unit"], row["of"], row.get("at_least"), row.get("at_most"), row.get("peer"))
        for row in rows
    ]


def keep(measured: Mapping[str, Sequence[Figure]]) -> None:
    """Write both files anew with these benchmarks' figures in the place of their earlier ones."""
    kept: Kept = json.loads(FIGURES.read_text("utf-8")) if FIGURES.exists() else {}
    here, today = machine(), SystemClock().now().astimezone(VIETNAM).date().isoformat()
    for name, figures in measured.items():
        kept[name] = {"machine": here, "on": today, "figures": list(figures)}
    FIGURES.write_text(json.dumps(dict(sorted(kept.items())), ensure_ascii=False, indent=1) + "\n", "utf-8")
    PAGE.write_text(page(kept, targets()), "utf-8")


def page(kept: Kept, promised: Sequence[Target]) -> str:
    return "\n".join([HEAD, *(_section(name, kept[name], promised) for name in sorted(kept))])


def machine() -> str:
    """Processors, memory and versions: what a reader needs to judge absolute values; no name, no address."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = f"{os.cpu_count()} × {_processor()}, {memory:.0f} GiB"
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return f"{cores}; Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {libraries}"


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def _section(name: str, kept: Mapping[str, object], promised: Sequence[Target]) -> str:
    figures = kept["figures"]
    assert isinstance(figures, list)
    on = f"; {kept['on']}" if "on" in kept else ""
    head = (
        f"## {name}\n\n{kept['machine']}{on}\n\n| figure | value | peer | its value | ratio | n | promised |\n|"
        + "---|" * 7
    )
    return "\n".join([head, *(_row(figure, promised) for figure in figures), ""])


def _row(figure: Figure, promised: Sequence[Target]) -> str:
    said = "; ".join(target.says(figure) for target in promised if target.is_of(figure))
    value = f"{figure['value']} {figure['unit']}".strip()
    cells = [figure["name"], value, figure["peer"], figure["peer_value"], figure["ratio"], figure["n"], said]
    return "| " + " | ".join("" if cell is None else str(cell) for cell in cells) + " |"
