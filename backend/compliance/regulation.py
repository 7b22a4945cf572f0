"""The province's regulation on official mail: drafted from what holds today, and noted by number once it is signed."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from backend.audit import service as audit
from backend.classification.effect import Effect
from backend.compliance import regulation_queries as queries
from backend.compliance.regulation_models import NUMBER_LENGTH, SignedRegulation
from backend.compliance.regulation_paper import AgencyCharges, Charged, RegulationFacts, RuledKind
from backend.compliance.reporting import Signer
from backend.correspondence.deadlines import ORDINARY, RECEIPT, terms
from backend.db import ReadSession, WriteSession
from backend.directory import queries as directory
from backend.directory.terms import OfficialRole
from backend.errors import DomainError, UsageError
from backend.workingtime.hours import in_vietnam
from backend.workingtime.windows import shipped_windows

CHARGED = (OfficialRole.CLERK, OfficialRole.RECEIVER, OfficialRole.DEPUTY, OfficialRole.IT_OFFICER)
_NUMBER = re.compile(r"[0-9]{1,5}(?:/[0-9]{4})?/[A-ZĐ][A-ZĐ.&-]*")


class RegulationPaper(StrEnum):
    DECISION = "decision"  # with the regulation, the list and the assignments
    LIST = "list"  # of kinds that must be mailed, alone


class WrongRegulation(DomainError):
    """A field of what was entered is not what it should be; `field` names it."""

    code = "wrong_regulation"

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True)
class Entry:
    paper: str
    number: str
    signed_on: date
    valid_from: date


def enter(session: WriteSession, entry: Entry, who: Signer, now: datetime) -> None:
    """
    Raises:
        WrongRegulation: the number is none like 12/2026/QĐ-UBND, it was signed in the future, or holds before that.
    """
    number = entry.number.strip()
    if entry.paper not in set(RegulationPaper):
        raise WrongRegulation("paper")
    if len(number) > NUMBER_LENGTH or _NUMBER.fullmatch(number) is None:
        raise WrongRegulation("number")
    if entry.signed_on > in_vietnam(now).date():
        raise WrongRegulation("signed_on")
    if entry.valid_from < entry.signed_on:
        raise WrongRegulation("valid_from")
    row = {"paper": entry.paper, "number": number, "signed_on": entry.signed_on, "valid_from": entry.valid_from}
    session.add(SignedRegulation(**row, entered_by=who.person_id, entered_at=now))
    data = {"paper": entry.paper, "number": number}
    audit.record(session, "regulation.entered", at=now, login=who.login, person_id=who.person_id, data=data)


def in_force(rows: Sequence[SignedRegulation], today: date) -> SignedRegulation | None:
    """What rules cite: of either paper the one that holds last by today. `rows`: as `queries.signed` orders them."""
    return next((row for row in rows if row.valid_from <= today), None)


def citation(row: SignedRegulation) -> str:
    return f"Quyết định số {row.number} ngày {row.signed_on:%d/%m/%Y}"


def ruled_kinds(rules: Sequence[Mapping[str, Any]]) -> tuple[RuledKind, ...]:
    """Of rules as a bundle writes them those that say what must, or should, be mailed."""
    return tuple(
        RuledKind(rule["id"], rule["title"], rule["source"], rule["effect"] == Effect.MANDATORY)
        for rule in sorted(rules, key=lambda rule: str(rule["id"]))
        if rule["effect"] in (Effect.MANDATORY, Effect.ENCOURAGED)
    )


async def facts(
    session: ReadSession, payload: Mapping[str, Any], reporter: str | None, now: datetime
) -> RegulationFacts:
    """`payload`: of the bundle in force. `reporter`: code of the agency that reports.

    Raises:
        UsageError: no agency stands above all others.
    """
    today = in_vietnam(now).date()
    agencies = [one for one in await directory.every_agency(session) if one.valid_to is None or one.valid_to > today]
    codes = {one.code for one in agencies}
    tops = [one for one in agencies if one.parent not in codes]
    if len(tops) != 1:
        raise UsageError(f"{len(tops)} agencies stand at the top of the directory, not one")
    names = {one.code: one.name for one in agencies}
    boxes = await directory.published_agency_boxes(session, today)
    charged = await _charged(session, today)
    windows = {row.name: row for row in shipped_windows() if row.valid_from <= today}
    standing = [one for one in terms() if one.holds_on(today) and one.id in (ORDINARY, RECEIPT)]
    listed = sorted((one for one in agencies if one.code in boxes or one.code in charged), key=lambda one: one.code)
    return RegulationFacts(
        committee=tops[0].name,
        symbol=tops[0].symbol or "UBND",
        reporter=names.get(reporter or "", tops[0].name),
        domains=tuple(payload["province"]["domains"]),
        kinds=ruled_kinds(payload["rules"]),
        version=str(payload["version"]),
        windows=tuple(f"{row.span[0]:%H:%M} – {row.span[1]:%H:%M}" for row in windows.values()),
        terms=tuple(standing),
        agencies=tuple(AgencyCharges(one.name, boxes.get(one.code, ""), tuple(charged[one.code])) for one in listed),
        day=today,
    )


async def _charged(session: ReadSession, today: date) -> dict[str, list[Charged]]:
    found: dict[str, list[Charged]] = defaultdict(list)
    for assignment, official in await queries.charged(session, CHARGED, today):
        decided = assignment.decision_number or ""
        found[assignment.agency_code].append(Charged(assignment.role, official.name, official.post, decided))
    return found
