"""What somebody who follows an agency's letters is told: each arrival and each overdue letter once."""

from datetime import datetime, timedelta

import pytest

from backend.correspondence.acts import Act, LetterAct
from backend.correspondence.letter_news import NewsWatch
from tests.unit.correspondence.conftest import Office
from tests.unit.journal_lines import CITIZEN, OTHER_CITIZEN, checked, handed_over, in_mailbox, vietnam
from tests.unit.small_province import CLERK_BOX, FINANCE, SCIENCE

MONDAY = vietnam("2026-01-05 08:00")
MINUTE = timedelta(minutes=1)
FINANCE_BOX = "sotaichinh@thainguyen.gov.vn"


class Follower:
    """Looks on from a moment on; what it is told is named by Message-ID."""

    def __init__(self, office: Office, watch: NewsWatch) -> None:
        self._office = office
        self._watch = watch

    async def look(self, now: datetime) -> tuple[list[str], list[str]]:
        async with self._office.database.read() as session:
            news = await self._watch.look(session, now)
        if news is None:
            return [], []
        return sorted(one.message_id for one in news.new), [one.message_id for one in news.overdue]


async def follow(office: Office, now: datetime, agency: str = SCIENCE) -> Follower:
    async with office.database.read() as session:
        return Follower(office, await NewsWatch.begin(session, agency, now))


async def arrives(
    office: Office,
    seq: int,
    at: datetime,
    sender: str = CITIZEN,
    now: datetime | None = None,
    *,
    shielded: bool = False,
) -> None:
    login = sender if sender == FINANCE_BOX else None
    record = checked(seq, at, sender, CLERK_BOX, login=login) | ({"shielded": True} if shielded else {})
    await office.takes([record], [in_mailbox(seq, at, CLERK_BOX)], now=now)


async def test_a_letter_that_comes_is_told_once_and_what_was_there_before_is_not(office: Office) -> None:
    await arrives(office, 1, MONDAY)
    follower = await follow(office, MONDAY + MINUTE)
    elsewhere = await follow(office, MONDAY + MINUTE, FINANCE)
    assert await follower.look(MONDAY + 2 * MINUTE) == ([], [])

    await arrives(office, 2, MONDAY + 3 * MINUTE, OTHER_CITIZEN)
    assert await follower.look(MONDAY + 4 * MINUTE) == (["2@mail.example"], [])
    assert await follower.look(MONDAY + 5 * MINUTE) == ([], [])
    assert await elsewhere.look(MONDAY + 5 * MINUTE) == ([], [])


async def test_a_letter_that_was_being_stored_during_the_last_look_is_told_at_the_next(office: Office) -> None:
    follower = await follow(office, MONDAY)
    assert await follower.look(MONDAY + MINUTE) == ([], [])
    await arrives(office, 1, MONDAY, now=MONDAY + timedelta(seconds=50))

    assert await follower.look(MONDAY + 2 * MINUTE) == (["1@mail.example"], [])
    assert await follower.look(MONDAY + 3 * MINUTE) == ([], [])


async def test_an_answer_that_is_owed_beyond_its_term_is_told_when_that_ends(office: Office) -> None:
    await arrives(office, 1, MONDAY)
    await arrives(office, 2, MONDAY, OTHER_CITIZEN)
    answer = checked(3, MONDAY + MINUTE, CLERK_BOX, OTHER_CITIZEN, login=CLERK_BOX, reply_to=("2@mail.example",))
    await office.takes([answer], [handed_over(3, MONDAY + MINUTE, OTHER_CITIZEN)])
    due = vietnam("2026-01-10 17:00")  # a Saturday worked for 2 January

    follower = await follow(office, due - MINUTE)
    assert await follower.look(due - timedelta(seconds=1)) == ([], [])
    assert await follower.look(due + MINUTE) == ([], ["1@mail.example"])
    assert await follower.look(due + 2 * MINUTE) == ([], [])


async def test_a_paper_whose_receipt_was_not_told_the_same_day_is_told(office: Office) -> None:
    follower = await follow(office, MONDAY - MINUTE)
    await arrives(office, 1, MONDAY, FINANCE_BOX)
    await arrives(office, 2, MONDAY, FINANCE_BOX)
    assert await follower.look(MONDAY + MINUTE) == (["1@mail.example", "2@mail.example"], [])
    [told, _] = await office.every_letter()
    done = LetterAct("A1", Act.ACKNOWLEDGED, told.id, MONDAY + MINUTE, "VAN", {})
    await office.acts(done, counterpart=FINANCE)

    new, overdue = await follower.look(vietnam("2026-01-05 17:01"))
    assert (new, len(overdue)) == ([], 1)
    assert overdue != [told.message_id]


@pytest.mark.parametrize("shielded", [True, False])
async def test_letters_for_named_receivers_are_no_news(office: Office, shielded: bool) -> None:
    follower = await follow(office, MONDAY - MINUTE)
    await arrives(office, 1, MONDAY, shielded=shielded)

    expected = [] if shielded else ["1@mail.example"]
    assert await follower.look(MONDAY + MINUTE) == (expected, [])
    assert await follower.look(vietnam("2026-01-10 17:01")) == ([], expected)


async def test_letters_of_the_past_that_are_imported_are_no_news(office: Office) -> None:
    follower = await follow(office, MONDAY + timedelta(days=9))
    await arrives(office, 1, MONDAY, now=MONDAY + timedelta(days=9, minutes=1))

    assert await follower.look(MONDAY + timedelta(days=9, minutes=2)) == ([], [])
