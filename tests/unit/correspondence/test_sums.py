"""Figures of many groups at once are those that are made group by group, letter by letter."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.correspondence import figure_queries
from backend.correspondence.clocks import NONE
from backend.correspondence.figure import OpenLetter, figure_of
from backend.correspondence.figure_queries import FinishedRow, WaitingRow
from backend.correspondence.histogram import EXACT, Histogram, Integers
from backend.correspondence.many_blobs import read_dues, read_waits
from backend.correspondence.on_time import Dues
from backend.correspondence.open_columns import SoFar, WaitingColumns, WaitingGroup
from backend.correspondence.open_time import waited_by
from backend.correspondence.sums import sums_of
from backend.correspondence.tally import Tally, tallied
from backend.directory.models import AgencyWeek
from backend.directory.working_calendar import OwnRows, calendar_of
from backend.workingtime.calendar import Calendar
from backend.workingtime.cumulative import microseconds
from tests.unit.journal_lines import vietnam

NOW = vietnam("2026-01-27 10:17")
SECONDS = int(NOW.timestamp())
SIZES = st.sampled_from([0, 1, 3, 40, EXACT - 1, EXACT, EXACT + 1, 300])


def finished(chance: Random, letters: int) -> list[FinishedRow]:
    return [one_finished(chance, str(number)) for number in range(letters)]


def one_finished(chance: Random, own_id: str) -> FinishedRow:
    due_at = NOW + timedelta(hours=chance.randint(-300, 60)) if chance.random() < 0.8 else None
    answered_at = NOW - timedelta(hours=chance.randint(0, 300)) if chance.random() < 0.8 else None
    standing = chance.choice(["answered", "settled", "no_answer", "returned", "merged", "passed_on"])
    return FinishedRow(
        id=own_id,
        sender_class="citizen",
        matter="",
        standing=standing,
        answered_by=None if answered_at is None else chance.choice(["reply", "elsewhere"]),
        answered_at=answered_at,
        due_at=due_at,
        reopened=chance.randint(0, 1),
        working_seconds=None if answered_at is None else chance.randint(0, 2_000_000),
        own_seconds=chance.randint(0, 2_000_000),
        sender_seconds=chance.randint(0, 90_000),
        other_seconds=chance.randint(0, 90_000),
    )


def one_open(chance: Random) -> OpenLetter:
    due = chance.choice([None, SECONDS - 1, SECONDS, SECONDS + 1, SECONDS - chance.randint(0, 10**6)])
    return OpenLetter(chance.randint(0, 2_000_000), chance.randint(0, 90_000), chance.randint(0, 90_000), due)


def as_columns(groups: Sequence[Sequence[OpenLetter]]) -> SoFar:
    letters = [(place, one) for place, group in enumerate(groups) for one in group]
    return SoFar(
        of_group=np.array([place for place, _ in letters], np.int64),
        own=np.array([one.own_seconds for _, one in letters], np.int64),
        sender=np.array([one.sender_seconds for _, one in letters], np.int64),
        other=np.array([one.other_seconds for _, one in letters], np.int64),
        due=np.array([NONE if one.due_at is None else one.due_at for _, one in letters], np.int64),
    )


@given(data=st.data())
def test_many_groups_at_once_come_to_what_each_comes_to_alone(data: st.DataObject) -> None:
    chance, count = Random(data.draw(st.integers(0, 2**32))), data.draw(st.integers(1, 4))
    tallies: list[Tally] = []
    keys: list[int] = []
    for size in data.draw(st.lists(SIZES, max_size=6)):
        tallies += tallied(finished(chance, size)).values()
    keys += [chance.randrange(-1, count) for _ in tallies]
    groups = [[one_open(chance) for _ in range(size)] for size in data.draw(st.lists(SIZES, min_size=1, max_size=4))]
    open_keys = [*range(count), *(chance.randrange(-1, count) for _ in groups[count:])][: len(groups)]
    groups += [[one_open(chance)] for _ in range(count - len(groups))]  # of every key there is a row
    open_keys += list(range(len(open_keys), len(groups)))
    counted = [figure_queries.counted_row(("H55", 202601), ("citizen", ""), tally) for tally in tallies]

    sums = sums_of(counted, as_columns(groups), len(groups), SECONDS)
    into = np.array([*keys, *open_keys], np.int64)
    at_once = sums.grouped(into, count)
    expected = [
        figure_of(
            [tally for tally, its in zip(tallies, keys, strict=True) if its == key],
            [one for group, its in zip(groups, open_keys, strict=True) if its == key for one in group],
            SECONDS,
        )
        for key in range(count)
    ]

    assert at_once.figures() == expected
    assert [len(one) for one in (at_once, sums)] == [count, len(tallies) + len(groups)]
    whole = at_once.grouped(np.zeros(count, np.int64), 1)  # groups of groups
    assert whole.figures() == sums.grouped(np.where(into < 0, -1, 0), 1).figures()
    assert whole.histograms() == sums.grouped(np.where(into < 0, -1, 0), 1).histograms()


def test_the_percentiles_of_a_lone_group_stay_exact_to_the_second() -> None:
    letters = finished(Random(1), 2 * EXACT)
    [tally] = tallied(letters).values()
    rows = [figure_queries.counted_row(("H55", 202601), ("citizen", ""), tally)]
    alone = sums_of(rows, as_columns([]), 0, SECONDS).grouped(np.zeros(1, np.int64), 1)
    twice = sums_of(rows * 2, as_columns([]), 0, SECONDS).grouped(np.zeros(2, np.int64), 1)

    assert tally.median_seconds is not None
    assert alone.figures()[0].median.value == tally.median_seconds
    assert twice.figures()[0].median.value != tally.median_seconds  # as it reads from buckets


WAITS = st.lists(st.integers(0, 3_000_000), max_size=200)


@given(st.lists(st.tuples(WAITS, WAITS, st.integers(0, 9), st.sampled_from([1, 300, 70_000])), max_size=5))
def test_stored_waits_read_at_once_are_those_read_one_by_one(
    parts: list[tuple[list[int], list[int], int, int]],
) -> None:
    histograms = []
    for answered, censored, never, factor in parts:
        one = Histogram.of(answered, censored, never)
        many = one if one.exact else Histogram(False, one.answered * factor, one.censored * factor, never)
        histograms.append(many)  # counts of one, two and four bytes

    found = read_waits([bytes(one) for one in histograms])

    assert found.never.tolist() == [one.never for one in histograms]
    for place, one in enumerate(histograms):
        single, filled = found.single, found.filled
        mine, inside = single.of == place, filled.of == place
        if one.exact:
            assert single.seconds[mine & ~single.is_open].tolist() == one.answered.tolist()
            assert single.seconds[mine & single.is_open].tolist() == one.censored.tolist()
        else:
            for name in ("answered", "censored"):
                counts = np.bincount(filled.buckets[inside], getattr(filled, name)[inside], len(one.answered))
                assert counts.tolist() == getattr(one, name).tolist()
        assert one.exact == (not inside.any())


def test_a_stored_version_nobody_knows_is_refused_among_many() -> None:
    known = bytes(Histogram.of([1, 2]))

    with pytest.raises(ValueError, match="version 9"):
        read_waits([known, b"\x09" + known[1:]])


@given(st.lists(st.lists(st.tuples(st.integers(0, 40), st.booleans()), max_size=30), max_size=5), st.integers(0, 41))
def test_stored_dues_read_at_once_are_those_read_one_by_one(parts: list[list[tuple[int, bool]]], now: int) -> None:
    dues = [Dues.of([at for at, _ in part], [kept for _, kept in part]) for part in parts]

    found = read_dues([bytes(one) for one in dues], now)

    told = zip(found.in_time.tolist(), found.late.tolist(), found.later.tolist(), strict=True)
    assert list(told) == [(*one.by(now), one.not_yet(now)) for one in dues]


def calendars() -> dict[str, Calendar]:
    hours = "mon-thu 08:10-11:00 14:00-16:00; sat 09:00-10:00"
    week = AgencyWeek(valid_from=date(2026, 1, 12), season="", hours=hours, source="QĐ 1")
    return {"H55.05": calendar_of([OwnRows()]), "H55.07": calendar_of([OwnRows(weeks=(week,))])}


@given(seed=st.integers(0, 2**32), letters=st.integers(0, 60))
def test_letters_that_wait_have_the_same_time_in_columns_as_one_by_one(seed: int, letters: int) -> None:
    chance = Random(seed)
    rows = sorted((one_waiting(chance) for _ in range(letters)), key=lambda row: row[:5])
    groups: dict[tuple[object, ...], list[WaitingRow]] = {}
    for row in rows:
        groups.setdefault(row[:5], []).append(row)
    columns = WaitingColumns(
        [WaitingGroup(*group[0][:5], len(group)) for group in groups.values()],
        turn_since=as_moments([row.turn_since for row in rows]),
        own=as_numbers(rows, 6),
        sender=as_numbers(rows, 7),
        other=as_numbers(rows, 8),
        due_at=as_moments([row.due_at for row in rows]),
    )

    by_calendar = calendars()
    found = columns.by(by_calendar, NOW)
    one_by_one = {id(row): so_far for row, so_far in waited_by(rows, by_calendar, NOW)}
    told = zip(found.own.tolist(), found.sender.tolist(), found.other.tolist(), found.due.tolist(), strict=True)

    assert [OpenLetter(*one[:3], None if one[3] == NONE else one[3]) for one in told] == [
        one_by_one[id(row)] for row in rows
    ]


def one_waiting(chance: Random) -> WaitingRow:
    since = NOW - timedelta(microseconds=chance.randint(-(10**9), 40 * 86_400 * 10**6))
    return WaitingRow(
        agency_code=chance.choice(["H55.05", "H55.07"]),
        month=202601,
        sender_class=chance.choice(["citizen", "business"]),
        matter=chance.choice(["", "complaint.accept"]),
        standing=chance.choice(["open", "senders_turn"]),
        turn_since=None if chance.random() < 0.1 else since.astimezone(UTC),
        own_seconds=chance.randint(0, 90_000),
        sender_seconds=chance.randint(0, 90_000),
        other_seconds=chance.randint(0, 90_000),
        due_at=None if chance.random() < 0.2 else since + timedelta(days=7),
    )


def as_moments(moments: Sequence[datetime | None]) -> Integers:
    return np.array([NONE if one is None else microseconds(one) for one in moments], np.int64)


def as_numbers(rows: Sequence[WaitingRow], place: int) -> Integers:
    return np.array([row[place] for row in rows], np.int64)
