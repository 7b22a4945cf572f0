"""A PostgreSQL of our own for one run: a cluster in a scratch folder, on a unix socket, as an unprivileged user.

Debian keeps the server's programs beside each other by version; nothing of a cluster that the machine has is touched.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

PROGRAMS = Path("/usr/lib/postgresql")
NAME = "congvu"


def programs() -> Path | None:
    """Where the newest installed server's programs are."""
    found = [folder / "bin" for folder in PROGRAMS.glob("*") if (folder / "bin" / "postgres").exists()]
    return max(found, key=lambda folder: int(folder.parent.name), default=None)


@contextmanager
def private_postgres(*databases: str) -> Iterator[list[str]]:
    """The URLs of these empty databases, gone afterwards; none where no server is installed."""
    folder = programs()
    if folder is None:
        yield []
        return
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    home = Path(tempfile.mkdtemp(prefix="congvu-pg-"))
    shutil.chown(home, user)
    try:
        _run(user, [folder / "initdb", "-D", home / "data", "-U", NAME, "--encoding=UTF8", "--locale=C.UTF-8"])
        settings = "-c shared_buffers=256MB -c max_wal_size=2GB -c timezone=Asia/Ho_Chi_Minh"  # as a province's may be
        options = f"-k {home} -c listen_addresses='' {settings}"
        control: list[str | Path] = [folder / "pg_ctl", "-D", home / "data", "-w"]
        _run(user, [*control, "-l", home / "log", "-o", options, "start"])
        try:
            for database in databases:
                _run(user, [folder / "createdb", "-h", home, "-U", NAME, database])
            yield [f"postgresql+asyncpg://{NAME}@/{database}?host={home}" for database in databases]
        finally:
            _run(user, [*control, "-m", "fast", "stop"])
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _run(user: str, command: Sequence[str | Path]) -> None:
    """PostgreSQL refuses to run as root."""
    subprocess.run(command, user=user if os.geteuid() == 0 else None, check=True, stdout=subprocess.DEVNULL, cwd="/")
