"""Story 8: milter and backend apart. A locked database holds up nothing but confirmations; without the milter nothing
passes, and nothing is lost.

Letters of this story go to a box that no other story reads.
"""

import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from deploy.demo import samples
from tests.e2e.canaries import Kind, planted
from tests.e2e.demo import CITIZEN, CLERK, Demo, wait_for
from tests.e2e.letters import letter
from tests.e2e.milter_process import extractor_seconds
from tests.e2e.told import facts_of, id_of, wait_for_facts

ROADS = "soxaydung@thainguyen.gov.vn"
CANARY = planted(Kind.MARKED, "hoa-loa-ken")
SENDER_AGENCY, RECEIVER_AGENCY = "H55.05", "H55.13"
STRANGER = "ba.lien@hopthu.example"
LOCKED_SECONDS = 60.0
SCANNED_SECONDS = 0.3  # of processor time: the extractor is in the middle of the letter
LARGE_LINES = 140_000  # some 12 MB: several seconds of an extractor's time


@dataclass(frozen=True, slots=True)
class Papers:
    marked: Path
    declassified: Path


@pytest.fixture(scope="module", autouse=True)
def _roles_apart(demo: Demo) -> Iterator[None]:
    with demo.processes("milter", "web,worker"):
        yield


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    folder = tmp_path_factory.mktemp("papers")
    return Papers(samples.marked_left_cell(folder).rename(folder / f"{CANARY}.pdf"), samples.declassified(folder))


