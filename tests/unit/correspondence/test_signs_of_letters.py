"""What the gate saw on a letter: its dossier is linked, its sender's class follows the signature, robots stop."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.correspondence import sending, service
from backend.correspondence.acts import Act, LetterAct
from backend.correspondence.deriving import letters_of_facts
from backend.correspondence.facts import NewFact
from backend.correspondence.terms import FactKind, FactSource, SenderClass
from tests.unit.correspondence.conftest import Office
from tests.unit.journal_lines import BUSINESS, CITIZEN, checked, in_mailbox, soon, vietnam
from tests.unit.small_province import CLERK_BOX, SCIENCE

MONDAY = vietnam("2026-01-05 08:00")


async def arrives(office: Office, seq: int = 1, sender: str = CITIZEN, **signs: Any) -> None:
    at = MONDAY + timedelta(minutes=seq)
    record = checked(seq, at, sender, CLERK_BOX) | signs
    await office.takes([record], [in_mailbox(seq, soon(at), CLERK_BOX)], now=soon(at))


async def test_a_letter_about_a_dossier_opens_no_second_clock_and_says_where_it_is_followed(office: Office) -> None:
    await arrives(office, dossiers=["H55.05-260105-0012"])

    async with office.database.read() as session:
        assert await service.open_letters(session, SCIENCE, soon(MONDAY)) == []
        [known] = await service.letters_by_message(session, SCIENCE, ["1@mail.example"], soon(MONDAY))
    assert (known.dossiers, known.due_at, known.awaits_answer) == (("H55.05-260105-0012",), None, False)
    async with office.database.write() as session:
        claim = await sending.claim(session, MONDAY + timedelta(minutes=2))
    assert claim is not None
    assert claim.worded.values["due"] == "theo thời hạn của hồ sơ một cửa nêu trong thư"
    assert "H55.05-260105-0012" in claim.worded.values["how_counted"]
    assert "https://dichvucong.gov.vn" in claim.worded.values["how_counted"]


async def test_a_clerk_may_say_that_it_asks_for_an_answer_all_the_same(office: Office) -> None:
    await arrives(office, dossiers=["H55.05-260105-0012"])
    [letter] = await office.every_letter()
    await office.acts(LetterAct("A", Act.ANSWER_ASKED, letter.id, MONDAY + timedelta(hours=1), "VAN", {}))

    [letter] = await office.every_letter()
    assert (letter.standing, letter.due_at) == ("open", vietnam("2026-01-10 17:00"))


@pytest.mark.parametrize(
    ("sender", "signs", "corrected", "expected"),
    [
        (CITIZEN, {}, "", "citizen"),
        (CITIZEN, {"tax_code": True}, "", "business"),
        (BUSINESS, {}, "", "business"),
        (CITIZEN, {"tax_code": True}, "citizen", "citizen"),
    ],
)
async def test_the_class_follows_directory_domain_signature_and_before_all_the_clerk(
    office: Office, sender: str, signs: dict[str, Any], corrected: str, expected: str
) -> None:
    await arrives(office, 1, sender, **signs)
    if corrected:
        [letter] = await office.every_letter()
        at = MONDAY + timedelta(hours=1)
        said = {"sender_class": corrected}
        await office.acts(LetterAct("A", Act.CLASSIFIED, letter.id, at, "VAN", said), counterpart=sender)
        await arrives(office, 90, sender, **signs)

    assert {row.sender_class for row in await office.every_letter()} == {expected}


async def test_a_reply_to_a_notice_of_ours_belongs_to_its_letter_and_is_not_acknowledged(office: Office) -> None:
    await arrives(office)
    at = MONDAY + timedelta(hours=1)
    notice = "answered.a1@h55.05.congvu"
    reply = checked(2, at, CITIZEN, CLERK_BOX, reply_to=("1@mail.example", notice))
    stray = checked(3, at, CITIZEN, CLERK_BOX, reply_to=("other@mail.example", notice))
    await office.takes([reply, stray], [in_mailbox(2, at, CLERK_BOX), in_mailbox(3, at, CLERK_BOX)])

    letters = await office.every_letter()
    assert [(row.message_id, row.may_acknowledge) for row in letters] == [
        ("1@mail.example", True),
        ("3@mail.example", False),
    ]


def robot_mails(count: int, names: list[int]) -> list[NewFact]:
    """A robot that marks nothing as automatic and answers mails of ours: the acknowledgement, notices, its own."""
    facts: list[NewFact] = []
    own_ids = ["0@robot.example"]
    for number in range(count):
        ours = f"status.{number}@h55.05.congvu"
        parents = [own_ids[0], ours] if number and names[number] % 2 else ([ours] if number else [])
        at = MONDAY + timedelta(minutes=number)
        data = {
            "from": {"correspondent": "ROBOT"},
            "to": [{"agency": SCIENCE, "box": CLERK_BOX}],
            "in_reply_to": parents[-1:],
            "references": parents,
            "automatic": False,
            "may_acknowledge": True,
        }
        parties = frozenset({"ROBOT"})
        key = (SCIENCE, FactSource.MILTER, number, FactKind.CHECKED, at)
        facts.append(NewFact(*key, data, f"Q{number}", f"{number}@robot.example", parties))
        to = {"to": {"agency": SCIENCE, "box": CLERK_BOX}}
        facts.append(
            NewFact(SCIENCE, FactSource.POSTFIX, number, FactKind.IN_MAILBOX, at, to, f"Q{number}", None, parties)
        )
    return facts


@given(st.lists(st.integers(0, 5), min_size=12, max_size=12))
def test_however_a_robot_answers_mails_of_ours_one_letter_is_acknowledged(names: list[int]) -> None:
    letters = letters_of_facts(SCIENCE, "ROBOT", SenderClass.CITIZEN, robot_mails(12, names))

    assert sum(letter.may_acknowledge for letter in letters) == 1
