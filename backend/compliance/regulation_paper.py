"""The draft decision with the regulation on official mail, and the list of kinds that must be mailed. Pure.

Form: NĐ 30/2020/NĐ-CP, Phụ lục I and III; number, place, day and signature are left open. What is said comes from the
rules in force, the calendar's checks, the terms, and the assignments of the directory.
Source: Chỉ thị, khoản 1 điểm b, khoản 5 điểm a, khoản 6.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from backend.compliance.paper import Beside, Block, Centred, Heading, Line, Rows, Text
from backend.correspondence.deadlines import Term
from backend.workingtime.deadline import TermUnit


@dataclass(frozen=True, slots=True)
class RuledKind:
    """A rule that says of papers that they must, or should, be mailed."""

    rule_id: str
    title: str
    source: str
    mandatory: bool


@dataclass(frozen=True, slots=True)
class Charged:
    """Who is charged with what. `role`: a key of the words; `decision`: "" where none is noted."""

    role: str
    person: str
    post: str
    decision: str


@dataclass(frozen=True, slots=True)
class AgencyCharges:
    """`box`: "" where none is published."""

    name: str
    box: str
    charged: tuple[Charged, ...]


@dataclass(frozen=True, slots=True)
class RegulationFacts:
    """`windows`: of the checks of a day, in words. `version`: of the rules in force."""

    committee: str
    symbol: str
    reporter: str
    domains: tuple[str, ...]
    kinds: tuple[RuledKind, ...]
    version: str
    windows: tuple[str, ...]
    terms: tuple[Term, ...]
    agencies: tuple[AgencyCharges, ...]
    day: date


def decision(facts: RegulationFacts) -> list[Block]:
    """The decision, the regulation, the list and the assignments, each on pages of its own."""
    words = _said("decision")
    grounds = [Text(one.format(reporter=facts.reporter), italic=True) for one in words["grounds"]]
    return [
        _head(facts),
        Centred((Line(words["kind"], bold=True, points=14), Line(words["subject"], bold=True, ruled=True))),
        Centred((Line(facts.committee.upper(), bold=True),)),
        *grounds,
        Centred((Line(words["decides"], bold=True, points=14),)),
        *(Text(one) for one in words["articles"]),
        _end("lines"),
        *_regulation(facts),
        *_listed(facts, _said("list")["annex"]),
        *_assigned(facts.agencies),
    ]


def mandatory_list(facts: RegulationFacts) -> list[Block]:
    """The list alone, with a head and an end of its own."""
    return [_head(facts), *_listed(facts, None), _end("list_lines")]


def _head(facts: RegulationFacts) -> Block:
    words = _said("head")
    left = (
        Line(facts.committee.upper(), bold=True, ruled=True, points=12),
        Line(words["number"].format(symbol=facts.symbol)),
        Line(words["draft"], bold=True, points=12),
    )
    right = (
        Line(words["nation"], bold=True, points=12),
        Line(words["motto"], bold=True, ruled=True),
        Line(words["place"], italic=True),
    )
    return Beside(left, right)


def _regulation(facts: RegulationFacts) -> list[Block]:
    words = _said("regulation")
    said = {
        "committee": facts.committee,
        "reporter": facts.reporter,
        "domains": ", ".join(f"@{one}" for one in facts.domains),
        "mandatory": _titles(facts.kinds, mandatory=True),
        "encouraged": _titles(facts.kinds, mandatory=False),
        "checks": len(facts.windows),
        "windows": "; ".join(facts.windows),
    }
    blocks: list[Block] = [
        Centred(
            (
                Line(words["kind"], bold=True, points=14),
                Line(words["subject"], bold=True),
                Line(words["with"].format(symbol=facts.symbol), italic=True, ruled=True),
            ),
            begins_page=True,
        )
    ]
    for chapter in words["chapter"]:
        blocks.append(Centred((Line(chapter["title"], bold=True),)))
        for article in chapter["article"]:
            blocks.append(Heading(article["title"]))
            for point in article["points"]:
                blocks += _terms(facts.terms) if point == "{term}" else [Text(point.format(**said))]
    return blocks


def _terms(terms: Sequence[Term]) -> list[Block]:
    words = _said("terms")
    return [
        Text(
            words["line" if term.days else "same_day"].format(
                number=number, matter=term.matter, days=term.days, unit=_unit(term.unit), basis=term.basis
            )
        )
        for number, term in enumerate(terms, 1)
    ]


def _unit(unit: TermUnit) -> str:
    return str(_said("terms")[unit.value])


def _listed(facts: RegulationFacts, annex: str | None) -> list[Block]:
    words = _said("list")
    named = (Line(words["kind"], bold=True, points=14), Line(words["subject"], bold=True, ruled=True))
    title = (Line(annex, bold=True), *named) if annex else named
    ordered = sorted(facts.kinds, key=lambda one: (not one.mandatory, one.rule_id))
    rows = tuple(
        (str(number), one.title, words["mandatory" if one.mandatory else "encouraged"], one.source, one.rule_id)
        for number, one in enumerate(ordered, 1)
    )
    return [
        Centred(title, begins_page=annex is not None),
        Text(words["note"].format(version=facts.version, day=f"{facts.day:%d/%m/%Y}")),
        Rows(tuple(words["columns"]), rows, (5, 26, 14, 22, 33)),
    ]


def _assigned(agencies: Sequence[AgencyCharges]) -> list[Block]:
    words = _said("assigned")
    rows: list[tuple[str, ...]] = []
    for number, agency in enumerate(agencies, 1):
        charged = [(words[one.role], f"{one.person}, {one.post}", one.decision) for one in agency.charged]
        first, *others = charged or [("", words["none"], "")]
        rows += [(str(number), agency.name, agency.box, *first), *(("", "", "", *one) for one in others)]
    title = Centred((Line(words["annex"], bold=True), Line(words["title"], bold=True)), begins_page=True)
    return [title, Rows(tuple(words["columns"]), tuple(rows), (5, 20, 33, 12, 19, 11))]


def _end(lines: str) -> Block:
    words = _said("end")
    lead = Line(words["recipients"], bold=True, italic=True, points=12)
    left = (lead, *(Line(one, points=11) for one in words[lines]))
    right = (
        Line(words["signer"], bold=True),
        Line(words["post"], bold=True),
        Line(words["signature"], italic=True),
    )
    return Beside(left, right, flush=True)


def _titles(kinds: Sequence[RuledKind], *, mandatory: bool) -> str:
    return "; ".join(one.title[:1].lower() + one.title[1:] for one in kinds if one.mandatory is mandatory)


@cache
def _said(section: str) -> dict[str, Any]:
    written = files("backend.compliance").joinpath("regulation_words.toml").read_text("utf-8")
    return dict(tomllib.loads(written)[section])
