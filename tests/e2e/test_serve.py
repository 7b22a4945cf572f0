"""`congvu serve` as a process: its roles, its one-line refusals, its stop."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx
import pytest

from tests.e2e.demo import PATIENCE_SECONDS, free_ports, wait_for

STOP_WITHIN_SECONDS = 15
START_WITHIN_SECONDS = 60


@pytest.fixture
def port() -> int:
    return free_ports().base


def congvu(*arguments: object, folder: Path) -> list[str]:
    return [sys.executable, "-m", "backend", *map(str, arguments), "--settings", str(folder / "congvu.toml")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A state with a signed bundle, trusted by its key."""
    (tmp_path / "congvu.toml").write_text(
        f'state_dir = "{tmp_path}/state"\ntrusted_keys = ["{tmp_path}/rules.jwk.pub"]\nextractor_processes = 1\n',
        "utf-8",
    )
    (tmp_path / "state").mkdir()
    subprocess.run([sys.executable, "-m", "backend", "rules", "keygen", tmp_path / "rules.jwk"], check=True)
    bundle = congvu(
        "rules", "build", "--key", tmp_path / "rules.jwk", "-o", tmp_path / "state/bundle.jws", folder=tmp_path
    )
    subprocess.run(bundle, check=True)
    return tmp_path


@contextmanager
def serving(*arguments: object, folder: Path) -> Iterator[subprocess.Popen[str]]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CONGVU_")}
    process = subprocess.Popen(
        congvu("serve", *arguments, folder=folder), stderr=subprocess.PIPE, text=True, env=environment
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        if process.stderr:
            process.stderr.close()


def wait_for_answer(url: str, process: subprocess.Popen[str]) -> httpx.Response:
    deadline = time.monotonic() + START_WITHIN_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            return httpx.get(url)
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError(f"{url} never answered; exit status {process.poll()}")


def stopped(process: subprocess.Popen[str]) -> str:
    """Ask it to stop, as systemd does; what it wrote to standard error."""
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=STOP_WITHIN_SECONDS)
    assert process.returncode == 0, said
    return said


def test_all_roles_run_in_one_process_and_stop_within_seconds(folder: Path, port: int) -> None:
    with (
        serving("--port", port, folder=folder) as process,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE_SECONDS) as client,
    ):
        wait_for_answer(f"http://127.0.0.1:{port}/healthz", process)
        ready = client.get("/readyz").json()
        assert (ready["database"], ready["bundle"]) == ("ok", "ok")
        [told] = client.get("/nowhere").headers.get_list("date")
        assert abs(parsedate_to_datetime(told) - datetime.now(UTC)) < timedelta(seconds=PATIENCE_SECONDS)
        wait_for((folder / "state/milter.sock").is_socket, "the milter's socket")
        assert (folder / "state/gate.token").stat().st_mode & 0o777 == 0o600
        stopped(process)  # with a connection of ours still open


def test_a_token_in_a_link_reaches_no_log(folder: Path, port: int) -> None:
    with serving("--port", port, "--role", "web", folder=folder) as process:
        wait_for_answer(f"http://127.0.0.1:{port}/tra-cuu?ma=CODE-TO-HIDE&khoa=TOKEN-TO-HIDE", process)
        said = stopped(process)

    assert "GET /tra-cuu 200" in said
    assert "TO-HIDE" not in said


def test_the_milter_runs_without_a_database_it_could_open(folder: Path) -> None:
    with serving(
        "--role", "milter", "--database", f"sqlite+aiosqlite:///{folder}/missing/x.db", folder=folder
    ) as process:
        deadline = time.monotonic() + START_WITHIN_SECONDS
        while not (folder / "state/milter.sock").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert process.poll() is None
        said = stopped(process)

    assert "the milter listens" in said


def refusal(*arguments: object, folder: Path) -> str:
    done = subprocess.run(congvu(*arguments, folder=folder), capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 2
    return done.stderr


def test_a_busy_port_is_one_line(folder: Path) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        said = refusal("serve", "--role", "web", "--port", port, folder=folder)

    assert said == f"congvu: cannot listen on 127.0.0.1 port {port}: Address already in use\n"


def test_bad_settings_are_one_line(folder: Path) -> None:
    (folder / "congvu.toml").write_text("prot = 9000", "utf-8")

    said = refusal("serve", folder=folder)
    assert said.count("\n") == 1
    assert "prot: Extra inputs are not permitted" in said


def test_a_new_webmail_gets_a_configuration_that_php_can_read(folder: Path) -> None:
    printed = subprocess.run(
        congvu("webmail", "add", "roundcube", folder=folder), capture_output=True, text=True, check=True
    ).stdout
    (folder / "config.inc.php").write_text(f"<?php\n{printed}\necho json_encode($config);", "utf-8")
    read = subprocess.run(["php", folder / "config.inc.php"], capture_output=True, text=True, check=True).stdout

    assert '"congvu_webmail_id":"roundcube"' in read
    assert '"kty":"OKP"' in read
    assert "registered already" in refusal("webmail", "add", "roundcube", folder=folder)
    assert "small letters" in refusal("webmail", "add", "Round Cube", folder=folder)


def test_a_milter_apart_opens_no_port_and_is_seen_at_the_web_roles_metrics(folder: Path, port: int) -> None:
    with (
        serving("--role", "milter", folder=folder) as milter,
        serving("--port", port, "--role", "web", folder=folder) as web,
    ):
        wait_for((folder / "state/metrics/milter.prom").is_file, "the milter's metrics")
        wait_for_answer(f"http://127.0.0.1:{port}/healthz", web)
        told = httpx.get(f"http://127.0.0.1:{port}/metrics", timeout=PATIENCE_SECONDS).text
        listening = subprocess.run(["ss", "-Hltnp"], check=True, capture_output=True, text=True).stdout
        stopped(web)
        stopped(milter)

    assert 'congvu_snapshot_age_seconds{role="milter"}' in told
    assert 'congvu_start_time_seconds{role="milter"}' in told
    assert "congvu_database_up 1.0" in told
    assert f"pid={web.pid}," in listening
    assert f"pid={milter.pid}," not in listening


def test_as_json_every_line_is_an_object_and_a_trusted_proxys_request_id_is_in_it(folder: Path, port: int) -> None:
    with (folder / "congvu.toml").open("a") as settings:
        settings.write('log_format = "json"\n')
    from_proxy = {"X-Forwarded-For": "10.1.2.3", "X-Request-Id": "0123456789abcdef"}
    with serving("--port", port, "--role", "web", folder=folder) as process:
        wait_for_answer(f"http://127.0.0.1:{port}/healthz", process)
        named = httpx.get(
            f"http://127.0.0.1:{port}/tra-cuu?khoa=TOKEN-TO-HIDE", headers=from_proxy, timeout=PATIENCE_SECONDS
        )
        direct = httpx.get(
            f"http://127.0.0.1:{port}/tra-cuu", headers={"X-Request-Id": "0123456789abcdef"}, timeout=PATIENCE_SECONDS
        )
        lines = [json.loads(line) for line in stopped(process).splitlines()]

    assert named.headers["x-request-id"] == "0123456789abcdef"
    assert direct.headers["x-request-id"] != "0123456789abcdef"
    of_access = [line for line in lines if line["logger"] == "congvu.access" and "/tra-cuu" in line["message"]]
    assert [line["request_id"] for line in of_access] == [one.headers["x-request-id"] for one in (named, direct)]
    assert {line["role"] for line in of_access} == {"web"}
    assert "TO-HIDE" not in str(lines)
