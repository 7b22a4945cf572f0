"""A province whose dashboard is read: letters by the million behind it, in SQLite, quickly.

What a province writes in a month stays the same; the more letters, the more months. Made by the database itself, and
counted by the product: the letters of the last two months, with what happened to those of the last two weeks as facts.
Of earlier months the figures alone stand there, copies of those of the last month but one: the page reads no letter of
them but those that still wait, one in a thousand, which are there too. So 10 million letters are some 400,000 rows of
letters and the figures of all.
"""

import random
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from backend.access.page_sessions import Lifetimes, SignedIn, SignInWay, open_session
from backend.correspondence.counting import count_stale
from backend.correspondence.figure_queries import mark_stale
from backend.correspondence.months import bounds, first_day, month_of
from backend.db import Database
from backend.db.migrate import migrate
from backend.directory.models import Agency, LoginMailbox, Mailbox, Official, RoleAssignment
from backend.workingtime.hours import ONE_DAY, in_vietnam

PROVINCE, AGENCIES, A_MONTH, OFFICIALS = "H55", 155, 200_000, 10_000
CODES = [f"{PROVINCE}.{number:03}" for number in range(1, AGENCIES)] + [PROVINCE]
HEADS = {CODES[0]: "giamdoc@thainguyen.gov.vn", PROVINCE: "chutich@thainguyen.gov.vn"}  # who looks, by agency
MATTERS = ("", "ordinary", "agency.receipt", "complaint.accept")
FACTS_FOR = timedelta(days=14)
OPEN = (0.1, 0.01, 0.001)  # of the last month, of the one before, of those before
_DAY = timedelta(days=1)

_LETTERS = """
WITH RECURSIVE number(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM number WHERE i < :letters - 1),
made AS MATERIALIZED (
  SELECT i, :since + (:until - :since) * chance() AS received,
    CAST(exp(10 + 1.2 * sqrt(-2 * ln(1 - chance())) * cos(2 * pi() * chance())) AS INTEGER) AS seconds,
    :open > chance() AS drawn_open, chance() AS kind
  FROM number),
told AS (
  SELECT *, drawn_open OR received + seconds * 3 > :now AS is_open, 1 + i % :agencies AS place FROM made)
INSERT INTO correspondence (agency_code, id, correspondent_id, sender_class, mailbox, message_id, received_at, month,
  standing, waiting, awaits_answer, may_acknowledge, shielded, disputed, reopened, matter, urgency, turn_since, due_at,
  answered_at, answered_by, working_seconds, own_seconds, sender_seconds, other_seconds, closed_because, passed_to,
  recalled, came_from, merged_into, register_number, paper_symbol, dossiers)
SELECT agency.code, printf('%08d%018d', :month, i), 'C' || (i % 4000),
  CASE WHEN kind < 0.7 THEN 'citizen' WHEN kind < 0.9 THEN 'business' ELSE 'agency' END, agency.box,
  printf('%d.%d@mail.example', :month, i), moment(received), :month,
  CASE WHEN is_open THEN 'open' ELSE 'answered' END, is_open, 1, 1, 0, 0, 0,
  CASE i / :agencies % 4 WHEN 0 THEN :matter0 WHEN 1 THEN :matter1 WHEN 2 THEN :matter2 ELSE :matter3 END, '',
  CASE WHEN is_open THEN moment(received) END, moment(CAST(received / 86400 AS INTEGER) * 86400 + 7 * 86400 + 36000),
  CASE WHEN NOT is_open THEN moment(received + seconds * 3) END, CASE WHEN NOT is_open THEN 'reply' END,
  CASE WHEN NOT is_open THEN seconds END, CASE WHEN is_open THEN 0 ELSE seconds END, 0, 0,
  '', '', '', '', '', '', '', ''
FROM told JOIN made_agency AS agency ON agency.place = told.place
"""
_FACTS = """
INSERT INTO fact (agency_code, month, source, sequence, kind, at, queue_id, message_id, data)
SELECT agency_code, :month, :source, :ordinal * 10000000 + row_number() OVER (ORDER BY id), :kind, {at}, 'Q' || id,
  CASE WHEN :is_answer THEN 'answer.' || message_id ELSE message_id END,
  json_object('direction', :direction, 'automatic', json('false'), 'from', json({sender}), 'to', json({to}),
    'verdict', json('{{"action":"allow","obligation":"none","bundle":"2026.1.1","rules":[]}}'))
FROM correspondence WHERE received_at >= :since AND month = :month AND {at} IS NOT NULL
"""
_BOX, _OUTSIDER = "json_object('agency', agency_code, 'box', mailbox)", "json_object('correspondent', correspondent_id)"
_HAPPENED = (  # kind, source, when, whether it is the answer, from whom, to whom
    ("checked", "milter", "received_at", False, _OUTSIDER, f"json_array(json({_BOX}))"),
    ("in_mailbox", "dovecot", "received_at", False, _OUTSIDER, _BOX),
    ("opened", "dovecot", "answered_at", False, _OUTSIDER, _BOX),
    ("checked", "milter", "answered_at", True, _BOX, f"json_array(json({_OUTSIDER}))"),
    ("handed_over", "postfix", "answered_at", True, _BOX, _OUTSIDER),
)
_REFERENCES = """
INSERT INTO letter_reference (agency_code, correspondence_id, code, issued_at)
SELECT agency_code, id, agency_code || '-' || id, received_at FROM correspondence
"""


