"""A made-up history must be one that the worker takes in as it takes in a mail server's own."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from backend.cli import main
from backend.clock import FixedClock
from backend.correspondence.models import Correspondence, Fact
from backend.correspondence.terms import FactKind
from backend.db import Database
from backend.load.history import history, write_history
from backend.settings import Settings
from backend.worker.loop import Worker
from backend.worker_seams import worker_seams
from tests.unit.small_province import CLERK_BOX

UNTIL = datetime(2026, 3, 2, tzinfo=UTC)
BOXES = [CLERK_BOX]


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    for folder, seed in (("a", 1), ("b", 1), ("c", 2)):
        write_history(tmp_path / folder, BOXES, 50, UNTIL, 30, seed)
    first, same, other = ((tmp_path / folder / "journal" / "00000001.jsonl").read_bytes() for folder in "abc")

    assert first == same != other


def test_letters_come_in_the_order_of_time_and_answers_after_what_they_answer() -> None:
    letters = list(history(["a@x.vn", "b@x.vn"], 400, UNTIL, 30, seed=3))
    moments = [letter.at for letter in letters]
    came = {letter.number: letter.at for letter in letters}
    answers = [letter for letter in letters if letter.reply_to is not None]

    assert moments == sorted(moments)
    assert moments[-1] < UNTIL
    assert UNTIL - moments[0] <= timedelta(days=31)
    assert len(letters) - len(answers) == 400
    assert 200 < len(answers) < 400
    assert all(came[answer.reply_to] < answer.at for answer in answers if answer.reply_to is not None)


async def test_the_worker_makes_letters_and_answers_of_it(database: Database, tmp_path: Path) -> None:
    state = tmp_path / "state"
    written = write_history(state, BOXES, 300, UNTIL, 30, seed=1)
    settings = Settings(state_dir=state, postfix_log=state / "mail.log", province_domains=("thainguyen.gov.vn",))

    worker = Worker(settings, database, FixedClock(UNTIL), worker_seams(settings))
    while await worker.round():
        pass

    async with database.read() as session:
        kinds = dict((await session.execute(select(Fact.kind, func.count()).group_by(Fact.kind))).all())
        answered = await session.scalar(select(func.count()).where(Correspondence.answered_by == "reply"))
        waiting = await session.scalar(select(func.count()).where(Correspondence.waiting))
    assert kinds[FactKind.CHECKED] == written
    assert kinds[FactKind.IN_MAILBOX] == 300
    assert answered == written - 300 > 150
    assert waiting is not None
    assert 0 < waiting < 100


@pytest.mark.parametrize("number", ["-1", "many"])
def test_a_count_that_is_none_is_refused(number: str, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["load", "generate", str(tmp_path), "--letters", number])

    assert ended.value.code == 2


def test_a_folder_that_has_a_journal_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["load", "generate", str(tmp_path), "--officials", "2000", "--letters", "20", "--until", "2026-03-02"]

    assert main(arguments) == 0
    assert "letters" in capsys.readouterr().out
    assert main(arguments) == 2
    assert "has a journal already" in capsys.readouterr().err
