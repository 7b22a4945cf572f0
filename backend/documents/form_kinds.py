"""The kinds of documents as the bundle carries them (rules/form/kinds.toml)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from backend.text.normalise import joined, tone_stripped


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

        self._plain_signs = _unambiguous((tone_stripped(s).upper(), s) for s in self.by_abbreviation if s == s.upper())
        self._plain_titles = _unambiguous((tone_stripped(joined(title)), kind) for title, kind in self.titles)

    def sign_of(self, written: str) -> str:
        """The abbreviation meant; one that lost its accents (QD for QĐ) counts where it can mean only one."""
        return written if written in self.by_abbreviation else self._plain_signs.get(written, written)

    def of_title(self, title: str, *, plain: bool) -> Kind | None:
        """`plain`: the paper is written without accents throughout."""
        return self._plain_titles.get(tone_stripped(joined(title))) if plain else self.by_title.get(joined(title))

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


_Meant = TypeVar("_Meant")


def _unambiguous(pairs: Iterable[tuple[str, _Meant]]) -> dict[str, _Meant]:
    """What each key means, where it means one thing only."""
    meant: dict[str, list[_Meant]] = {}
    for key, value in pairs:
        if value not in meant.setdefault(key, []):
            meant[key].append(value)
    return {key: values[0] for key, values in meant.items() if len(values) == 1}
