"""Story: the night the database is lost, and the night its disk is full. A demo of its own: other stories keep theirs.

The steps are those of docs/operations.md ("Backup and restore"), on the real command line and real mail servers.
"""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from email.message import EmailMessage
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.demo.demo_user import ensure_demo_user
from deploy.demo.refusal import Refused
from deploy.demo.stack import MARKER
from tests.e2e.demo import CITIZEN, CLERK, PATIENCE_SECONDS, Demo, wait_for
from tests.e2e.letters import letter

STATE_MIB = 48
_numbers = count(1)
AGREES = (
    "select agency_code, kind, source, at, message_id from fact where message_id not like 'ack.%' order by 4, 1, 2, 3",
    "select message_id, received_at, answered_at from correspondence order by 1, 2",
    "select * from figure order by 1, 2, 3, 4",
    "select kind, state from outbox order by 1, 2",
    "select name, position from source_position where name = 'journal'",
)


def mount(folder: Path, size: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}m,mode=755", "tmpfs", folder], check=True)


def unmount(folder: Path) -> None:
    subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture(scope="module")
def own() -> Iterator[Demo]:
    """Its state, with journal and database, lies on a small disk."""
    demo = Demo()
    (demo.layout.home / MARKER).touch()
    mount(demo.layout.state, STATE_MIB)
    try:
        demo.up()
        yield demo
    finally:
        demo.stack.stop()
        unmount(demo.layout.state)
        demo.down()


@pytest.fixture
def small_disk(own: Demo) -> Iterator[Path]:
    folder = own.layout.home / "small"
    mount(folder, 1)
    ensure_demo_user().folder(folder)
    yield folder
    unmount(folder)


def citizens(number: int) -> list[EmailMessage]:
    """Letters, each of another person."""
    return [letter(f"congdan+kho{next(_numbers)}@nguoidan.example", CLERK, "Xin hỏi về hồ sơ") for _ in range(number)]


def answers_to(demo: Demo, message: EmailMessage) -> int:
    sent = demo.letters(CITIZEN, "Đã nhận được thư")
    return sum(str(one["In-Reply-To"]) == str(message["Message-ID"]) for one in sent)


def taken(demo: Demo, messages: list[EmailMessage]) -> None:
    """They are delivered and acknowledged."""
    for message in messages:
        assert demo.arrive(message).code == 250
    wait_for(lambda: all(answers_to(demo, one) for one in messages), "the acknowledgements", 240)
    demo.wait_until_queue_is_empty()


def settled(demo: Demo) -> list[list[tuple[Any, ...]]]:
    """What agrees, once nothing changes any more."""

    def look() -> list[list[tuple[Any, ...]]]:
        return [[tuple(row) for row in demo.rows(query)] for query in AGREES]

    def twice() -> list[list[tuple[Any, ...]]]:
        before = look()
        subprocess.run(["sleep", "2"], check=True)
        return before if look() == before and not demo.rows("select 1 from stale_figures") else []

    return wait_for(twice, "a worker with nothing left to do")


def ready(demo: Demo) -> dict[str, Any]:
    told: dict[str, Any] = httpx.get(f"{demo.layout.backend_url}/readyz", timeout=PATIENCE_SECONDS).json()
    return told


def test_a_lost_database_comes_back_up_to_its_last_letter(own: Demo) -> None:
    first, second = citizens(2), citizens(3)
    taken(own, first)
    saved = ensure_demo_user().folder(own.layout.home / "backups", 0o700) / "tonight"
    assert "facts" in own.congvu("backup", str(saved))
    taken(own, second)
    answer = letter(CLERK, str(first[0]["From"]), "Trả lời", headers={"In-Reply-To": str(first[0]["Message-ID"])})
    assert own.submit(answer).code == 250
    own.wait_until_queue_is_empty()
    before, history = settled(own), own.congvu("directory", "verify")

    own.stop("web,milter,worker")
    for file in own.layout.state.glob("congvu.db*"):
        file.unlink()
    said = own.congvu("restore", str(saved))
    own.start("web,milter,worker")

    assert "are looked for in Postfix's log" in said
    assert own.congvu("directory", "verify") == history
    assert settled(own) == before
    taken(own, third := citizens(1))
    assert [answers_to(own, one) for one in (*first, *second, *third)] == [1] * 6


def test_a_database_put_back_by_hand_sends_nothing_until_the_step_after_a_recovery(own: Demo) -> None:
    first, second = citizens(1), citizens(2)
    taken(own, first)
    own.stop("web,milter,worker")
    copy = own.layout.home / "congvu.db"
    live = own.layout.state / "congvu.db"
    shutil.copy2(live, copy)
    own.start("web,milter,worker")
    taken(own, second)
    before = settled(own)

    own.stop("web,milter,worker")
    shutil.copyfile(copy, live)
    own.start("web,milter,worker")
    log = own.backend.log_of("web,milter,worker")
    wait_for(lambda: "the database was set back" in log.read_text("utf-8"), "a worker that refuses")
    own.stop("web,milter,worker")
    assert "recovered" in own.congvu("restore", "--after-recovery")
    own.start("web,milter,worker")

    assert settled(own) == before
    assert [answers_to(own, one) for one in (*first, *second)] == [1] * 3


def test_a_full_disk_puts_letters_off_and_all_goes_on_by_itself(own: Demo) -> None:
    taken(own, citizens(1))
    before = len(own.rows("select 1 from correspondence"))
    filler = own.layout.state / "filler"
    with filler.open("wb", buffering=0) as stream, suppress(OSError):
        while stream.write(bytes(4096)):
            pass
    taken_still: list[EmailMessage] = []
    waiting = wait_for(lambda: _put_off(own, taken_still), "a letter that is put off")
    assert waiting is not None

    assert ready(own)["disk"] == "full"
    assert httpx.get(f"{own.layout.backend_url}/healthz", timeout=PATIENCE_SECONDS).status_code == 200
    with pytest.raises(Refused):
        own.congvu("doctor")
    filler.unlink()
    taken(own, [waiting, *citizens(1)])
    settled(own)
    assert ready(own)["disk"] == "ok"
    assert [answers_to(own, one) for one in (*taken_still, waiting)] == [1] * (len(taken_still) + 1)
    doubled = "select 1 from fact where kind = 'checked' group by agency_code, message_id having count(*) > 1"
    assert own.rows(doubled) == []
    assert len(own.rows("select 1 from correspondence")) >= before + 2


def _put_off(demo: Demo, taken_still: list[EmailMessage]) -> EmailMessage | None:
    """The next letter, if it is put off; one that there was room for is remembered."""
    [message] = citizens(1)
    code = demo.arrive(message).code
    if code == 250:
        taken_still.append(message)
        return None
    assert 400 <= code < 500
    return message


def test_a_backup_onto_a_full_disk_leaves_nothing_half_made(own: Demo, small_disk: Path) -> None:
    with pytest.raises(Refused, match=r"full|No space"):
        own.congvu("backup", str(small_disk / "tonight"))

    assert list(small_disk.iterdir()) == []
