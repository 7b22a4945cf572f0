"""What is held about one person as a document to read, and as data. Pure; words come from a table of texts."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from backend.clock import VIETNAM
from backend.compliance.purposes import purposes
from backend.compliance.subject_export import SubjectExport, by_purpose

FORMAT = "congvu.subject/1"
Texts = Mapping[str, str]


def document(made: SubjectExport, texts: Mapping[str, Texts]) -> dict[str, Any]:
    """Plain values only. `texts`: of web pages, by language; the summary stands in each of them."""
    return {
        "format": FORMAT,
        "address": made.subject.address,
        "made_at": _plain(made.made_at),
        "shared_log_in": made.subject.is_shared,
        "summary": {language: summary(made, words) for language, words in sorted(texts.items())},
        "held": [
            {"purpose": one.purpose, "table": one.table, "rows": [_plain_row(row) for row in one.rows]}
            for one in made.found
            if one.rows
        ],
        "not_by_person": [{"purpose": way.purpose, "table": way.table, "why": way.unreached} for way in made.unreached],
    }


def summary(made: SubjectExport, texts: Texts) -> list[str]:
    """Sentences: what is held, what for and how long; what is not in it."""
    counts = by_purpose(made)
    day = made.made_at.astimezone(VIETNAM)
    told = [texts["subject.made"].format(address=made.subject.address, day=f"{day:%d/%m/%Y %H:%M}")]
    for purpose in purposes():
        if purpose.id in counts:
            words = {part: texts[f"purpose.{purpose.id}_{part}"] for part in ("data", "why", "kept")}
            told.append(texts["subject.held"].format(count=counts[purpose.id], **words))
    if not counts:
        told.append(texts["subject.nothing"])
    if made.subject.is_shared:
        told.append(texts["subject.shared"])
    return [*told, texts["subject.limits"], texts["subject.rights"]]


def _plain_row(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in row.items()}


def _plain(value: object) -> object:
    """Moments in UTC, days as days; everything else is plain already."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value
