"""A backend of our own, started as `congvu serve` starts it, and what it takes of memory and of the processors."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

START_SECONDS = 60.0
_BARE = """
import sys, uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
application = Starlette(routes=[Route("/healthz", lambda request: PlainTextResponse("ok"))])
uvicorn.run(application, port=int(sys.argv[1]), log_level="critical")
"""
_TICKS = os.sysconf("SC_CLK_TCK")


def prepare(root: Path, **settings: object) -> None:
    """Settings and a signed bundle; `settings` are strings and numbers."""
    (root / "state").mkdir(parents=True)
    lines = [f'state_dir = "{root}/state"', f'trusted_keys = ["{root}/key.jwk.pub"]']
    lines += [f'{key} = "{value}"' if isinstance(value, str) else f"{key} = {value}" for key, value in settings.items()]
    (root / "congvu.toml").write_text("\n".join([*lines, ""]), "utf-8")
    congvu = [sys.executable, "-m", "backend", "rules"]
    subprocess.run([*congvu, "keygen", str(root / "key.jwk")], check=True, stdout=subprocess.DEVNULL)
    build = ["build", "--key", str(root / "key.jwk"), "-o", str(root / "state/bundle.jws")]
    subprocess.run([*congvu, *build, "--settings", str(root / "congvu.toml")], check=True, stdout=subprocess.DEVNULL)


def serve(root: Path, roles: str, port: int) -> list[str]:
    """The command that serves what was prepared."""
    command = [sys.executable, "-m", "backend", "serve", "--settings", str(root / "congvu.toml")]
    return [*command, "--role", roles, "--port", str(port)]


def serve_bare(port: int) -> list[str]:
    """The peer: the least that the same server software needs, uvicorn with one route."""
    return [sys.executable, "-c", _BARE, str(port)]


@contextmanager
def running(command: Sequence[str]) -> Iterator["subprocess.Popen[bytes]"]:
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.wait(10)


def wait_until_up(process: "subprocess.Popen[bytes]", is_up: Callable[[], bool]) -> None:
    """
    Raises:
        RuntimeError: it ended, or does not come up.
    """
    started = time.monotonic()
    while not is_up():
        if process.poll() is not None or time.monotonic() - started > START_SECONDS:
            raise RuntimeError(f"the backend is not up, exit status {process.poll()}")
        time.sleep(0.01)


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1):
            return True
    except (urllib.error.URLError, OSError):
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def megabytes(pid: int) -> float:
    """Proportional set size (proc(5), smaps_rollup) of a process and its children."""
    return sum(_pss(one) for one in _tree(pid))


def resident_megabytes(pid: int) -> float:
    """Resident set size of one process (proc(5), status)."""
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


def processor_seconds(pid: int) -> float:
    """Of a process and its children, user and system, since they began."""
    return sum(_ticks(one) for one in _tree(pid)) / _TICKS


def _tree(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    return [pid, *(descendant for child in children for descendant in _tree(int(child)))]


def _pss(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])  # proc(5), counted from the field after the name
