"""Canary letters: sent each hour, seen on their way, and alarmed about."""

from datetime import timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import pytest
from sqlalchemy import func, select

from backend.classification.bundle import packaged_bundle
from backend.classification.engine import Engine
from backend.classification.inspect import inspect_message
from backend.classification.verdict import SecrecyState
from backend.clock import VIETNAM
from backend.correspondence import canary, fact_queries, operation_queries
from backend.correspondence.canary import Probe, State
from backend.correspondence.models import Correspondence, Fact, Outbox
from backend.db import Database
from backend.worker.canary_letter import canary_letter
from backend.worker.seams import Outcome, Sent
from tests.unit.small_province import CLERK_BOX
from tests.unit.worker.conftest import MONDAY, FakeGateway, FakeMailServer, Office

BOX = "canary@thainguyen.gov.vn"


class Postfix(FakeMailServer):
    """Takes clean letters, refuses marked ones, and journals both as the gate does."""

    def __init__(self) -> None:
        super().__init__()
        self.office: Office | None = None
        self.lets_marked_pass = False
        self.silent = False
        self.delivers = True

    async def send(self, message: bytes, recipient: str) -> Sent:
        letter = BytesParser(policy=policy.default).parsebytes(message)
        assert isinstance(letter, EmailMessage)
        self.taken.append(letter)
        self.recipients.append(recipient)
        if self.silent:
            return Sent(Outcome.TEMPORARY, "451 message")
        refused = "MẬT" in letter.get_content().splitlines() and not self.lets_marked_pass
        assert self.office
        number = len(self.taken)
        message_id = str(letter["Message-ID"])[1:-1]
        self.office.write_journal(
            {
                "seq": number, "kind": "canary", "at": self.office.clock.now().isoformat(), "id": f"V{number}",
                "queue_id": f"QUEUE{number:04d}", "message_id": message_id,
                "outcome": "refused" if refused else "accepted", "state": "marked" if refused else "none", "bundle": "",
            }
        )  # fmt: skip
        if refused:
            return Sent(Outcome.PERMANENT, "550 message")
        if self.delivers:
            at = self.office.clock.now().astimezone(VIETNAM).isoformat(timespec="microseconds")
            with self.office.log.open("a", encoding="utf-8") as log:
                log.write(f"{at} mx postfix/lmtp[7]: QUEUE{number:04d}: to=<{BOX}>, relay=x[private/lmtp], delay=0.1, ")
                log.write("delays=0/0/0/0.1, dsn=2.0.0, status=sent (250 2.0.0 Saved)\n")
        return Sent(Outcome.SENT, "250")


@pytest.fixture
def postfix() -> Postfix:
    return Postfix()


@pytest.fixture
def watched(tmp_path: Path, database: Database, postfix: Postfix) -> Office:
    office = Office(tmp_path, database, postfix)
    postfix.office = office
    office.settings = office.settings.changed(canary_mailbox=BOX)
    office.gateway = FakeGateway()
    office.worker = office.started()
    return office


@pytest.fixture
def two_servers(tmp_path: Path, database: Database) -> list[tuple[Office, Postfix]]:
    both = []
    for number in (1, 2):
        folder = tmp_path / str(number)
        folder.mkdir()
        postfix = Postfix()
        postfix.office = office = Office(folder, database, postfix)
        office.settings = office.settings.changed(canary_mailbox=BOX, mail_server=number)
        office.gateway = FakeGateway()
        office.worker = office.started()
        both.append((office, postfix))
    return both


async def rounds(office: Office, count: int = 3) -> None:
    for _ in range(count):
        await office.worker.round()


async def later(office: Office, passed: timedelta) -> None:
    office.clock.set(office.clock.now() + passed)
    await rounds(office)


async def states(office: Office) -> dict[Probe, State]:
    async with office.database.read() as session:
        row = await fact_queries.position(session, canary.source(office.settings.mail_server))
    known = canary.read_canaries(row.position if row else "")
    return {probe: known.of(probe).state for probe in Probe}


def calls(office: Office) -> list[tuple[str, str]]:
    assert office.gateway
    return [(said["canary"], said["state"]) for _, said in office.gateway.calls]


async def test_each_hour_one_arrives_and_one_is_refused(watched: Office, postfix: Postfix) -> None:
    await rounds(watched)
    assert await states(watched) == {Probe.CLEAN: State.WELL, Probe.MARKED: State.WELL}
    assert postfix.recipients == [BOX, BOX]

    await later(watched, timedelta(minutes=59))
    assert len(postfix.taken) == 2
    await later(watched, timedelta(minutes=1))
    assert len(postfix.taken) == 4
    assert calls(watched) == []


async def test_no_fact_no_letter_and_no_mail_is_counted_of_them(watched: Office) -> None:
    await rounds(watched)

    async with watched.database.read() as session:
        for table in (Fact, Correspondence, Outbox):
            assert await session.scalar(select(func.count()).select_from(table)) == 0


