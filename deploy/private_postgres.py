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
AS_A_PROVINCES = ("shared_buffers=256MB", "max_wal_size=2GB", "timezone=Asia/Ho_Chi_Minh")
THROWN_AWAY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0")


def programs() -> Path | None:
    """Where the newest installed server's programs are."""
    found = [folder / "bin" for folder in PROGRAMS.glob("*") if (folder / "bin" / "postgres").exists()]
    return max(found, key=lambda folder: int(folder.parent.name), default=None)


@contextmanager
def private_postgres(*databases: str, durable: bool = True) -> Iterator[list[str]]:
    """The URLs of these empty databases, gone afterwards; none where no server is installed.

    Not `durable`: nothing waits for the disk, and a machine that fails takes all of it with it.
    """
    folder = programs()
    if folder is None:
        yield []
        return
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    home = Path(tempfile.mkdtemp(prefix="congvu-pg-", dir="/tmp"))  # short: a socket's path has 107 bytes
    shutil.chown(home, user)
    try:
        made = ("--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust", *(() if durable else ("--no-sync",)))
        _run(user, [folder / "initdb", "-D", home / "data", "-U", NAME, *made])
        settings = (*AS_A_PROVINCES, *(() if durable else THROWN_AWAY))
        options = f"-k {home} -c listen_addresses='' {' '.join(f'-c {one}' for one in settings)}"
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
    as_user = user if os.geteuid() == 0 else None
    subprocess.run(command, user=as_user, check=True, stdout=subprocess.DEVNULL, cwd="/")  # noqa: S603 (programs of Debian's)
