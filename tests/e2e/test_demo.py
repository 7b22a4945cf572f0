"""Story 9: `make demo` itself: brought up in a scratch folder, used through the browser, stopped, emptied."""

import json
import os
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, expect

from deploy.demo.layout import CHECKOUT, LOOPBACK, Layout
from deploy.demo.ports import busy_ports
from deploy.demo.processes import ProcessRecord
from tests.e2e.demo import CITIZEN, CLERK, FINANCE, PATIENCE_SECONDS, free_layout, wait_for
from tests.e2e.leaks import Leaks
from tests.e2e.pages.compose import Compose
from tests.e2e.pages.webmail import Webmail, new_context, sign_in_page

MAKE_SECONDS = 600
SignInAnew = Callable[[str, str], Webmail]


@dataclass(frozen=True, slots=True)
class Made:
    """A demo that `make demo` brought up, what that printed, and its demo.json."""

    layout: Layout
    printed: str
    told: dict[str, Any]


@pytest.fixture
def layout(nothing_is_kept: Leaks) -> Iterator[Layout]:
    """A folder and ports of its own; whatever a failed test leaves running is stopped."""
    own = free_layout()
    yield own
    nothing_is_kept.look_through(own.home)
    make(own, "demo-reset")
    if own.home.exists():
        own.home.rmdir()  # made by free_layout, never a demo's


@pytest.fixture(scope="module")
def made(nothing_is_kept: Leaks) -> Iterator[Made]:
    own = free_layout()
    up = make(own, "demo")
    try:
        assert up.returncode == 0, up.stderr
        yield Made(own, up.stdout, json.loads(own.description.read_text("utf-8")))
        nothing_is_kept.look_through(own.home)
    finally:
        make(own, "demo-reset")


@pytest.fixture
def sign_in_anew(browser: Browser) -> Iterator[SignInAnew]:
    """Each time like somebody who opens the printed address for the first time."""
    with ExitStack() as opened:

        def open_page(url: str, address: str) -> Webmail:
            context = new_context(browser)
            opened.callback(context.close)
            page = context.new_page()
            sign_in_page(page, url, address)
            return Webmail(page, url)

        yield open_page


def make(layout: Layout, target: str) -> "subprocess.CompletedProcess[str]":
    values = [f"DEMO_DIR={layout.home}", f"PORT_BASE={layout.ports.base}"]
    return subprocess.run(
        ["make", "--no-print-directory", target, *values],
        cwd=CHECKOUT,
        env={name: value for name, value in os.environ.items() if not name.startswith(("CONGVU_", "MAKE"))},
        capture_output=True,
        text=True,
        timeout=MAKE_SECONDS,
        check=False,
    )


@dataclass(frozen=True, slots=True)
class Process:
    pid: int
    name: str
    owner: int


def processes_of(layout: Layout) -> list[Process]:
    """Whatever works in the demo's folders or names one of them on its command line; looked up beside the demo's
    own record of what it started."""
    places = (str(layout.home), str(layout.runtime))
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            directory = str((folder / "cwd").readlink())
            command = (folder / "cmdline").read_bytes().decode("utf-8", "replace")
            name, owner = (folder / "comm").read_text("utf-8").strip(), folder.stat().st_uid
        except OSError:
            continue  # it has ended meanwhile, or is the kernel's
        if directory.startswith(places) or any(place in command for place in places):
            found.append(Process(int(folder.name), name, owner))
    return found


def test_the_addresses_and_log_ins_are_printed(made: Made) -> None:
    assert made.told["webmail_url"] in made.printed
    assert made.told["samples_dir"] in made.printed
    for account in made.told["accounts"]:
        assert account["address"] in made.printed
        assert account["password"] in made.printed


def test_the_browser_extension_lies_packed_for_the_webmails_that_are_up(made: Made) -> None:
    folder = made.layout.extension
    assert str(folder / "chrome") in made.printed
    assert str(folder / "policies" / "chrome.json") in made.printed

    manifest = json.loads((folder / "chrome" / "manifest.json").read_text("utf-8"))
    assert manifest["host_permissions"] == [f"{made.layout.webmail_url}*", f"{made.layout.outside_webmail_url}*"]
    assert (
        manifest["version"]
        in httpx.get(f"{made.layout.backend_url}/extension/updates.xml", timeout=PATIENCE_SECONDS).text
    )


def test_the_description_says_what_scripts_may_rely_on(made: Made) -> None:
    told, ports = made.told, made.layout.ports

    assert (told["smtp_port"], told["submission_port"], told["imap_port"]) == (ports.smtp, ports.submission, ports.imap)
    assert {account["role"] for account in told["accounts"]} == {"clerk", "official", "head", "citizen", "business"}
    assert all(account.keys() == {"address", "password", "role", "agency"} for account in told["accounts"])
    for port in (ports.smtp, ports.submission, ports.imap):
        socket.create_connection((LOOPBACK, port), timeout=10).close()
    assert httpx.get(f"{told['backend_url']}/readyz", timeout=PATIENCE_SECONDS).json()["ready"] is True