@contextmanager
def locked_database(demo: Demo) -> Iterator[None]:
    with closing(sqlite3.connect(demo.layout.state / "congvu.db", timeout=30, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


def last_sequence(demo: Demo) -> int:
    return max((int(record["seq"]) for record in demo.journal()), default=0)


def records_after(demo: Demo, sequence: int) -> list[dict[str, Any]]:
    return [record for record in demo.journal() if int(record["seq"]) > sequence]


def shipped_sequences(demo: Demo, after: int) -> set[int]:
    rows = demo.rows("select distinct sequence from fact where source = 'milter' and sequence > ?", [after])
    return {row["sequence"] for row in rows}


def waits_in_the_queue(demo: Demo) -> bool:
    return any(file.is_file() for file in (demo.layout.home / "postfix" / "spool" / "deferred").rglob("*"))


def outward(subject: str, *files: Path) -> EmailMessage:
    return letter(CLERK, ROADS, subject, attachments=files)


def inward(subject: str, *files: Path) -> EmailMessage:
    return letter(STRANGER, ROADS, subject, attachments=files)


def test_mail_flows_while_the_database_is_locked_for_a_minute(demo: Demo, papers: Papers) -> None:
    before, sent = last_sequence(demo), list[EmailMessage]()
    with locked_database(demo):
        until = time.monotonic() + LOCKED_SECONDS
        while time.monotonic() < until:
            sent += one_round(demo, papers, f"lượt {len(sent) // 2 + 1}.")
        assert not any(facts_of(demo, message) for message in sent)

    last = outward("Khi đã mở khoá")
    assert demo.submit(last).code == 250
    wait_for_facts(demo, last, SENDER_AGENCY, RECEIVER_AGENCY)  # so all before it are in, and none came again with it
    for out, in_ in zip(sent[::2], sent[1::2], strict=True):
        wait_for_facts(demo, out, SENDER_AGENCY, RECEIVER_AGENCY)
        wait_for_facts(demo, in_, RECEIVER_AGENCY)
    sequences = [record["seq"] for record in records_after(demo, before)]
    assert len(set(sequences)) == len(sequences)
    wait_for(lambda: set(sequences) == shipped_sequences(demo, before), "every record of the journal as a fact")
    assert demo.letters(ROADS, "Khi khoá: giải mật") == []
    assert demo.letters(ROADS, f"Khi khoá: mang dấu {CANARY}") == []


def one_round(demo: Demo, papers: Papers, which: str) -> list[EmailMessage]:
    """What is to pass is delivered, what is to be confirmed waits, what is marked is refused."""
    out, in_ = outward(f"Khi khoá: đi, {which}"), inward(f"Khi khoá: đến, {which}")
    assert demo.submit(out).code == 250
    assert demo.arrive(in_).code == 250
    waiting = demo.submit(outward("Khi khoá: giải mật", papers.declassified))
    assert (waiting.code, waiting.text[:6]) == (451, "4.7.1 ")
    assert demo.submit(outward(f"Khi khoá: mang dấu {CANARY}", papers.marked)).code == 550
    assert demo.arrive(inward(f"Khi khoá: mang dấu {CANARY}", papers.marked)).code == 550
    for message in (out, in_):
        demo.wait_for_letter(ROADS, str(message["Subject"]))
    return [out, in_]


def test_a_worker_that_was_killed_ships_what_it_missed_once(demo: Demo) -> None:
    missed = [outward(f"Khi worker bị dừng {number}") for number in range(3)]
    assert demo.submit(missed[0]).code == 250
    demo.stop("web,worker", at_once=True)
    assert [demo.submit(message).code for message in missed[1:]] == [250, 250]
    demo.start("web,worker")

    for message in missed:
        wait_for_facts(demo, message, SENDER_AGENCY, RECEIVER_AGENCY)
    demo.stop("web,worker")
    demo.start("web,worker")
    last = outward("Khi worker đã chạy lại")
    assert demo.submit(last).code == 250
    for message in (last, *missed):
        wait_for_facts(demo, message, SENDER_AGENCY, RECEIVER_AGENCY)


def test_without_the_milter_nothing_passes_and_nothing_is_lost(demo: Demo, papers: Papers) -> None:
    out, in_ = outward("Không có milter: đi"), inward("Không có milter: đến")
    marked_out, marked_in = (write(f"Không có milter: mang dấu {CANARY}", papers.marked) for write in (outward, inward))
    automatic = {"Auto-Submitted": "auto-generated"}  # so that no acknowledgement is owed for it
    kept = letter(CITIZEN, ROADS, "Không có milter: nơi gửi giữ lại", headers=automatic)
    demo.wait_until_queue_is_empty()
    demo.stop("milter", at_once=True)
    try:
        replies = [demo.submit(out), demo.arrive(in_), demo.submit(marked_out), demo.arrive(marked_in)]
        assert demo.submit_outside(kept).code == 250  # the citizen's own provider takes it
        wait_for(lambda: waits_in_the_queue(demo), "the provider to be told to come again")
        assert demo.letters(ROADS, "Không có milter") == []
    finally:
        demo.start("milter")

    assert all(400 <= reply.code < 500 for reply in replies)
    again = [demo.submit(out), demo.arrive(in_), demo.submit(marked_out), demo.arrive(marked_in)]
    assert [reply.code for reply in again] == [250, 250, 550, 550]
    for message in (out, in_, kept):
        demo.wait_for_letter(ROADS, str(message["Subject"]))
    demo.wait_until_queue_is_empty()
    arrived = sorted(str(message["Message-ID"]) for message in demo.letters(ROADS, "Không có milter"))
    assert arrived == sorted(str(message["Message-ID"]) for message in (out, in_, kept))


@pytest.mark.parametrize("way", ["from a desktop client", "from outside"])
def test_a_milter_killed_in_the_middle_of_a_large_letter_lets_nothing_of_it_pass(
    way: str, demo: Demo, tmp_path: Path
) -> None:
    large = tmp_path / "danh-sach.txt"
    large.write_text("Căn cứ Luật Tổ chức chính quyền địa phương; hộ số 12 tổ dân phố 5\n" * LARGE_LINES, "utf-8")
    write, send = (inward, demo.arrive) if way == "from outside" else (outward, demo.submit)
    message = write(f"Thư lớn {way}", large)

    before = extractor_seconds(demo)
    with ThreadPoolExecutor(1) as client:
        reply = client.submit(send, message)
        wait_for(lambda: extractor_seconds(demo) > before + SCANNED_SECONDS, "an extractor at work on the letter")
        assert not reply.done()
        demo.stop("milter", at_once=True)
        try:
            assert 400 <= reply.result().code < 500
            demo.wait_until_queue_is_empty()
            assert demo.letters(ROADS, f"Thư lớn {way}") == []
        finally:
            demo.start("milter")

    assert send(message).code == 250
    demo.wait_for_letter(ROADS, f"Thư lớn {way}")
    demo.wait_until_queue_is_empty()
    assert len(demo.letters(ROADS, f"Thư lớn {way}")) == 1
    [record] = [record for record in demo.journal() if record.get("message_id") == id_of(message)]
    assert record["verdict"]["action"] == "allow"
