"""A stop ends what was started, with its whole family, and nothing else."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from deploy.demo import processes
from deploy.demo.processes import ProcessRecord, Started

# says its own process id and its child's, then waits; the child is in a session of its own, as an extractor is
PARENT = """
import os, signal, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
if "stubborn" in sys.argv:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
print(child.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture
def record(tmp_path: Path) -> Iterator[ProcessRecord]:
    kept = ProcessRecord(tmp_path / "processes.json")
    yield kept
    for entry in kept.started():
        processes.kill(entry)


def start(record: ProcessRecord, *words: str) -> tuple[Started, int]:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, *words], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert parent.stdout is not None
    with parent.stdout:
        child = int(parent.stdout.readline())
    parent.returncode = 0  # reaped by `stop`
    return record.add("server", parent.pid), child


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_stop_ends_the_server_and_what_it_started(record: ProcessRecord) -> None:
    server, child = start(record)
    assert processes.is_running(server)

    assert processes.stop(server)

    assert not processes.is_running(server)
    assert not lives(child)


def test_children_whose_parent_died_are_still_ended(record: ProcessRecord) -> None:
    server, _ = start(record)
    sibling = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    os.kill(server.session, 9)
    os.waitpid(server.session, 0)

    assert processes.stop(server)

    assert lives(sibling.pid)  # not one of the server's
    sibling.kill()
    sibling.wait()


def test_a_server_that_does_not_listen_is_killed(record: ProcessRecord) -> None:
    server, child = start(record, "stubborn")

    assert processes.stop(server, patience_seconds=0.2)

    assert not lives(server.session)
    assert not lives(child)


def test_a_process_id_that_came_round_is_not_touched(record: ProcessRecord) -> None:
    server, child = start(record)
    somebody_before = replace(server, born=server.born - 1)

    assert processes.stop(somebody_before)

    assert processes.is_running(server)
    assert lives(child)


def test_what_ran_before_the_machine_started_again_is_not_touched(record: ProcessRecord) -> None:
    server, _ = start(record)
    before_the_boot = replace(server, boot="another")

    assert not processes.is_running(before_the_boot)
    assert processes.stop(before_the_boot)

    assert processes.is_running(server)


def test_the_record_keeps_the_order_of_starting_and_the_last_of_each_name(tmp_path: Path) -> None:
    record = ProcessRecord(tmp_path / "processes.json")
    record.add("dovecot", os.getpid())
    record.add("postfix", os.getpid())

    record.add("dovecot", os.getpid())

    assert [entry.name for entry in record.started()] == ["postfix", "dovecot"]
    record.forget("postfix")
    assert [entry.name for entry in record.started()] == ["dovecot"]
