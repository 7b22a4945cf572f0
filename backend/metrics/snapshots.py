"""A process without the role `web` opens no port for its metrics: it writes them into state_dir/metrics every few
seconds, and the web process of the same machine serves them with their age. Where there is none, node_exporter's
textfile collector reads the folder.
"""

import asyncio
import logging
import os
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.registry import Collector

from backend.metrics.registry import REGISTRY

WRITE_SECONDS = 10.0
TOO_OLD_SECONDS = 120.0  # what is older tells of a process that stopped: its age is told, its numbers are not
FOLDER, SUFFIX = "metrics", ".prom"
_log = logging.getLogger("congvu.metrics")


def snapshot_file(state_dir: Path, roles: Collection[str]) -> Path:
    return state_dir / FOLDER / f"{'-'.join(sorted(roles))}{SUFFIX}"


async def keep_writing(file: Path, stop: asyncio.Event, registry: CollectorRegistry = REGISTRY) -> None:
    """Write until `stop`. A disk that takes nothing is told of once and ends nothing: mail never waits for this."""
    failed = False
    while not stop.is_set():
        try:
            await asyncio.to_thread(write, file, registry)
            failed = False
        except OSError as error:
            if not failed:
                _log.warning("%s cannot be written: %s", file.name, error.strerror or type(error).__name__)
            failed = True
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), WRITE_SECONDS)


def write(file: Path, registry: CollectorRegistry = REGISTRY) -> None:
    """
    Raises:
        OSError: the folder cannot be made or written.
    """
    file.parent.mkdir(mode=0o750, exist_ok=True)
    fresh = file.with_suffix(".new")
    fresh.write_bytes(generate_latest(registry))
    os.replace(fresh, file)


def forget(state_dir: Path, roles: Collection[str]) -> None:
    """Remove what these roles wrote as processes of another cut: from now on this process tells of them."""
    for file in (state_dir / FOLDER).glob(f"*{SUFFIX}"):
        if set(_roles(file)) & set(roles):
            file.unlink(missing_ok=True)


class Snapshots(Collector):
    """What the other processes of this machine wrote, with its age."""

    def __init__(self, state_dir: Path) -> None:
        self._folder = state_dir / FOLDER

    def collect(self) -> Iterator[Metric]:
        ages = GaugeMetricFamily(
            "congvu_snapshot_age_seconds",
            "How long ago a role that opens no port last wrote its metrics.",
            labels=["role"],
        )
        for file in sorted(self._folder.glob(f"*{SUFFIX}")):
            try:
                age_seconds = max(time.time() - file.stat().st_mtime, 0.0)
                text = file.read_text("utf-8")
            except OSError:
                continue
            for role in _roles(file):
                ages.add_metric([role], age_seconds)
            if age_seconds <= TOO_OLD_SECONDS:
                yield from _families(text)
        yield ages


def _roles(file: Path) -> list[str]:
    return file.stem.split("-")


def _families(text: str) -> list[Metric]:
    try:
        return list(text_string_to_metric_families(text))
    except ValueError:
        _log.warning("a file of metrics cannot be read")
        return []