async def test_one_that_is_missing_alarms_nobody_two_in_a_row_do_once(watched: Office, postfix: Postfix) -> None:
    await rounds(watched)
    postfix.delivers = False
    await later(watched, timedelta(hours=1))
    await later(watched, timedelta(minutes=10))
    assert (await states(watched))[Probe.CLEAN] is State.LATE
    assert calls(watched) == []

    for _ in range(3):
        await later(watched, timedelta(minutes=50))
        await later(watched, timedelta(minutes=10))
    assert (await states(watched))[Probe.CLEAN] is State.MISSING
    assert calls(watched) == [("clean", "missing")]

    postfix.delivers = True
    await later(watched, timedelta(minutes=50))
    assert (await states(watched))[Probe.CLEAN] is State.WELL
    assert calls(watched) == [("clean", "missing"), ("clean", "well")]


async def test_a_marked_one_that_is_accepted_alarms_at_once(watched: Office, postfix: Postfix) -> None:
    postfix.lets_marked_pass = True
    await rounds(watched)

    assert (await states(watched))[Probe.MARKED] is State.PASSED
    assert calls(watched) == [("marked", "passed")]


async def test_a_mail_server_that_is_away_proves_nothing(watched: Office, postfix: Postfix) -> None:
    postfix.silent = True
    await rounds(watched)
    await later(watched, timedelta(minutes=10))

    assert await states(watched) == {Probe.CLEAN: State.LATE, Probe.MARKED: State.LATE}


async def test_a_gateway_that_does_not_answer_is_called_again_a_minute_later(watched: Office, postfix: Postfix) -> None:
    assert watched.gateway
    watched.gateway.outcome = Outcome.TEMPORARY
    postfix.lets_marked_pass = True
    await rounds(watched)
    assert len(calls(watched)) == 1
    watched.gateway.outcome = Outcome.SENT

    await later(watched, timedelta(minutes=1))

    assert calls(watched) == [("marked", "passed"), ("marked", "passed")]
    assert len({call for call, _ in watched.gateway.calls}) == 1


async def test_a_restart_sends_none_twice_and_forgets_no_alarm(watched: Office, postfix: Postfix) -> None:
    postfix.lets_marked_pass = True
    await rounds(watched)
    watched.worker = watched.started()
    await rounds(watched)

    assert len(postfix.taken) == 2
    assert calls(watched) == [("marked", "passed")]


async def test_a_gate_that_lets_marks_pass_is_not_hidden_by_the_other_servers_health(
    two_servers: list[tuple[Office, Postfix]],
) -> None:
    (first, _), (second, dead) = two_servers
    dead.lets_marked_pass = True
    for office in (second, first, second):
        await rounds(office)

    assert (await states(first))[Probe.MARKED] is State.WELL
    assert (await states(second))[Probe.MARKED] is State.PASSED
    assert (calls(first), calls(second)) == ([], [("marked", "passed")])
    assert second.gateway
    assert [said["mail_server"] for _, said in second.gateway.calls] == [2]
    async with first.database.read() as session:
        standing = await operation_queries.standing_canaries(session, first.clock.now())
    assert (list(standing), canary.worst(standing.values())) == ([1, 2], State.PASSED)


async def test_what_was_known_of_the_only_server_goes_when_there_are_several(
    two_servers: list[tuple[Office, Postfix]], database: Database
) -> None:
    async with database.write() as session:
        await fact_queries.store_position(session, "canary", "", 0, MONDAY)
    await rounds(two_servers[0][0])

    async with database.read() as session:
        assert list(await operation_queries.standing_canaries(session, MONDAY)) == [1]


async def test_a_box_of_the_directory_gets_none(watched: Office, postfix: Postfix) -> None:
    watched.settings = watched.settings.changed(canary_mailbox=CLERK_BOX)
    watched.worker = watched.started()
    await rounds(watched)

    assert postfix.taken == []


async def test_without_a_box_there_are_none(watched: Office, postfix: Postfix) -> None:
    watched.settings = watched.settings.changed(canary_mailbox="")
    watched.worker = watched.started()
    await rounds(watched)

    assert postfix.taken == []


def test_what_is_stored_fits_its_column_and_comes_back_whole() -> None:
    standing = canary.sent(canary.Standing(misses=99, passed=True, well_at=1_767_600_000, told="missing"), MONDAY)
    known = canary.Canaries(canary.saw(standing, canary.Seen.BOXED), standing)

    assert canary.read_canaries(known.text) == known
    assert len(known.text) < 300
    assert canary.read_canaries("[[1]]") == canary.Canaries()


@pytest.mark.parametrize(("probe", "state"), [(Probe.CLEAN, SecrecyState.NONE), (Probe.MARKED, SecrecyState.MARKED)])
def test_the_rules_that_ship_judge_each_as_it_must_be(probe: Probe, state: SecrecyState) -> None:
    letter = canary_letter(probe, "khong-tra-loi@thainguyen.gov.vn", BOX, "canary.x@y", MONDAY)

    findings = inspect_message(letter, Engine(packaged_bundle()))
    assert {part.secrecy for part in findings.bodies} == {state}


def test_the_marked_letter_says_that_it_is_a_sample_and_nobody_answers_it() -> None:
    letter = canary_letter(Probe.MARKED, "khong-tra-loi@thainguyen.gov.vn", BOX, "canary.x@y", MONDAY)

    read = BytesParser(policy=policy.default).parsebytes(letter)
    assert isinstance(read, EmailMessage)
    assert "TÀI LIỆU MẪU, KHÔNG PHẢI BÍ MẬT NHÀ NƯỚC" in read.get_content()
    assert (read["Auto-Submitted"], read["Message-ID"]) == ("auto-generated", "<canary.x@y>")
