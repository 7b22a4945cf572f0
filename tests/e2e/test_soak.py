"""A short soak: a few minutes' letters of every kind through the real servers, every one accounted for.

`python -m benchmarks soak` is the whole day, with the memory of each role.
"""

from benchmarks.soak import whole_day
from benchmarks.soak_letters import WORD_OF_MARKED
from tests.e2e.aside import aside
from tests.e2e.canaries import Kind, planted

LETTERS = 240


def test_no_letter_of_a_short_day_is_lost_doubled_or_wrongly_judged_and_no_log_complains() -> None:
    planted(Kind.MARKED, WORD_OF_MARKED)

    found = aside(whole_day, LETTERS)

    assert found.breaches == []
    assert found.complaints == []
    assert len(found.course.codes) == LETTERS
    assert found.course.done["questions"] > 0