AS_ROOT = {"master", "dovecot", "log", "config", "auth", "imap", "lmtp"}


def test_only_the_mail_servers_run_as_root(made: Made) -> None:
    def running(*, as_root: bool) -> set[str]:
        return {process.name for process in processes_of(made.layout) if (process.owner == 0) is as_root}

    # Postfix and Dovecot start every service as root and drop it at once: one may be seen at that moment.
    wait_for(lambda: running(as_root=True) <= AS_ROOT, "the mail servers alone to run as root")
    others = {name.rstrip(".0123456789") for name in running(as_root=False)}  # python, python3, python3.11
    assert others >= {"nginx", "python"}


def test_a_newcomer_sees_the_product_do_its_job(made: Made, sign_in_anew: SignInAnew) -> None:
    samples = Path(made.told["samples_dir"])
    compose = sign_in_anew(made.told["webmail_url"], CLERK).compose()
    compose.to(FINANCE)
    compose.write("Tài liệu họp giao ban")

    compose.choose(samples / "05-mau-dau-o-dau-trang.docx")
    expect(compose.stops).to_contain_text("không được gửi qua thư điện tử")
    assert compose.uploads == []
    compose.button("Đã hiểu").click()
    compose.choose(samples / "01-tai-lieu-hop.pdf")
    expect(compose.chips).to_contain_text("Thuộc diện bắt buộc gửi qua thư điện tử")
    compose.wait_until_attached(1)
    compose.send_and_leave()

    reading = sign_in_anew(made.told["webmail_url"], FINANCE).read("Tài liệu họp giao ban")
    expect(reading.attachments).to_contain_text("01-tai-lieu-hop.pdf")


def test_a_citizen_who_writes_in_is_answered_at_once(made: Made, sign_in_anew: SignInAnew) -> None:
    webmail = sign_in_anew(made.layout.outside_webmail_url, CITIZEN)
    webmail.page.goto(f"{made.layout.outside_webmail_url}?_task=mail&_action=compose")
    letter = Compose(webmail.page, webmail.traffic)
    letter.page.wait_for_function("() => window.rcmail && rcmail.env.compose_id")
    expect(letter.page.locator("#congvu-panel")).to_have_count(0)
    letter.to(CLERK)
    letter.write("Hỏi về thủ tục cấp phép", "Kính gửi Sở, tôi muốn hỏi về thủ tục cấp phép.")
    letter.send_and_leave()

    webmail.open()
    expect(webmail.read("TDT.H55.05").body).to_contain_text(made.told["backend_url"] + "/tra-cuu")


def test_a_second_call_finds_it_up(made: Made) -> None:
    before = {process.pid for process in processes_of(made.layout) if process.name != "cleanup"}

    again = make(made.layout, "demo")

    assert again.returncode == 0
    assert "The demo is already up." in again.stdout
    assert made.told["webmail_url"] in again.stdout
    leaders = {entry.session for entry in ProcessRecord(made.layout.processes).started()}
    assert leaders <= before


def test_a_stop_leaves_nothing_running_and_a_reset_nothing_at_all(layout: Layout) -> None:
    assert make(layout, "demo").returncode == 0
    assert processes_of(layout) != []
    public_key = layout.home / "keys" / "province.jwk.pub"
    key_before = public_key.read_bytes()

    assert make(layout, "demo-stop").returncode == 0
    assert processes_of(layout) == []
    assert busy_ports(layout.ports.reserved) == []
    assert not layout.runtime.exists()

    assert make(layout, "demo").returncode == 0
    assert public_key.read_bytes() == key_before

    assert make(layout, "demo-reset").returncode == 0
    assert processes_of(layout) == []
    assert not layout.home.exists()


def test_a_busy_port_is_named_in_one_line_and_nothing_is_started(layout: Layout) -> None:
    with socket.socket() as other:
        other.bind((LOOPBACK, layout.ports.imap))
        other.listen()
        refused = make(layout, "demo")

    assert refused.returncode != 0
    [line] = [line for line in refused.stderr.splitlines() if line.startswith("demo: ")]
    assert f"port {layout.ports.imap} of" in line
    assert "Traceback" not in refused.stderr
    assert processes_of(layout) == []


def test_a_folder_that_holds_something_else_is_left_alone(layout: Layout) -> None:
    theirs = layout.home / "thesis.txt"
    theirs.write_text("years of work", "utf-8")

    assert make(layout, "demo").returncode != 0
    assert make(layout, "demo-reset").returncode != 0

    assert theirs.read_text("utf-8") == "years of work"
    theirs.unlink()
