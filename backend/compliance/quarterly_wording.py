"""How the quarterly report writes days, durations, shares and what is undecided. Pure."""

import tomllib
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from backend.compliance.quarter import Quarter
from backend.compliance.quarterly_terms import AgencyQuarter, CheckCounts, Gaps, PaperCounts, QuarterlyFigures
from backend.correspondence import wording
from backend.correspondence.lost_letters import LostLetters
from backend.correspondence.response_time import Percentile, Share
from backend.correspondence.terms import SenderClass
from backend.workingtime.hours import in_vietnam

NAMED = 12  # days or agencies that a sentence names, before it only counts
_NUMBERS = ("I", "II", "III", "IV")


@cache
def said(section: str) -> dict[str, Any]:
    written = files("backend.compliance").joinpath("quarterly_words.toml").read_text("utf-8")
    return dict(tomllib.loads(written)[section])


def sender(of: SenderClass) -> str:
    return str(said("times")[of.value])


def roman(quarter: Quarter) -> str:
    return _NUMBERS[quarter.number - 1]


def day(of: date) -> str:
    return f"{of:%d/%m/%Y}"


def moment(of: datetime) -> str:
    return f"{in_vietnam(of):%H:%M} ngày {day(in_vietnam(of).date())}"


def hours(seconds: int | None) -> str:
    """Working time, to the minute that is full."""
    if seconds is None:
        return str(said("times")["undecided"])
    whole, minutes = divmod(seconds // 60, 60)
    return wording.words("digest_time", hours=whole, minutes=minutes)


def percentile(of: Percentile, letters: int) -> str:
    if not letters:
        return str(said("times")["nothing"])
    if of == Percentile():
        return str(said("times")["undecided"])
    return str(said("times")["interval"]).format(value=hours(of.value), low=hours(of.low), high=hours(of.high))


def percent(of: float | None) -> str:
    """With a decimal comma."""
    return str(said("times")["nothing"]) if of is None else f"{100 * of:.1f}".replace(".", ",") + "%"


def share(of: Share) -> str:
    if of.value is None:
        return str(said("times")["nothing"])
    return str(said("times")["share"]).format(
        share=percent(of.value), of=of.of, low=percent(of.low), high=percent(of.high)
    )


def settled_share(papers: PaperCounts) -> str:
    return percent(papers.settled / papers.total if papers.total else None)


def kept_share(checks: CheckCounts) -> str:
    known = checks.kept + checks.missed
    return percent(checks.kept / known if known else None)


def listed(names: Sequence[str]) -> str:
    rest = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (str(said("gaps")["more"]).format(count=rest) if rest > 0 else "")


def gaps(report: QuarterlyFigures) -> list[str]:
    """What is not known, a sentence each."""
    words, found = said("gaps"), report.gaps
    told = [words["running"].format(taken_at=moment(report.taken_at))] if found.is_running else []
    told += _days(found)
    told += [_lost(one) for one in found.lost]
    if found.checks_gone:
        told.append(words["checks_gone"])
    if found.checks_since is not None:
        told.append(words["checks_since"].format(since=day(found.checks_since)))
    if found.written_since is not None and found.written_since > report.whole.period.since:
        told.append(words["written_since"].format(since=day(found.written_since)))
    if found.without_box:
        told.append(words["without_box"].format(count=len(found.without_box), names=listed(found.without_box)))
    if silent := _without_papers(report.agencies):
        told.append(words["no_papers"].format(count=len(silent), names=listed(silent)))
    return told or [words["none"]]


def _days(found: Gaps) -> list[str]:
    words, told = said("gaps"), []
    for whole, some, days in (
        ("nothing", "no_letters", found.days_without_letters),
        ("no_openings_ever", "no_openings", found.days_without_openings),
    ):
        name = whole if len(days) == found.working_days else some
        if days:
            told.append(words[name].format(count=len(days), days=listed([day(one) for one in days])))
    return told


def _lost(part: LostLetters) -> str:
    numbers = {"records": part.records, "bytes": part.bytes, "segments": part.segments}
    return str(said("gaps")["lost"]).format(since=moment(part.since), until=moment(part.until), **numbers)


def _without_papers(agencies: Sequence[AgencyQuarter]) -> list[str]:
    return [one.name for one in agencies if not one.papers.total]