def months(letters: int, now: datetime) -> list[int]:
    """YYYYMM, as many as it takes, the last one going on; two at least, which share what is less than a month's."""
    found = [month_of(in_vietnam(now).date())]
    while len(found) < max(2, letters // A_MONTH):
        found.insert(0, month_of(first_day(found[0]) - ONE_DAY))
    return found


async def fill(file: Path, letters: int, now: datetime) -> None:
    """Leaves the last month to be counted anew, as any month is in which a letter has just come."""
    url = f"sqlite+aiosqlite:///{file}"
    await migrate(url)
    database = Database(url)
    await _directory(database, now)
    every = months(letters, now)
    _make(file, every, letters // len(every), now)
    marked = [(code, month) for code in CODES for month in every[-2:]]
    async with database.write() as session:
        await mark_stale(session, marked)
    counted = 1
    while counted:
        async with database.write() as session:
            counted = await count_stale(session)
    _copy_figures(file, every)
    async with database.write() as session:
        await mark_stale(session, [(code, every[-1]) for code in CODES])
    await database.close()


async def visit(file: Path, login: str, now: datetime) -> str:
    """The cookie of somebody who has just signed in."""
    database = Database(f"sqlite+aiosqlite:///{file}")
    async with database.write() as session:
        opened = await open_session(session, SignedIn(SignInWay.MAILBOX, login), Lifetimes(_DAY, _DAY), now)
    await database.close()
    return opened.token


def box_of(code: str) -> str:
    return f"vanthu.{code.lower()}@thainguyen.gov.vn"


async def _directory(database: Database, now: datetime) -> None:
    async with database.write() as session:
        session.add(Agency(code=PROVINCE, name="Ủy ban nhân dân tỉnh", kind="province_committee"))
        await session.flush()
        session.add_all(
            [Agency(code=code, name=f"Sở {code}", kind="department", parent=PROVINCE) for code in CODES[:-1]]
        )
        await session.flush()
        boxes = [(code, box_of(code), "agency") for code in CODES] + [(*one, "personal") for one in HEADS.items()]
        session.add_all(
            [Mailbox(address=box, agency_code=code, kind=kind, published_at=now) for code, box, kind in boxes]
        )
        personal = [(CODES[number % AGENCIES], f"canbo{number}@thainguyen.gov.vn") for number in range(OFFICIALS)]
        session.add_all([Mailbox(address=box, agency_code=code, kind="personal") for code, box in personal])
        await session.flush()
        session.add_all([LoginMailbox(login=box, address=box) for box in HEADS.values()])
        session.add_all(
            [Official(id=code, name=f"Ông {code}", post="", agency_code=code, login=box) for code, box in HEADS.items()]
        )
        await session.flush()
        session.add_all([RoleAssignment(official_id=code, role="head", agency_code=code) for code in HEADS])


def _make(file: Path, every: Sequence[int], a_month: int, now: datetime) -> None:
    chance = random.Random(8)
    connection = sqlite3.connect(file)
    for pragma in ("synchronous = OFF", "cache_size = -1000000"):  # kilobytes
        connection.execute(f"PRAGMA {pragma}")
    connection.create_function("chance", 0, chance.random)
    connection.create_function("moment", 1, _moment, deterministic=True)
    connection.execute("CREATE TEMP TABLE made_agency (place INTEGER PRIMARY KEY, code, box)")
    agencies = [(place, code, box_of(code)) for place, code in enumerate(CODES, 1)]
    connection.executemany("INSERT INTO made_agency VALUES (?, ?, ?)", agencies)
    matters = {f"matter{number}": matter for number, matter in enumerate(MATTERS)}
    for place, month in enumerate(reversed(every)):
        since, until = (moment.timestamp() for moment in bounds(month))
        share = OPEN[min(place, len(OPEN) - 1)]
        whole = (
            {"letters": a_month, "open": share}
            if place < len(OPEN) - 1
            else {"letters": int(a_month * share), "open": 1}
        )
        said = {"since": since, "until": min(until, now.timestamp()), "now": now.timestamp(), "month": month}
        connection.execute(_LETTERS, {**said, **whole, **matters, "agencies": AGENCIES})
    connection.execute(_REFERENCES)
    for month in every[-2:]:
        for ordinal, (kind, source, at, is_answer, sender, to) in enumerate(_HAPPENED):
            values = {"month": month, "source": source, "ordinal": ordinal, "kind": kind, "is_answer": is_answer}
            values |= {"since": _moment((now - FACTS_FOR).timestamp())}
            values |= {"direction": "submission" if is_answer else "inbound"}
            connection.execute(_FACTS.format(at=at, sender=sender, to=to), values)
    connection.commit()
    connection.close()


def _copy_figures(file: Path, every: Sequence[int]) -> None:
    connection = sqlite3.connect(file)
    columns = [name for _, name, *_ in connection.execute("PRAGMA table_info(figure)") if name != "month"]
    names = ", ".join(columns)
    copied = f"INSERT INTO figure (month, {names}) SELECT ?, {names} FROM figure WHERE month = ?"
    for month in every[:-2]:
        connection.execute(copied, (month, every[-2]))
    connection.commit()
    connection.close()


def _moment(seconds: float) -> str:
    """As the database keeps moments."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
