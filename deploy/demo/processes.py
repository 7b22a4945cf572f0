"""Keeps account of what a demo started, so that a stop ends all of it and nothing else.

Every server is the leader of a session of its own: daemons do that when they detach, and what we start directly gets
one. Ours are the members of the session and their children, also those that opened sessions themselves (extractors).
A process id alone says little, for it comes round again: the moment of birth belongs to it.
"""

import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

STOP_SECONDS = 15.0
KILL_SECONDS = 5.0
LOOK_AGAIN_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Started:
    """`born` is the leader's start in clock ticks after the boot with the id `boot`, as /proc says."""

    name: str
    session: int
    born: int
    boot: str


@dataclass(frozen=True, slots=True)
class _Stat:
    pid: int
    state: str
    parent: int
    session: int
    born: int


class ProcessRecord:
    """The file in which a demo keeps what it started, in the order of starting."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def started(self) -> list[Started]:
        try:
            return [Started(**entry) for entry in json.loads(self._file.read_text("utf-8"))]
        except FileNotFoundError:
            return []

    def add(self, name: str, pid: int) -> Started:
        """Write down the leader `pid`; whoever had that name before is forgotten.

        Raises:
            ProcessLookupError: it is not alive any more.
        """
        stat = _stat(pid)
        if stat is None:
            raise ProcessLookupError(name)
        entry = Started(name, pid, stat.born, _boot_id())
        self._write([*(other for other in self.started() if other.name != name), entry])
        return entry

    def forget(self, name: str) -> None:
        self._write([entry for entry in self.started() if entry.name != name])

    def _write(self, entries: list[Started]) -> None:
        draft = self._file.with_suffix(".new")
        draft.write_text(json.dumps([asdict(entry) for entry in entries], indent=1), "utf-8")
        draft.replace(self._file)


def is_running(entry: Started) -> bool:
    """Whether the leader itself still lives."""
    return entry.boot == _boot_id() and _lives(entry.session, entry.born)


def stop(entry: Started, patience_seconds: float = STOP_SECONDS) -> bool:
    """Ask the leader to stop; when it has gone, ask who is left of its family; kill what stays even then.

    False if something of it still lives.
    """
    family = _family(entry)
    if is_running(entry):
        os.kill(entry.session, signal.SIGTERM)
        _wait_until_gone({(entry.session, entry.born)}, entry, patience_seconds)
    family |= _family(entry)
    for number, seconds in ((signal.SIGTERM, patience_seconds), (signal.SIGKILL, KILL_SECONDS)):
        _signal(family, number)
        if _wait_until_gone(family, entry, seconds):
            return True
    return False


def kill(entry: Started) -> bool:
    """End the family at once. False if something of it still lives."""
    family = _family(entry)
    _signal(family, signal.SIGKILL)
    return _wait_until_gone(family, entry, KILL_SECONDS)


def _signal(family: set[tuple[int, int]], number: int) -> None:
    for pid, born in family:
        if _lives(pid, born):
            with suppress(ProcessLookupError):
                os.kill(pid, number)


def _wait_until_gone(family: set[tuple[int, int]], entry: Started, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while any(_lives(pid, born) for pid, born in family):
        if time.monotonic() > deadline:
            return False
        _reap(entry.session)
        time.sleep(LOOK_AGAIN_SECONDS)
    return True


def _reap(pid: int) -> None:
    """Take our own child's exit status, so that it does not stay as a zombie."""
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)


def _family(entry: Started) -> set[tuple[int, int]]:
    """(pid, born) of all who are ours; nobody if the session's id has come round to somebody else."""
    leader = _stat(entry.session)
    if entry.boot != _boot_id() or (leader is not None and leader.born != entry.born):
        return set()
    everybody = {stat.pid: stat for stat in _everybody() if stat.born >= entry.born}
    ours = {stat.pid for stat in everybody.values() if stat.session == entry.session}
    while more := {pid for pid, stat in everybody.items() if stat.parent in ours} - ours:
        ours |= more
    return {(pid, everybody[pid].born) for pid in ours}


def _everybody() -> Iterator[_Stat]:
    for folder in Path("/proc").iterdir():
        stat = _stat(int(folder.name)) if folder.name.isdigit() else None
        if stat and stat.state != "Z":
            yield stat


def _lives(pid: int, born: int) -> bool:
    stat = _stat(pid)
    return stat is not None and stat.born == born and stat.state != "Z"


def _boot_id() -> str:
    return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()


def _stat(pid: int) -> _Stat | None:
    """None if there is no such process. Fields as in proc(5); the name in brackets may hold anything."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return None
    return _Stat(pid, state=fields[0], parent=int(fields[1]), session=int(fields[3]), born=int(fields[19]))
