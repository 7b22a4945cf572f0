#!/usr/bin/python3
"""Stands for `systemctl` on a machine without systemd (tests/e2e/test_install.py): starts what a unit says.

Of our own units ExecStart, User, Group, UMask, Environment and EnvironmentFile are done as written, with no privileges
left; the rest of their sandbox is not. Postfix, Dovecot and nginx are started by their own commands.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

UNITS, STATE, LOG = Path("/etc/systemd/system"), Path("/run/started"), Path("/var/log")
SERVERS = {
    "postfix": (["/usr/lib/postfix/configure-instance.sh", "-"], ["postfix", "start"]),
    "dovecot": (["dovecot"],),
    "nginx": (["nginx"],),
}
STOPS = {"postfix": ["postfix", "stop"], "dovecot": ["doveadm", "stop"], "nginx": ["nginx", "-s", "quit"]}
STOP_SECONDS = 20.0


def main(words: list[str]) -> int:
    deed, *names = [word for word in words if not word.startswith("--")]
    now = deed != "enable" or "--now" in words
    for name in names:
        if deed in ("restart", "stop"):
            stop(name)
        if deed in ("start", "restart", "enable") and now:
            start(name)
    return 0


def start(name: str) -> None:
    if name in SERVERS:
        for command in SERVERS[name]:
            with (LOG / f"{name}-start.log").open("ab") as log:
                subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        return
    unit, instance = (UNITS / f"{name}.service"), ""
    if "@" in name:
        base, _, instance = name.partition("@")
        unit = UNITS / f"{base}@.service"
    options = read(unit)
    command = options["ExecStart"][-1].replace("%i", instance).split()
    STATE.mkdir(exist_ok=True)
    as_user = ["setpriv", f"--reuid={options['User'][-1]}", f"--regid={options['Group'][-1]}", "--init-groups"]
    bounds = ["--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"]
    with (LOG / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(
            [*as_user, *bounds, *command],
            umask=int(options["UMask"][-1], 8),
            env=environment(options),
            cwd=options["WorkingDirectory"][-1],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    (STATE / name).write_text(str(process.pid), "ascii")


def read(unit: Path) -> dict[str, list[str]]:
    options: dict[str, list[str]] = {}
    for line in unit.read_text("utf-8").splitlines():
        key, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            options.setdefault(key, []).append(value)
    return options


def environment(options: dict[str, list[str]]) -> dict[str, str]:
    """As systemd gives it: nothing of ours."""
    found = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin", "LANG": "C.UTF-8"}
    lines = list(options.get("Environment", []))
    for file in options.get("EnvironmentFile", []):
        path = Path(file.removeprefix("-"))
        lines += path.read_text("utf-8").splitlines() if path.exists() else []
    return found | dict(line.split("=", 1) for line in lines if "=" in line)


def stop(name: str) -> None:
    if name in STOPS:
        subprocess.run(STOPS[name], check=False, capture_output=True)
        return
    file = STATE / name
    if not file.exists():
        return
    pid = int(file.read_text("ascii"))
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    file.unlink()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
