"""A made-up province's letters, as its mail server would have left them: the milter's journal and Postfix's log.

Whoever serves with `state_dir` and `postfix_log` set to them has every figure counted by the product itself; nothing is
written into a database here. Every run of a seed writes the same bytes. What is made up: citizens write to agency boxes
in office hours rather than at night, agencies to each other; most letters are answered from the same box after some
hours, some after days, some never; robots' notes come between. Addresses of citizens end in .example: nothing leaves.
"""

import heapq
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import islice
from pathlib import Path

from backend.clock import VIETNAM

SEGMENT_LINES = 20_000  # of the journal; about the size at which the milter begins a new one
FROM_AGENCIES, FROM_ROBOTS, NEVER_ANSWERED = 0.15, 0.05, 0.12  # shares of the letters that come
AT_NIGHT, ON_DAYS_OFF = 0.08, 0.06
MEDIAN_HOURS, SPREAD = 6.0, 1.3  # of an answer, log-normal
MORNING, EVENING = time(7, 30), time(17, 0)
CITIZENS = 40_000
SATURDAY = 5
Record = dict[str, object]


@dataclass(frozen=True, slots=True, order=True)
class _Letter:
    at: datetime
    number: int
    sender: str
    recipient: str
    reply_to: int | None = None
    automatic: bool = False


def write_history(folder: Path, boxes: Sequence[str], letters: int, until: datetime, days: int, seed: int) -> int:
    """Write `journal/` and `mail.log` for this many letters that came in the `days` before `until`; how many letters
    there are with the answers.

    Raises:
        OSError: the folder cannot be written.
    """
    journal = folder / "journal"
    journal.mkdir(parents=True)
    in_time, number, written = history(boxes, letters, until, days, seed), 0, 0
    with (folder / "mail.log").open("w", encoding="utf-8") as log:
        while segment := list(islice(in_time, SEGMENT_LINES)):
            number += 1
            lines = (_line(letter, number * 1_000_000 + place) for place, letter in enumerate(segment, 1))
            (journal / f"{number:08d}.jsonl").write_text("".join(lines), "utf-8")
            log.writelines(line for letter in segment for line in _log_lines(letter))
            written += len(segment)
    return written


def history(boxes: Sequence[str], letters: int, until: datetime, days: int, seed: int) -> Iterator[_Letter]:
    """In the order of time: what came, and the answers given before `until`."""
    chance = random.Random(seed)  # noqa: S311 made-up letters
    answers: list[_Letter] = []
    number = letters
    for place, at in enumerate(_arrivals(chance, letters, until, days)):
        while answers and answers[0].at <= at:
            yield heapq.heappop(answers)
        box = boxes[int(len(boxes) * chance.random() ** 2)]  # some have many times the letters of others
        letter = _incoming(chance, boxes, box, place, at)
        yield letter
        answered_at = at + timedelta(hours=MEDIAN_HOURS * chance.lognormvariate(0, SPREAD))
        if not letter.automatic and chance.random() > NEVER_ANSWERED and answered_at < until:
            heapq.heappush(answers, _Letter(answered_at, number, box, letter.sender, reply_to=place))
            number += 1
    while answers:
        yield heapq.heappop(answers)


def _incoming(chance: random.Random, boxes: Sequence[str], box: str, number: int, at: datetime) -> _Letter:
    kind = chance.random()
    if kind < FROM_ROBOTS:
        return _Letter(at, number, "khong-tra-loi@dich-vu.example", box, automatic=True)
    sender = chance.choice(boxes)
    if kind < FROM_ROBOTS + FROM_AGENCIES and sender != box:
        return _Letter(at, number, sender, box)
    return _Letter(at, number, f"cong-dan-{chance.randrange(CITIZENS)}@nguoi-dan.example", box)


def _arrivals(chance: random.Random, letters: int, until: datetime, days: int) -> list[datetime]:
    end = until.astimezone(VIETNAM)
    return sorted(_arrival(chance, end, days) for _ in range(letters))


def _arrival(chance: random.Random, end: datetime, days: int) -> datetime:
    while True:
        day = end.date() - timedelta(days=1 + chance.randrange(days))
        if day.weekday() >= SATURDAY and chance.random() > ON_DAYS_OFF:
            continue
        midnight = datetime.combine(day, time(), VIETNAM)
        if chance.random() < AT_NIGHT:
            return midnight + timedelta(seconds=chance.randrange(86_400))
        opened = datetime.combine(day, MORNING, VIETNAM)
        seconds = (datetime.combine(day, EVENING, VIETNAM) - opened).total_seconds()
        return opened + timedelta(seconds=seconds * chance.betavariate(1.6, 2.2))


def _line(letter: _Letter, sequence: int) -> str:
    return json.dumps(_record(letter, sequence), ensure_ascii=False, separators=(",", ":")) + "\n"


def _record(letter: _Letter, sequence: int) -> Record:
    """As gateway/journal_records writes a letter that was let pass."""
    at, inside = _iso(letter.at), letter.reply_to is not None or not letter.sender.endswith(".example")
    named = [] if letter.reply_to is None else [_message_id(letter.reply_to)]
    automatic: Mapping[str, object] = {
        "automatic": letter.automatic,
        "may_acknowledge": not letter.automatic,
        "reason": "auto-submitted" if letter.automatic else "",
    }
    verdict: Record = {
        "action": "allow",
        "obligation": "none",
        "kind": None,
        "bundle": "1",
        "rules": [],
        "state": "none",
    }
    return {
        "seq": sequence,
        "at": at,
        "kind": "checked",
        "id": f"tai-{letter.number}",
        "direction": "submission" if inside else "inbound",
        "queue_id": _queue_id(letter),
        "login": letter.sender if inside else None,
        "webmail": inside,
        "sender": letter.sender,
        "author": letter.sender,
        "recipients": [letter.recipient],
        "message_id": _message_id(letter.number),
        "in_reply_to": named,
        "references": named,
        "date": at,
        "automatic": automatic,
        "verdict": verdict | {"urgency": None},
        "attachments": [],
        "size_bytes": 2_048 + letter.number % 9_000,
    }


def _log_lines(letter: _Letter) -> list[str]:
    queue, stamp = _queue_id(letter), letter.at.isoformat(timespec="milliseconds")
    head, to = f"{stamp} mail postfix", letter.recipient
    agent, relay, status = ("smtp", "mx.example[192.0.2.1]:25", "250 2.0.0 Ok: queued")
    if not letter.recipient.endswith(".example"):
        agent, relay, status = ("lmtp", "mail[private/lmtp]", "250 2.0.0 Saved")
    times = "delay=0.1, delays=0/0/0/0.1"
    return [
        f"{head}/cleanup[7]: {queue}: message-id=<{_message_id(letter.number)}>\n",
        f"{head}/qmgr[8]: {queue}: from=<{letter.sender}>, size=2048, nrcpt=1 (queue active)\n",
        f"{head}/{agent}[9]: {queue}: to=<{to}>, relay={relay}, {times}, dsn=2.0.0, status=sent ({status})\n",
        f"{head}/qmgr[8]: {queue}: removed\n",
    ]


def _queue_id(letter: _Letter) -> str:
    return f"4T{letter.number:010X}"


def _message_id(number: int) -> str:
    return f"thu-{number}@thu.example"


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
