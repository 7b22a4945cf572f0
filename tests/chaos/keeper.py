"""Keeps programs running as systemd does (Restart=always, KillMode=control-group): whoever ends is started again."""

import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from deploy.demo import processes
from deploy.demo.processes import ProcessRecord, Started

RESTART_SECONDS = 1.0
LOOK_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Program:
    name: str
    command: Sequence[str]
    environment: Mapping[str, str]


@dataclass(slots=True)
class _Kept:
    program: Program
    process: "subprocess.Popen[bytes]"
    entry: Started
    held: bool = False
    starts: int = 1
    ended_at: float | None = field(default=None)


class Keeper:
    def __init__(self, root: Path) -> None:
        self._record = ProcessRecord(root / "processes.json")
        self._log = root / "log"
        self._log.mkdir()
        self._kept: dict[str, _Kept] = {}
        self._lock = threading.RLock()
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="keeper", daemon=True)

    def start(self) -> None:
        """Begin to watch. Programs kept before run, but are not started again until then."""
        self._thread.start()

    def keep(self, program: Program) -> None:
        with self._lock:
            process = self._launch(program)
            self._kept[program.name] = _Kept(program, process, self._record.add(program.name, process.pid))

    def kill(self, name: str) -> None:
        """SIGKILL to all of it; it is started again."""
        with self._lock:
            kept = self._kept[name]
            processes.kill(kept.entry)
            kept.process.wait()

    def renew(self, name: str) -> None:
        """SIGTERM, as `systemctl restart` does, and started again."""
        with self._lock:
            kept = self._kept[name]
            processes.stop(kept.entry)
            kept.process.wait()
            self._again(kept)

    def hold(self, name: str) -> None:
        """SIGKILL to all of it; it stays away until `release`."""
        with self._lock:
            self._kept[name].held = True
            self.kill(name)

    def release(self, name: str) -> None:
        with self._lock:
            kept = self._kept[name]
            kept.held, kept.ended_at = False, None
            self._again(kept)

    def starts(self) -> dict[str, int]:
        """How often each was started."""
        with self._lock:
            return {name: kept.starts for name, kept in self._kept.items()}

    def log_of(self, name: str) -> Path:
        return self._log / f"{name}.log"

    def stop(self) -> None:
        """The last one first, each in order; nobody is left to be stopped by a second call."""
        self._ending.set()
        if self._thread.ident is not None:
            self._thread.join()
        while self._kept:
            _, kept = self._kept.popitem()
            processes.stop(kept.entry)
            kept.process.wait()

    def _watch(self) -> None:
        while not self._ending.wait(LOOK_SECONDS):
            with self._lock:
                for kept in self._kept.values():
                    if not kept.held and kept.process.poll() is not None:
                        kept.ended_at = kept.ended_at or time.monotonic()
                        if time.monotonic() - kept.ended_at >= RESTART_SECONDS:
                            self._again(kept)

    def _again(self, kept: _Kept) -> None:
        processes.kill(kept.entry)  # what a killed one left behind
        kept.process = self._launch(kept.program)
        kept.entry = self._record.add(kept.program.name, kept.process.pid)
        kept.starts, kept.ended_at = kept.starts + 1, None

    def _launch(self, program: Program) -> "subprocess.Popen[bytes]":
        with self.log_of(program.name).open("ab") as log:
            return subprocess.Popen(
                list(program.command),
                umask=0o027,
                env=dict(program.environment),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
