"""Drafts of letters to agencies that fall short, from the figures of a quarterly report. Pure.

Form: công văn, NĐ 30/2020/NĐ-CP, Phụ lục III, mẫu 1.5. What falls short is told by the dated targets of the report's
inputs; of letters only shares that the report shows are told, so small groups stay hidden.
Source: Chỉ thị, khoản 4 and khoản 5 điểm d.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from backend.compliance.paper import Beside, Block, Centred, Line, Text
from backend.compliance.quarterly_terms import AgencyQuarter, QuarterlyFigures
from backend.compliance.quarterly_wording import day, kept_share, percent, roman, said, sender
from backend.compliance.report_inputs import Target
from backend.correspondence.suppression import SMALLEST


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """To one agency. `reasons`: the sentences that say what falls short."""

    agency_code: str
    reasons: tuple[str, ...]
    blocks: tuple[Block, ...]


def letters(found: QuarterlyFigures) -> list[LetterDraft]:
    """By code of the agency; those that fall short of nothing, and the one that reports, get none."""
    told = [(one, tuple(_shortfalls(one, found))) for one in found.agencies if one.name != found.issuer.own]
    drafts = [LetterDraft(one.code, why, tuple(_letter(found, one.name, why))) for one, why in told if why]
    return sorted(drafts, key=lambda draft: draft.agency_code)


def _shortfalls(agency: AgencyQuarter, found: QuarterlyFigures) -> Iterator[str]:
    words, inputs, last = said("letter"), found.inputs, found.whole.period.until
    if not agency.boxes:
        yield words["no_box"]
    if agency.mandatory.unmailed:
        yield words["unmailed"].format(count=agency.mandatory.unmailed, of=agency.mandatory.total)
    checks, target = agency.checks, inputs.target(Target.CHECKS, last)
    known = not (found.gaps.checks_gone or found.gaps.nothing_known) and checks.kept + checks.missed
    if target and known and 100 * checks.kept < target.number * (checks.kept + checks.missed):
        yield words["checks"].format(share=kept_share(checks), target=target.number, source=target.source)
    target = inputs.target(Target.ON_TIME, last)
    for row in agency.times.rows:
        share = row.figure.on_time
        if target and share.value is not None and share.of >= SMALLEST and 100 * share.value < target.number:
            yield words["on_time"].format(
                sender=sender(row.sender_class), share=percent(share.value), target=target.number, source=target.source
            )


def _letter(found: QuarterlyFigures, name: str, lines: Sequence[str]) -> list[Block]:
    words, head, issuer = said("letter"), said("head"), found.issuer
    period = {"number": roman(found.quarter), "year": found.quarter.year}
    left = (
        Line(issuer.above.upper(), points=12),
        Line((issuer.own or head["agency"]).upper(), bold=True, ruled=True, points=12),
        Line(words["number"].format(symbol=issuer.symbol or head["symbol"])),
        Line(words["subject"].format(**period), points=12),
    )
    right = (
        Line(head["nation"], bold=True, points=12),
        Line(head["motto"], bold=True, ruled=True),
        Line(head["place"], italic=True),
    )
    told = {"since": day(found.whole.period.since), "until": day(found.gaps.last_day), **period}
    end = said("end")
    lead = Line(end["recipients"], bold=True, italic=True, points=12)
    recipients = (lead, *(Line(one, points=11) for one in end["lines"]))
    signer = (Line(end["signer"], bold=True), Line(end["signature"], italic=True))
    return [
        Beside(left, right),
        Centred((Line(head["addressee"].format(addressee=name)),)),
        Text(words["begin"].format(**told)),
        *(Text(f"- {line}") for line in lines),
        Text(words["ask"]),
        Text(words["end"]),
        Beside(recipients, signer, flush=True),
    ]
