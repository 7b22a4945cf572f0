"""How far an issued paper came to one line, by what is known of the letters that carried it."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.compliance.coverage import events_of, reached
from backend.compliance.terms import COVERED, PROOFS, Coverage, Event, LinkState, Reason
from backend.correspondence.sent_letters import SentRecipient
from backend.correspondence.sent_way import RecipientWay, WayState, WayStep

AT = datetime(2026, 1, 5, 1, tzinfo=UTC)
BOX, OTHER_BOX = "sotaichinh@thainguyen.gov.vn", "mot-cua.sotaichinh@thainguyen.gov.vn"


def letter(*states: WayState, box: str = BOX, agency: str = "H55.07") -> SentRecipient:
    """A letter to a box, and what happened to it, an hour apart."""
    steps = tuple(WayStep(state, AT + timedelta(hours=hours), "x") for hours, state in enumerate(states))
    return SentRecipient(box, agency, RecipientWay({"agency": agency, "box": box}, steps))


def coverage(*letters: SentRecipient, reason: Reason | None = None, link: LinkState | None = None) -> Coverage:
    return reached("H55.07", BOX, letters, reason, link).coverage


@pytest.mark.parametrize(
    ("states", "found"),
    [
        ([], Coverage.NOT_SENT),
        ([WayState.ACCEPTED], Coverage.ACCEPTED),
        ([WayState.ACCEPTED, WayState.DELAYED], Coverage.DELAYED),
        ([WayState.ACCEPTED, WayState.HANDED_OVER], Coverage.HANDED_OVER),
        ([WayState.IN_MAILBOX, WayState.DISPLAYED, WayState.REGISTERED, WayState.REPLIED], Coverage.REPLIED),
        ([WayState.IN_MAILBOX, WayState.RECALL_DONE], Coverage.IN_MAILBOX),
    ],
)
def test_a_line_stands_where_its_letter_came_furthest(states: list[WayState], found: Coverage) -> None:
    assert coverage(letter(*states)) is found


def test_a_bounce_after_the_hand_over_undoes_it_and_a_later_delivery_undoes_the_bounce() -> None:
    assert coverage(letter(WayState.HANDED_OVER, WayState.BOUNCED)) is Coverage.BOUNCED
    assert coverage(letter(WayState.BOUNCED, WayState.IN_MAILBOX)) is Coverage.IN_MAILBOX
    assert coverage(letter(WayState.BOUNCED), letter(WayState.IN_MAILBOX)) is Coverage.IN_MAILBOX


def test_another_box_of_the_agency_is_the_agency_and_another_agency_is_not() -> None:
    assert coverage(letter(WayState.IN_MAILBOX, box=OTHER_BOX)) is Coverage.IN_MAILBOX
    elsewhere = letter(WayState.IN_MAILBOX, box="soyte@thainguyen.gov.vn", agency="H55.08")
    assert coverage(elsewhere) is Coverage.NOT_SENT
    outsider = letter(WayState.IN_MAILBOX, box="ai.do@nguoidan.example", agency="")
    assert reached("", "", [outsider], None, None).coverage is Coverage.NOT_SENT


def test_a_stated_reason_stands_where_no_delivery_is_proved_and_never_hides_one() -> None:
    assert coverage(reason=Reason.PAPER_ONLY) is Coverage.EXCUSED
    assert coverage(letter(WayState.BOUNCED), reason=Reason.NO_BOX) is Coverage.EXCUSED
    assert coverage(letter(WayState.IN_MAILBOX), reason=Reason.NO_BOX) is Coverage.IN_MAILBOX


@pytest.mark.parametrize("state", [None, *(state for state in LinkState if state is not LinkState.SAME)])
def test_a_link_covers_only_while_it_gives_the_same_file(state: LinkState | None) -> None:
    assert coverage(reason=Reason.PUBLISHED, link=state) is Coverage.NOT_SENT
    assert coverage(letter(WayState.BOUNCED), reason=Reason.PUBLISHED, link=state) is Coverage.BOUNCED
    assert coverage(reason=Reason.PUBLISHED, link=LinkState.SAME) is Coverage.PUBLISHED


def test_what_our_own_server_has_is_no_proof_of_delivery() -> None:
    assert {Coverage.NOT_SENT, Coverage.ACCEPTED, Coverage.DELAYED, Coverage.BOUNCED, Coverage.RETURNED} == (
        set(Coverage) - COVERED
    )
    assert {Coverage.PUBLISHED, Coverage.EXCUSED} == COVERED - PROOFS


def test_other_systems_are_told_of_the_first_delivery_of_the_register_and_of_the_answer() -> None:
    way = letter(WayState.ACCEPTED, WayState.HANDED_OVER, WayState.IN_MAILBOX, WayState.REGISTERED, WayState.REPLIED)

    assert events_of("H55.07", BOX, [way]) == {
        Event.DELIVERED: AT + timedelta(hours=1),
        Event.REGISTERED: AT + timedelta(hours=3),
        Event.ANSWERED: AT + timedelta(hours=4),
    }
    assert events_of("H55.08", "soyte@thainguyen.gov.vn", [way]) == {}
