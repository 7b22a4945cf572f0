"""The inside of the sandbox: `python -m backend.documents.sandbox_worker`, started by `sandbox_process` only.

Frames on standard input: one recipe (pickle, from our own parent), then for every job the extra arguments (pickle)
and the payload. Frames on standard output: one status byte, a length, a body. Before the first strange byte is read
the process has bounded its memory, lost the network, and can neither write files nor start programs:

- RLIMIT_AS, RLIMIT_FSIZE 0, RLIMIT_CORE 0, a small RLIMIT_NOFILE, no new privileges;
- a network namespace of its own (as root, or through a user namespace) with not even loopback up. Where the kernel
  refuses that, an audit hook alone refuses sockets and child processes to Python code; native code that was taken
  over could still open one, so the unit file of the milter adds RestrictAddressFamilies=;
- a timer that ends the process by itself should the parent be gone.
"""

import ctypes
import importlib
import os
import pickle
import resource
import signal
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from backend.documents.sandbox_results import dump_result

READY, DONE, FAILED, OUT_OF_MEMORY = b"R", b"D", b"F", b"M"
REQUEST = struct.Struct("!IQ")  # bytes of pickled arguments, bytes of payload
REPLY = struct.Struct("!cQ")  # status, bytes of body
GRACE_SECONDS = 2.0  # how much later than the parent's kill the process ends itself
OPEN_FILES = 64
CLONE_NEWUSER, CLONE_NEWNET, PR_SET_NO_NEW_PRIVS = 0x10000000, 0x40000000, 38
FORBIDDEN_EVENTS = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "os.spawn")


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything a fresh process needs. Dotted paths name callables; sizes in bytes, times in seconds."""

    target: str
    initializer: str | None
    initializer_arguments: tuple[object, ...]
    memory_bytes: int
    timeout_seconds: float


def resolve(dotted: str) -> Callable[..., object]:
    module, _, name = dotted.rpartition(".")
    found: Callable[..., object] = getattr(importlib.import_module(module), name)
    return found


def leave_the_network() -> bool:
    """Whether the kernel gave this process a network of its own."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    return any(libc.unshare(flags) == 0 for flags in (CLONE_NEWNET, CLONE_NEWUSER | CLONE_NEWNET))


def _refuse_sockets_and_processes() -> None:
    def refuse(event: str, _: tuple[object, ...]) -> None:
        if event.startswith(FORBIDDEN_EVENTS):
            raise PermissionError(event)

    sys.addaudithook(refuse)


def _confine(memory_bytes: int) -> None:
    for limit, value in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
    ):
        resource.setrlimit(limit, (value, value))


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The parent's pipes under fresh numbers; 0 and 1 lead nowhere, so that no library writes into the frames."""
    requests, replies = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return os.fdopen(requests, "rb"), os.fdopen(replies, "wb")


def _reply(replies: BinaryIO, status: bytes, body: bytes = b"") -> None:
    replies.write(REPLY.pack(status, len(body)))
    replies.write(body)
    replies.flush()


def _job(target: Callable[..., object], payload: bytes, arguments: tuple[object, ...]) -> tuple[bytes, bytes]:
    try:
        return DONE, dump_result(target(payload, *arguments))
    except MemoryError:
        return OUT_OF_MEMORY, b""
    except Exception as error:  # noqa: BLE001 - only the type's name leaves: a message may quote what was read
        return FAILED, type(error).__name__.encode()


def main() -> None:
    requests, replies = _own_pipes()
    recipe: Recipe = pickle.load(requests)  # noqa: S301 - written by our own parent
    try:
        target = resolve(recipe.target)
        leave_the_network()
        _confine(recipe.memory_bytes)
        if recipe.initializer is not None:
            resolve(recipe.initializer)(*recipe.initializer_arguments)
    except Exception as error:  # noqa: BLE001 - told to the parent, which raises
        _reply(replies, FAILED, f"{type(error).__name__}: {error}".encode())
        return
    _refuse_sockets_and_processes()
    _reply(replies, READY)
    while head := requests.read(REQUEST.size):
        arguments_bytes, payload_bytes = REQUEST.unpack(head)
        arguments: tuple[object, ...] = pickle.loads(requests.read(arguments_bytes))  # noqa: S301 - as above
        payload = requests.read(payload_bytes)
        signal.setitimer(signal.ITIMER_REAL, recipe.timeout_seconds + GRACE_SECONDS)
        status, body = _job(target, payload, arguments)
        signal.setitimer(signal.ITIMER_REAL, 0)
        del payload
        _reply(replies, status, body)


if __name__ == "__main__":
    main()
