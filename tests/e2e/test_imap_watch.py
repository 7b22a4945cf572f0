"""A webmail whose mail server cannot take the milter: its box is followed over IMAP by a worker of its own.

The server is the demo's Dovecot; letters get there without passing the milter: by LMTP, and stored by a client.
"""

import json
import os
import signal
import smtplib
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from email import policy
from pathlib import Path

import pytest

from deploy.demo.layout import CHECKOUT, LOOPBACK
from deploy.demo.people import PASSWORD, PROVINCE
from tests.e2e.demo import CLERK, Demo, wait_for
from tests.e2e.letters import letter
from tests.e2e.test_receipts import read_receipt


class WatchingWorker:
    """`congvu serve --role worker` with one watched mailbox and a database of its own."""

    def __init__(self, demo: Demo, folder: Path) -> None:
        self.state = folder / "state"
        self.state.mkdir()
        password = folder / "password"
        password.write_text(f"{PASSWORD}\n", "utf-8")
        settings = folder / "congvu.toml"
        values = {"mailbox": CLERK, "host": LOOPBACK, "port": demo.layout.ports.imap, "tls": False, "user": CLERK,
                  "password_file": str(password), "sent_folder": "Sent"}  # fmt: skip
        table = "".join(f"{key} = {json.dumps(value)}\n" for key, value in values.items())
        settings.write_text(f"state_dir = {json.dumps(str(self.state))}\nsmtp_port = 1\n[[watch]]\n{table}", "utf-8")
        self._environment = os.environ | {"CONGVU_SETTINGS": str(settings)}
        self._log = folder / "worker.log"
        self._congvu("migrate")
        self._congvu("directory", "import", *(str(file) for file in sorted(PROVINCE.glob("*.csv"))))
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "backend", "serve", "--role", "worker"]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(command, cwd=CHECKOUT, env=self._environment, stdout=log, stderr=log)

    def stop(self) -> int:
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(30)

    def positions(self) -> int:
        return len(self.rows("select 1 from source_position where name like 'imap:%'"))

    def rows(self, query: str) -> list[tuple[str | None, ...]]:
        with closing(sqlite3.connect(f"file:{self.state / 'congvu.db'}?mode=ro", uri=True)) as connection:
            return list(connection.execute(query))

    def letters(self) -> list[tuple[str | None, ...]]:
        return self.rows("select message_id, answered_at from correspondence order by received_at")

    def log(self) -> str:
        return self._log.read_text("utf-8")

    def _congvu(self, *words: str) -> None:
        command = [sys.executable, "-m", "backend", *words]
        subprocess.run(command, cwd=CHECKOUT, env=self._environment, check=True, capture_output=True)


@pytest.fixture
def worker(demo: Demo, tmp_path: Path) -> Iterator[WatchingWorker]:
    with demo.imap(CLERK) as client:
        client.append("INBOX", letter("cu@nguoidan.example", CLERK, "Thư từ trước").as_bytes(policy=policy.SMTP))
    running = WatchingWorker(demo, tmp_path)
    wait_for(lambda: running.positions() == 2, "the first look at both folders")
    yield running
    running.stop()
    sys.stdout.write(running.log())  # pytest shows it of a story that failed


def deliver(demo: Demo, message: bytes, sender: str) -> None:
    """Over Dovecot's socket, as Postfix does it."""
    with smtplib.LMTP(str(demo.layout.runtime / "dovecot" / "lmtp")) as connection:
        connection.sendmail(sender, [CLERK], message)


def test_a_letter_no_milter_saw_opens_a_correspondence_and_the_sent_answer_closes_it(
    demo: Demo, worker: WatchingWorker
) -> None:
    question = letter("hoi@nguoidan.example", CLERK, "Hỏi qua máy chủ khác", "Nội dung riêng tư\n")
    identity = str(question["Message-ID"])
    deliver(demo, question.as_bytes(policy=policy.SMTP), "hoi@nguoidan.example")
    wait_for(worker.letters, "the letter to be noticed")
    [(message_id, answered_at)] = worker.letters()
    assert (message_id, answered_at) == (identity.strip("<>"), None)

    answer = letter(CLERK, "hoi@nguoidan.example", "Re: Hỏi", headers={"In-Reply-To": identity, "References": identity})
    with demo.imap(CLERK) as client:
        client.append("Sent", answer.as_bytes(policy=policy.SMTP), msg_time=datetime.now(UTC))

    wait_for(lambda: worker.letters()[0][1], "the answer to be noticed")
    stored = (worker.state / "congvu.db").read_bytes() + (worker.state / "congvu.db-wal").read_bytes()
    assert "Nội dung riêng tư".encode() not in stored
    assert "Hỏi qua máy chủ khác".encode() not in stored
    assert PASSWORD not in worker.log()


def test_what_came_while_it_was_stopped_is_not_missed_and_it_stops_when_told(
    demo: Demo, worker: WatchingWorker
) -> None:
    assert worker.stop() == 0
    with demo.imap(CLERK) as client:
        stored = letter("muon@nguoidan.example", CLERK, "Thư trong lúc dừng").as_bytes(policy=policy.SMTP)
        client.append("INBOX", stored, msg_time=datetime.now(UTC))

    worker.start()

    wait_for(worker.letters, "the letter that came meanwhile")
    assert len(worker.letters()) == 1


def test_a_read_receipt_in_the_watched_inbox_is_told_of_the_letter_in_sent_mail(
    demo: Demo, worker: WatchingWorker
) -> None:
    reader = "doc@nguoidan.example"
    notice = letter(CLERK, reader, "Thông báo kết quả")
    with demo.imap(CLERK) as client:
        client.append("Sent", notice.as_bytes(policy=policy.SMTP), msg_time=datetime.now(UTC))
    receipt = read_receipt(reader, notice)
    deliver(demo, receipt.as_bytes(policy=policy.SMTP), reader)

    query = "select data, message_id from fact where kind = 'receipt'"
    [(data, message_id)] = wait_for(lambda: worker.rows(query), "the receipt to be noted", 120)
    told = json.loads(str(data))
    assert message_id == str(notice["Message-ID"]).strip("<>")
    assert (told["kind"], told["disposition"]) == ("mdn", "displayed")
    stored = (worker.state / "congvu.db").read_bytes() + (worker.state / "congvu.db-wal").read_bytes()
    assert "Thư đã được hiển thị".encode() not in stored
