"""Runs the command that starts a daemon and waits until that daemon has detached."""

import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from deploy.demo.demo_user import DemoUser
from deploy.demo.refusal import Refused

START_SECONDS = 60
PID_SECONDS = 15.0
LOOK_AGAIN_SECONDS = 0.02


def pid_in(file: Path, name: str) -> int:
    """The process id a daemon writes for itself, perhaps a moment after it has detached.

    Raises:
        Refused: it writes none in time: it ended again, and its own log says why.
    """
    deadline = time.monotonic() + PID_SECONDS
    while True:
        text = file.read_text("ascii").strip() if file.exists() else ""
        if text:
            return int(text)
        if time.monotonic() > deadline:
            raise Refused(f"{name} ended right after its start; the reason is in its log")
        time.sleep(LOOK_AGAIN_SECONDS)


def launch(
    name: str,
    command: Sequence[str | Path],
    *,
    user: DemoUser | None = None,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Run it as `user`, else as root. What it writes goes to a file: a pipe would stay open as long as the daemon.

    Raises:
        Refused: it fails or does not detach in time; with the last line it wrote.
    """
    identity = {"user": user.uid, "group": user.gid, "extra_groups": []} if user else {}
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as words:
        try:
            done = subprocess.run(
                [str(word) for word in command],
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=words,
                cwd="/",
                env=None if environment is None else dict(environment),
                timeout=START_SECONDS,
                check=False,
                **identity,  # type: ignore[call-overload]
            )
        except subprocess.TimeoutExpired as error:
            raise Refused(f"{name} does not start within {START_SECONDS} seconds") from error
        if done.returncode:
            words.seek(0)
            lines = [line.strip() for line in words if line.strip()]
            raise Refused(f"{name} does not start: {lines[-1] if lines else f'exit status {done.returncode}'}")
