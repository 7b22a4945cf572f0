"""What is looked at: one deployment, as its settings and its mail servers' own configuration have it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from backend.clock import Clock
from backend.errors import Unavailable
from backend.settings import Settings

COMMAND_SECONDS = 10.0
PROBE_SECONDS = 5.0  # a server that takes longer to greet does not answer
ENVIRONMENT = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"}


@dataclass(frozen=True, slots=True)
class Place:
    """`postfix`: its configuration folder, `dovecot`: its main file, `plugin`: a webmail's config.inc.php; None of the
    first two: where Debian has them, None of the last: not looked at."""

    settings: Settings
    clock: Clock
    postfix: Path | None = None
    dovecot: Path | None = None
    plugin: Path | None = None


async def output_of(command: Sequence[str]) -> str:
    """What a command of a mail server prints.

    Raises:
        Unavailable: it is not installed, takes too long or fails; with its own first line.
    """
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=ENVIRONMENT,
        )
    except FileNotFoundError as error:
        raise Unavailable(f"{command[0]}: not on this machine") from error
    try:
        async with asyncio.timeout(COMMAND_SECONDS):
            printed, complaint = await process.communicate()
    except TimeoutError as error:
        process.kill()
        await process.wait()
        raise Unavailable(f"{command[0]}: no answer") from error
    if process.returncode:
        lines = complaint.decode("utf-8", "replace").strip().splitlines() or [f"status {process.returncode}"]
        raise Unavailable(f"{command[0]}: {lines[0]}")
    return printed.decode("utf-8", "replace")
