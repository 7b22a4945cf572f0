"""`python -m benchmarks [NAME…] [--corpus DIR] [--keep]`: one JSON line per figure (contract 7).

Each module here is one benchmark, named like its file with hyphens, whose `run()` yields figures; what only helps is
listed below. Figures are {"name","value","unit","peer","peer_value","ratio","n"}; peers are measured interleaved, in
the same run. With --keep (`make bench`) docs/benchmarks.md is written from what was measured.
"""

import argparse
import importlib
import json
import pkgutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol, cast

import benchmarks
from benchmarks.capacity_page import write as write_capacity
from benchmarks.document import keep

HELPING = {
    "__main__",
    "backend_process",
    "browser_loading",
    "browser_pages",
    "capacity",
    "capacity_costs",
    "capacity_page",
    "dashboard_province",
    "dashboard_visit",
    "document",
    "duckdb_peer",
    "extension_idle",
    "false_alarms",
    "footprint_province",
    "graphql_peers",
    "http_client",
    "ingest_peers",
    "ldap_client",
    "many_letters",
    "measuring",
    "peer_folders",
    "peer_process",
    "private_rspamd",
    "private_slapd",
    "recipients_asked",
    "recompute_stored",
    "report_province",
    "search_server",
    "soak_account",
    "soak_day",
    "soak_letters",
    "soak_memory",
    "soak_servers",
    "typed_queries",
    "word_papers",
}


class Benchmark(Protocol):
    def run(self) -> Iterable[Mapping[str, object]]: ...


def names() -> dict[str, str]:
    """Name of each benchmark → its module."""
    modules = (module.name for module in pkgutil.iter_modules(benchmarks.__path__))
    return {name.replace("_", "-"): f"benchmarks.{name}" for name in sorted(modules) if name not in HELPING}


def main(argv: list[str] | None = None) -> int:
    known = names()
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="one JSON line per figure")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"all if none is named: {', '.join(known)}")
    parser.add_argument("--corpus", type=Path, metavar="DIR", help="count false alarms over a folder of harmless files")
    parser.add_argument("--keep", action="store_true", help="write docs/benchmarks.md anew, with these figures in it")
    arguments = parser.parse_args(argv)
    if unknown := [name for name in arguments.names if name not in known]:
        parser.error(f"no benchmark {unknown[0]!r}; there are: {', '.join(known)}")
    if arguments.corpus is not None and not arguments.corpus.is_dir():
        parser.error(f"{arguments.corpus}: no folder")
    for name in arguments.names or known:
        figures = _printed(cast("Benchmark", importlib.import_module(known[name])).run())
        if arguments.keep:  # at once: a later one that fails loses nothing of this one
            keep({name: figures})
            write_capacity()  # docs/scale.md reckons with them
    if arguments.corpus is not None:
        from benchmarks.false_alarms import over

        _printed(over(arguments.corpus))
    return 0


def _printed(figures: Iterable[Mapping[str, object]]) -> list[Mapping[str, object]]:
    """Printed as they come."""
    printed = []
    for figure in figures:
        sys.stdout.write(json.dumps(figure, ensure_ascii=False) + "\n")
        sys.stdout.flush()
        printed.append(figure)
    return printed


if __name__ == "__main__":
    sys.exit(main())
