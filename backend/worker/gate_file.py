"""Tells the milter about the directory: gate.json, replaced as a whole when the directory has changed."""

import os
import tempfile
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import orjson

from backend.classification import clearing
from backend.classification.clearances import Standing
from backend.clock import VIETNAM
from backend.db import Database
from backend.directory import queries
from backend.directory.models import MailboxAlias
from backend.directory.recipients import stands
from backend.directory.terms import MailboxKind
from backend.settings import Settings

FORMAT = 1
MODE = 0o640  # the milter may run as another user of the group


class GateFileWriter:
    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings = settings
        self._database = database
        self._written: tuple[int, date, tuple[Standing, ...]] | None = None

    async def write_if_changed(self, now: datetime) -> bool:
        """Write the file if the directory or the clearances moved since it was written last, the day is another one
        (aliases have days), or the file is gone.

        Raises:
            Unavailable: the database does not answer.
        """
        file = self._settings.gate_file
        async with self._database.read() as session:
            today = now.astimezone(VIETNAM).date()
            standing = await queries.revision(session), today, await clearing.in_force(session, now)
            if standing == self._written and file.exists():
                return False
            former = await queries.former_mailboxes(session)
            mailboxes = await queries.boxes_in_use(session)
            logins = await queries.logins(session)
            aliases = await queries.aliases(session)
        boxes = {one.address: {"agency": one.agency.code, "kind": one.kind} for one in former.values()}
        of_agency = {box: {"agency": box[0], "kind": box[1]} for box in set(mailboxes.values())}
        boxes |= {one: of_agency[box] for one, box in sorted(mailboxes.items())}
        led = _led(aliases, boxes, today)
        official = {*mailboxes, *(alias for alias, address in led.items() if address in mailboxes)}
        domains = sorted(domain.lower() for domain in self._settings.province_domains)
        document = {
            "format": FORMAT,
            "written_at": now.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            "province_domains": domains,
            "official_addresses": sorted(one for one in official if one.rpartition("@")[2] not in domains),
            "mailboxes": boxes,
            "aliases": led,
            "logins": {login: {"agency": code} for login, code in sorted(logins.items())},
            "inbound_refuse_marked": self._settings.inbound_refuse_marked,
            "clearances": [
                {
                    "agency": one.agency_code,
                    "fingerprint": one.fingerprint,
                    "decision": one.decision_number,
                    "until": one.valid_until.isoformat(),
                }
                for one in standing[2]
            ],
        }
        replace_file(file, document)
        self._written = standing
        return True


def _led(aliases: Iterable[MailboxAlias], boxes: Mapping[str, Mapping[str, str]], today: date) -> dict[str, str]:
    """By other address the mailbox in which letters to it end today; of several an agency's or role's, of which facts
    are kept, before an official's own."""
    standing = [one for one in aliases if one.address in boxes and stands(one.valid_from, one.valid_to, today)]
    standing.sort(key=lambda one: (boxes[one.address]["kind"] == MailboxKind.PERSONAL, one.address), reverse=True)
    return {one.alias: one.address for one in standing}


def replace_file(file: Path, document: dict[str, Any]) -> None:
    """A reader sees the old file or the new one, never a part; after a power cut too."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(orjson.dumps(document))
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(MODE)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
