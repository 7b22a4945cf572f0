"""The impact-assessment file and the breach checklist, from the register of purposes. Pure.

Drafts for the agency to complete: what the law asks is not claimed here (rows carry how sure their source is).

`page_texts`: the texts of web pages, where each purpose is told.
"""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from backend.clock import VIETNAM
from backend.compliance.paper import Block, Boxes, Heading, Rows, Text, Title
from backend.compliance.purposes import purposes, register_valid_from
from backend.compliance.retention import Keep, kept
from backend.correspondence.keeping import KeptDays, kept_days

TOLD_WITHIN = timedelta(hours=72)
Texts = Mapping[str, str]


def impact_assessment(province: str, page_texts: Texts, language: str, today: date) -> list[Block]:
    """`today`: whose terms are in force; nothing else hangs on it."""
    said = _texts(language)["impact"]
    told = [
        (*(page_texts[f"purpose.{one.id}_{part}"] for part in ("data", "whose", "why", "kept")), ", ".join(one.tables))
        for one in purposes()
    ]
    return [
        Title(said["title"]),
        Text(said["status"].format(valid_from=_day(register_valid_from()))),
        Heading(said["who_title"]),
        Text(said["who_province"].format(province=province)),
        Text(said["who_fill"]),
        Heading(said["what_title"]),
        Rows(tuple(said[part] for part in ("purpose", "whose", "why", "kept", "tables")), tuple(told)),
        Heading(said["terms_title"]),
        Rows(tuple(said[part] for part in ("term", "days", "basis", "state")), _terms(said, page_texts, today)),
        Heading(said["access_title"]),
        Text(page_texts["privacy.who"]),
        *_facts(said, "never"),
        *_facts(said, "measures"),
        *_list(said, "judge"),
        Text(page_texts["privacy.basis"]),
    ]


def breach_checklist(noticed: datetime, page_texts: Texts, language: str) -> list[Block]:
    """`noticed` is aware; times are told in Vietnam's time."""
    said = _texts(language)["breach"]
    times = {"noticed": _moment(noticed), "due": _moment(noticed + TOLD_WITHIN)}
    held = [
        (", ".join(one.tables), page_texts[f"purpose.{one.id}_data"], page_texts[f"purpose.{one.id}_whose"])
        for one in purposes()
    ]
    return [
        Title(said["title"]),
        Text(said["status"]),
        Heading(said["times_title"]),
        Rows((said["noticed"], said["due"]), ((times["noticed"], times["due"]),)),
        *_list(said, "now"),
        Heading(said["data_title"]),
        Rows(tuple(said[part] for part in ("tables", "data", "whose")), tuple(held)),
        *_facts(said, "not_there"),
        *_list(said, "tell", **times),
        *_list(said, "write"),
    ]


def _terms(said: Mapping[str, Any], page_texts: Texts, today: date) -> tuple[tuple[str, ...], ...]:
    """The rows in force, papers by whole years."""
    by_days = [
        (page_texts[f"purpose.{row.id}_data"], str(row.days), row.basis, said[f"state_{row.status}"])
        for row in kept_days()
        if _stands(row, today)
    ]
    by_years = [
        (
            page_texts[f"purpose.{row.id}_data"],
            page_texts[f"purpose.{row.id}_kept"],
            row.basis,
            said[f"state_{row.status}"],
        )
        for row in kept()
        if _stands(row, today)
    ]
    return (*by_days, *by_years)


def _stands(row: KeptDays | Keep, today: date) -> bool:
    return row.valid_from <= today and (row.valid_to is None or today < row.valid_to)


def _list(said: Mapping[str, Any], name: str, **values: str) -> list[Block]:
    return [Heading(said[f"{name}_title"]), Boxes(tuple(item.format(**values) for item in said[name]))]


def _facts(said: Mapping[str, Any], name: str) -> list[Block]:
    return [Heading(said[f"{name}_title"]), *(Text(f"– {item}") for item in said[name])]


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(VIETNAM):%H:%M, %d/%m/%Y}"


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


@cache
def _texts(language: str) -> dict[str, Any]:
    return tomllib.loads(files("backend.compliance").joinpath(f"locales/{language}.toml").read_text("utf-8"))
