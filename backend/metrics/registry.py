"""The one registry of a process. Modules that count something define their metric at module level with it, so a process
tells of exactly the roles it runs.

Labels come from closed sets (enums, route templates, names of persisted operations): no log-in, address, agency,
subject, file name or id is ever one.
"""

import shutil
import time
from collections.abc import Collection, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from prometheus_client import CollectorRegistry, disable_created_metrics
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

disable_created_metrics()  # type: ignore[no-untyped-call]  # when a series began says nothing that its role's start does not
REGISTRY = CollectorRegistry()


class ProcessFacts(Collector):
    """Since when and as what a process runs, and how much room its folder's disk has."""

    def __init__(self, roles: Collection[str], state_dir: Path) -> None:
        self._roles = sorted(roles)
        self._state_dir = state_dir
        self._started = time.time()

    def collect(self) -> Iterator[Metric]:
        build = GaugeMetricFamily("congvu_build_info", "Which version a role runs.", labels=["role", "version"])
        started = GaugeMetricFamily("congvu_start_time_seconds", "When a role's process began.", labels=["role"])
        for role in self._roles:
            build.add_metric([role, _version()], 1)
            started.add_metric([role], self._started)
        yield build
        yield started
        yield from self._disk()

    def _disk(self) -> Iterator[Metric]:
        try:
            usage = shutil.disk_usage(self._state_dir)
        except OSError:
            return
        free = GaugeMetricFamily("congvu_disk_free_bytes", "Free room on the disk of state_dir.", labels=["role"])
        size = GaugeMetricFamily("congvu_disk_size_bytes", "Size of the disk of state_dir.", labels=["role"])
        for role in self._roles:
            free.add_metric([role], usage.free)
            size.add_metric([role], usage.total)
        yield free
        yield size


def _version() -> str:
    try:
        return version("congvu")
    except PackageNotFoundError:
        return "unknown"
