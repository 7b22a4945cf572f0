"""`footprint`: memory of a running backend and how long it takes from its start to its first answer.

Memory is the proportional set size of the process and its children (extractors), so that pages they share count once.
The peer, measured in the same rounds, is the least that the same server software needs: uvicorn with one bare route.
"""

import json
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

ROUNDS = 3
START_SECONDS = 60.0
SETTLE_SECONDS = 2.0  # extractors are started beside the first answer
BARE = """
import sys, uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
application = Starlette(routes=[Route("/healthz", lambda request: PlainTextResponse("ok"))])
uvicorn.run(application, port=int(sys.argv[1]), log_level="critical")
"""
Measured = tuple[float, float]  # megabytes, seconds


def run() -> Iterator[dict[str, object]]:
    """Two figures for the backend with all its roles, one for the milter alone; values are medians over the rounds."""
    with tempfile.TemporaryDirectory(prefix="congvu-bench-", dir="/tmp") as folder:
        root = Path(folder)
        _prepare(root)
        everything: list[Measured] = []
        milter: list[Measured] = []
        bare: list[Measured] = []
        for _ in range(ROUNDS):
            port = _free_port()
            everything.append(_measured(_serve(root, "web,milter,worker", port), partial(_answers, port)))
            bare.append(_measured([sys.executable, "-c", BARE, str(port)], partial(_answers, port)))
            milter.append(_measured(_serve(root, "milter", port), (root / "state/milter.sock").is_socket))
    yield _figure("memory, all roles", "MB", 0, everything, bare)
    yield _figure("memory, milter alone", "MB", 0, milter, bare)
    yield _figure("start to first answer, all roles", "s", 1, everything, bare)


def _figure(
    name: str, unit: str, index: int, measured: Sequence[Measured], peers: Sequence[Measured]
) -> dict[str, object]:
    value, peer_value = (statistics.median(one[index] for one in each) for each in (measured, peers))
    return {
        "name": f"footprint ({name})",
        "value": round(value, 2),
        "unit": unit,
        "peer": "uvicorn with one bare route",
        "peer_value": round(peer_value, 2),
        "ratio": round(value / peer_value, 2),
        "n": len(measured),
    }


def _prepare(root: Path) -> None:
    """Settings and a signed bundle."""
    (root / "state").mkdir()
    settings = f'state_dir = "{root}/state"\ntrusted_keys = ["{root}/key.jwk.pub"]\n'
    (root / "congvu.toml").write_text(settings, "utf-8")
    congvu = [sys.executable, "-m", "backend", "rules"]
    subprocess.run([*congvu, "keygen", str(root / "key.jwk")], check=True, stdout=subprocess.DEVNULL)
    build = ["build", "--key", str(root / "key.jwk"), "-o", str(root / "state/bundle.jws")]
    subprocess.run([*congvu, *build, "--settings", str(root / "congvu.toml")], check=True, stdout=subprocess.DEVNULL)


def _serve(root: Path, roles: str, port: int) -> list[str]:
    serve = [sys.executable, "-m", "backend", "serve", "--settings", str(root / "congvu.toml")]
    return [*serve, "--role", roles, "--port", str(port)]


def _measured(command: Sequence[str], is_up: Callable[[], bool]) -> Measured:
    started = time.monotonic()
    with _running(command) as process:
        while not is_up():
            if process.poll() is not None or time.monotonic() - started > START_SECONDS:
                raise RuntimeError(f"{command[-1]}: not up, exit status {process.poll()}")
            time.sleep(0.01)
        seconds = time.monotonic() - started
        time.sleep(SETTLE_SECONDS)
        return sum(_megabytes(pid) for pid in _tree(process.pid)), seconds


@contextmanager
def _running(command: Sequence[str]) -> Iterator["subprocess.Popen[bytes]"]:
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.wait(10)


def _tree(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    return [pid, *(descendant for child in children for descendant in _tree(int(child)))]


def _megabytes(pid: int) -> float:
    """Proportional set size (proc(5), smaps_rollup)."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1):
            return True
    except (urllib.error.URLError, OSError):
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    for figure in run():
        sys.stdout.write(json.dumps(figure, ensure_ascii=False) + "\n")
