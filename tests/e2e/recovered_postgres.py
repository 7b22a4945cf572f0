"""A PostgreSQL that archives as deploy/postgresql says, is lost, and is recovered."""

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

from deploy.private_postgres import NAME, programs

SNIPPETS = Path(__file__).resolve().parents[2] / "deploy" / "postgresql"
DATABASE = "congvu"


class ArchivingPostgres:
    """One cluster after the other in a scratch folder, all behind the same address."""

    def __init__(self) -> None:
        found = programs()
        assert found is not None, "no PostgreSQL server is installed"
        self._programs = found
        self._user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        self._home = Path(tempfile.mkdtemp(prefix="congvu-pg-", dir="/tmp"))  # short: a socket's path has 107 bytes
        self._archive = self._home / "wal"
        self._archive.mkdir()
        for folder in (self._home, self._archive):
            shutil.chown(folder, self._user)
        self._data = self._home / "data"
        self.url = f"postgresql+asyncpg://{NAME}@/{DATABASE}?host={self._home}"

    def begin(self) -> None:
        self._run("initdb", "-D", self._data, "-U", NAME, "--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust")
        self._say(self._data, self._snippet("archiving.conf"))
        self.start()
        self._run("createdb", "-h", self._home, "-U", NAME, DATABASE)

    def start(self) -> None:
        options = f"-k {self._home} -c listen_addresses=''"
        self._run("pg_ctl", "-D", self._data, "-w", "-l", self._home / "log", "-o", options, "start")

    def save(self) -> None:
        """While it serves."""
        self._run("pg_basebackup", "-h", self._home, "-U", NAME, "-D", self._home / "base", "-c", "fast")

    def end_segment(self) -> None:
        """Everything until now is in the archive."""
        name = self.ask("select pg_walfile_name(pg_switch_wal())")
        self.ask("checkpoint")
        deadline = 600
        while not (self._archive / name).exists():
            subprocess.run(["sleep", "0.1"], check=True)
            deadline -= 1
            assert deadline, (self._home / "log").read_text("utf-8")

    def lose(self) -> None:
        """As with its machine: at once, with all that was not archived."""
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(self._data)

    def recover(self, moment: str = "") -> None:
        shutil.copytree(self._home / "base", self._data)
        subprocess.run(["chown", "-R", self._user, self._data], check=True)
        self._data.chmod(0o700)
        until = f"recovery_target_time = '{moment}'\n" if moment else ""
        self._say(self._data, self._snippet("recovering.conf") + until)
        (self._data / "recovery.signal").touch()
        self.start()
        for _ in range(600):
            if self.ask("select pg_is_in_recovery()") == "f":
                return
            subprocess.run(["sleep", "0.1"], check=True)
        raise AssertionError((self._home / "log").read_text("utf-8"))

    def ask(self, statement: str) -> str:
        command: list[str | Path] = [
            self._programs / "psql",
            "-h",
            self._home,
            "-U",
            NAME,
            "-d",
            DATABASE,
            "-Atc",
            statement,
        ]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    def end(self) -> None:
        if (self._data / "postmaster.pid").exists():
            self._run("pg_ctl", "-D", self._data, "-m", "fast", "-w", "stop")
        shutil.rmtree(self._home)

    def _snippet(self, name: str) -> str:
        return (SNIPPETS / name).read_text("utf-8").replace("/backup/wal", str(self._archive))

    def _say(self, data: Path, settings: str) -> None:
        with (data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(settings)

    def _run(self, program: str, *words: str | Path) -> None:
        as_user = self._user if os.geteuid() == 0 else None
        command: list[str | Path] = [self._programs / program, *words]
        subprocess.run(command, user=as_user, check=True, stdout=subprocess.DEVNULL, cwd="/")
