"""Looks at everything the run left: the database, every mailbox, the mail servers' queues."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from email import message_from_bytes
from pathlib import Path
from typing import Any

import asyncpg

from tests.chaos.database import database_url
from tests.chaos.mail_servers import SERVERS, MailServers
from tests.chaos.verdict import FactKey, Seen

QUEUES = ("maildrop", "incoming", "active", "deferred", "hold", "corrupt")
# A milter that dies between its record and its answer has noted a letter that the mail server put off: it comes again
# under another queue id.
FACTS = """
SELECT message_id, agency_code, kind, source, count(*) FROM fact AS one
WHERE kind IN ('checked', 'accepted', 'in_mailbox') AND EXISTS (
    SELECT FROM fact WHERE message_id = one.message_id AND queue_id = one.queue_id AND kind = 'accepted')
GROUP BY 1, 2, 3, 4
"""
KEYS = "SELECT agency_code, month, source, sequence, kind FROM fact"
PATIENCE_SECONDS = 20.0


def rows(query: str, *values: object) -> list[Any]:
    """
    Raises:
        OSError, TimeoutError, asyncpg.PostgresError: the database does not answer.
    """
    return asyncio.run(_rows(query, values))


async def _rows(query: str, values: Sequence[object]) -> list[Any]:
    async with asyncio.timeout(PATIENCE_SECONDS):
        connection = await asyncpg.connect(database_url())
        try:
            return list(await connection.fetch(query, *values))
        finally:
            connection.terminate()


def fact_keys() -> set[tuple[object, ...]]:
    """Of every fact that is committed now."""
    return {tuple(row) for row in rows(KEYS)}


def stored_numbers() -> set[int]:
    """What `Writer` has in the database."""
    return {int(row[0]) for row in rows("SELECT number FROM chaos_row")}


def shipped_at(number: int) -> datetime | None:
    """When the worker of this mail server stored something last."""
    [row] = rows(
        "SELECT max(read_at) FROM source_position WHERE name IN ($1, $2)", f"journal:{number}", f"postfix:{number}"
    )
    moment: datetime | None = row[0]
    return moment


def look(mail: MailServers, canary: str, forgotten: Sequence[str]) -> Seen:
    boxes, acknowledgements = in_mailboxes(mail.mail)
    [refused] = rows("SELECT count(*) FROM fact WHERE kind = 'refused' AND source = 'milter'")
    [waiting] = rows("SELECT count(*) FROM outbox WHERE state IN ('waiting', 'claimed')")
    return Seen(
        facts=_facts(),
        boxes=boxes,
        acknowledgements=acknowledgements,
        waiting=int(waiting[0]),
        queued=sum(len(queued(mail, server)) for server in SERVERS),
        canaries=[str(file) for file in _mail_files(mail) if canary.encode() in _content(file)],
        refused=int(refused[0]),
        forgotten=forgotten,
    )


def queued(mail: MailServers, server: str) -> list[Path]:
    folders = (mail.spool(server) / name for name in QUEUES)
    return [file for folder in folders for file in folder.rglob("*") if file.is_file()]


def in_mailboxes(root: Path) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Letters by Message-ID, and acknowledgements by the Message-ID they answer: the mailboxes that hold them."""
    letters: defaultdict[str, list[str]] = defaultdict(list)
    acknowledgements: defaultdict[str, list[str]] = defaultdict(list)
    for file in root.glob("*/*/Maildir/*/*"):
        if file.parent.name not in ("new", "cur"):
            continue
        message = message_from_bytes(_content(file))
        box = f"{file.parents[2].name}@{file.parents[3].name}"
        letters[_id(message["Message-ID"])].append(box)
        if message["Auto-Submitted"] == "auto-replied":
            acknowledgements[_id(message["In-Reply-To"])].append(box)
    return dict(letters), dict(acknowledgements)


def _facts() -> Mapping[FactKey, int]:
    found: Counter[FactKey] = Counter()
    for message_id, agency, kind, source, count in rows(FACTS):
        found[message_id, agency, kind, source] = count
    return found


def _mail_files(mail: MailServers) -> list[Path]:
    boxes = [file for file in mail.mail.rglob("*") if file.is_file()]
    return boxes + [file for server in SERVERS for file in queued(mail, server)]


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:  # delivered meanwhile
        return b""


def _id(value: object) -> str:
    return str(value or "").strip().strip("<>")
