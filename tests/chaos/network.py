"""The machines of the run: network namespaces on one bridge, with private addresses that nothing outside can reach."""

import ctypes
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

SWITCH, DESK = "switch", "desk"  # the bridge's namespace; where the run itself sits
NET = "10.219.0"
HOSTS: Mapping[str, int] = {
    "lb": 10,
    "db1": 11,
    "db2": 12,
    "db3": 13,
    "web1": 21,
    "web2": 22,
    "mx1": 31,
    "mx2": 32,
    "box": 40,
    DESK: 50,
}
_NEW_NETWORK = 0x40000000  # CLONE_NEWNET
# Nothing but the machine itself is heard any more, in both directions, and nobody is told.
_CUT = """
table inet cut {
  chain in { type filter hook input priority 0; policy drop; iif "lo" accept; }
  chain out { type filter hook output priority 0; policy drop; oif "lo" accept; }
}
"""
# Every fifth packet is lost, in each direction.
_SPOILT = """
table inet cut {
  chain in { type filter hook input priority 0; policy accept; iif != "lo" numgen random mod 100 < 20 drop; }
  chain out { type filter hook output priority 0; policy accept; oif != "lo" numgen random mod 100 < 20 drop; }
}
"""


def address(host: str) -> str:
    return f"{NET}.{HOSTS[host]}"


class Network:
    """Made and taken away by `with`; needs root. The caller's process moves to the desk."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._outside = os.open("/proc/self/ns/net", os.O_RDONLY)

    def __enter__(self) -> "Network":
        for host in (SWITCH, *HOSTS):
            _run("ip", "netns", "add", self._name(host))
            _run(*self.inside(host), "ip", "link", "set", "lo", "up")
        _run(*self.inside(SWITCH), "ip", "link", "add", "bridge", "type", "bridge")
        _run(*self.inside(SWITCH), "ip", "link", "set", "bridge", "up")
        for host in HOSTS:
            self._plug(host)
        desk = os.open(self._file(DESK), os.O_RDONLY)
        _move_to(desk)
        os.close(desk)
        return self

    def __exit__(self, *_: object) -> None:
        _move_to(self._outside)
        os.close(self._outside)
        for host in (SWITCH, *HOSTS):
            subprocess.run(["ip", "netns", "del", self._name(host)], check=False)

    def inside(self, host: str) -> tuple[str, ...]:
        """Words before a command that is to run on this machine."""
        return ("nsenter", f"--net={self._file(host)}")

    def cut(self, host: str) -> None:
        _run(*self.inside(host), "nft", "-f", "-", text=_CUT)

    def spoil(self, host: str) -> None:
        _run(*self.inside(host), "nft", "-f", "-", text=_SPOILT)

    def heal(self, host: str) -> None:
        _run(*self.inside(host), "nft", "delete", "table", "inet", "cut")

    def _plug(self, host: str) -> None:
        inner = ("netns", self._name(host))
        outer = ("netns", self._name(SWITCH))
        _run("ip", "link", "add", "eth0", *inner, "type", "veth", "peer", "name", host, *outer)
        _run(*self.inside(SWITCH), "ip", "link", "set", host, "master", "bridge", "up")
        _run(*self.inside(host), "ip", "address", "add", f"{address(host)}/24", "dev", "eth0")
        _run(*self.inside(host), "ip", "link", "set", "eth0", "up")

    def _name(self, host: str) -> str:
        return f"{self._prefix}-{host}"

    def _file(self, host: str) -> Path:
        return Path("/run/netns") / self._name(host)


def _move_to(namespace: int) -> None:
    """The calling thread, and whatever it starts from now on: to be done before there are others."""
    if ctypes.CDLL(None, use_errno=True).setns(namespace, _NEW_NETWORK):
        raise OSError(ctypes.get_errno(), "the network namespace cannot be entered")


def _run(*command: str, text: str = "") -> None:
    done = subprocess.run(command, input=text, text=True, capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()}")
