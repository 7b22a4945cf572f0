"""Whether `soak` lost or doubled anything: every letter's facts, what was acknowledged, refused, left in queues or
leaked, and what the logs complain of."""

import mmap
import re
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.soak_letters import ACKNOWLEDGED, MARKED, OUTSIDE, WORD_OF_MARKED, Kind, Letter
from benchmarks.soak_servers import ROLES, Servers

LATE_SECONDS, STILL_SECONDS, LOOK_SECONDS = 1_800.0, 5.0, 1.0
QUEUES = ("maildrop", "incoming", "active", "deferred", "hold", "corrupt")
FactKey = tuple[str, str, str, str]  # Message-ID, agency code, kind, source
GATE = (("checked", "milter"), ("accepted", "postfix"))
INTO_MAILBOX = (("in_mailbox", "postfix"), ("in_mailbox", "dovecot"))
HANDED_OVER = (("handed_over", "postfix"),)
WAITING = "SELECT count(*) FROM outbox WHERE state IN ('waiting', 'claimed')"
FACTS = """
SELECT message_id, agency_code, kind, source, count(*) FROM fact
WHERE message_id IS NOT NULL AND kind IN ('checked', 'accepted', 'handed_over', 'in_mailbox', 'bounced')
GROUP BY 1, 2, 3, 4
"""
ACKNOWLEDGEMENTS = """
SELECT c.message_id, a.withheld_because, o.state, count(*) FROM acknowledgement a
JOIN correspondence c ON c.agency_code = a.agency_code AND c.id = a.correspondence_id
LEFT JOIN outbox o ON o.message_id = a.message_id GROUP BY 1, 2, 3
"""
_SENT_OUT = re.compile(rf" to=<([^>]+@{re.escape(OUTSIDE)})>.* status=sent ")
_COMPLAINT = {
    "backend": re.compile(r" (WARNING|ERROR|CRITICAL) |Traceback"),
    "mail": re.compile(r" (warning|error|fatal|panic): | status=(deferred|bounced) "),
    "dovecot": re.compile(r"(Warning|Error|Fatal|Panic): "),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """`facts`: how often each stands in the database. `acknowledged`: by Message-ID, why not, or how it went; one for
    each decision. `sent_out`: deliveries to each address outside."""

    facts: Mapping[FactKey, int]
    acknowledged: Mapping[str, Sequence[str]]
    sent_out: Mapping[str, int]
    waiting: int
    queued: int


def wait_until_still(servers: Servers) -> None:
    """Until nothing is queued, nothing of ours is to be sent and no fact is added any more.

    Raises:
        TimeoutError: it does not come to rest.
    """
    began = still = time.monotonic()
    before: object = None
    while time.monotonic() - still < STILL_SECONDS:
        if time.monotonic() - began > LATE_SECONDS:
            raise TimeoutError("the soak does not come to rest")
        time.sleep(LOOK_SECONDS)
        [facts], [waiting] = (_rows(servers, query)[0] for query in ("SELECT count(*) FROM fact", WAITING))
        now = (facts, waiting, _queued(servers))
        if now != before or waiting or now[2]:
            before, still = now, time.monotonic()


def look(servers: Servers) -> Seen:
    acknowledged: dict[str, list[str]] = {}
    for message_id, withheld, state, count in _rows(servers, ACKNOWLEDGEMENTS):
        acknowledged.setdefault(message_id, []).extend([withheld or state or "no mail"] * count)
    log = servers.layout.mail_log.read_text("utf-8", "replace")
    [[waiting]] = _rows(servers, WAITING)
    return Seen(
        facts={(one[0], one[1], one[2], one[3]): one[4] for one in _rows(servers, FACTS)},
        acknowledged=acknowledged,
        sent_out=Counter(match[1] for match in map(_SENT_OUT.search, log.splitlines()) if match),
        waiting=waiting,
        queued=_queued(servers),
    )


def breaches(letters: Sequence[Letter], codes: Mapping[int, int], agencies: Mapping[str, str], seen: Seen) -> list[str]:
    """One line each. Pure."""
    answered = {letter.about.message_id for letter in letters if letter.kind is Kind.REPLY and letter.about}
    found: list[str] = []
    for letter in letters:
        found += _of_letter(letter, codes.get(letter.number, 0), agencies, seen, letter.message_id in answered)
    known = {letter.message_id for letter in letters}
    due = {key for letter in letters if letter.kind not in MARKED for key in facts_of(letter, agencies)}
    found += [
        f"{count} facts {key} that nothing explains"
        for key, count in seen.facts.items()
        if key[0] in known and key not in due
    ]
    found += [f"{seen.waiting} mails of ours are not settled"] if seen.waiting else []
    found += [f"{seen.queued} letters are still queued"] if seen.queued else []
    return found


def facts_of(letter: Letter, agencies: Mapping[str, str]) -> list[FactKey]:
    """Those that a delivered letter has, once each."""
    last = HANDED_OVER if letter.recipient.endswith(OUTSIDE) else INTO_MAILBOX
    codes = dict.fromkeys(agencies[box] for box in (letter.sender, letter.recipient) if box in agencies)
    return [(letter.message_id, code, *told) for code in codes for told in (*GATE, *last)]


def _of_letter(letter: Letter, code: int, agencies: Mapping[str, str], seen: Seen, is_answered: bool) -> Iterator[str]:
    name = f"letter {letter.number} ({letter.kind})"
    if letter.kind in MARKED:
        if code // 100 != 5:
            yield f"{name}: marked, and the mail server said {code}"
        return
    if code != 250:
        yield f"{name}: clean, and the mail server said {code}"
        return
    for key in facts_of(letter, agencies):
        if (count := seen.facts.get(key, 0)) != 1:
            yield f"{name}: {count} facts {key[1:]} instead of one"
    decided = list(seen.acknowledged.get(letter.message_id, ()))
    if letter.kind not in ACKNOWLEDGED:
        if "sent" in decided:
            yield f"{name}: acknowledged, and none is due"
        return
    if decided != ["sent"] and not (is_answered and decided == ["answered"]):
        yield f"{name}: acknowledgements {decided} instead of one"
    mails = (decided == ["sent"]) + is_answered
    if seen.sent_out.get(letter.sender, 0) != mails:
        yield f"{name}: {seen.sent_out.get(letter.sender, 0)} mails went to its sender instead of {mails}"


def complaints(servers: Servers) -> list[str]:
    """Lines of warnings and worse in every log. What is refused for its mark is no complaint."""
    layout = servers.layout
    logs = [(servers.log_of(role), _COMPLAINT["backend"]) for role in ROLES]
    logs += [(layout.mail_log, _COMPLAINT["mail"]), (layout.dovecot_log, _COMPLAINT["dovecot"])]
    return [
        f"{log.name}: {line}"
        for log, pattern in logs
        for line in log.read_text("utf-8", "replace").splitlines()
        if pattern.search(line)
    ]


def leaks(servers: Servers) -> list[str]:
    """Files of ours and logs that hold a word of the marked papers."""
    folders = (servers.layout.state, servers.layout.log)
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file() and file.stat().st_size]
    return [f"a marked paper's word stands in {file.name}" for file in files if _holds(file, WORD_OF_MARKED.encode())]


def _holds(file: Path, word: bytes) -> bool:
    with file.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(word) >= 0


def stored_bytes(servers: Servers) -> int:
    return sum(file.stat().st_size for file in servers.layout.state.glob("congvu.db*"))


def _queued(servers: Servers) -> int:
    spool = servers.layout.home / "postfix" / "spool"
    return sum(file.is_file() for name in QUEUES for file in (spool / name).rglob("*"))


def _rows(servers: Servers, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"file:{servers.database}?mode=ro", uri=True, timeout=60)) as connection:
        return list(connection.execute(query))
