"""How many of an agency's papers were mailed, and the paper that saved: one meaning for every report and page."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from backend.compliance import register
from backend.compliance import service as issuing
from backend.compliance.mandatory_kinds import is_mandatory
from backend.compliance.paper_saved import TotalSaving, total_of
from backend.compliance.quarterly_terms import PaperCounts
from backend.compliance.register import Followed
from backend.correspondence.terms import Period
from backend.db import ReadSession


@dataclass(frozen=True, slots=True)
class IssuingCounts:
    """`mandatory`: of the kinds that must be mailed whatever they say (`mandatory_kinds`)."""

    papers: PaperCounts
    mandatory: PaperCounts
    saved: TotalSaving


async def issuing_counts(session: ReadSession, code: str, period: Period) -> IssuingCounts:
    """Of papers issued in the period; those only recorded in it belong to the one they were issued in."""
    noted = await issuing.every_issued(session, code, period.since, period.until)
    documents = [one for one in noted if period.since <= one.issued_on <= period.until]
    papers = await register.papers(session, code, period.since, period.until, documents)
    mandatory = _counted(one for one in papers if is_mandatory(one.paper.kind))
    return IssuingCounts(_counted(papers), mandatory, total_of(documents))


def _counted(papers: Iterable[Followed]) -> PaperCounts:
    counts = Counter("settled" if one.settled else "excused" if one.paper.reason else "unmailed" for one in papers)
    return PaperCounts(**counts)
