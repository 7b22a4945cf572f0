"""The kinds of documents as the bundle carries them (rules/form/kinds.toml)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from backend.text.normalise import joined


@dataclass(frozen=True, slots=True)
class Kind:
    code: str
    name: str
    abbreviations: tuple[str, ...]  # what stands first in the symbol; case matters
    titles: tuple[str, ...]  # lines in capitals
    outside: bool = False  # legislation: known so that it is not taken for a công văn, reported as no kind


COPIES = ("SY", "TrS", "SL")
OFFICIAL_LETTER = "CV"


class KindTable:
    """Kinds by code, by abbreviation and by title."""

    def __init__(self, kinds: Iterable[Kind]) -> None:
        self.by_code = {kind.code: kind for kind in kinds}
        self.by_abbreviation = {short: kind for kind in self.by_code.values() for short in kind.abbreviations}
        self.by_title = {joined(title): kind for kind in self.by_code.values() for title in kind.titles}
        # longest first: THÔNG TƯ LIÊN TỊCH before THÔNG TƯ
        self.titles = sorted(
            ((title, kind) for kind in self.by_code.values() for title in kind.titles), key=lambda pair: -len(pair[0])
        )

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, Any]]) -> Self:
        """Raises KeyError or TypeError when a row lacks a field."""
        return cls(
            Kind(
                code=row["code"],
                name=row["name"],
                abbreviations=tuple(row["abbreviations"]),
                titles=tuple(row["titles"]),
                outside=row.get("outside", False),
            )
            for row in rows
        )
