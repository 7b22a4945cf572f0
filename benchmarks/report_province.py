"""A province of two hundred agencies with a quarter behind it, as rows: letters, what became of them, papers issued."""

import json
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Table

from backend.correspondence.counting import count_stale
from backend.correspondence.figure_queries import mark_stale
from backend.correspondence.models import Correspondence, Fact
from backend.correspondence.months import month_of
from backend.db import Database
from backend.db.base import Base
from backend.db.migrate import migrate
from backend.directory.models import Agency, Mailbox
from backend.workingtime.hours import at, in_vietnam

PROVINCE = "H55"
FIRST, DAYS = date(2026, 1, 1), 90
TAKEN_AT = datetime(2026, 4, 1, 1, tzinfo=UTC)
FACTS_A_LETTER = 5
_Moment = tuple[str, str, datetime, dict[str, Any]]  # kind of fact, source, when, what it says
_NAMES = {"letter": Correspondence.__tablename__, "fact": Fact.__tablename__}
_TABLES: dict[str, Table] = {name: Base.metadata.tables[table] for name, table in _NAMES.items()}


async def fill(url: str, agencies: int, letters: int) -> None:
    """`letters` of each agency. Nearly all are opened within hours and answered within days; one in fifty never is."""
    await migrate(url)
    database = Database(url)
    codes = [f"{PROVINCE}.{number:03}" for number in range(1, agencies)]
    async with database.write() as session:
        session.add(Agency(code=PROVINCE, name="Tỉnh", kind="province_committee"))
        await session.flush()
        session.add_all([Agency(code=code, name=f"Sở {code}", kind="department", parent=PROVINCE) for code in codes])
        await session.flush()
        boxes = [(code, f"vanthu.{code.lower()}@thainguyen.gov.vn") for code in [PROVINCE, *codes]]
        session.add_all([Mailbox(address=box, agency_code=code, kind="agency") for code, box in boxes])
    for number, (code, box) in enumerate(boxes):
        rows: dict[str, list[dict[str, object]]] = {"letter": [], "fact": []}
        for name, row in _letters(random.Random(number), code, box, letters):
            rows[name].append(row)
        async with database.write() as session:
            for name, made in rows.items():
                await session.insert_all(_TABLES[name], made)
            await mark_stale(session, {(code, int(str(row["month"]))) for row in rows["letter"]})
    counted = 1
    while counted:
        async with database.write() as session:
            counted = await count_stale(session)
    await database.close()


def _letters(chance: random.Random, code: str, box: str, count: int) -> Iterator[tuple[str, dict[str, object]]]:
    for number in range(count):
        came = at(FIRST + timedelta(days=chance.randrange(DAYS)), time(chance.randrange(6, 20), chance.randrange(60)))
        never = chance.random() < 0.02
        opened = came + timedelta(hours=chance.expovariate(1 / 4))
        answered = opened + timedelta(hours=1 + chance.expovariate(1 / 30))
        name, sender = f"{code}.{number}@mail.example", f"{code}-{number % 100}"
        letter = {"letter": number, "message_id": name, "box": box, "sender": sender, "code": code}
        yield "letter", _row(letter, came, None if never or answered > TAKEN_AT else answered)
        to = {"agency": code, "box": box}
        moments: list[_Moment] = [
            ("checked", "milter", came, {"direction": "inbound", "from": {"correspondent": sender}, "to": [to]})
        ]
        moments += [("in_mailbox", "dovecot", came, {"to": to})]
        if not never:
            said = {"direction": "submission", "automatic": False, "from": to, "to": [{"correspondent": sender}]}
            moments += [("opened", "dovecot", opened, {"to": to}), ("checked", "milter", answered, said)]
            moments += [("handed_over", "postfix", answered, {"to": {"correspondent": sender}})]
        for ordinal, (kind, source, when, data) in enumerate(moments):
            if when < TAKEN_AT:
                named = name if kind in ("in_mailbox", "opened") or ordinal == 0 else f"answer.{name}"
                yield "fact", _fact(code, FACTS_A_LETTER * number + ordinal, kind, source, when, named, data)


def _fact(
    code: str, sequence: int, kind: str, source: str, when: datetime, name: str, data: dict[str, Any]
) -> dict[str, object]:
    """With as much in it as the gate writes."""
    full = data | {"verdict": {"action": "allow", "obligation": "none", "bundle": "2026.1.1", "rules": []}}
    return {
        "agency_code": code,
        "month": month_of(in_vietnam(when).date()),
        "source": source,
        "sequence": sequence,
        "kind": kind,
        "at": when,
        "queue_id": f"4Q{sequence:08d}",
        "message_id": name,
        "data": json.loads(json.dumps(full)),
    }


def _row(letter: dict[str, Any], came: datetime, answered: datetime | None) -> dict[str, object]:
    return {
        "agency_code": letter["code"],
        "id": f"{letter['code']}-{letter['letter']:010d}",
        "correspondent_id": letter["sender"],
        "sender_class": "citizen",
        "mailbox": letter["box"],
        "message_id": letter["message_id"],
        "received_at": came,
        "month": month_of(in_vietnam(came).date()),
        "standing": "answered" if answered else "open",
        "waiting": answered is None,
        "turn_since": None if answered else came,
        "due_at": came + timedelta(days=7),
        "answered_at": answered,
        "answered_by": "reply" if answered else None,
        "working_seconds": 20_000 if answered else None,
        "own_seconds": 20_000 if answered else 0,
        "awaits_answer": True,
        "may_acknowledge": True,
        "shielded": False,
        "disputed": False,
        "reopened": 0,
        "matter": "",
        "urgency": "",
        "sender_seconds": 0,
        "other_seconds": 0,
        "closed_because": "",
        "passed_to": "",
        "came_from": "",
        "merged_into": "",
        "recalled": "",
        "register_number": "",
        "paper_symbol": "",
        "dossiers": "",
    }
