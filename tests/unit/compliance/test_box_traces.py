"""Facts laid into days at once say of each day what the facts of that day and of two weeks before it say."""

from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from backend.compliance.box_traces import BoxFact, LetterRow, histories_of
from backend.compliance.mailbox_checks import WAITS_FOR, Arrival, BoxTraces, Evidence, Seen
from backend.workingtime.hours import at

BOX, OTHER = "sokhcn@thainguyen.gov.vn", "other@thainguyen.gov.vn"
FIRST, DAYS = date(2026, 1, 1), 40
_HOURS = st.integers(0, 24 * DAYS - 1).map(lambda hours: at(FIRST, time()) + timedelta(hours=hours))
_KINDS = st.sampled_from(["in_mailbox", "handed_over", "opened", "mdn_sent", "checked"])
_NAMES = st.sampled_from(["1@mail.example", "2@mail.example"])


def fact(kind: str, moment: datetime, name: str, box: str) -> BoxFact:
    return BoxFact(kind, "dovecot", moment, name, box, None)


_FACTS = st.lists(st.builds(fact, _KINDS, _HOURS, _NAMES, st.sampled_from([BOX, BOX, OTHER])), max_size=12)


def slowly(facts: list[BoxFact], day: date) -> BoxTraces:
    """By looking at every fact for every day, and at nothing that is older than letters are waited for."""
    begins = at(day, time())
    known = [one for one in facts if begins - WAITS_FOR <= one.at < begins + timedelta(days=1)]
    mine = [one for one in known if one.box == BOX]
    arrivals = []
    for name in dict.fromkeys(one.message_id for one in mine if one.kind in ("in_mailbox", "handed_over")):
        of_it = [one for one in mine if one.message_id == name]
        came = min(one.at for one in of_it if one.kind in ("in_mailbox", "handed_over"))
        over = min((one.at for one in of_it if one.kind in ("opened", "mdn_sent")), default=None)
        if over is None or over >= begins:
            arrivals.append(Arrival(came, over))
    deeds = {"opened": Evidence.OPENED, "mdn_sent": Evidence.RECEIPT_SENT, "checked": Evidence.SENT}
    seen = [Seen(deeds[one.kind], one.at) for one in mine if one.kind in deeds and one.at >= begins]
    return BoxTraces(seen, arrivals, (), bool(known))


@given(_FACTS)
def test_each_day_is_told_as_if_it_were_read_alone(facts: list[BoxFact]) -> None:
    facts = sorted(facts, key=lambda one: one.at)
    history = histories_of([BOX], facts, [], FIRST + timedelta(days=DAYS))[BOX]
    for number in range(DAYS):
        day = FIRST + timedelta(days=number)
        found, expected = history.of_day(day, ()), slowly(facts, day)
        ends = at(day, time()) + timedelta(days=1)
        shown = [Arrival(one.arrived_at, _until(one.dealt_with_at, ends)) for one in found.arrivals]
        assert sorted(shown, key=str) == sorted(expected.arrivals, key=str)
        assert list(found.seen) == list(expected.seen)
        assert found.openings_told == expected.openings_told


def _until(moment: datetime | None, ends: datetime) -> datetime | None:
    """What happened after the day is not the day's to know."""
    return moment if moment is not None and moment < ends else None


def test_an_answer_ends_the_waiting_and_a_letter_for_named_receivers_is_not_there() -> None:
    came = at(FIRST, time(8))
    facts = [fact("in_mailbox", came, f"{number}@mail.example", BOX) for number in (1, 2)]
    letters = [
        LetterRow("L1", BOX, "1@mail.example", came + timedelta(hours=1), shielded=False),
        LetterRow("L2", BOX, "2@mail.example", None, shielded=True),
    ]
    history = histories_of([BOX], facts, letters, FIRST)[BOX]

    assert list(history.of_day(FIRST, ()).arrivals) == [Arrival(came, came + timedelta(hours=1))]
