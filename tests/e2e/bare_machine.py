"""A machine of its own inside this one: /etc, /var, /opt, /root, /run, users and network are a copy that goes away.

Namespaces and overlays (root is needed): what is written lands in a tmpfs, processes end with the namespace, ports are
on a loopback of its own. Programs below /usr are this machine's.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import distribution
from pathlib import Path
from types import TracebackType
from typing import Self

HERE = Path(__file__).parent
LAYERED = ("/etc", "/var", "/opt", "/root", "/srv", "/usr/local")
PACKAGES = "/srv/packages"  # where the tests' own site-packages are shown to everybody
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
ENVIRONMENT = {"PATH": PATH, "HOME": "/root", "LANG": "C.UTF-8", "SHELL": "/bin/bash"}
STEP_SECONDS = 120.0
NOTHING: Mapping[str, str] = {}
SET_UP = f"""
set -e
ip link set lo up
mkdir -p "$1"
mount -t tmpfs -o mode=755 tmpfs "$1"
packages=$2
mkdir "$1/packages"
mount --bind "$packages" "$1/packages"
for folder in {" ".join(LAYERED)}; do
  layer=$1/$(echo "$folder" | tr / _)
  mkdir "$layer" "$layer/upper" "$layer/work"
  mount -t overlay overlay -o "lowerdir=$folder,upperdir=$layer/upper,workdir=$layer/work" "$folder"
done
mount -t tmpfs -o mode=755 tmpfs /run
mkdir /run/lock /srv/packages
mount --bind "$1/packages" {PACKAGES}
rm -f /etc/nginx/sites-enabled/*
"""


class BareMachine:
    """`with BareMachine(folder)`: `folder` is where its tmpfs is mounted, seen by itself alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Self:
        """
        Raises:
            AssertionError: the namespaces or mounts are refused.
        """
        spaces = ["unshare", "--mount", "--net", "--pid", "--fork", "--mount-proc", "--kill-child"]
        self._first = subprocess.Popen([*spaces, "--propagation=private", "sleep", "infinity"], env=ENVIRONMENT)
        children = Path(f"/proc/{self._first.pid}/task/{self._first.pid}/children")
        while not (listed := children.read_text("ascii").split()):
            assert self._first.poll() is None, "no namespaces"
            os.sched_yield()
        self._inside = listed[0]
        packages = Path(str(distribution("starlette").locate_file("")))
        self.run(SET_UP, str(self._folder), str(packages))
        self.put(HERE / "systemctl.py", "/usr/local/sbin/systemctl", 0o755)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._first.kill()
        self._first.wait()

    def run(self, script: str, *arguments: str, stdin: bytes = b"", environment: Mapping[str, str] = NOTHING) -> str:
        """Run a script with bash, every step of which has to succeed; what it printed.

        Raises:
            AssertionError: a step failed; with what it said.
        """
        done = self.attempt(["bash", "-euo", "pipefail", "-c", script, "step", *arguments], stdin, environment)
        said = (done.stdout + done.stderr).decode("utf-8", "replace")
        assert done.returncode == 0, f"{script}\n{said}"
        return done.stdout.decode("utf-8", "replace")

    def attempt(
        self, command: list[str], stdin: bytes = b"", environment: Mapping[str, str] = NOTHING
    ) -> subprocess.CompletedProcess[bytes]:
        inside = ["nsenter", "--target", self._inside, "--mount", "--net", "--pid", "--wd=/", *command]
        return subprocess.run(
            inside,
            input=stdin,
            capture_output=True,
            check=False,
            env={**ENVIRONMENT, **environment},
            timeout=STEP_SECONDS,
        )

    def put(self, file: Path, place: str, mode: int = 0o644) -> None:
        self.run('install -D -m "$1" /dev/stdin "$2"', f"{mode:o}", place, stdin=file.read_bytes())


def wheel_of_this_checkout(folder: Path) -> Path:
    """Built by pip, as `pip install congvu` would find it."""
    root = HERE.parents[1]
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    [wheel] = folder.glob("congvu-*.whl")
    return wheel
