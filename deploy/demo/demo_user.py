"""The unprivileged user that backend, nginx and PHP run as; a system user of the demo's own."""

import pwd
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from pathlib import Path

from deploy.demo.layout import RUNTIME_ROOT
from deploy.demo.programs import SEARCH
from deploy.demo.refusal import Refused

NAME = "congvu-demo"


@dataclass(frozen=True, slots=True)
class DemoUser:
    name: str
    uid: int
    gid: int

    def run(
        self, command: Sequence[str], *, environment: Mapping[str, str], directory: Path
    ) -> "subprocess.CompletedProcess[str]":
        """Run to its end as this user; never raises for the exit status."""
        return subprocess.run(
            list(command),
            user=self.uid,
            group=self.gid,
            extra_groups=[],
            env=dict(environment),
            cwd=directory,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def own(self, path: Path, mode: int) -> None:
        """Give a file or folder to this user."""
        shutil.chown(path, self.uid, self.gid)
        path.chmod(mode)

    def folder(self, path: Path, mode: int = 0o755) -> Path:
        path.mkdir(parents=True, exist_ok=True)
        self.own(path, mode)
        return path


def ensure_demo_user() -> DemoUser:
    """The user, made if the machine has none.

    Raises:
        Refused: there is no useradd, or it fails.
    """
    RUNTIME_ROOT.mkdir(mode=0o755, exist_ok=True)
    with (RUNTIME_ROOT / "user.lock").open("w") as turn:  # of two at once, useradd would give the name to both
        flock(turn, LOCK_EX)
        try:
            entry = pwd.getpwnam(NAME)
        except KeyError:
            _create()
            entry = pwd.getpwnam(NAME)
    return DemoUser(NAME, entry.pw_uid, entry.pw_gid)


def _create() -> None:
    useradd = shutil.which("useradd", path=SEARCH)
    if not useradd:
        raise Refused("no useradd on this machine: add the system user congvu-demo yourself")
    options = ("--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent")
    made = subprocess.run(
        [useradd, *options, "--shell", "/usr/sbin/nologin", NAME], capture_output=True, text=True, check=False
    )
    if made.returncode:
        raise Refused(f"useradd {NAME}: {made.stderr.strip()}")
