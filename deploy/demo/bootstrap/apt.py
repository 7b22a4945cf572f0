"""Installs Debian packages as root (`python3 -m deploy.demo.bootstrap.apt PACKAGE…`, called by debian.py).

Nothing is asked, no package is removed for another, apt's lock is waited for. Services do not start, and units of the
servers that this run brought are disabled: the demo runs servers of its own.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from fcntl import LOCK_EX, flock
from pathlib import Path

from deploy.demo.bootstrap.debian import installed, missing
from deploy.demo.bootstrap.held_services import services_held_back
from deploy.demo.refusal import Refused

LOCK = Path("/run/lock/congvu-bootstrap.lock")
LOCK_SECONDS = 900  # how long another apt may take
LOOK_AGAIN_SECONDS = 5
LAST_LINES = 20
# What the packages would ask. No Postfix configuration, no database and no web server for Debian's own Roundcube, no
# LDAP directory.
ANSWERS = """\
postfix postfix/main_mailer_type select No configuration
roundcube-core roundcube/dbconfig-install boolean false
roundcube-core roundcube/reconfigure-webserver multiselect
slapd slapd/no_configuration boolean true
"""
SERVERS = (
    "apache2",
    "dovecot-",
    "etcd",
    "exim4",
    "haproxy",
    "nftables",
    "nginx",
    "patroni",
    "php",
    "postfix",
    "postgresql",
    "prometheus",
    "slapd",
)
UNIT_KINDS = (".service", ".socket", ".timer", ".path")
_APT = ["apt-get", "-o", f"DPkg::Lock::Timeout={LOCK_SECONDS}", "-o", "APT::Install-Recommends=false"]


def main(packages: Sequence[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that services are let go again
    LOCK.parent.mkdir(parents=True, exist_ok=True)
    try:
        with LOCK.open("w") as lock:
            flock(lock, LOCK_EX)
            install(missing(packages))
    except Refused as refused:
        print(f"apt: {refused}", file=sys.stderr)
        return 1
    return 0


def install(packages: Sequence[str]) -> None:
    """
    Raises:
        Refused: apt fails, or would have to remove something.
    """
    if not packages:
        return
    before = installed()
    _refresh_lists()
    _refuse_removals(packages)
    new_answers = "".join(line + "\n" for line in ANSWERS.splitlines() if line.split(" ", 1)[0] not in before)
    _run(["debconf-set-selections"], new_answers)
    with services_held_back():
        _run([*_APT, "install", "--yes", "-qq", "--no-remove", "-o", "Dpkg::Use-Pty=0", *_confold(), *packages])
    disable_units(sorted(installed() - before))


def units_of(files: Iterable[str]) -> list[str]:
    """Names of the systemd units among a package's files; templates have no unit of their own."""
    paths = [Path(file) for file in files]
    units = [path.name for path in paths if path.parent.name == "system" and path.parent.parent.name == "systemd"]
    return [unit for unit in units if unit.endswith(UNIT_KINDS) and "@." not in unit]


def disable_units(packages: Iterable[str]) -> None:
    """Keep the servers among these packages from starting with the machine."""
    if not shutil.which("systemctl"):
        return
    for package in packages:
        if package.startswith(SERVERS):
            listing = subprocess.run(["dpkg", "-L", package], capture_output=True, text=True, check=True)
            for unit in units_of(listing.stdout.splitlines()):
                subprocess.run(["systemctl", "disable", "--quiet", unit], capture_output=True, check=False)


def _refresh_lists() -> None:
    """`apt-get update`; its lock is not covered by DPkg::Lock::Timeout. Stale lists are better than none."""
    deadline = time.monotonic() + LOCK_SECONDS
    while True:
        done = subprocess.run(
            [*_APT, "update", "--quiet"], capture_output=True, text=True, env=_environment(), check=False
        )
        if done.returncode == 0 or "Could not get lock" not in done.stderr or time.monotonic() > deadline:
            break
        time.sleep(LOOK_AGAIN_SECONDS)
    if done.returncode:
        print(f"apt: the package lists could not be renewed: {_reason(done.stderr)}", file=sys.stderr)


def _refuse_removals(packages: Sequence[str]) -> None:
    """
    Raises:
        Refused: a package is unknown, or another one stands in the way (a second mail server, mostly).
    """
    tried = subprocess.run(
        [*_APT, "install", "--simulate", *packages], capture_output=True, text=True, env=_environment(), check=False
    )
    if tried.returncode:
        raise Refused(_reason(tried.stderr))
    removed = [line.split()[1] for line in tried.stdout.splitlines() if line.startswith("Remv ")]
    if removed:
        raise Refused(f"these would have to go first, remove them yourself if you can spare them: {' '.join(removed)}")


def _confold() -> list[str]:
    """A configuration file that is there stays as it is."""
    return ["-o", "Dpkg::Options::=--force-confdef", "-o", "Dpkg::Options::=--force-confold"]


def _run(command: Sequence[str], text: str | None = None) -> None:
    """Its words are shown only if it fails: the last of them, for that is where the reason stands."""
    done = subprocess.run(
        command,
        input=text,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=_environment(),
        check=False,
    )
    if done.returncode:
        print(*done.stdout.splitlines()[-LAST_LINES:], sep="\n", file=sys.stderr)
        raise Refused(f"{command[0]}: exit status {done.returncode}")


def _environment() -> dict[str, str]:
    quiet = {"DEBIAN_FRONTEND": "noninteractive", "NEEDRESTART_SUSPEND": "1", "LC_ALL": "C.UTF-8"}
    return {**os.environ, "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", **quiet}


def _reason(words: str) -> str:
    errors = [line.removeprefix("E: ") for line in words.splitlines() if line.startswith("E: ")]
    return errors[0] if errors else "apt gave no reason"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
