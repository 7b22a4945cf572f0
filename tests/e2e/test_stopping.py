"""Story: a role told to stop while it works, or while it waits for somebody who went silent, ends in time."""

import json
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from backend.last_moment import END_WITHIN
from tests.e2e.demo import wait_for
from tests.e2e.test_serve import port as port
from tests.e2e.test_serve import serving

ENDS_WITHIN_SECONDS = 2.5 * END_WITHIN.total_seconds()  # on a machine with much to do; the thread below takes 60
CUT_OFF = "still busy 12 s after being told to stop"


class SilentServer:
    """Takes every connection and never speaks."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._taken: list[socket.socket] = []
        threading.Thread(target=self._take, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def was_called(self) -> bool:
        return bool(self._taken)

    def close(self) -> None:
        self._listener.close()
        for one in self._taken:
            one.close()

    def _take(self) -> None:
        while True:
            try:
                self._taken.append(self._listener.accept()[0])
            except OSError:
                return


@pytest.fixture
def silent() -> Iterator[SilentServer]:
    with closing(SilentServer()) as server:
        yield server


def settings(folder: Path, **values: object) -> None:
    """`watch`: a table of its own."""
    watch = values.pop("watch", None)
    lines = [f"{name} = {json.dumps(value)}" for name, value in {"state_dir": f"{folder}/state", **values}.items()]
    if isinstance(watch, dict):
        lines += ["[[watch]]", *(f"{name} = {json.dumps(value)}" for name, value in watch.items())]
    (folder / "congvu.toml").write_text("\n".join(lines) + "\n", "utf-8")


def answers(port: int) -> bool:
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as asked:
        try:
            asked.request("GET", "/healthz")
            return asked.getresponse().status == 200
        except OSError:
            return False


def seconds_to_stop(process: subprocess.Popen[str]) -> tuple[float, str]:
    """And what it wrote to standard error. It ends well."""
    began = time.monotonic()
    process.terminate()
    _, said = process.communicate(timeout=60)
    assert process.returncode == 0, said
    return time.monotonic() - began, said


def test_a_worker_whose_letter_hangs_in_a_dialogue_is_cut_off(tmp_path: Path, silent: SilentServer) -> None:
    settings(
        tmp_path,
        smtp_port=silent.port,
        province_domains=["thainguyen.gov.vn"],
        canary_mailbox="canary@thainguyen.gov.vn",
    )
    with serving("--role", "worker", folder=tmp_path) as process:
        wait_for(silent.was_called, "the worker to call the mail server")
        seconds, said = seconds_to_stop(process)

    assert "role worker did not stop in time" in said
    assert CUT_OFF not in said
    assert seconds < ENDS_WITHIN_SECONDS


def test_a_thread_that_waits_for_a_silent_server_holds_nobody_longer_than_systemd_waits(
    tmp_path: Path, silent: SilentServer
) -> None:
    (tmp_path / "password").write_text("mat-khau\n", "utf-8")
    watched = {"mailbox": "a@x.vn", "host": "127.0.0.1", "port": silent.port, "tls": False, "user": "a"}
    settings(tmp_path, smtp_port=1, watch={**watched, "password_file": f"{tmp_path}/password"})
    with serving("--role", "worker", folder=tmp_path) as process:
        wait_for(silent.was_called, "the worker to call the IMAP server")
        seconds, said = seconds_to_stop(process)

    assert CUT_OFF in said
    assert seconds < ENDS_WITHIN_SECONDS


def test_requests_that_never_end_do_not_hold_the_web_role(tmp_path: Path, port: int) -> None:
    settings(tmp_path)
    with ExitStack() as open_ones, serving("--role", "web", "--port", port, folder=tmp_path) as process:
        wait_for(lambda: answers(port), "the web role to answer", 90)
        head = b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n"
        for words in (head, head + b"\r\n{"):
            open_ones.enter_context(socket.create_connection(("127.0.0.1", port))).sendall(words)
        assert answers(port)  # after both were taken
        seconds, said = seconds_to_stop(process)

    assert CUT_OFF not in said
    assert seconds < ENDS_WITHIN_SECONDS


def test_a_milter_in_the_middle_of_a_dialogue_stops(tmp_path: Path) -> None:
    settings(tmp_path, extractor_processes=1)
    with ExitStack() as open_ones, serving("--role", "milter", folder=tmp_path) as process:
        path = tmp_path / "state" / "milter.sock"
        wait_for(path.is_socket, "the milter's socket")
        postfix = open_ones.enter_context(socket.socket(socket.AF_UNIX))
        postfix.connect(str(path))
        postfix.sendall(b"\0\0\0\x0dO\0\0\0\6\0\0\1\xff\0\x1f\xff\xff")
        assert postfix.recv(100)
        seconds, said = seconds_to_stop(process)

    assert CUT_OFF not in said
    assert seconds < ENDS_WITHIN_SECONDS
