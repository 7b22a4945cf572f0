"""Roles that open no port: what they write, and how it is read."""

import asyncio
import os
import time
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, Counter, Gauge

from backend.metrics import snapshots
from backend.metrics.exposition import exposition
from backend.metrics.registry import ProcessFacts
from backend.metrics.snapshots import Snapshots, keep_writing, snapshot_file


def registry_with(value: float) -> CollectorRegistry:
    registry = CollectorRegistry()
    Counter("congvu_mail_answers", "x", ["answer"], registry=registry).labels("later").inc(value)
    return registry


def told(state_dir: Path) -> dict[tuple[str, ...], float]:
    families = Snapshots(state_dir).collect()
    return {(one.name, *one.labels.values()): one.value for family in families for one in family.samples}


async def test_a_role_writes_at_once_and_goes_on_when_the_disk_does_not_take_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    file, stop, tries = snapshot_file(tmp_path, ["worker", "milter"]), asyncio.Event(), []
    write = snapshots.write

    def third_time(target: Path, registry: CollectorRegistry) -> None:
        tries.append(target)
        if len(tries) < 3:
            raise OSError(28, "No space left on device")
        write(target, registry)
        stop.set()

    monkeypatch.setattr(snapshots, "WRITE_SECONDS", 0.001)
    monkeypatch.setattr(snapshots, "write", third_time)
    await keep_writing(file, stop, registry_with(3))

    assert file.name == "milter-worker.prom"
    assert told(tmp_path)["congvu_mail_answers_total", "later"] == 3
    assert [record.getMessage() for record in caplog.records] == [
        "milter-worker.prom cannot be written: No space left on device"
    ]


def test_of_a_role_that_writes_no_more_only_the_age_is_told(tmp_path: Path) -> None:
    file = snapshot_file(tmp_path, ["milter", "worker"])
    snapshots.write(file, registry_with(3))
    long_ago = time.time() - 300
    os.utime(file, (long_ago, long_ago))

    assert told(tmp_path).keys() == {("congvu_snapshot_age_seconds", role) for role in ("milter", "worker")}
    assert told(tmp_path)["congvu_snapshot_age_seconds", "milter"] >= 300


def test_a_file_that_is_no_metrics_is_passed_over(tmp_path: Path) -> None:
    snapshots.write(snapshot_file(tmp_path, ["worker"]), registry_with(1))
    snapshot_file(tmp_path, ["milter"]).write_text("congvu_x{ 1\n", "utf-8")

    assert told(tmp_path)["congvu_mail_answers_total", "later"] == 1


def test_a_process_forgets_what_its_roles_wrote_before(tmp_path: Path) -> None:
    for roles in (["milter"], ["worker"]):
        snapshots.write(snapshot_file(tmp_path, roles), registry_with(1))

    snapshots.forget(tmp_path, ["milter", "web"])

    assert told(tmp_path).keys() >= {("congvu_snapshot_age_seconds", "worker")}
    assert ("congvu_snapshot_age_seconds", "milter") not in told(tmp_path)


def test_a_family_that_several_processes_tell_of_stands_once(tmp_path: Path) -> None:
    milter = CollectorRegistry()
    milter.register(ProcessFacts(["milter"], tmp_path))
    Gauge("congvu_bundle_expires_timestamp_seconds", "x", ["role"], registry=milter).labels("milter").set(5)
    snapshots.write(snapshot_file(tmp_path, ["milter"]), milter)
    web = CollectorRegistry()
    web.register(ProcessFacts(["web"], tmp_path))

    page = exposition([*web.collect(), *Snapshots(tmp_path).collect()], "")[0].decode()

    assert page.count("# TYPE congvu_build_info gauge") == 1
    assert page.count("congvu_start_time_seconds{") == 2
    assert 'congvu_bundle_expires_timestamp_seconds{role="milter"} 5.0' in page


def test_the_disk_is_told_of_where_there_is_one(tmp_path: Path) -> None:
    names = {family.name for family in ProcessFacts(["web"], tmp_path).collect()}
    assert {"congvu_disk_free_bytes", "congvu_disk_size_bytes"} <= names

    gone = {family.name for family in ProcessFacts(["web"], tmp_path / "gone").collect()}
    assert gone == {"congvu_build_info", "congvu_start_time_seconds"}
