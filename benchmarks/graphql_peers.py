"""Other people's GraphQL servers, each in a process of its own, asked CheckRecipients of the same SQLite file."""

import json
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from benchmarks.measuring import Clock
from benchmarks.peer_folders import LOCKS, node_folder_of, python_of
from benchmarks.recipients_asked import TOKEN, VARIABLES


class GraphQLPeer:
    """Sends itself requests and tells what they took."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def asked(self, requests: int) -> tuple[Clock, Any]:
        """What so many requests took, one after the other, and what the last was answered.

        Raises:
            RuntimeError: the process has ended.
        """
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("no pipes")
        self._process.stdin.write(f"{requests}\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"a peer ended, exit status {self._process.wait()}")
        wall, processors, answer = json.loads(line)
        return Clock(wall, processors), answer


@contextmanager
def graphql_peers(file: Path, domains: Sequence[str], document: str) -> Iterator[dict[str, GraphQLPeer]]:
    """By name, those that can be installed here."""
    asked = {"file": str(file), "domains": list(domains), "document": document, "variables": VARIABLES}
    told = json.dumps(asked | {"token": TOKEN})
    with ExitStack() as running:
        found = {}
        for name, command in _commands().items():
            found[name] = GraphQLPeer(running.enter_context(_process([*command, told])))
        yield found


def _commands() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in ("ariadne", "graphene"):
        python = python_of(name, over_ours=True)
        if python is not None:
            found[name] = [str(python), "-B", str(LOCKS / "recipients_server.py"), name]
    folder = node_folder_of("mercurius")
    if folder is not None:
        found["mercurius with its JIT"] = ["node", "--disable-warning=ExperimentalWarning", str(folder / "server.mjs")]
    return found


@contextmanager
def _process(command: Sequence[str]) -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()
