"""`recompute`: how many letters a second get their working time anew from stored segments after a calendar changed.

The letters of a hundred agencies, each with a calendar of its own (dated and seasonal weeks, days set by decision), as
arrays in memory: letter, start and end of each segment. Summing the changed calendars up is part of what is measured.
The peers are the plain loops that explain single letters, over every hundredth letter; what both say of those letters
is compared first. "counting" is working time, "due dates" the ordinary term of each letter.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np

from backend.workingtime.calendar import Calendar, DatedWeek, DayKind, SpecialDay
from backend.workingtime.cumulative import WorkedTime, microseconds, working_seconds
from backend.workingtime.data import calendar_with
from backend.workingtime.day_table import Integers
from backend.workingtime.deadline import TermUnit, count_term
from backend.workingtime.hours import working_time_between
from backend.workingtime.season import parse_season
from backend.workingtime.week import parse_day, parse_hours
from benchmarks import recompute_stored
from benchmarks.measuring import interleaved

LETTERS, AGENCIES, ROUNDS = 200_000, 100, 5
TERM_DAYS = 5  # working days, the ordinary term
EVERY = 100  # letters, of which the peer counts one
TIMES = 10  # as many letters, for the growth
_FIRST, _DAYS = datetime(2025, 1, 1, tzinfo=UTC), 700
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Segments:
    """Those of one agency's letters, which are numbered from 0."""

    calendar: Calendar
    letters: Integers
    starts: Integers
    ends: Integers
    count: int


def run() -> Iterator[dict[str, object]]:
    agencies = [_agency(random.Random(number), LETTERS // AGENCIES) for number in range(AGENCIES)]
    few = [_every(agency, EVERY) for agency in agencies]
    yield _figure("counting", "working_time_between, segment by segment", agencies, few, _by_sums, _one_by_one)
    yield _figure("due dates", "count_term, letter by letter", agencies, few, _due_at_once, _due_one_by_one)
    yield _growth(agencies)
    for what, taken, letters in recompute_stored.rates():
        for seconds, unit in ((taken.wall, "letters/s"), (taken.processors, "letters a second of processor time")):
            yield {
                "name": f"recompute ({what})",
                "value": round(letters / seconds),
                "unit": unit,
                "peer": None,
                "peer_value": None,
                "ratio": None,
                "n": letters,
            }


def _figure(
    what: str,
    peer: str,
    agencies: Sequence[Segments],
    few: Sequence[Segments],
    ours: Callable[[Segments], Integers],
    theirs: Callable[[Segments], list[int]],
) -> dict[str, object]:
    for agency, sample in zip(agencies, few, strict=True):
        if ours(agency)[::EVERY].tolist() != theirs(sample):
            raise RuntimeError(f"{what}: the two ways differ")
    seconds, peer_seconds = interleaved(
        lambda: [ours(agency) for agency in agencies], lambda: [theirs(sample) for sample in few], ROUNDS
    )
    rate, peer_rate = LETTERS / seconds, LETTERS / EVERY / peer_seconds
    return {
        "name": f"recompute ({what})",
        "value": round(rate),
        "unit": "letters/s",
        "peer": peer,
        "peer_value": round(peer_rate),
        "ratio": round(rate / peer_rate, 1),
        "n": LETTERS,
    }


def _growth(agencies: Sequence[Segments]) -> dict[str, object]:
    """The ratio is 1 where a letter takes as long among ten times as many; summing up a calendar is shared by them."""
    tenth = [_every(agency, TIMES) for agency in agencies]
    many, few = interleaved(
        lambda: [_by_sums(agency) for agency in agencies], lambda: [_by_sums(agency) for agency in tenth], ROUNDS
    )
    return {
        "name": "recompute (counting, growth)",
        "value": round(many * 1000, 1),
        "unit": "ms",
        "peer": f"{LETTERS // TIMES:,} letters {TIMES} times",
        "peer_value": round(few * TIMES * 1000, 1),
        "ratio": round(many / few / TIMES, 2),
        "n": LETTERS,
    }


def _by_sums(agency: Segments) -> Integers:
    return working_seconds(WorkedTime(agency.calendar), agency.letters, agency.starts, agency.ends, agency.count)


def _one_by_one(agency: Segments) -> list[int]:
    worked = [timedelta()] * agency.count
    for letter, start, end in zip(agency.letters.tolist(), agency.starts.tolist(), agency.ends.tolist(), strict=True):
        worked[letter] += working_time_between(_moment(start), _moment(end), agency.calendar)
    return [time // timedelta(seconds=1) for time in worked]


def _due_at_once(agency: Segments) -> Integers:
    return WorkedTime(agency.calendar).due(_received(agency), TERM_DAYS, TermUnit.WORKING_DAY)


def _due_one_by_one(agency: Segments) -> list[int]:
    received = map(_moment, _received(agency).tolist())
    terms = (count_term(moment, TERM_DAYS, TermUnit.WORKING_DAY, agency.calendar) for moment in received)
    return [microseconds(term.due_at) for term in terms]


def _received(agency: Segments) -> Integers:
    """When each letter came: the start of its first segment."""
    return agency.starts[np.unique(agency.letters, return_index=True)[1]]


def _every(agency: Segments, step: int) -> Segments:
    kept = agency.letters % step == 0
    return Segments(
        agency.calendar,
        agency.letters[kept] // step,
        agency.starts[kept],
        agency.ends[kept],
        -(-agency.count // step),
    )


def _agency(chance: random.Random, count: int) -> Segments:
    """Letters with one to four segments each; most last some days, the last of a letter up to a month."""
    letters, starts, ends = [], [], []
    for letter in range(count):
        moment = microseconds(_FIRST + timedelta(days=_DAYS * chance.random()))
        for _ in range(chance.randint(1, 4)):
            ended = moment + int(chance.expovariate(1 / 3) * 86_400_000_000) + 1
            letters.append(letter)
            starts.append(moment)
            ends.append(ended)
            moment = ended + int(chance.expovariate(1 / 2) * 86_400_000_000)
    return Segments(_calendar(chance), np.array(letters), np.array(starts), np.array(ends), count)


def _calendar(chance: random.Random) -> Calendar:
    winter, summer = chance.choice(["07:30-11:30 13:00-17:00", "08:00-12:00 13:30-17:30"]), "07:00-11:00 13:30-17:00"
    began = date(2024, 10, 16)
    weeks = [
        DatedWeek(began, parse_hours(f"mon-fri {winter}"), parse_season("10-16..04-15")),
        DatedWeek(began, parse_hours(f"mon-fri {summer}"), parse_season("04-16..10-15")),
    ]
    days = {_some_day(chance): SpecialDay(DayKind.HOLIDAY, "nghỉ", "QĐ 1", "K", None, "1/QĐ") for _ in range(10)}
    own_hours = SpecialDay(DayKind.DECIDED, "trực", "QĐ 2", "K", None, "2/QĐ", parse_day("08:00-11:00"))
    return calendar_with(weeks, {**days, _some_day(chance): own_hours})


def _some_day(chance: random.Random) -> date:
    return _FIRST.date() + timedelta(days=chance.randrange(_DAYS))


def _moment(since_epoch: int) -> datetime:
    return _EPOCH + timedelta(microseconds=since_epoch)
