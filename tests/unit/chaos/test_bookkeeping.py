"""Letters, answers and moments of a run, and what is written of it."""

import random
from collections import Counter
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path

from tests.chaos.database import DEPLOY, values_of_node
from tests.chaos.ledger import Attempt, Fate, Ledger
from tests.chaos.letters import MARKED, Kind, message_of, planned
from tests.chaos.plan import plan
from tests.chaos.province import Recovery
from tests.chaos.result import Result, section, write_section
from tests.chaos.timeline import Timeline

NOW = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)
RESULT = Result(
    seed=7,
    machine="2 cores, 8 GB",
    versions={"patroni": "3.0.2"},
    letters={"citizen": 1400, "paper": 600},
    fates={"accepted": 2000, "refused": 0, "in_doubt": 0, "unsent": 0},
    postponed=12,
    facts=9000,
    acknowledgements=1400,
    committed_rows=2500,
    minutes=11.4,
    settled_after_seconds=20,
    restarts=9,
    recoveries=[Recovery("leader killed", "db1", 23.4, 24.0, 1.5)],
    breaches=[],
)


def test_a_seed_gives_the_same_letters_and_another_one_others() -> None:
    assert planned(50, 1) == planned(50, 1)
    assert planned(50, 1) != planned(50, 2)


def test_no_citizen_writes_twice_and_every_kind_is_there() -> None:
    letters = planned(500, 1)
    citizens = Counter(letter.sender for letter in letters if letter.kind is Kind.CITIZEN)

    assert max(citizens.values()) == 1
    assert {letter.kind for letter in letters} == set(Kind)


def test_only_marked_letters_carry_the_canary_and_say_that_they_are_samples() -> None:
    for letter in planned(60, 1):
        message = message_from_bytes(message_of(letter, NOW, "hoa-canh"))
        assert message["Message-ID"] == f"<{letter.message_id}>"
        assert (b"hoa-canh" in message.as_bytes()) is (letter.kind in MARKED)


def test_the_first_attempt_after_a_moment_is_found_by_server_and_answer() -> None:
    one, other = planned(2, 1)
    ledger = Ledger([one, other])
    ledger.note(one, Attempt(10.0, "mx1", 451), Fate.UNSENT)
    ledger.note(one, Attempt(14.0, "mx1", 250), Fate.ACCEPTED)
    ledger.note(other, Attempt(12.0, "mx2", 250), Fate.ACCEPTED)

    assert ledger.first_after(9.0, "mx1", 250, 299) == 14.0
    assert ledger.first_after(9.0, "mx1", 450, 459) == 10.0
    assert ledger.first_after(14.0, "mx1", 250, 299) is None
    assert (ledger.counts()["accepted"], ledger.postponed()) == (2, 1)


def test_letters_that_were_not_begun_are_of_the_run_no_more() -> None:
    ledger = Ledger(planned(3, 1))
    ledger.note(ledger.letters[0], Attempt(10.0, "mx1", 451), Fate.UNSENT)
    ledger.note(ledger.letters[0], Attempt(12.0, "mx2", 250), Fate.ACCEPTED)

    ledger.forget_after(2)

    assert [letter.number for letter in ledger.letters] == [1, 2]
    assert ledger.fates() == {1: Fate.ACCEPTED, 2: Fate.UNSENT}
    assert (ledger.tries()[1], ledger.tries()[2]) == (2, 0)


def test_a_pause_is_the_longest_stretch_without_success_ends_included() -> None:
    timeline = Timeline()
    for began in (1.0, 2.0, 9.0):
        timeline.went_well(began, began + 0.5)

    assert timeline.first_after(2.5) == 9.5
    assert timeline.first_after(9.0) is None
    assert timeline.longest_pause(2.0, 10.0) == 7.0
    assert timeline.longest_pause(10.0, 14.0) == 4.0


def test_a_seed_gives_the_same_order_of_faults() -> None:
    names = [[fault.__qualname__ for fault in plan(random.Random(seed))] for seed in (3, 3, 4)]

    assert names[0] == names[1] != names[2]
    assert len(names[0]) == 21
    assert names[0][-1] == "leader_lost"


def test_each_node_gets_its_own_addresses_and_the_list_of_all() -> None:
    example = (DEPLOY / "patroni" / "node.env").read_text("utf-8")

    second = values_of_node(example, "db2", Path("/run/db2"))

    assert second["PATRONI_POSTGRESQL_CONNECT_ADDRESS"] == "10.219.0.12:5432"
    assert second["ETCD_LISTEN_CLIENT_URLS"] == "http://10.219.0.12:2379,http://127.0.0.1:2379"
    assert second["PATRONI_ETCD3_HOSTS"] == "10.219.0.11:2379,10.219.0.12:2379,10.219.0.13:2379"
    assert "change-me" not in second.values()


def test_the_section_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    file = tmp_path / "operations.md"
    file.write_text("# Operations\n\n## Chaos run\nof before\n\n## Keys\nkept\n", "utf-8")

    for _ in range(2):
        write_section(file, section(RESULT))

    text = file.read_text("utf-8")
    assert text.count("## Chaos run") == 1
    assert "of before" not in text
    assert "| leader killed | db1 | 23.4 s | 24.0 s | 1.5 s |" in text
    assert "**Lost or doubled**: nothing. 9,000 facts" in text
    assert text.endswith("\n## Keys\nkept\n")


def test_a_section_that_is_not_there_yet_comes_at_the_end(tmp_path: Path) -> None:
    file = tmp_path / "operations.md"
    file.write_text("# Operations\n\n## Keys\nkept\n", "utf-8")

    write_section(file, section(RESULT))

    assert file.read_text("utf-8").startswith("# Operations\n\n## Keys\nkept\n\n## Chaos run\n")
