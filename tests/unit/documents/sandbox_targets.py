"""Functions the sandbox tests run inside the sandbox: well behaved ones, and every kind that is not."""

import os
import resource
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from backend.documents.model import Page, UnreadableReason

_greeting = "nobody"


def remember(greeting: str) -> None:
    global _greeting
    _greeting = greeting


def greet(payload: bytes) -> str:
    return f"{_greeting}, {payload.decode()}"


def length(payload: bytes) -> int:
    return len(payload)


def pid(payload: bytes) -> int:
    return os.getpid()


def values(payload: bytes) -> tuple[Page, UnreadableReason]:
    return Page(1, (payload.decode(),)), UnreadableReason.LIMIT


def behave(payload: bytes) -> str:
    """Do what the payload says; b"well" ends well."""
    deeds = {b"crash": _crash, b"hang": _hang, b"eat": _eat, b"raise": _raise, b"print": _print}
    deeds.get(payload, lambda: None)()
    return "well"


def sleep(payload: bytes) -> str:
    time.sleep(float(payload))
    return "slept"


def connect(payload: bytes) -> str:
    """Try the network in every way at hand; say which one worked."""
    try:
        socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    except OSError as error:
        return type(error).__name__
    return "a socket"


def start_program(payload: bytes) -> str:
    try:
        subprocess.run([sys.executable, "-c", "pass"], check=True)
    except OSError as error:
        return type(error).__name__
    return "a program"


def write_file(payload: bytes) -> str:
    try:
        with Path(payload.decode()).open("wb") as file:
            file.write(b"x")
    except OSError as error:
        return type(error).__name__
    return "a file"


class Evil:
    def __reduce__(self) -> tuple[object, tuple[str, ...]]:
        return os.system, ("true",)


def evil(payload: bytes) -> Evil:
    return Evil()


def limits(payload: bytes) -> int:
    return resource.getrlimit(resource.RLIMIT_AS)[0]


def _crash() -> None:
    os.abort()


def _hang() -> None:
    threading.Event().wait()


def _eat() -> None:
    eaten = []
    while True:
        eaten.append(bytearray(50_000_000))


def _raise() -> None:
    raise ValueError("TOI MAT, the content of a paper")


def _print() -> None:
    sys.stdout.write("noise between the frames")
    sys.stdout.flush()
    os.write(1, b"more noise")
