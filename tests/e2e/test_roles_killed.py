"""Story: each role dies at a moment of chance, and again, while letters come and go: none is lost or delivered twice,
none is acknowledged twice, nothing marked passes. `make chaos` does the same to a whole province.

Letters of this story go to a box that no other story reads.
"""

import random
import smtplib
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from email.message import EmailMessage
from itertools import cycle
from pathlib import Path

import pytest

from deploy.demo import samples
from tests.e2e.canaries import Kind, planted
from tests.e2e.demo import CITIZEN, CLERK, Demo, Reply, wait_for
from tests.e2e.letters import letter
from tests.e2e.told import id_of, mails_are_told, wait_for_facts

ROLES = ("web", "worker", "milter")
COMMUNE, COMMUNE_AGENCY, CLERK_AGENCY = "votranh@thainguyen.gov.vn", "H55.44", "H55.05"
CANARY = planted(Kind.MARKED, "hoa-muong-ngu")
SUBJECT = "Khi từng vai bị dừng"
SEED = 9
BEFORE_A_KILL = (0.3, 1.5)  # seconds
AGAIN_SECONDS = 0.3
# A mail that the mail server put off comes after one minute, then two. One whose worker died while it gave it away is
# in doubt for five minutes (sending.DOUBT), until the log has told, and is then put off like the others.
PUT_OFF_SECONDS = 540.0


@dataclass(slots=True)
class Sent:
    """Letters that have their last answer, and how often the server was asked with a marked one."""

    questions: list[EmailMessage] = field(default_factory=list)
    papers: list[EmailMessage] = field(default_factory=list)
    marked: list[EmailMessage] = field(default_factory=list)
    marked_tries: int = 0
    postponed: int = 0


@pytest.fixture(scope="module", autouse=True)
def _each_role_apart(demo: Demo) -> Iterator[None]:
    with demo.processes(*ROLES):
        yield


def send_all_the_time(demo: Demo, marked: Path, ending: threading.Event) -> Sent:
    """A citizen's letter, an agency's, a marked one to and fro, until told to end; each comes again, as other servers'
    letters do, where it was told to."""
    sent = Sent()
    for number, kind in enumerate(cycle(("question", "paper", "marked out", "question", "paper", "marked in"))):
        if ending.is_set():
            return sent
        if kind == "question":
            message = letter(f"congdan+vai{number}@nguoidan.example", COMMUNE, f"{SUBJECT}: hỏi")
            assert answer(demo.arrive, message, sent)[-1] == 250
            sent.questions.append(message)
        elif kind == "paper":
            message = letter(CLERK, COMMUNE, f"{SUBJECT}: gửi")
            assert answer(demo.submit, message, sent)[-1] == 250
            sent.papers.append(message)
        else:
            outward = kind == "marked out"
            message = letter(CLERK if outward else CITIZEN, COMMUNE, f"{SUBJECT} {CANARY}", attachments=[marked])
            codes = answer(demo.submit if outward else demo.arrive, message, sent)
            assert codes[-1] == 550
            sent.marked.append(message)
            sent.marked_tries += len(codes)
    raise AssertionError("a cycle has no end")


def answer(send: Callable[[EmailMessage], Reply], message: EmailMessage, sent: Sent) -> list[int]:
    """Every answer's code, the last one being no "come again"."""
    codes: list[int] = []
    while not codes or 400 <= codes[-1] < 500:
        if codes:
            sent.postponed += 1
            time.sleep(AGAIN_SECONDS)
        try:
            codes.append(send(message).code)
        except smtplib.SMTPResponseException as refused:
            codes.append(int(refused.smtp_code))
    return codes


def kill_each_role_twice(demo: Demo) -> None:
    chance = random.Random(SEED)
    for role in chance.sample(ROLES * 2, len(ROLES) * 2):
        time.sleep(chance.uniform(*BEFORE_A_KILL))
        demo.stop(role, at_once=True)
        demo.start(role)


def refusals(demo: Demo) -> int:
    """How many the gate tells of; they name no letter."""
    [row] = demo.rows("select count(*) as number from fact where kind = 'refused' and source = 'milter'")
    return int(row["number"])


def acknowledged(demo: Demo) -> Counter[str]:
    """By the Message-ID that is answered, from the citizen's box."""
    return Counter(str(one["In-Reply-To"]).strip("<>") for one in demo.letters(CITIZEN, "Đã nhận được thư"))


def test_roles_that_die_while_letters_flow_lose_none_and_let_nothing_marked_pass(demo: Demo, tmp_path: Path) -> None:
    before, ending = refusals(demo), threading.Event()
    marked = samples.marked_left_cell(tmp_path).rename(tmp_path / f"{CANARY}.pdf")
    with ThreadPoolExecutor(1) as sender:
        sending = sender.submit(send_all_the_time, demo, marked, ending)
        try:
            kill_each_role_twice(demo)
        finally:
            ending.set()
        sent = sending.result()

    assert min(len(sent.questions), len(sent.papers), len(sent.marked)) >= 5
    assert sent.postponed > 0  # by the milter that was away
    for message in sent.questions:
        wait_for_facts(demo, message, COMMUNE_AGENCY)
    for message in sent.papers:
        wait_for_facts(demo, message, CLERK_AGENCY, COMMUNE_AGENCY)
    due = {id_of(message): 1 for message in sent.questions}
    with mails_are_told(demo):
        wait_for(lambda: due.keys() <= acknowledged(demo).keys(), "an acknowledgement of each", PUT_OFF_SECONDS)
    demo.wait_until_queue_is_empty()
    arrived = Counter(id_of(message) for message in demo.letters(COMMUNE, SUBJECT))
    assert arrived == Counter(id_of(message) for message in (*sent.questions, *sent.papers))
    assert {name: times for name, times in acknowledged(demo).items() if name in due} == due
    assert len(sent.marked) <= refusals(demo) - before <= sent.marked_tries
