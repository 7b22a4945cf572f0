"""PgBouncer in transaction mode before a PostgreSQL of our own, by the snippet that is shipped, on unix sockets."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.private_postgres import NAME, private_postgres
from tests.e2e.demo import wait_for

SNIPPET = Path(__file__).parents[2] / "deploy/pgbouncer/pgbouncer.ini"
PROGRAM = "/usr/sbin/pgbouncer"
SERVER_CONNECTIONS = 2


@contextmanager
def pooled_postgres() -> Iterator[str]:
    """The URL of an empty database behind a pooler that has two connections to it, the pooler not said in it."""
    with private_postgres(NAME, durable=False) as urls:
        home = Path(tempfile.mkdtemp(prefix="congvu-pooler-", dir="/tmp"))
        (home / "pgbouncer.ini").write_text(_here(SNIPPET.read_text("utf-8"), urls[0].partition("host=")[2], home))
        user = "postgres" if os.geteuid() == 0 else None  # PgBouncer refuses to run as root
        if user:
            shutil.chown(home, user)
        process = subprocess.Popen([PROGRAM, "-q", home / "pgbouncer.ini"], user=user, stderr=subprocess.DEVNULL)
        try:
            wait_for((home / ".s.PGSQL.6432").is_socket, "PgBouncer's socket")
            yield f"postgresql+asyncpg://{NAME}@/{NAME}?host={home}&port=6432"
        finally:
            process.terminate()
            process.wait()
            shutil.rmtree(home, ignore_errors=True)


def _here(snippet: str, server: str, home: Path) -> str:
    """With the sockets of this run, everybody let in by name, and few connections."""
    changes = {
        "congvu = ": f"congvu = host={server} dbname={NAME} user={NAME}",
        "unix_socket_dir = ": f"unix_socket_dir = {home}",
        "auth_type = ": "auth_type = any",
        "default_pool_size = ": f"default_pool_size = {SERVER_CONNECTIONS}",
    }
    lines = snippet.splitlines()
    for start, instead in changes.items():
        [place] = [place for place, line in enumerate(lines) if line.startswith(start)]
        lines[place] = instead
    return "\n".join([*lines, "listen_addr ="]) + "\n"
