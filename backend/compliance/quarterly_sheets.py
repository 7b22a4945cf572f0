"""The figures of the quarterly report as tables to reckon with: durations in working hours, shares as numbers. Pure."""

from collections.abc import Iterator

from backend.compliance.address_health import Trouble
from backend.compliance.charset_counts import CharsetCounts
from backend.compliance.quarterly_terms import AgencyQuarter, Gaps, QuarterlyFigures
from backend.compliance.quarterly_wording import gaps, moment, said, sender
from backend.compliance.workbook import Cell, Hours, Proportion, Sheet
from backend.correspondence.figure_terms import Figures, ResponseTimeRow
from backend.correspondence.response_time import Percentile

_HOUR = 3600


def sheets(found: QuarterlyFigures) -> list[Sheet]:
    words = said("sheets")
    times = tuple(words["times_columns"])
    notes = [f"{found.scope}, {found.quarter}, {moment(found.taken_at)}", *gaps(found), said("browsers")["secrecy"]]
    notes += [row.explanation for row in found.whole.rows if row.figure.count]
    return [
        Sheet(words["whole"], times, tuple(_times("", found.scope, found.whole)), frozenset({1, 17})),
        Sheet(
            words["times"],
            times,
            tuple(row for one in found.agencies for row in _times(one.code, one.name, one.times)),
            frozenset({1, 17}),
        ),
        Sheet(
            words["rest"],
            tuple(words["rest_columns"]),
            tuple(_rest(one, found.gaps) for one in found.agencies),
            frozenset({1}),
        ),
        Sheet(words["gaps"], (said("gaps")["title"],), tuple((one,) for one in notes), frozenset({0})),
    ]


def _times(code: str, name: str, figures: Figures) -> Iterator[tuple[Cell, ...]]:
    for row in figures.rows:
        yield (code, name, sender(row.sender_class), *_numbers(row), _note(row))
    for one in figures.hidden:
        yield (code, name, sender(one), *[None] * 14, said("annex")["few"])


def _numbers(row: ResponseTimeRow) -> tuple[Cell, ...]:
    figure, share = row.figure, row.figure.on_time
    return (
        figure.count,
        figure.counts.answered,
        figure.open,
        _hours(figure.oldest_open),
        *_percentile(figure.median),
        *_percentile(figure.p90),
        share.of,
        *(None if one is None else Proportion(one) for one in (share.value, share.low, share.high)),
    )


def _percentile(of: Percentile) -> tuple[Cell, ...]:
    return _hours(of.value), _hours(of.low), _hours(of.high)


def _hours(seconds: int | None) -> Hours | None:
    return None if seconds is None else Hours(seconds / _HOUR)


def _note(row: ResponseTimeRow) -> str:
    months = ", ".join(f"{month % 100:02}/{month // 100}" for month in row.left_out)
    return said("times")["left_out"].format(sender=sender(row.sender_class), months=months) if months else ""


def _written(letters: CharsetCounts, gaps: Gaps) -> tuple[Cell, ...]:
    if gaps.written_since is None or gaps.written_since > gaps.last_day:
        return (None,) * 5
    return (letters.unicode, letters.old, letters.decomposed, letters.not_read, letters.no_text)


def _rest(agency: AgencyQuarter, gaps: Gaps) -> tuple[Cell, ...]:
    papers, mandatory, checks = agency.papers, agency.mandatory, agency.checks
    counts = (checks.kept, checks.declared, checks.missed, checks.unseen)
    return (
        agency.code,
        agency.name,
        *(papers.total, papers.settled, papers.excused, papers.unmailed),
        *(mandatory.total, mandatory.settled, mandatory.unmailed),
        agency.saved.sheets,
        agency.boxes,
        *((None,) * 4 if gaps.checks_gone or gaps.nothing_known else counts),
        *(agency.troubles.get(kind, 0) for kind in Trouble),
        agency.browsers,
        agency.managed,
        *_written(agency.written, gaps),
    )
