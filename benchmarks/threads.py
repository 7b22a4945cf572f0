"""`threads`: a month of a mailbox threaded, each question with its first human answer, as `congvu threads` does it.

The peer only splits the mbox file and reads the headers: mailbox.mbox and BytesHeaderParser, turn by turn on the same
file. The mail is made here, the same every time: letters of citizens and agencies, answers of several people, absence
notices, parents that are not in the mailbox. Growth is measured against itself: ten times the mail at once.
"""

import mailbox
import random
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.parser import BytesHeaderParser
from email.utils import format_datetime
from pathlib import Path

from backend.commands.threads import answer_document, threads_in
from backend.mail.first_answers import first_answers
from benchmarks.measuring import interleaved

MESSAGES, TIMES = 2300, 10
ROUNDS, FEWER_ROUNDS = 9, 3
SEED = 20261102
_BEGAN = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
_LINE = "Kính gửi quý cơ quan, tôi xin hỏi về thủ tục cấp giấy phép và thời hạn trả lời theo quy định hiện hành.\n"


def run() -> Iterator[dict[str, object]]:
    with tempfile.TemporaryDirectory(prefix="congvu-bench-") as folder:
        small, large = (_box(Path(folder), count) for count in (MESSAGES, MESSAGES * TIMES))
        ours, peer = interleaved(_threaded(small), _headers_read(small), ROUNDS)
        yield _figure(f"{MESSAGES} messages", ours, "mailbox.mbox + BytesHeaderParser", peer, ROUNDS)
        ours, peer = interleaved(_threaded(large), _headers_read(large), FEWER_ROUNDS)
        yield _figure(f"{MESSAGES * TIMES} messages", ours, "mailbox.mbox + BytesHeaderParser", peer, FEWER_ROUNDS)
        once = _threaded(small)
        ours, peer = interleaved(_threaded(large), lambda: [once() for _ in range(TIMES)], FEWER_ROUNDS)
        yield _figure(f"{TIMES} times the mail", ours, f"the mail {TIMES} times", peer, FEWER_ROUNDS)


def _box(folder: Path, count: int) -> Path:
    box = folder / f"{count}.mbox"
    box.write_bytes(b"".join(month(count)))
    return box


def _threaded(box: Path) -> Callable[[], object]:
    return lambda: [answer_document(found) for found in first_answers(threads_in(box), lambda a: a.endswith(".vn"))]


def _headers_read(box: Path) -> Callable[[], object]:
    def work() -> object:
        messages, parser = mailbox.mbox(box, create=False), BytesHeaderParser()
        try:
            return [parser.parsebytes(messages.get_bytes(key)) for key in messages.keys()]  # noqa: SIM118
        finally:
            messages.close()

    return work


def month(count: int) -> Iterator[bytes]:
    """The letters of an mbox file, in the order they arrived."""
    chance, known = random.Random(SEED), list[tuple[str, tuple[str, ...]]]()
    moment = _BEGAN
    for number in range(count):
        moment += timedelta(seconds=chance.randrange(60, 2 * 2_592_000 // MESSAGES))
        parent = chance.choice(known[-150:]) if known and chance.random() < 0.6 else None
        message_id = f"{moment:%Y%m%d%H%M%S}.{number}@mx{chance.randrange(9)}.example"
        named = (*parent[1], parent[0])[-10:] if parent else ()
        known.append((message_id, named))
        if number % 23 == 0:
            continue  # named by its answers, never seen here
        yield _letter(chance, number, moment, message_id, named).encode()


def _letter(chance: random.Random, number: int, moment: datetime, message_id: str, named: tuple[str, ...]) -> str:
    domain = "sokhcn.example.vn" if named and number % 2 else "nguoidan.example"
    sender = f"nguoi{chance.randrange(200)}@{domain}"
    lines = [f"From {sender} {moment:%a %b %d %H:%M:%S %Y}", f"Return-Path: <{sender}>"]
    lines += [
        f"Received: from mx{hop}.example (mx{hop}.example [192.0.2.{hop}])\n\tby mail.example.vn (Postfix) with ESMTPS"
        f" id {number:010X}\n\tfor <vanthu@sokhcn.example.vn>; {format_datetime(moment)}"
        for hop in range(3)
    ]
    lines += [
        f"From: Nguyen Van {number % 200} <{sender}>",
        "To: <vanthu@sokhcn.example.vn>",
        f"Subject: =?utf-8?q?V=E1=BB=81_vi=E1=BB=87c?= {number}",
        f"Date: {format_datetime(moment)}",
        f"Message-ID: <{message_id}>",
        "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit",
    ]
    if named:
        lines += [f"In-Reply-To: <{named[-1]}>", "References: " + "\n\t".join(f"<{one}>" for one in named)]
    if number % 17 == 0:
        lines.append("Auto-Submitted: auto-replied (vacation)")
    return "\n".join(lines) + "\n\n" + _LINE * chance.randrange(5, 40) + "\n"


def _figure(what: str, seconds: float, peer: str, peer_seconds: float, rounds: int) -> dict[str, object]:
    return {
        "name": f"threads ({what})",
        "value": round(seconds * 1000, 2),
        "unit": "ms",
        "peer": peer,
        "peer_value": round(peer_seconds * 1000, 2),
        "ratio": round(seconds / peer_seconds, 3),
        "n": rounds,
    }
